"""The job table as a view: fixed rows, no grid, selection by rows kept over resets."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from studio.models.jobs import JobModel
from studio.models.rows import ADDED, LEFT, LENGTH, NAME, PRESET, SPEED
from studio.theme import Theme
from studio.views.job_delegate import JobDelegate, column_widths

FIRST_TO_GO = (ADDED, LENGTH, PRESET, SPEED, LEFT)
NAME_CHARACTERS = 22


class JobTable(QTableView):
    """Emits `chosen` when the selection or the current row changes."""

    chosen = Signal()

    def __init__(self, model: JobModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = model
        self._kept: tuple[set[str], str | None] = (set(), None)
        self.menu = QMenu(self)
        self.setModel(model)
        self._delegate = JobDelegate(model, theme, self)
        self.setItemDelegate(self._delegate)
        self._set_up_rows()
        self._set_up_headers()
        model.modelAboutToBeReset.connect(self._on_about_to_be_reset)
        model.modelReset.connect(self._on_reset)
        self.selectionModel().selectionChanged.connect(self.chosen)
        theme.changed.connect(self.viewport().update)

    def selected_ids(self) -> list[str]:
        """In view order."""
        return [self._jobs.row_at(position).id for position in sorted(self._selected_positions())]

    def select_ids(self, ids: set[str], current: str | None = None) -> None:
        chosen = QItemSelection()
        last = self._jobs.columnCount() - 1
        for position in filter(lambda p: p is not None, map(self._jobs.position_of, ids)):
            chosen.select(self._jobs.index(position, 0), self._jobs.index(position, last))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        where = None if current is None else self._jobs.position_of(current)
        if where is not None:
            self.selectionModel().setCurrentIndex(
                self._jobs.index(where, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.selected_ids():
            self.menu.exec(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """A narrow window first gives up what matters least, not the names."""
        room = self.viewport().width() - self.fontMetrics().averageCharWidth() * NAME_CHARACTERS
        taken = sum(self._widths.values())
        for column in FIRST_TO_GO:
            fits = taken <= room
            self.setColumnHidden(column, not fits)
            taken -= 0 if fits else self._widths[column]

    def _selected_positions(self) -> Iterator[int]:
        # Ranges, not selectedRows(): that asks every row (1.4 s for 100,000).
        for part in self.selectionModel().selection():
            yield from range(part.top(), part.bottom() + 1)

    def _set_up_rows(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setAccessibleName("Jobs")

    def _set_up_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        for header in (across, down):
            # With the table's own selection a header asks every row of every column at select all (seconds).
            header.setSelectionModel(QItemSelectionModel(self._jobs, header))
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(self._delegate.row_height(self.fontMetrics()))
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setMinimumSectionSize(60)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        across.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self._widths = column_widths(self.font())
        for column, width in self._widths.items():
            self.setColumnWidth(column, width)

    def _on_about_to_be_reset(self) -> None:
        current = self.currentIndex()
        self._kept = (set(self.selected_ids()), self._jobs.row_at(current.row()).id if current.isValid() else None)

    def _on_reset(self) -> None:
        ids, current = self._kept
        self.select_ids(ids, current)
        self.chosen.emit()
