"""Calls over HTTP that the window never waits for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from studio.gateway import Gateway, Refusal, refusal_of
from tests.gui.helpers.fake_server import TOKEN, FakeServer
from tests.gui.helpers.sample_jobs import sample_job
from tests.helpers.ports import free_port


@pytest.fixture
def lonely(qapp: object) -> Iterator[Gateway]:
    """Knows no server."""
    gateway = Gateway()
    yield gateway
    gateway.drop()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # replies go before their manager does
    QCoreApplication.processEvents()


@pytest.fixture
def gateway(lonely: Gateway, server: FakeServer) -> Gateway:
    lonely.use(server.url, TOKEN)
    return lonely


def test_an_answer_comes_as_json(gateway: Gateway, server: FakeServer, qtbot: QtBot) -> None:
    server.put(sample_job(1))
    answers: list[dict[str, Any]] = []
    gateway.call("jobs", answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert [job["id"] for job in answers[0]["jobs"]] == [sample_job(1)["id"]]


@pytest.mark.parametrize("text", ["a b", "50+50", "100%", "a&b=c", "Ünï", "#1"])
def test_a_search_reaches_the_server_as_typed(gateway: Gateway, server: FakeServer, qtbot: QtBot, text: str) -> None:
    gateway.call("jobs", query=[("search", text)])
    qtbot.waitUntil(lambda: bool(server.calls("/jobs")))
    assert server.calls("/jobs")[0][2]["search"] == [text]


def test_a_body_reaches_the_server(gateway: Gateway, server: FakeServer, qtbot: QtBot) -> None:
    gateway.call("add_clips", body={"paths": ["file:///a%FF.mov"]})
    qtbot.waitUntil(lambda: bool(server.calls("/clips")))
    assert server.calls("/clips")[0][3] == {"paths": ["file:///a%FF.mov"]}


def test_what_the_server_refuses_it_says_why(gateway: Gateway, qtbot: QtBot) -> None:
    with qtbot.waitSignal(gateway.refused) as told:
        gateway.call("add_watch", body={"path": "/no/such/folder"})
    assert told.args[0] == Refusal("usage", "/no/such/folder is no folder.", "Choose a folder that exists.")


def test_a_wrong_token_is_a_refusal(gateway: Gateway, server: FakeServer, qtbot: QtBot) -> None:
    gateway.use(server.url, "another")
    with qtbot.waitSignal(gateway.refused) as told:
        gateway.call("jobs")
    assert told.args[0].code == "bad_token"


def test_no_server_is_a_refusal(gateway: Gateway, qtbot: QtBot) -> None:
    gateway.use(f"http://127.0.0.1:{free_port()}", TOKEN)
    with qtbot.waitSignal(gateway.refused) as told:
        gateway.call("jobs")
    assert told.args[0].code == "server_gone"


def test_with_no_server_to_ask_yet_an_asker_is_told_so(lonely: Gateway, qtbot: QtBot) -> None:
    with qtbot.waitSignal(lonely.refused) as told:
        lonely.call("jobs")
    assert told.args[0].code == "server_gone"


def test_what_was_asked_of_nobody_is_given_up_once_there_is_a_server(
    lonely: Gateway, server: FakeServer, qtbot: QtBot
) -> None:
    told: list[Refusal] = []
    lonely.refused.connect(told.append)
    lonely.call("jobs")
    lonely.use(server.url, TOKEN)
    answers: list[dict[str, Any]] = []
    lonely.call("jobs", answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert told == []


def test_a_server_that_hangs_up_is_a_refusal(gateway: Gateway, server: FakeServer, qtbot: QtBot) -> None:
    server.hangs_up = True
    with qtbot.waitSignal(gateway.refused) as told:
        gateway.call("jobs")
    assert told.args[0].code == "server_gone"


def test_an_asker_may_hear_the_refusal_himself(gateway: Gateway, qtbot: QtBot) -> None:
    heard: list[Refusal] = []
    with qtbot.assertNotEmitted(gateway.refused):
        gateway.fetch("thumbnail", lambda _: None, heard.append, clip_id="none")
        qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].code == "no_poster"


def test_answers_of_a_server_that_was_left_are_not_told(gateway: Gateway, server: FakeServer, qtbot: QtBot) -> None:
    answers: list[dict[str, Any]] = []
    gateway.call("jobs", answers.append)
    gateway.use(server.url, TOKEN)
    gateway.call("stats", answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert list(answers[0]) == ["by_status"]


def test_ids_cannot_leave_their_place_in_the_path(gateway: Gateway, server: FakeServer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(gateway.refused) as told:
        gateway.call("job", job_id="../stats")
    assert told.args[0].message == "There is no job ..%2Fstats."


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'{"error": "text"}'])
def test_an_answer_of_something_else_is_a_sentence_too(content: bytes) -> None:
    assert refusal_of(502, content, "").message == "The server answered with status 502."
