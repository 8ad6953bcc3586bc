"""The table of jobs: all ids in their order, and the finished rows of those that are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from studio.models.columns import COLUMNS, LIVE
from studio.models.ids import IdList
from studio.models.rows import ADDED, NAME, STATUS, JobRow, build_row, unread_row, with_progress
from studio.words import tr

# Comparing a Python enum costs more than all else in data(); plain numbers do not.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
ID_ROLE = int(Qt.ItemDataRole.UserRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_COLUMNS = len(COLUMNS)
COALESCE_MS = 100
PAGE = 128
MOST_ROWS = 16 * PAGE  # of a finished job some 15 kB are kept
FEW = 8  # rows that come or go one by one; each costs the view about a millisecond

Index = QModelIndex | QPersistentModelIndex
Json = Mapping[str, Any]


def local_now() -> datetime:
    return datetime.now().astimezone()


class JobModel(QAbstractTableModel):
    """`missing(ids)`: these are looked at and not known. Changes within 100 ms reach the views as one `dataChanged`."""

    missing = Signal(list)

    def __init__(self, parent: QObject | None = None, clock: Callable[[], datetime] = local_now) -> None:
        super().__init__(parent)
        self._clock = clock
        self._ids = IdList()
        self._rows: OrderedDict[str, JobRow] = OrderedDict()
        self._seen: dict[str, int] = {}  # where ids stood that a view asked for
        self._pages: dict[int, None] = {}  # to be asked for
        self._asked: set[str] = set()
        self._stale: set[str] = set()
        self._touched: set[str] = set()
        self._whole_rows = False
        self._timer = self._single_shot(COALESCE_MS, self.flush)
        self._asking = self._single_shot(0, self._ask)

    # --- what Qt asks ---

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else _COLUMNS

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role not in (_DISPLAY, ID_ROLE, _TOOL_TIP, _ACCESSIBLE) or not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == _DISPLAY:
            return row.texts[index.column()]
        if role == ID_ROLE:
            return row.id
        return _spoken(row, index.column()) if role == _ACCESSIBLE else _tool_tip(row, index.column())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < _COLUMNS:
            return None
        if role == _ALIGNMENT:
            return _RIGHT if COLUMNS[section].right else _LEFT
        return tr(COLUMNS[section].title) if role == _DISPLAY else None

    # --- what the delegate and the window ask ---

    def row_at(self, position: int) -> JobRow:
        """What is not known yet is asked for, with all of its page."""
        job_id = self._ids[position]
        row = self._rows.get(job_id)
        self._seen[job_id] = position
        if row is None or job_id in self._stale:
            self._pages[position // PAGE] = None
            if not self._asking.isActive():
                self._asking.start()
        return row or unread_row(job_id)

    def row_of(self, job_id: str) -> JobRow | None:
        """None where it is not known, or not any more."""
        return self._rows.get(job_id)

    def position_of(self, job_id: str) -> int | None:
        return self._ids.position_of(job_id)

    def id_at(self, position: int) -> str:
        return self._ids[position]

    def ids(self) -> IdList:
        return self._ids

    # --- changes ---

    def show_ids(self, ids: Sequence[str], newest_first: bool = True) -> None:
        """These jobs, in this order, and no others."""
        self.beginResetModel()
        self._ids = IdList(ids, newest_first)
        self._forget_places()
        self.endResetModel()

    def append_ids(self, ids: Sequence[str]) -> None:
        """What comes after those shown."""
        if ids:
            self.beginInsertRows(QModelIndex(), len(self._ids), len(self._ids) + len(ids) - 1)
            self._ids.extend(ids)
            self.endInsertRows()

    def replace(self, jobs: Iterable[Json]) -> None:
        """Shows these jobs, newest first, and no others."""
        rows = {str(job["id"]): job for job in jobs}
        self.fill(rows.values())
        self.show_ids(sorted(rows, reverse=True))

    def fill(self, jobs: Iterable[Json]) -> None:
        """What was asked for, or is about to be shown."""
        now = self._clock()
        for job in jobs:
            self._keep(build_row(job, now))
        while len(self._rows) > MOST_ROWS:
            dropped, _row = self._rows.popitem(last=False)
            self._seen.pop(dropped, None)
            self._stale.discard(dropped)

    def merge(self, jobs: Sequence[Json], gone: Sequence[str]) -> bool:
        """Jobs that changed and belong to what is shown, and ids that do not any more. False: the order has to be read
        anew, because so many came or went, or because it is not that of birth."""
        self.fill(jobs)
        if not self._ids.descending:
            return False
        fresh = sorted((str(job["id"]) for job in jobs if self.position_of(str(job["id"])) is None), reverse=True)
        leaving = [job_id for job_id in gone if self.position_of(job_id) is not None]
        return self._insert(fresh) and self._remove(leaving)

    def forget(self, ids: Iterable[str]) -> None:
        """Nothing is known of these any more."""
        for job_id in ids:
            self._rows.pop(job_id, None)
            self._stale.discard(job_id)

    def progress(self, updates: Iterable[Json]) -> None:
        """Patches the jobs that are known; others are ignored."""
        now = self._clock()
        for update in updates:
            row = self._rows.get(str(update["id"]))
            if row is not None:
                self._rows[row.id] = with_progress(row, update, now)
                self._touch(row.id)

    def flush(self) -> None:
        """Tells the views about everything that changed since the last time."""
        self._timer.stop()
        positions = [self._seen[job_id] for job_id in self._touched if job_id in self._seen]
        first, last = (0, _COLUMNS - 1) if self._whole_rows else (LIVE[0], LIVE[-1])
        self._touched.clear()
        self._whole_rows = False
        if positions:
            self.dataChanged.emit(self.index(min(positions), first), self.index(max(positions), last))

    def distrust(self) -> None:
        """What is known may be wrong: it stays on show until it was read again."""
        self._stale = set(self._rows)
        self._asked.clear()

    def close(self) -> None:
        """Tells nobody anything any more."""
        self._timer.stop()
        self._asking.stop()
        self._touched.clear()

    def _insert(self, fresh: Sequence[str]) -> bool:
        """`fresh`: descending."""
        if fresh and (not len(self._ids) or fresh[-1] > self._ids[0]):
            self._insert_at(0, fresh)
            return True
        if len(fresh) > FEW:
            return False
        for job_id in fresh:
            self._insert_at(self._ids.place_for(job_id), [job_id])
        return True

    def _insert_at(self, position: int, ids: Sequence[str]) -> None:
        self.beginInsertRows(QModelIndex(), position, position + len(ids) - 1)
        self._ids.insert(position, ids)
        self._forget_places()
        self.endInsertRows()

    def _remove(self, leaving: Sequence[str]) -> bool:
        if len(leaving) > FEW:
            return False
        for job_id in leaving:
            position = self._ids.place_for(job_id)
            self.beginRemoveRows(QModelIndex(), position, position)
            self._ids.remove(position)
            self._forget_places()
            self.endRemoveRows()
        return True

    def _keep(self, row: JobRow) -> None:
        self._asked.discard(row.id)
        self._stale.discard(row.id)
        self._rows[row.id] = row
        self._rows.move_to_end(row.id)
        self._touch(row.id, whole=True)

    def _forget_places(self) -> None:
        self._seen.clear()
        self._pages.clear()

    def _touch(self, job_id: str, whole: bool = False) -> None:
        self._touched.add(job_id)
        self._whole_rows = self._whole_rows or whole
        if not self._timer.isActive():
            self._timer.start()

    def _ask(self) -> None:
        """For the pages looked at last; those that were scrolled past meanwhile are not worth it."""
        pages, self._pages = list(self._pages)[-2:], {}
        wanted = [one for page in pages for one in self._ids.portion(page * PAGE, (page + 1) * PAGE)]
        unknown = [one for one in wanted if self._is_wanted(one)]
        if unknown:
            self._asked.update(unknown)
            self.missing.emit(unknown)

    def _is_wanted(self, job_id: str) -> bool:
        return job_id not in self._asked and (job_id in self._stale or job_id not in self._rows)

    def unasked(self, ids: Iterable[str]) -> None:
        """They did not come: whoever looks at them again asks again."""
        self._asked.difference_update(ids)

    def _single_shot(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer


def _tool_tip(row: JobRow, column: int) -> str | None:
    if column == NAME:
        return _plain(str(row.job.get("source") or ""))
    if column == STATUS:
        error = row.job.get("error") or {}
        return _plain(str(error.get("message") or row.job.get("reason") or row.texts[STATUS]))
    return _plain(str(row.job.get("queued_at") or "")) if column == ADDED else _plain(row.texts[column]) or None


def _spoken(row: JobRow, column: int) -> str:
    """What a screen reader says: the column's name where the text alone would not tell."""
    text, none = row.texts[column], tr("none")
    return text if column in (NAME, STATUS) else f"{tr(COLUMNS[column].title)}: {text or none}"


def _plain(text: str) -> str:
    """Qt takes a tool tip that looks like markup for markup, and file names may."""
    return text.replace("&", "&amp;").replace("<", "&lt;") if "<" in text else text
