"""The head of the job table: which columns are shown, in which order, how wide, and by which the jobs are sorted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from studio.models.columns import COLUMNS, NAMES
from studio.models.jobs import JobModel
from studio.models.rows import ADDED, NAME
from studio.words import tr

NEWEST_FIRST = "-queued_at"
# What a narrow window gives up first. What is empty goes before anything else.
FIRST_TO_GO = ("added", "size", "length", "preset", "speed", "left")
_DEFAULT = tuple(column.name for column in COLUMNS if column.shown)


class JobHeader(QHeaderView):
    """`sort_chosen(order)`: as the server takes it. `changed`: columns came, went or moved."""

    sort_chosen = Signal(str)
    changed = Signal()

    def __init__(self, model: JobModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._chosen = set(_DEFAULT)
        self._sorted = (ADDED, Qt.SortOrder.DescendingOrder)
        self._model = model
        self.widths: dict[int, int] = {}
        self.setAccessibleName(tr("Columns"))
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumSectionSize(60)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_wanted)

    def set_up(self, widths: Mapping[int, int]) -> None:
        """Once the table has taken this header."""
        # With the table's own selection a header asks every row of every column at select all (seconds).
        self.setSelectionModel(QItemSelectionModel(self._model, self))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self._usual = dict(widths)
        self.reset_columns()
        self.setSortIndicator(*self._sorted)
        self.sectionResized.connect(self._on_resized)
        self.sortIndicatorChanged.connect(self._on_sort_clicked)

    @property
    def order(self) -> str:
        """As the server takes it."""
        column, direction = self._sorted
        return ("-" if direction == Qt.SortOrder.DescendingOrder else "") + COLUMNS[column].sort

    def chosen(self, column: int) -> bool:
        """Whether somebody wants to see it; a narrow window may still leave it out."""
        return NAMES[column] in self._chosen

    def choose(self, name: str, wanted: bool) -> None:
        self._chosen = self._chosen | {name} if wanted else self._chosen - {name}
        self.changed.emit()

    def reset_columns(self) -> None:
        self._chosen = set(_DEFAULT)
        self.widths = dict(self._usual)
        for place in range(len(COLUMNS)):
            self.moveSection(self.visualIndex(place), place)
            if place in self.widths:
                self.resizeSection(place, self.widths[place])
        self.changed.emit()

    def column_menu(self) -> QMenu:
        """Every column with its mark, and the way back."""
        menu = QMenu(self)
        for column in COLUMNS[1:]:  # a table without names is of no use
            action = QAction(tr(column.title), menu)
            action.setCheckable(True)
            action.setChecked(column.name in self._chosen)
            action.toggled.connect(lambda wanted, name=column.name: self.choose(name, wanted))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(tr("Usual columns"), self.reset_columns)
        return menu

    def layout_text(self) -> str:
        """By the names of columns, so that another version with other columns can make use of it."""
        order = [NAMES[self.logicalIndex(place)] for place in range(self.count())]
        widths = {NAMES[place]: width for place, width in self.widths.items()}
        return json.dumps({"order": order, "shown": sorted(self._chosen), "widths": widths})

    def restore_layout(self, text: str) -> None:
        """Whatever is no layout, or names columns there are not, is passed over."""
        try:
            kept = json.loads(text)
            order, shown, widths = list(kept["order"]), set(kept["shown"]), dict(kept["widths"])
        except (ValueError, KeyError, TypeError):
            return
        self._chosen = {name for name in NAMES if name in shown} | {"name"}
        for place, name in enumerate(name for name in order if name in NAMES):
            self.moveSection(self.visualIndex(NAMES.index(name)), place)
        for name, width in widths.items():
            if name in NAMES and _is_width(width):
                self.widths[NAMES.index(name)] = width
        self.changed.emit()

    def _on_menu_wanted(self, where: QPoint) -> None:
        self.column_menu().popup(self.mapToGlobal(where))

    def _on_resized(self, column: int, _old: int, new: int) -> None:
        if column != NAME and new:
            self.widths[column] = new

    def _on_sort_clicked(self, column: int, direction: Qt.SortOrder) -> None:
        if not COLUMNS[column].sort:
            self.blockSignals(True)
            self.setSortIndicator(*self._sorted)
            self.blockSignals(False)
        elif (column, direction) != self._sorted:
            self._sorted = (column, direction)
            self.sort_chosen.emit(self.order)


def _is_width(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 20 <= value <= 4_000
