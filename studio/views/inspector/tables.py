"""Metadata, history and log of a job: everything in them can be copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.format import day_text, status_look
from studio.metadata import metadata_rows
from studio.theme import Theme
from studio.views.parts import IconLabel, plain_label, push_button
from studio.words import tr

Json = Mapping[str, Any]
MOST_LINES = 5_000


class FactsTable(QTableWidget):
    """Name and value, one fact a line; Ctrl+C copies what is selected."""

    def __init__(self, name: str) -> None:
        super().__init__(0, 2)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().sectionResized.connect(lambda *_: self._fit())

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text.replace("&", "&amp;").replace("<", "&lt;") if "<" in text else text)
                self.setItem(row, column, item)
        self._fit()

    def all_text(self) -> str:
        return "\n".join(self._line(row) for row in range(self.rowCount()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Copy):
            event.accept()  # the window's own Ctrl+C copies paths
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted({index.row() for index in self.selectedIndexes()})
            QGuiApplication.clipboard().setText("\n".join(map(self._line, rows)) or self.all_text())
        else:
            super().keyPressEvent(event)

    def _line(self, row: int) -> str:
        return f"{self.item(row, 0).text()}\t{self.item(row, 1).text()}"

    def _fit(self) -> None:
        self.setFixedHeight(sum(self.rowHeight(row) for row in range(self.rowCount())) + 4)


class MetadataPart(QWidget):
    """What the original is, and by the checks what the proxy is."""

    def __init__(self) -> None:
        super().__init__()
        self.table = FactsTable(tr("Metadata of the clip"))
        self._none = plain_label(tr("The clip was not read yet."), "muted", wrap=True)
        self.copy = push_button(tr("Copy all"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.table.all_text()))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.table)
        box.addWidget(self._none)
        box.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)

    def show_metadata(self, metadata: Json | None) -> None:
        rows = metadata_rows(metadata or {})
        self.table.show_rows(rows)
        for part, shown in ((self.table, bool(rows)), (self.copy, bool(rows)), (self._none, not rows)):
            part.setVisible(shown)


class HistoryPart(QWidget):
    """Every change of the job with its time and reason, newest last."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._told: Sequence[Json] = ()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)

    def show_timeline(self, timeline: Sequence[Json]) -> None:
        if timeline == self._told:
            return
        self._told = timeline
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for entry in timeline:
            self._box.addWidget(self._line(entry))

    def _line(self, entry: Json) -> QWidget:
        look = status_look(str(entry.get("to")))
        mark = IconLabel(self._theme, 14)
        mark.show_icon(look.icon, look.tone)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(plain_label(f"{look.word}  ·  {_clock(entry.get('at'))}"))
        if entry.get("reason"):
            words.addWidget(plain_label(str(entry["reason"]), "muted", wrap=True))
        line = QWidget()
        line.setAccessibleName(f"{_clock(entry.get('at'))}: {look.word}. {entry.get('reason') or ''}")
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(words, 1)
        return line


class LogPart(QWidget):
    """The last lines the work wrote; it follows while one is at its end. `save_wanted()`."""

    save_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setMaximumBlockCount(MOST_LINES)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(tr("Log of the job"))
        self.text.setFixedHeight(self.text.fontMetrics().height() * 16)
        self._none = plain_label(tr("Nothing was written yet."), "muted")
        self.copy = push_button(tr("Copy all"))
        self.save = push_button(tr("Save…"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        self.save.clicked.connect(self.save_wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.save)
        buttons.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.text)
        box.addWidget(self._none)
        box.addLayout(buttons)
        self.show_lines([])

    def show_lines(self, lines: Sequence[str]) -> None:
        for part, shown in ((self.text, bool(lines)), (self._none, not lines)):
            part.setVisible(shown)
        for button in (self.copy, self.save):
            button.setVisible(bool(lines))
        told = "\n".join(lines[-MOST_LINES:])
        if told == self.text.toPlainText():
            return
        bar = self.text.verticalScrollBar()
        followed, kept = bar.value() >= bar.maximum(), bar.value()
        self.text.setPlainText(told)
        bar.setValue(bar.maximum() if followed else kept)


def _clock(iso: Any) -> str:
    """In this machine's time, to the second."""
    try:
        at = datetime.fromisoformat(str(iso)).astimezone()
    except ValueError:
        return str(iso)
    return f"{day_text(at)} {at:%H:%M:%S}"
