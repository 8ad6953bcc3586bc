"""Rows of a table that are dragged between other rows of it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget

JOBS = "application/x-rushes-jobs"


class TurnDragView(QTableView):
    """`arranged(ids, row)`: these were dropped before that row; after the last one it is the number of rows. Whatever
    else is dragged over it is left to the window."""

    arranged = Signal(list, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line_color = QColor()
        self._gap: int | None = None  # before this row something would fall
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not event.mimeData().hasFormat(JOBS):
            event.ignore()
            return
        at = event.position().toPoint()
        self._show_gap(self._gap_at(at))
        margin = self.autoScrollMargin()
        if not self.viewport().rect().adjusted(0, margin, 0, -margin).contains(at):
            self.startAutoScroll()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_gap(None)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_gap(None)
        if not event.mimeData().hasFormat(JOBS):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.arranged.emit(jobs_of(event.mimeData()), self._gap_at(event.position().toPoint()))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap is None:
            return
        painter = QPainter(self.viewport())
        painter.fillRect(0, max(0, self._height_of(self._gap) - 1), self.viewport().width(), 2, self.line_color)
        painter.end()

    def _gap_at(self, at: QPoint) -> int:
        row = self.rowAt(at.y())
        if row < 0:
            return self.model().rowCount()
        middle = self.rowViewportPosition(row) + self.rowHeight(row) // 2
        return row + (at.y() > middle)

    def _height_of(self, row: int) -> int:
        last = self.model().rowCount() - 1
        if row <= last:
            return self.rowViewportPosition(row)
        return self.rowViewportPosition(last) + self.rowHeight(last)

    def _show_gap(self, row: int | None) -> None:
        if row is None:
            self.stopAutoScroll()
        if row != self._gap:
            self._gap = row
            self.viewport().update()


def put_jobs(mime: QMimeData, ids: Iterable[str]) -> None:
    mime.setData(JOBS, "\n".join(ids).encode("ascii"))


def jobs_of(mime: QMimeData) -> list[str]:
    return bytes(mime.data(JOBS).data()).decode("ascii", "replace").split()
