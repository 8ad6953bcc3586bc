"""Very many files with what is to be said of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from studio.looked import Line
from studio.theme import Theme
from studio.words import tr

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)


class LineModel(QAbstractTableModel):
    """Two columns; a mark before the name says whether all is well with it."""

    def __init__(self, theme: Theme, titles: tuple[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._titles = theme, titles
        self._lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid() or role not in (_DISPLAY, _TOOL_TIP, _DECORATION, _ACCESSIBLE):
            return None
        line, first = self._lines[index.row()], index.column() == 0
        if role == _DECORATION:
            look = ("done", "good") if line.good else ("alert", "warn")
            return self._theme.icon(*look) if first else None
        text = line.name if first else line.what
        if role == _ACCESSIBLE and first:
            return text if line.good else tr("left alone: {file}").format(file=text)
        return text.replace("&", "&amp;").replace("<", "&lt;") if role == _TOOL_TIP else text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        across = orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._titles)
        return self._titles[section] if across and role == _DISPLAY else None
