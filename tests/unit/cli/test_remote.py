"""The command line behind a server: the stream is kept, broken streams are taken up again, a lost server is told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from server.cli import remote
from server.cli.follow import Follower
from server.cli.remote import JobStream
from server.client import Event
from server.domain.job import Job, Status
from server.errors import EnvironmentFault, UsageError
from server.schema import job_json
from tests.helpers.fakes import FakeLedger, HandClock, wish
from tests.unit.cli.test_follow import NotedView

GONE = EnvironmentFault("The server does not answer.", code="server_gone")


def said(name: str, **data: Any) -> Event:
    return Event(name, json.dumps(data), "1")


class FakeClient:
    """Answers from a dict of jobs; each stream plays its events, then breaks with an error or just ends."""

    def __init__(self, jobs: Sequence[Job], streams: list[list[Event | Exception]]) -> None:
        self.rows = {job.id: job for job in jobs}
        self.streams = streams
        self.asked: list[list[str]] = []
        self.last_ids: list[str | None] = []

    def jobs(self, ids: Sequence[str]) -> dict[str, Any]:
        self.asked.append(list(ids))
        return {"jobs": [job_json(self.rows[job_id]) for job_id in ids]}

    def events(self, last_id: str | None) -> Iterator[Event]:
        self.last_ids.append(last_id)
        for event in self.streams.pop(0) if self.streams else [GONE]:
            if isinstance(event, Exception):
                raise event
            yield event


def made(number: int = 1) -> list[Job]:
    return FakeLedger(HandClock()).submit([wish(f"/card/{n}.mov") for n in range(number)])


def done(job: Job) -> Job:
    return replace(job, status=Status.COMPLETED, progress=1.0, output="/card/Proxy/A.mov")


def follow(client: FakeClient, jobs: list[Job]) -> tuple[list[Job], NotedView]:
    stream, view = JobStream(client, jobs), NotedView()  # type: ignore[arg-type]
    return Follower(stream, stream, view, tick_seconds=0.02).follow(jobs), view


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_FIRST_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(remote, "_PATIENCE_SECONDS", 0.05)


def test_progress_and_the_end_are_shown() -> None:
    (job,) = made()
    share = {"id": job.id, "progress": 0.5, "speed": 2.0, "eta_seconds": 3.0}
    running = replace(job, status=Status.RUNNING)
    events = [
        said("hello"),
        said("jobs", jobs=[job_json(running)]),
        said("progress", progress=[share, {**share, "id": "another's"}]),
        said("jobs", jobs=[job_json(done(job)), job_json(replace(job, id="another's"))]),
    ]
    final, view = follow(FakeClient([job], [events]), [job])
    assert [one.status for one in final] == [Status.COMPLETED]
    assert ("progress", "0.5") in view.notes
    assert view.notes[-1] == ("finished", "completed")


@pytest.mark.parametrize("name", ["hello", "reset"])
def test_what_ended_before_the_stream_began_is_asked_for(name: str) -> None:
    (job,) = made()
    client = FakeClient([done(job)], [[said(name)]])
    assert follow(client, [job])[0] == [done(job)]


def test_a_stream_that_breaks_is_taken_up_where_it_was() -> None:
    (job,) = made()
    last = said("jobs", jobs=[job_json(done(job))])
    client = FakeClient([job], [[said("hello"), GONE], [], [last]])
    assert follow(client, [job])[0][0].status is Status.COMPLETED
    assert client.last_ids[:3] == [None, "1", "1"]


def test_a_server_that_stays_away_is_told() -> None:
    (job,) = made()
    with pytest.raises(EnvironmentFault, match="does not answer"):
        follow(FakeClient([job], [[said("hello")]]), [job])


def test_a_refusal_is_told_at_once() -> None:
    (job,) = made()
    with pytest.raises(UsageError, match="token"):
        follow(FakeClient([job], [[UsageError("The token is wrong.")]]), [job])


def test_many_jobs_are_asked_for_in_portions() -> None:
    jobs = made(250)
    client = FakeClient([done(job) for job in jobs], [[said("hello")]])
    final, _ = follow(client, jobs)
    assert all(job.status is Status.COMPLETED for job in final)
    assert [len(ids) for ids in client.asked] == [100, 100, 50]
