"""The clips of the catalogue, read from the server a piece at a time as they come into view."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from studio.format import file_name, length_text
from studio.words import mark, tr

PIECE = 100
MOST_PIECES = 40

Json = Mapping[str, Any]
Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
CLIP_ROLE = int(Qt.ItemDataRole.UserRole)
STATES = {
    "online": mark("online"),
    "away": mark("not connected"),
    "changed": mark("changed since"),
    "missing": mark("not there any more"),
}


class ClipModel(QAbstractListModel):
    """`wanted(offset)`: a piece that is looked at and not there. Those not looked at for long are dropped."""

    wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._total = 0
        self._pieces: OrderedDict[int, list[Json]] = OrderedDict()
        self._asked: set[int] = set()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._total

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role not in (_DISPLAY, CLIP_ROLE, _TOOL_TIP, _ACCESSIBLE) or not index.isValid():
            return None
        clip = self.clip_at(index.row())
        if role == CLIP_ROLE:
            return clip
        if clip is None:
            return "…" if role == _DISPLAY else None
        return {_DISPLAY: _name, _TOOL_TIP: _plain_source, _ACCESSIBLE: _spoken}[role](clip)

    def clip_at(self, row: int) -> Json | None:
        """None until it has come."""
        offset = row - row % PIECE
        piece = self._pieces.get(offset)
        if piece is None:
            if offset not in self._asked:
                self._asked.add(offset)
                self.wanted.emit(offset)
            return None
        self._pieces.move_to_end(offset)
        return piece[row - offset] if row - offset < len(piece) else None

    def begin(self) -> None:
        """Another search: nothing of the last one is true any more."""
        self.beginResetModel()
        self._total = 0
        self._pieces.clear()
        self._asked = {0}
        self.endResetModel()

    def take(self, offset: int, clips: list[Json], total: int) -> None:
        self._asked.discard(offset)
        self._pieces[offset] = clips
        while len(self._pieces) > MOST_PIECES:
            self._pieces.popitem(last=False)
        if total != self._total:
            self.beginResetModel()
            self._total = total
            self.endResetModel()
        elif clips:
            self.dataChanged.emit(self.index(offset), self.index(min(total, offset + len(clips)) - 1))

    def give_up(self, offset: int) -> None:
        """It did not come; it is asked for again when it is looked at again."""
        self._asked.discard(offset)


def facts_of(clip: Json) -> str:
    """Timecode and length."""
    told = clip.get("metadata") or {}
    length = length_text(told["duration"]) if told.get("duration") is not None else ""
    return "   ".join(part for part in (str(told.get("timecode") or ""), length) if part)


def _name(clip: Json) -> str:
    return file_name(str(clip.get("source") or ""))


def _plain_source(clip: Json) -> str:
    return str(clip.get("source") or "").replace("&", "&amp;").replace("<", "&lt;")


def _spoken(clip: Json) -> str:
    proxy = tr("with a proxy") if clip.get("proxy_generated") else tr("without a proxy")
    found = len((clip.get("analysis") or {}).get("findings") or ())
    state = tr(STATES.get(str(clip.get("state")), ""))
    parts = (_name(clip), facts_of(clip), state, proxy, tr("{n} findings", "{n} finding", found) if found else "")
    return ", ".join(part for part in parts if part)
