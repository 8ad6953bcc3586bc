"""What would become of what was dropped, before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from studio.dropped import cost_words, headline, known_words, lacks_room, left_alone_lines
from studio.theme import Theme
from studio.views.parts import plain_label, push_button
from studio.views.sheet import Sheet
from studio.words import tr

MOST_LINES = 6


class PlanSheet(Sheet):
    """`agreed()`, `declined()`."""

    agreed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, tr("What will be done"))
        self.lines = plain_label(wrap=True)
        self.warning = plain_label(name="warning", wrap=True)
        self.left_alone = plain_label(name="muted", wrap=True)
        self.go = push_button(tr("Make proxies"), primary=True)
        self.stop = push_button(tr("Not now"))
        self.go.clicked.connect(self._on_go)
        self.stop.clicked.connect(self.decline)
        for label in (self.lines, self.warning, self.left_alone):
            self.inside.addWidget(label)
        self._add_buttons(self.stop, self.go)

    def show_looking(self, items: int) -> None:
        """Until the server has looked."""
        one = tr("Looking at what you dropped…")
        self._head("search", "busy", one if items == 1 else tr("Looking at {n} items…", "Looking at {n} item…", items))
        for label in (self.lines, self.warning, self.left_alone):
            label.hide()
        self.go.hide()
        self._lift()

    def show_plan(self, plan: Mapping[str, Any], preset: str) -> None:
        short = lacks_room(plan)
        self._head("alert" if short or not plan["new"] else "drop", "warn" if short else "busy", headline(plan))
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

    def _say(self, label: QLabel, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))

    def _on_go(self) -> None:
        self.hide()
        self.agreed.emit()
