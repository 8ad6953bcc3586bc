"""The cards that were copied or read: whether each may be wiped, and why not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from studio.format import size_text
from studio.theme import Theme
from studio.views.panels.page import Json
from studio.views.parts import plain_label
from studio.views.side import SideList
from studio.words import number_text, tr


class CardList(QFrame):
    """A light each: green with a tick may be wiped, amber may not yet. `chosen(folder)`: where its clips are."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._cards: list[Json] = []
        self.list = SideList(theme, tr("Cards"))
        self.why = plain_label(name="muted", wrap=True)
        self.list.itemSelectionChanged.connect(self._on_chosen)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 10, 0)
        box.addWidget(plain_label(tr("Cards"), "heading"))
        box.addWidget(self.list, 1)
        box.addWidget(self.why)
        self.setMinimumWidth(180)
        self.hide()

    def show_cards(self, answer: Json) -> None:
        """As GET /cards gives them."""
        kept = self.list.key()
        self._cards = list(answer.get("cards", []))
        self.list.blockSignals(True)
        self.list.clear()
        for card in self._cards:
            light = ("done", "good") if card["safe_to_wipe"] else ("alert", "warn")
            item = self.list.add_line(str(card["id"]), str(card["name"]), *light)
            item.setToolTip("\n".join((*card["roots"], self._words(card))).replace("&", "&amp;").replace("<", "&lt;"))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{card['name']}: {self._words(card)}")
            item.setSelected(str(card["id"]) == kept)
        self.list.blockSignals(False)
        self._show_why()
        self.setVisible(bool(self._cards))

    def _on_chosen(self) -> None:
        card = self._show_why()
        if card is not None:
            self.chosen.emit(str(card["roots"][0]))

    def _show_why(self) -> Json | None:
        card = next((one for one in self._cards if str(one["id"]) == self.list.key()), None)
        self.why.setText("" if card is None else self._words(card))
        return card

    def _words(self, card: Json) -> str:
        """May it be wiped, why not, and how far its clips are."""
        safe = tr("Safe to wipe.") if card["safe_to_wipe"] else tr("Not safe to wipe.")
        clips = tr("{n} clips", "{n} clip", int(card["clips"]))
        count = f"{clips}, {size_text(card['bytes'])}."
        ends = (
            (card["done"], tr("{count} done")),
            (card["failed"], tr("{count} failed")),
            (card["open"], tr("{count} open")),
        )
        parts = [words.format(count=number_text(number)) for number, words in ends if number]
        return " ".join(
            part for part in (safe, str(card["why"]), count, ", ".join(parts) + "." if parts else "") if part
        )
