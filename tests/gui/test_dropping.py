"""A drop on a line of a list means "with that"."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QDragLeaveEvent
from pytestqt.qtbot import QtBot

from studio import intake
from studio.desktop import Studio
from studio.views.side import SideList
from tests.gui.helpers.fake_desk import PRORES, TABLE, preset_entry
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import act, drag_over, drop_on, mime

WATCH = {
    "id": "w1", "path": "/footage/Cards", "state": "watching", "preset": "h264-720p",
    "to": "/proxies", "upload": False, "analysis": True, "lut": None, "priority": 7,
}  # fmt: skip
CLIP = "file:///footage/A001.mov"


def line_of(studio: Studio, lines: SideList, row: int) -> QPoint:
    """Its middle, as the window counts."""
    where = lines.visualItemRect(lines.item(row)).center()
    return lines.viewport().mapTo(studio.window, where)


@pytest.fixture
def watches(studio: Studio) -> SideList:
    studio.feed.watches.emit([WATCH, WATCH | {"id": "w2", "path": "/footage/More", "to": None}])
    return studio.window.side.watch_list


def test_a_drop_on_a_watch_folder_means_as_it_does(
    studio: Studio, server: FakeServer, qtbot: QtBot, watches: SideList
) -> None:
    studio.settings.to = "/usual"
    for row, to in enumerate(("/proxies", None)):
        with qtbot.waitSignal(studio.feed.added):
            drop_on_line(studio, watches, row)
        told = server.calls("/clips")[-1][3]
        assert told["paths"] == [CLIP]
        assert {name: told[name] for name in ("preset", "to", "upload", "analysis", "priority")} == {
            "preset": "h264-720p", "to": to, "upload": False, "analysis": True, "priority": 7
        }  # fmt: skip
        assert "lut" not in told


def drop_on_line(studio: Studio, lines: SideList, row: int) -> None:
    at, data = line_of(studio, lines, row), mime(CLIP)
    drag_over(studio.window, data, at)
    drop_on(studio.window, data, at=at)


def test_a_drop_on_a_preset_means_with_that(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    act(studio, "room_presets")
    page = studio.window.room("presets")
    page._show({"presets": [preset_entry("prores-proxy", PRORES), preset_entry("review", TABLE, own=True)]})
    with qtbot.waitSignal(studio.feed.added):
        drop_on_line(studio, page.list, 1)
    assert server.calls("/clips")[-1][3]["preset"] == "review"


def test_the_veil_says_what_a_drop_there_would_do(studio: Studio, watches: SideList) -> None:
    veil, data, at = studio.window.veil, mime(CLIP), line_of(studio, watches, 0)
    drag_over(studio.window, data, at)
    assert veil.words() == "Drop to make proxies as in the watch folder Cards, with h264-720p"
    assert not veil.mask().contains(veil.mapFrom(studio.window, at)), "the line is hidden by the veil"
    studio.window.dragLeaveEvent(QDragLeaveEvent())
    drag_over(studio.window, data)
    assert veil.words() == "Drop to make proxies with prores-proxy"


def test_more_names_than_a_server_reads_at_once_get_a_sentence(
    studio: Studio, server: FakeServer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_BYTES", 90)
    drop_on(studio.window, mime(*(f"file:///card/A{number:03d}.mov" for number in range(4))))
    assert studio.window.info.sentence().startswith("Those are too many files for one drop.")
    with qtbot.waitSignal(studio.feed.added):
        drop_on(studio.window, mime(CLIP))
    assert [call[3]["paths"] for call in server.calls("/clips")] == [[CLIP], [CLIP]]


def test_what_is_no_file_is_refused_there_too(studio: Studio, server: FakeServer, watches: SideList) -> None:
    at, data = line_of(studio, watches, 0), mime(text="/footage/A001.mov")
    drag_over(studio.window, data, at)
    assert studio.window.veil.words().startswith("Text is not a clip.")
    drop_on(studio.window, data, at=at)
    assert studio.window.info.sentence().startswith("Text is not a clip.")
    assert server.calls("/clips") == []
