"""What would become of what was dropped, before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studio.dropped import cost_words, headline, known_words, lacks_room, left_alone_lines
from studio.theme import Theme
from studio.views.parts import IconLabel, plain_label, push_button
from studio.words import tr

MOST_LINES = 6


class PlanSheet(QFrame):
    """Lies over its parent until somebody decides. `agreed()`, `declined()`."""

    agreed = Signal()
    declined = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("planSheet")
        self.setAccessibleName(tr("What will be done"))
        self._icon = IconLabel(theme, 32)
        self.title = plain_label(wrap=True)
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        self.title.setFont(font)
        self.lines = plain_label(wrap=True)
        self.warning = plain_label(name="warning", wrap=True)
        self.left_alone = plain_label(name="muted", wrap=True)
        self.go = push_button(tr("Make proxies"), primary=True)
        self.stop = push_button(tr("Not now"))
        self.go.clicked.connect(self._on_go)
        self.stop.clicked.connect(self._on_stop)
        self._lay_out()
        parent.installEventFilter(self)
        self.hide()

    def show_looking(self, items: int) -> None:
        """Until the server has looked."""
        self._icon.show_icon("search", "busy")
        one = tr("Looking at what you dropped…")
        self.title.setText(one if items == 1 else tr("Looking at {n} items…", "Looking at {n} item…", items))
        for label in (self.lines, self.warning, self.left_alone):
            label.hide()
        self.go.hide()
        self._lift()

    def show_plan(self, plan: Mapping[str, Any], preset: str) -> None:
        short = lacks_room(plan)
        self._icon.show_icon("alert" if short or not plan["new"] else "drop", "warn" if short else "busy")
        self.title.setText(headline(plan))
        first = tr("Proxies with {preset}.").format(preset=preset) if plan["new"] else ""
        words = [first, cost_words(plan), known_words(plan)]
        self._say(self.lines, "\n".join(filter(None, words)))
        room = tr("There is not enough room for all of them. Jobs wait until there is.")
        self._say(self.warning, room if short else "")
        lines = left_alone_lines(plan["left_alone"])
        rest = len(lines) - MOST_LINES
        more = [tr("and {n} further reasons.", "and {n} further reason.", rest)] if rest > 0 else []
        self._say(self.left_alone, "\n".join([*lines[:MOST_LINES], *more]))
        self.go.setVisible(bool(plan["new"]))
        self.stop.setText(tr("Not now") if plan["new"] else tr("Close"))
        self._lift()
        (self.go if plan["new"] else self.stop).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self.parentWidget().rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_stop()
        else:
            super().keyPressEvent(event)

    def _say(self, label: QWidget, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))

    def _lift(self) -> None:
        self.setGeometry(self.parentWidget().rect())
        self.raise_()
        self.show()
        self.setFocus()

    def _on_go(self) -> None:
        self.hide()
        self.agreed.emit()

    def _on_stop(self) -> None:
        self.hide()
        self.declined.emit()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("planCard")
        card.setMaximumWidth(620)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.stop)
        buttons.addWidget(self.go)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 20, 24, 18)
        inside.setSpacing(12)
        inside.addLayout(head)
        for label in (self.lines, self.warning, self.left_alone):
            inside.addWidget(label)
        inside.addLayout(buttons)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 20)
        across.addStretch(1)
        box = QVBoxLayout(self)
        box.addStretch()
        box.addLayout(across)
        box.addStretch()
