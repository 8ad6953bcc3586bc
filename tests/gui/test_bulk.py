"""A wish about very many jobs goes to the server in portions."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from studio import bulk
from studio.desktop import Studio
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import act, fill
from tests.gui.helpers.sample_jobs import done_job, sample_job


@pytest.fixture
def said(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the status bar says, of portions of three jobs whose ids come by twos."""
    monkeypatch.setattr(bulk, "PORTION", 3)
    monkeypatch.setattr(bulk, "IDS", 2)
    words: list[str] = []
    studio.feed.acting.connect(lambda *_told: words.append(studio.window.bottom.said()))
    return words


def removals(server: FakeServer, action: str) -> list[int]:
    return [len(call[3]["filter"]["ids"]) for call in server.calls("/jobs/actions") if call[3]["action"] == action]


def test_it_is_said_how_far_it_is_and_undo_brings_all_back(
    studio: Studio, server: FakeServer, qtbot: QtBot, said: list[str]
) -> None:
    fill(studio, server, qtbot, *(done_job(number) for number in range(1, 9)), sample_job(9))
    act(studio, "clear_finished")
    qtbot.waitUntil(lambda: studio.model.rowCount() == 1)
    assert said[0] == "Taking jobs off the list: 0 of 8…"
    assert said[-2:] == ["Taking jobs off the list: 3 of 8…", "Taking jobs off the list: 6 of 8…"]
    assert removals(server, "remove") == [3, 3, 2]
    qtbot.waitUntil(lambda: studio.window.bottom.said() == "8 jobs taken off the list.")
    act(studio, "undo")
    qtbot.waitUntil(lambda: studio.model.rowCount() == 9)
    assert removals(server, "restore") == [3, 3, 2]
    assert said[-1] == "Bringing jobs back: 6 of 8…"


def test_few_jobs_are_no_news_on_the_way(studio: Studio, server: FakeServer, qtbot: QtBot, said: list[str]) -> None:
    fill(studio, server, qtbot, *(done_job(number) for number in (1, 2, 3)))
    act(studio, "clear_finished")
    qtbot.waitUntil(lambda: studio.window.bottom.said() == "3 jobs taken off the list.")
    assert said == []


def test_a_filter_that_fits_nothing_changes_nothing(
    studio: Studio, server: FakeServer, qtbot: QtBot, said: list[str]
) -> None:
    fill(studio, server, qtbot, sample_job(1))
    act(studio, "clear_finished")
    qtbot.waitUntil(lambda: studio.window.bottom.said() == "0 jobs taken off the list.")
    assert server.calls("/jobs/actions") == []


def test_what_was_done_before_the_server_went_can_be_taken_back(
    studio: Studio, server: FakeServer, qtbot: QtBot, said: list[str]
) -> None:
    fill(studio, server, qtbot, *(done_job(number) for number in range(1, 9)))

    def hang_up(_action: str, done: int, _most: int) -> None:
        server.hangs_up = done == 3

    studio.feed.acting.connect(hang_up)
    act(studio, "clear_finished")
    qtbot.waitUntil(lambda: studio.window.bottom.said() == "3 jobs taken off the list.")
    server.hangs_up = False
    act(studio, "undo")
    qtbot.waitUntil(lambda: len(server.jobs) == 8)


def test_a_server_that_is_away_from_the_start_gets_no_sentence_of_success(
    studio: Studio, server: FakeServer, qtbot: QtBot, said: list[str]
) -> None:
    fill(studio, server, qtbot, done_job(1))
    server.hangs_up = True
    act(studio, "clear_finished")
    qtbot.waitUntil(lambda: studio.window.bottom.said() == "Not done: the server does not answer.")
    assert len(server.jobs) == 1
