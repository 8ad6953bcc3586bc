"""The window's rooms beside the jobs: pages and docks, one line of ROOMS each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtWidgets import QWidget

from studio.dialogs import Dialogs
from studio.feed import JobFeed
from studio.gateway import Gateway
from studio.models.jobs import JobModel
from studio.settings import StudioSettings
from studio.theme import Theme
from studio.words import mark


class Place(Enum):
    """A page takes the place of the jobs; a dock lies beside them."""

    PAGE = "page"
    LEFT = "left"
    RIGHT = "right"
    BOTTOM = "bottom"


@dataclass(frozen=True)
class Around:
    """What a room gets.

    `say(topic, tone, sentence)`: above all else; tone is busy, good, warn or bad. `chosen()`: jobs selected in the
    table; `on_chosen(slot)`: when others are. `deed(name)`: an action of actions.py. `add(uris, wishes)`: clips and
    folders to be queued; wishes as in the body of POST /clips.
    """

    theme: Theme
    gateway: Gateway
    feed: JobFeed
    model: JobModel
    settings: StudioSettings
    dialogs: Dialogs
    say: Callable[[str, str, str], None]
    chosen: Callable[[], list[Mapping[str, Any]]]
    on_chosen: Callable[[Callable[[], None]], object]
    deed: Callable[[str], None]
    add: Callable[[Sequence[str], Mapping[str, Any]], None]


@dataclass(frozen=True)
class Room:
    """`build` is called when the room is first shown. `tip`: what one does there."""

    name: str
    title: str
    icon: str
    shortcut: str
    tip: str
    place: Place
    build: Callable[[Around], QWidget]


# Each imports its page when it is first shown: the window starts sooner.


def _catalogue(around: Around) -> QWidget:
    from studio.views.catalogue.page import CataloguePage

    return CataloguePage(around)


def _watches(around: Around) -> QWidget:
    from studio.views.panels.watches import WatchesPage

    return WatchesPage(around)


def _presets(around: Around) -> QWidget:
    from studio.views.panels.presets import PresetsPage

    return PresetsPage(around)


def _luts(around: Around) -> QWidget:
    from studio.views.panels.luts import LutsPage

    return LutsPage(around)


def _storage(around: Around) -> QWidget:
    from studio.views.panels.storage import StoragePage

    return StoragePage(around)


def _lanes(around: Around) -> QWidget:
    from studio.views.panels.lanes import LanesPage

    return LanesPage(around)


# In the order of the View menu.
ROOMS: tuple[Room, ...] = (
    Room("catalogue", mark("Ca&talogue"), "catalogue", "Ctrl+2", mark("All clips ever seen"), Place.PAGE, _catalogue),
    Room("watches", mark("&Watch folders"), "watch", "Ctrl+3", mark("Rules, states and reasons"), Place.PAGE, _watches),
    Room("presets", mark("&Presets"), "preset", "Ctrl+4", mark("What proxies are made of"), Place.PAGE, _presets),
    Room("luts", mark("L&UTs"), "lut", "Ctrl+5", mark("Looks for log footage"), Place.PAGE, _luts),
    Room("storage", mark("&S3 bucket"), "cloud", "Ctrl+6", mark("Where uploads go"), Place.PAGE, _storage),
    Room("lanes", mark("La&nes"), "lanes", "Ctrl+7", mark("What works side by side"), Place.PAGE, _lanes),
)
