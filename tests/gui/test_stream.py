"""The event stream: what comes in, and what happens when it is cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtNetwork import QNetworkAccessManager
from pytestqt.qtbot import QtBot

from studio import stream as stream_module
from studio.stream import FIRST_DELAY_MS, LONGEST_DELAY_MS, EventStream
from tests.gui.helpers.fake_server import TOKEN, FakeServer
from tests.gui.helpers.sample_jobs import sample_job


@pytest.fixture
def stream(qapp: object, server: FakeServer, qtbot: QtBot) -> Iterator[EventStream]:
    manager = QNetworkAccessManager()
    stream = EventStream(manager)
    with qtbot.waitSignal(stream.opened) as told:
        stream.start(server.url, TOKEN)
    assert told.args == [True]
    qtbot.waitUntil(lambda: bool(server.listeners))
    yield stream
    stream.stop()


def test_jobs_that_change_are_told(stream: EventStream, server: FakeServer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stream.jobs) as told:
        server.change(sample_job(1))
    assert [job["id"] for job in told.args[0]] == [sample_job(1)["id"]]


def test_progress_is_told(stream: EventStream, server: FakeServer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stream.progress) as told:
        server.tell("progress", {"progress": [{"id": "1", "progress": 0.5}]})
    assert told.args[0] == [{"id": "1", "progress": 0.5}]


def test_a_server_that_cannot_tell_what_was_missed_says_so(
    stream: EventStream, server: FakeServer, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(stream.reset):
        server.tell("reset", {})


def test_events_of_a_newer_server_are_passed_over(stream: EventStream, server: FakeServer, qtbot: QtBot) -> None:
    server.tell("weather", {"sun": True})
    with qtbot.waitSignal(stream.progress):
        server.tell("progress", {"progress": []})


def test_a_stream_that_is_cut_is_taken_up_where_it_was(stream: EventStream, server: FakeServer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stream.progress):
        server.tell("progress", {"progress": []})
    with qtbot.waitSignals([stream.lost, stream.opened]):
        server.cut()
    qtbot.waitUntil(lambda: server.last_ids == [None, "1"])


def test_it_waits_longer_each_time(stream: EventStream, server: FakeServer, qtbot: QtBot) -> None:
    server.token = "changed"
    delays = []
    server.cut()
    for _ in range(3):
        with qtbot.waitSignal(stream.lost):
            pass
        delays.append(stream.next_delay_ms)
    assert delays == [2 * FIRST_DELAY_MS, 4 * FIRST_DELAY_MS, 8 * FIRST_DELAY_MS]
    assert max(delays) <= LONGEST_DELAY_MS


def test_a_wrong_token_is_told_as_such(stream: EventStream, server: FakeServer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stream.lost) as told:
        stream.start(server.url, "another")
    assert told.args[0].code == "bad_token"


def test_silence_is_a_lost_connection(
    server: FakeServer, qtbot: QtBot, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "SILENCE_SECONDS", 0.2)
    manager = QNetworkAccessManager()
    stream = EventStream(manager)
    with qtbot.waitSignal(stream.lost):
        stream.start(server.url, TOKEN)
    stream.stop()
