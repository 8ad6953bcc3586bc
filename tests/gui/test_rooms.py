"""Pages and docks beside the jobs."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDockWidget, QLabel, QWidget

from studio.desktop import Studio
from studio.rooms import ROOMS, Around, Place, Room
from studio.views import main_window


def label(around: Around) -> QWidget:
    return QLabel(around.theme.choice)


@pytest.fixture
def two_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    rooms = (
        Room("shelf", "Shelf", "all", "Ctrl+8", "A page", Place.PAGE, label),
        Room("drawer", "Drawer", "all", "Ctrl+9", "A dock", Place.RIGHT, label),
    )
    monkeypatch.setattr(main_window, "ROOMS", rooms)


def test_a_page_takes_the_place_of_the_jobs_and_gives_it_back(two_rooms: None, studio: Studio) -> None:
    window = studio.window
    window.show_room("shelf")
    assert window.pages.currentWidget() is window.room("shelf")
    assert window.room("shelf").accessibleName() == "Shelf"
    window.show_room("shelf")
    assert window.pages.currentWidget() is window.splitter
    window.show_room("shelf")
    window.show_jobs()
    assert window.pages.currentWidget() is window.splitter


def test_a_dock_comes_and_goes(two_rooms: None, studio: Studio) -> None:
    dock = studio.window.room("drawer")
    assert isinstance(dock, QDockWidget)
    shown = []
    for _ in range(2):
        studio.window.show_room("drawer")
        shown.append(dock.isVisible())
    assert shown == [True, False]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_can_be_shown(studio: Studio, room: Room) -> None:
    studio.window.actions_by_name[f"room_{room.name}"].trigger()
    assert studio.window.room(room.name).isVisible()
