"""The client: finding a server, errors as what they were, events out of bytes."""

from __future__ import annotations

import inspect
import json
import os
import socket
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.client import LOCK_FILE, ROUTES, STATE_FILE, Client, Event, SseParser, error_of, find_server, path_of
from server.errors import EnvironmentFault, IllegalChange, SourceMissing, UnknownId, UsageError
from server.system.locks import ProcessLock

STREAM = 'event: jobs\nid: 7\ndata: {"jobs": []}\n\n: beat\n\ndata: ä\ndata: b\n\nevent: left open\ndata: x\n'
EVENTS = [Event("jobs", '{"jobs": []}', "7"), Event("message", "ä\nb", "7")]


@given(st.lists(st.integers(0, len(STREAM.encode())), max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
def test_events_are_the_same_however_they_arrive(cuts: list[int], newline: str) -> None:
    raw = STREAM.replace("\n", newline).encode()
    edges = sorted({0, *(min(cut, len(raw)) for cut in cuts), len(raw)})
    parser, heard = SseParser(), []
    for start, end in pairwise(edges):
        heard += parser.feed(raw[start:end])
    assert heard == EVENTS


@given(st.binary(max_size=200))
def test_no_bytes_break_the_parser(raw: bytes) -> None:
    SseParser().feed(raw)


def test_an_event_without_data_is_none_but_its_number_counts() -> None:
    parser = SseParser()
    assert parser.feed(b"id: 9\nevent: jobs\n\n") == []
    assert parser.last_id == "9"


@pytest.mark.parametrize("data", ["", "[1]", "no json", '"text"'])
def test_data_that_is_no_object_is_an_empty_one(data: str) -> None:
    assert Event("jobs", data).document() == {}


def test_there_is_a_method_for_each_route() -> None:
    methods = {name for name, _ in inspect.getmembers(Client, inspect.isfunction) if not name.startswith("_")}
    assert methods == set(ROUTES)


def test_ids_cannot_leave_their_place_in_a_path() -> None:
    assert path_of("job", job_id="../stats?x=1") == "/api/v1/jobs/..%2Fstats%3Fx%3D1"


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (404, "unknown_id", UnknownId),
        (409, "illegal_change", IllegalChange),
        (422, "source_missing", SourceMissing),
        (400, "something_new", UsageError),
        (500, "something_new", EnvironmentFault),
    ],
)
def test_errors_come_back_as_what_they_were(status: int, code: str, kind: type[Exception]) -> None:
    error = error_of(status, json.dumps({"error": {"code": code, "message": "m", "hint": "h"}}).encode())
    assert type(error) is kind
    assert (error.code, error.message, error.hint) == (code, "m", "h")


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'{"error": "no"}'])
def test_an_answer_of_something_else_is_an_error_too(content: bytes) -> None:
    assert "502" in error_of(502, content).message


def test_nobody_there_is_told() -> None:
    with pytest.raises(EnvironmentFault, match="does not answer") as told:
        Client("http://127.0.0.1:1", "t").stats()
    assert told.value.code == "server_gone"


def test_another_program_at_the_address_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        answers = threading.Thread(target=_answer_a_page, args=(stranger,))
        answers.start()
        with pytest.raises(EnvironmentFault, match="no Rushes server") as told:
            Client(f"http://127.0.0.1:{stranger.getsockname()[1]}", "t").stats()
        answers.join()
    assert told.value.code == "not_rushes"


def _answer_a_page(stranger: socket.socket) -> None:
    with stranger.accept()[0] as visitor:
        visitor.recv(65536)
        visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>")


@pytest.mark.parametrize("token", ["two\nlines", "ä", "\ud800"])
def test_what_cannot_be_a_token_is_told(token: str) -> None:
    with pytest.raises(UsageError, match="token"):
        Client("http://127.0.0.1:1", token)


class TestFindServer:
    def write(self, home: Path, text: str) -> None:
        (home / STATE_FILE).write_text(text)

    def test_none_ran(self, home: Path) -> None:
        assert find_server(home) is None

    def test_what_a_dead_one_left_is_not_believed(self, home: Path) -> None:
        self.write(home, json.dumps({"url": "http://127.0.0.1:1", "pid": os.getpid(), "version": "1"}))
        assert find_server(home) is None
        (home / LOCK_FILE).touch()
        assert find_server(home) is None

    def test_one_that_does_not_answer_is_none(self, home: Path) -> None:
        self.write(home, json.dumps({"url": "http://127.0.0.1:1", "pid": os.getpid(), "version": "1"}))
        lock = ProcessLock(home / LOCK_FILE)
        assert lock.acquire()
        assert find_server(home) is None
        lock.release()

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"url": 1, "pid": "x", "version": null}', "\ud800"])
    def test_a_file_that_says_nothing_is_none(self, home: Path, text: str) -> None:
        (home / STATE_FILE).write_bytes(text.encode("utf-8", "surrogatepass"))
        assert find_server(home) is None
