"""A receiver of a real server: it is told that a job ended, signed, also what ended while nobody could tell it."""

from __future__ import annotations

import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.footage import Take, film
from tests.helpers.program import rushes
from tests.helpers.serving import serving, until

SECRET = "canary-of-the-webhook"


@dataclass
class Receiver:
    """What came in; the first `refusals` are answered with an error."""

    url: str = ""
    refusals: int = 1
    taken: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            signed = self.headers["X-Rushes-Timestamp"].encode() + b"." + body
            right = "sha256=" + hmac.new(SECRET.encode(), signed, "sha256").hexdigest()
            assert hmac.compare_digest(right, self.headers["X-Rushes-Signature"])
            told.refusals -= 1
            if told.refusals < 0:
                told.taken.append(json.loads(body))
            self.send_response(204 if told.refusals < 0 else 503)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        told.url = f"http://127.0.0.1:{server.server_port}/hook"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield told
        server.shutdown()
        thread.join()


def test_each_job_is_told_over_refusals_and_restarts(tmp_path: Path, receiver: Receiver) -> None:
    home, clip = tmp_path / "home", film(tmp_path / "card" / "A001.mov", Take(frames=5))
    settings = {"RUSHES_WEBHOOKS__URL": receiver.url, "RUSHES_WEBHOOKS__SECRET": SECRET}
    with serving(home, **settings) as served:
        first = served.client.add_job("metadata", source=str(clip))["jobs"][0]["id"]
        until(lambda: receiver.taken, 60.0, "nothing was told")
    second = rushes(home, "submit", "metadata", str(clip)).document["jobs"][0]["id"]  # no server runs
    with serving(home, **settings):
        until(lambda: len(receiver.taken) >= 2, 60.0, "what ended without a server was not told")
    assert [message["job"]["id"] for message in receiver.taken] == [first, second]
    assert {message["event"] for message in receiver.taken} == {"job.completed"}
    for log in (home / "logs").iterdir():
        assert SECRET not in log.read_text(errors="replace"), log


def test_a_receiver_without_a_secret_is_told_at_once(tmp_path: Path) -> None:
    answer = rushes(tmp_path / "home", "server", RUSHES_WEBHOOKS__URL="http://127.0.0.1:9/")
    assert (answer.code, answer.document["error"]["code"]) == (2, "bad_config")
