"""How many jobs fit a filter, as long as it is being read and then."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from studio import feed
from studio.desktop import Studio
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import act, fill
from tests.gui.helpers.sample_jobs import sample_job


def figures(studio: Studio) -> str:
    return studio.window.bottom.counts.text().partition("   ·   ")[0]


def test_what_was_not_counted_to_its_end_is_said_to_be_more(
    studio: Studio, server: FakeServer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "FIRST_IDS", 2)
    monkeypatch.setattr(feed, "IDS", 2)
    fill(studio, server, qtbot, *(sample_job(number) for number in range(1, 8)))
    qtbot.waitUntil(lambda: studio.feed.found == (7, True))
    assert figures(studio) == "0 running"
    server.most_counted = 5
    said: list[str] = []
    studio.feed.loaded.connect(lambda *_told: said.append(figures(studio)))
    studio.window.tools.filter.setText("A001")
    qtbot.waitUntil(lambda: said[-1:] == ["7 found"])
    assert said[-4:] == ["over 5 found", "over 5 found", "over 6 found", "7 found"]


def test_the_number_found_follows_and_goes_with_the_filter(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, *(sample_job(number) for number in (1, 2, 3)))
    studio.window.tools.filter.setText("C002")
    qtbot.waitUntil(lambda: figures(studio) == "1 found")
    server.change(sample_job(4, name="C002.mov"))
    qtbot.waitUntil(lambda: figures(studio) == "2 found")
    act(studio, "clear_filter")
    qtbot.waitUntil(lambda: figures(studio) == "0 running")
