"""The cards that were copied or read: whether each may be wiped, and why not."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from studio.format import file_name, plural
from studio.theme import Theme
from studio.views.panels.page import Json
from studio.views.parts import plain_label
from studio.views.side import SideList


class CardList(QFrame):
    """A light each: green with a tick may be wiped, amber may not yet. `chosen(words)` to search for its clips."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._cards: list[Json] = []
        self.list = SideList(theme, self.tr("Cards"))
        self.why = plain_label(name="muted", wrap=True)
        self.list.itemSelectionChanged.connect(self._on_chosen)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 10, 0)
        box.addWidget(plain_label(self.tr("Cards"), "heading"))
        box.addWidget(self.list, 1)
        box.addWidget(self.why)
        self.setMinimumWidth(180)
        self.hide()

    def show_cards(self, answer: Json) -> None:
        kept = self.list.key()
        self._cards = list(answer.get("cards", []))
        self.list.blockSignals(True)
        self.list.clear()
        for card in self._cards:
            safe = is_safe(card)
            light = ("done", "good") if safe else ("alert", "warn")
            item = self.list.add_line(str(card["id"]), name_of(card), *light)
            item.setToolTip(_words(card).replace("<", "&lt;"))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name_of(card)}: {_words(card)}")
            item.setSelected(str(card["id"]) == kept)
        self.list.blockSignals(False)
        self.setVisible(bool(self._cards))

    def _on_chosen(self) -> None:
        card = next((one for one in self._cards if str(one["id"]) == self.list.key()), None)
        self.why.setText("" if card is None else _words(card))
        if card is not None:
            self.chosen.emit(file_name(str(card.get("path") or card.get("root") or name_of(card))))


def is_safe(card: Json) -> bool:
    wipe: Any = card.get("safe_to_wipe")
    return bool(wipe.get("safe_to_wipe")) if isinstance(wipe, dict) else bool(wipe)


def name_of(card: Json) -> str:
    return str(card.get("name") or file_name(str(card.get("path") or card.get("root") or card["id"])))


def _words(card: Json) -> str:
    safe = "Safe to wipe." if is_safe(card) else "Not safe to wipe."
    why = str(card.get("why") or "")
    clips = card.get("clips")
    count = plural(int(clips), "clip") if isinstance(clips, int) else ""
    return " ".join(part for part in (safe, why, count) if part)
