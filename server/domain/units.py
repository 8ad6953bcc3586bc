"""What of a watched folder is copied together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from server.domain.layouts import card_of


def units_of(paths: Iterable[str], root: str, *, is_disk: bool = False) -> Mapping[str, str]:
    """The unit of each path: the card it lies on, else the folder just below `root` that it is in, else the file alone.
    `root` is a card of its own where it is a disk (`is_disk`) or lies on a card."""
    wanted = list(paths)
    cards = {place.root for path in wanted if (place := card_of(path)) is not None}
    if is_disk or any(PurePath(root).is_relative_to(card) for card in cards):
        return dict.fromkeys(wanted, root)
    # Notes of a card are known by the clips they lie beside.
    inner = sorted((card for card in cards if PurePath(card).is_relative_to(root)), key=len, reverse=True)
    return {path: _unit(PurePath(path), PurePath(root), inner) for path in wanted}


def _unit(path: PurePath, root: PurePath, cards: Iterable[str]) -> str:
    card = next((card for card in cards if path.is_relative_to(card)), None)
    return card or str(root / path.relative_to(root).parts[0])


def folder_of_copy(unit: str, root: str, *, is_file: bool, number: int = 0) -> str:
    """Below the place copies go to: as below `root`; files that lie in it loose go to the place itself. `number` others
    have that name already."""
    if is_file:
        return ""
    inside = PurePath(root).name if unit == root else PurePath(unit).relative_to(root).as_posix()
    return f"{inside}-{number + 1}" if number else inside
