"""Two hundred listeners that never read, and a queue that does not notice."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack
from pathlib import Path

import psutil

from server.bootstrap import open_home
from server.client import Client, Event, SseParser
from server.config import Settings
from tests.helpers.fakes import wish
from tests.helpers.footage import Take, film
from tests.helpers.serving import serving, until
from tests.helpers.stalled import stalled

LISTENERS = 200
ROUNDS = 8  # of 300 jobs told anew, 4 kB each: more than is kept, and far more than a socket takes in
BUFFERS_BYTES = 80 * 1024 * 1024


def lay_jobs(home: Path) -> list[str]:
    with open_home(home, Settings()) as app:
        wishes = [wish(f"/{'card' * 400}/A{n:04d}.mov", queue="cv_analysis", kind="analysis") for n in range(300)]
        return [job.id for job in app.ledger.submit(wishes)]


def last_told(line: socket.socket, name: str) -> Event:
    """Reads what has piled up until an event of that name. The marks of the chunks are no fields, and passed over."""
    parser = SseParser()
    line.settimeout(20)
    while True:
        for event in parser.feed(line.recv(65536)):
            if event.name == name:
                return event


class Quick(threading.Thread):
    """A listener that reads along."""

    def __init__(self, client: Client) -> None:
        super().__init__(daemon=True)
        self._client = client
        self.ids: list[int] = []
        self.statuses: dict[str, str] = {}

    def run(self) -> None:
        for event in self._client.events():
            self.ids.append(int(event.id or 0))
            self.statuses.update({job["id"]: job["status"] for job in event.document().get("jobs", ())})


def test_two_hundred_stalled_listeners_hold_up_nobody(tmp_path: Path) -> None:
    clip, home = film(tmp_path / "A001.mov", Take()), tmp_path / "home"
    home.mkdir()
    ids = lay_jobs(home)
    with serving(home) as served, ExitStack() as stack:
        served.client.pause_queue("cv_analysis")
        lines = [stack.enter_context(stalled(served)) for _ in range(LISTENERS)]
        process = psutil.Process(served.process.pid)
        until(lambda: len(process.net_connections(kind="tcp")) > LISTENERS)
        quick = Quick(served.client)
        quick.start()
        until(lambda: quick.ids)
        before = process.memory_info().rss
        for turn in range(ROUNDS):
            told = len(quick.ids)
            served.client.act("priority", priority=turn % 10, ids=ids)
            until(lambda told=told: len(quick.ids) >= told + 2)
        job_id = served.client.add_job("metadata", source=clip.as_uri())["jobs"][0]["id"]
        until(lambda: quick.statuses.get(job_id) == "completed")
        assert quick.ids == list(range(quick.ids[0], quick.ids[0] + len(quick.ids)))
        assert process.memory_info().rss - before < BUFFERS_BYTES
        assert int(last_told(lines[0], "reset").id or 0) <= quick.ids[-1]
