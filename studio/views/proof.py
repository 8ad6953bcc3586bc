"""The relink proof of a proxy: where it links, and every check against its original."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from studio.format import NLE_NAMES, check_title, check_value, spoken
from studio.theme import Theme
from studio.views.parts import ElidedLabel, IconLabel, plain_label
from studio.words import mark, tr

Json = Mapping[str, Any]

# status of links_in -> (icon, tone, sentence)
LINK_LOOKS: Mapping[str, tuple[str, str, str]] = {
    "yes": ("done", "good", mark("{nle} links")),
    "no": ("cancel", "muted", mark("{nle} does not link")),
    "unconfirmed": ("unknown", "warn", mark("{nle}: not confirmed")),
}
_NO_LINK_LOOK = ("unknown", "muted", mark("{nle}: not known"))
_CHECK_LOOKS = {True: ("done", "good"), False: ("cancel", "bad"), None: ("dash", "muted")}


class LinksCard(QFrame):
    """One line an NLE: does this proxy link there, and why."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("card")
        self._box = _card_box(self, tr("Relinks in"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self._box.addLayout(self._lines)

    def show_links(self, links: Mapping[str, Json]) -> None:
        _clear(self._lines)
        self.setVisible(bool(links))
        for key in sorted(links, key=lambda key: _place(key, links[key])):
            link = links[key]
            self._lines.addWidget(self._line(NLE_NAMES.get(key, key), link))

    def _line(self, name: str, link: Json) -> QWidget:
        icon, tone, words = LINK_LOOKS.get(str(link.get("status")), _NO_LINK_LOOK)
        sentence = tr(words).format(nle=name)
        light = IconLabel(self._theme, 16)
        light.show_icon(icon, tone)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(plain_label(sentence, wrap=True))
        why = spoken(str(link.get("why") or ""))
        if why:
            texts.addWidget(plain_label(why, "muted", wrap=True))
        line = QWidget()
        line.setAccessibleName(f"{sentence}. {why}")
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(light, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(texts, 1)
        return line


class ChecksCard(QFrame):
    """Each check with what the proxy has; where it differs, both sides and why."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("card")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        _card_box(self, tr("Checked against the original")).addLayout(self._grid)

    def show_checks(self, checks: Sequence[Json]) -> None:
        _clear(self._grid)
        self.setVisible(bool(checks))
        ordered = sorted(checks, key=lambda check: check.get("ok") is not False)
        for row, check in enumerate(ordered):
            self._show_check(row, check)

    def _show_check(self, row: int, check: Json) -> None:
        ok = check.get("ok")
        light = IconLabel(self._theme, 14)
        light.show_icon(*_CHECK_LOOKS.get(ok, _CHECK_LOOKS[None]))
        value = ElidedLabel("muted")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        value.show_text(_both_sides(check))
        self._grid.addWidget(light, row, 0)
        self._grid.addWidget(plain_label(check_title(str(check["name"]))), row, 1)
        self._grid.addWidget(value, row, 2)


def _place(key: str, link: Json) -> tuple[int, int]:
    """Where it links comes first; within that, in the order of NLE_NAMES."""
    status, known = str(link.get("status")), list(NLE_NAMES)
    order = ("yes", "unconfirmed", "no")
    return (
        order.index(status) if status in order else len(order),
        known.index(key) if key in known else len(known),
    )


def _both_sides(check: Json) -> str:
    original, proxy = check_value(check.get("original")), check_value(check.get("proxy"))
    if check.get("ok") is not False:
        return proxy
    why = str(check.get("why") or "")
    return f"{original} → {proxy}" + (f": {why}" if why else "")


def _card_box(card: QFrame, title: str) -> QVBoxLayout:
    box = QVBoxLayout(card)
    box.setContentsMargins(12, 9, 12, 11)
    box.setSpacing(7)
    box.addWidget(plain_label(title, "cardHeading", wrap=True))
    return box


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
