"""The table of jobs: ids in view order and finished rows by id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from studio.models.rows import (
    ADDED,
    LIVE_COLUMNS,
    NAME,
    RIGHT_COLUMNS,
    STATUS,
    TITLES,
    JobRow,
    build_row,
    with_progress,
)

# Comparing a Python enum costs more than all else in data(); plain numbers do not.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
ID_ROLE = int(Qt.ItemDataRole.UserRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_COLUMNS = len(TITLES)
COALESCE_MS = 100

Index = QModelIndex | QPersistentModelIndex


def local_now() -> datetime:
    return datetime.now().astimezone()


class JobModel(QAbstractTableModel):
    """Newest job first: ids sort by time of birth. Changes within 100 ms reach the views as one `dataChanged`."""

    def __init__(self, parent: QObject | None = None, clock: Callable[[], datetime] = local_now) -> None:
        super().__init__(parent)
        self._clock = clock
        self._ids: list[str] = []
        self._rows: dict[str, JobRow] = {}
        self._positions: dict[str, int] | None = None
        self._touched: set[str] = set()
        self._whole_rows = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COALESCE_MS)
        self._timer.timeout.connect(self.flush)

    # --- what Qt asks ---

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else _COLUMNS

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role not in (_DISPLAY, ID_ROLE, _TOOL_TIP, _ACCESSIBLE) or not index.isValid():
            return None
        row = self._rows[self._ids[index.row()]]
        if role == _DISPLAY:
            return row.texts[index.column()]
        if role == ID_ROLE:
            return row.id
        return _spoken(row, index.column()) if role == _ACCESSIBLE else _tool_tip(row, index.column())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < _COLUMNS:
            return None
        if role == _ALIGNMENT:
            return _RIGHT if section in RIGHT_COLUMNS else _LEFT
        return TITLES[section] if role == _DISPLAY else None

    # --- what the delegate and the window ask ---

    def row_at(self, position: int) -> JobRow:
        return self._rows[self._ids[position]]

    def row_of(self, job_id: str) -> JobRow | None:
        return self._rows.get(job_id)

    def position_of(self, job_id: str) -> int | None:
        if self._positions is None:
            self._positions = {known: position for position, known in enumerate(self._ids)}
        return self._positions.get(job_id)

    def ids(self) -> Sequence[str]:
        return self._ids

    # --- changes ---

    def replace(self, jobs: Iterable[Mapping[str, Any]]) -> None:
        """Shows these jobs and no others."""
        now = self._clock()
        self.beginResetModel()
        self._rows = {row.id: row for row in (build_row(job, now) for job in jobs)}
        self._ids = sorted(self._rows, reverse=True)
        self._positions = None
        self._touched.clear()
        self.endResetModel()

    def append(self, jobs: Iterable[Mapping[str, Any]]) -> None:
        """A further page: older jobs than those shown."""
        now = self._clock()
        fresh = {str(job["id"]): build_row(job, now) for job in jobs if job["id"] not in self._rows}
        if not fresh:
            return
        self.beginInsertRows(QModelIndex(), len(self._ids), len(self._ids) + len(fresh) - 1)
        self._rows.update(fresh)
        self._ids.extend(sorted(fresh, reverse=True))
        self._positions = None
        self.endInsertRows()

    def put(self, job: Mapping[str, Any]) -> None:
        """Shows a job anew, or for the first time."""
        row = build_row(job, self._clock())
        if row.id in self._rows:
            self._rows[row.id] = row
            self._touch(row.id, whole=True)
        else:
            self._insert(row)

    def progress(self, updates: Iterable[Mapping[str, Any]]) -> None:
        """Patches the jobs that are shown; others are ignored."""
        now = self._clock()
        for update in updates:
            row = self._rows.get(str(update["id"]))
            if row is not None:
                self._rows[row.id] = with_progress(row, update, now)
                self._touch(row.id)

    def remove(self, job_id: str) -> None:
        position = self.position_of(job_id)
        if position is None:
            return
        self.beginRemoveRows(QModelIndex(), position, position)
        del self._ids[position]
        del self._rows[job_id]
        self._positions = None
        self.endRemoveRows()

    def flush(self) -> None:
        """Tells the views about everything that changed since the last time."""
        self._timer.stop()
        positions = [p for p in map(self.position_of, self._touched) if p is not None]
        first, last = (0, _COLUMNS - 1) if self._whole_rows else LIVE_COLUMNS
        self._touched.clear()
        self._whole_rows = False
        if positions:
            self.dataChanged.emit(self.index(min(positions), first), self.index(max(positions), last))

    def close(self) -> None:
        """Tells nobody anything any more."""
        self._timer.stop()
        self._touched.clear()

    def _insert(self, row: JobRow) -> None:
        position = 0
        while position < len(self._ids) and self._ids[position] > row.id:
            position += 1
        self.beginInsertRows(QModelIndex(), position, position)
        self._ids.insert(position, row.id)
        self._rows[row.id] = row
        self._positions = None
        self.endInsertRows()

    def _touch(self, job_id: str, whole: bool = False) -> None:
        self._touched.add(job_id)
        self._whole_rows = self._whole_rows or whole
        if not self._timer.isActive():
            self._timer.start()


def _tool_tip(row: JobRow, column: int) -> str | None:
    if column == NAME:
        return _plain(str(row.job.get("source") or ""))
    if column == STATUS:
        error = row.job.get("error") or {}
        return _plain(str(error.get("message") or row.job.get("reason") or row.texts[STATUS]))
    return _plain(str(row.job.get("queued_at") or "")) if column == ADDED else None


def _spoken(row: JobRow, column: int) -> str:
    """What a screen reader says: the column's name where the text alone would not tell."""
    text = row.texts[column]
    return text if column in (NAME, STATUS) else f"{TITLES[column]}: {text or 'none'}"


def _plain(text: str) -> str:
    """Qt takes a tool tip that looks like markup for markup, and file names may."""
    return text.replace("&", "&amp;").replace("<", "&lt;") if "<" in text else text
