"""The event stream: numbered, in order, only what changed, and nobody waits for a slow listener."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from server.api import events
from server.api.events import JOBS_A_MESSAGE, MOST_BEHIND, Hub
from server.api.progress import Progress
from server.client import Event, SseParser
from server.domain.job import Event as JobEvent
from server.domain.job import Job, JobQuery
from server.errors import HomeUnusable
from tests.helpers.fakes import FakeLedger, HandClock, wish

LANE = "video_processing"
RUNNING = {"status": "running", "speed": 1.0, "eta": 2.0}


class Bench:
    """A hub on a fake ledger, and listeners that note what they hear."""

    def __init__(self) -> None:
        self.ledger = FakeLedger(HandClock())
        self.hub = Hub(self.ledger, Progress(), lambda: self.ledger.change_mark(), lambda: 100)

    def pending(self, number: int = 1) -> list[Job]:
        return self.ledger.submit([wish(f"/{n}.mov") for n in range(number)])

    def running(self) -> Job:
        self.pending()
        claim = self.ledger.claim(LANE, "w")
        assert claim is not None
        return claim.job

    def play(self, scene: Callable[[], Awaitable[Any]]) -> Any:
        async def with_hub() -> Any:
            running = asyncio.create_task(self.hub.run())
            await asyncio.sleep(0)
            try:
                return await asyncio.wait_for(scene(), 20)
            finally:
                self.hub.close()
                await running

        return asyncio.run(with_hub())


async def hear(stream: AsyncIterator[bytes], number: int) -> list[Event]:
    """The next messages; heartbeats are none."""
    parser, heard = SseParser(), []
    while len(heard) < number:
        heard += parser.feed(await anext(stream))
    return heard


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "TICK_SECONDS", 0.005)
    monkeypatch.setattr(events, "LONGEST_LOOK_SECONDS", 0.005)


def never_look_by_itself(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.hub._pause = 3600.0
    for name in ("LOOK_SECONDS", "LONGEST_LOOK_SECONDS"):
        monkeypatch.setattr(events, name, 3600.0)


def test_a_new_listener_learns_where_it_starts(bench: Bench) -> None:
    async def scene() -> list[Event]:
        return await hear(bench.hub.listen(None), 1)

    (hello,) = bench.play(scene)
    assert (hello.name, hello.id) == ("hello", "100")


def test_what_changes_is_told_with_rising_numbers(bench: Bench) -> None:
    async def scene() -> list[Event]:
        stream = bench.hub.listen(None)
        heard = await hear(stream, 1)
        (job,) = bench.pending()
        heard += await hear(stream, 1)
        bench.ledger.change(job.id, JobEvent.CANCEL, reason="wrong card")
        return heard + await hear(stream, 1)

    _, new, gone = bench.play(scene)
    assert [told["status"] for told in new.document()["jobs"]] == ["pending"]
    assert [(told["status"], told["reason"]) for told in gone.document()["jobs"]] == [("cancelled", "wrong card")]
    assert int(gone.id) == int(new.id) + 1 == 102


def test_a_job_that_changes_often_is_told_once_a_tick(bench: Bench) -> None:
    async def scene() -> Event:
        stream = bench.hub.listen(None)
        await hear(stream, 1)
        (job,) = bench.pending()
        for event in (JobEvent.CANCEL, JobEvent.RETRY, JobEvent.CANCEL):
            bench.ledger.change(job.id, event)
        return (await hear(stream, 1))[0]

    assert [told["status"] for told in bench.play(scene).document()["jobs"]] == ["cancelled"]


def test_progress_is_told_as_it_is_now(bench: Bench) -> None:
    async def scene() -> tuple[str, list[Event]]:
        stream = bench.hub.listen(None)
        job = bench.running()
        await hear(stream, 2)
        for share in (0.1, 0.2, 0.3):
            bench.hub.tell({"job": job.id, "progress": share, **RUNNING})
        return job.id, await hear(stream, 1)

    job_id, (told,) = bench.play(scene)
    assert told.name == "progress"
    assert told.document() == {"progress": [{"id": job_id, "progress": 0.3, "speed": 1.0, "eta_seconds": 2.0}]}


def test_a_flood_of_changes_does_not_drown_progress(bench: Bench) -> None:
    async def scene() -> list[str]:
        stream = bench.hub.listen(None)
        job = bench.running()
        names: list[str] = []
        while names.count("progress") < 3:
            bench.pending()
            bench.hub.tell({"job": job.id, "progress": 0.5, **RUNNING})
            names += [event.name for event in await hear(stream, 1)]
        return names

    names = bench.play(scene)
    assert names.count("jobs") >= 2


def test_progress_of_a_worker_that_tells_the_ledger_alone_is_told_too(bench: Bench) -> None:
    async def scene() -> tuple[str, list[Event]]:
        bench.pending()
        claim = bench.ledger.claim(LANE, "elsewhere")
        assert claim is not None
        stream = bench.hub.listen(None)
        await hear(stream, 2)
        bench.ledger.note(claim.job.id, claim.token, progress=0.25, speed=1.0, eta_seconds=9.0)
        (other,) = bench.pending()  # something else moves the ledger on
        heard = await hear(stream, 2)
        bench.ledger.change(other.id, JobEvent.CANCEL)
        return claim.job.id, [*heard, *await hear(stream, 1)]

    job_id, heard = bench.play(scene)
    told = [event.document()["progress"] for event in heard if event.name == "progress"]
    assert told == [[{"id": job_id, "progress": 0.25, "speed": 1.0, "eta_seconds": 9.0}]]


def test_progress_of_a_job_that_ended_is_forgotten() -> None:
    progress = Progress()
    progress.tell({"job": "1", "progress": 0.5, **RUNNING})
    progress.tell({"job": "1", "status": "ended", "progress": None, "speed": None, "eta": None})
    assert progress.take() == []


def test_what_the_history_does_not_show_is_told_when_touched(bench: Bench) -> None:
    async def scene() -> list[Event]:
        (job,) = bench.pending()
        stream = bench.hub.listen(None)
        await hear(stream, 2)
        bench.ledger.place_many([job.id], 9, None)
        bench.hub.touch([job.id, "gone meanwhile"])
        return await hear(stream, 1)

    (told,) = bench.play(scene)
    assert [job["priority"] for job in told.document()["jobs"]] == [9]


def test_what_left_the_list_is_told(bench: Bench) -> None:
    async def scene() -> list[Event]:
        stream = bench.hub.listen(None)
        job, stays = bench.pending(2)
        bench.ledger.change(job.id, JobEvent.CANCEL)
        await hear(stream, 2)
        bench.ledger.remove_many([job.id])
        bench.hub.touch([job.id, stays.id])
        gone = await hear(stream, 1)
        bench.ledger.restore_many([job.id])
        bench.hub.touch([job.id])
        return gone + await hear(stream, 1)

    gone, back = (told.document() for told in bench.play(scene))
    job, stays = (job.id for job in bench.ledger.find(JobQuery(sort="queued_at")).jobs)
    assert (gone["gone"], [told["id"] for told in gone["jobs"]]) == ([job], [stays])
    assert ("gone" in back, [told["id"] for told in back["jobs"]]) == (False, [job])


def test_changes_while_nobody_listened_are_told_to_who_comes_again(bench: Bench) -> None:
    async def scene() -> tuple[str, list[Event]]:
        stream = bench.hub.listen(None)
        (hello,) = await hear(stream, 1)
        await stream.aclose()
        (job,) = bench.pending()
        await asyncio.sleep(0.05)
        return job.id, await hear(bench.hub.listen(hello.id), 2)

    job_id, (_, told) = bench.play(scene)
    assert [job["id"] for job in told.document()["jobs"]] == [job_id]


def test_messages_that_were_missed_are_told_again(bench: Bench) -> None:
    async def scene() -> tuple[list[Event], list[Event]]:
        first = bench.hub.listen(None)
        await hear(first, 1)
        heard = []
        for _ in range(3):
            bench.pending()
            heard += await hear(first, 1)
        return heard, await hear(bench.hub.listen(heard[0].id), 2)

    heard, again = bench.play(scene)
    assert again == heard[1:]


@pytest.mark.parametrize("last", ["99", "101", "-1", "x", "", "٣"])
def test_a_number_nobody_gave_out_means_read_anew(bench: Bench, last: str) -> None:
    async def scene() -> list[Event]:
        return await hear(bench.hub.listen(last), 1)

    assert [event.name for event in bench.play(scene)] == ["reset"]


def test_who_is_far_behind_reads_anew(bench: Bench) -> None:
    async def scene() -> list[Event]:
        bench.pending(MOST_BEHIND + 1)
        stream = bench.hub.listen(None)
        heard = await hear(stream, 2)
        bench.pending()
        return heard + await hear(stream, 1)

    assert [event.name for event in bench.play(scene)] == ["hello", "reset", "jobs"]


def test_many_changes_are_told_in_portions(bench: Bench) -> None:
    async def scene() -> list[Event]:
        bench.pending(450)
        return await hear(bench.hub.listen(None), 4)

    assert [len(event.document()["jobs"]) for event in bench.play(scene)[1:]] == [200, 200, 50]


def test_only_so_much_is_kept(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "KEPT_BYTES", 3000)

    async def scene() -> tuple[list[Event], list[Event]]:
        stream = bench.hub.listen(None)
        (hello,) = await hear(stream, 1)
        for _ in range(8):
            bench.pending()
            await hear(stream, 1)
        return await hear(bench.hub.listen(hello.id), 1), await hear(bench.hub.listen("107"), 1)

    early, late = bench.play(scene)
    assert [event.name for event in (*early, *late)] == ["reset", "jobs"]


def test_a_slow_listener_is_told_what_it_missed_meanwhile(bench: Bench) -> None:
    async def scene() -> tuple[list[Event], list[Event]]:
        slow, quick = bench.hub.listen(None), bench.hub.listen(None)
        await hear(slow, 1)
        await hear(quick, 1)
        told = [(bench.pending(), await hear(quick, 1))[1][0] for _ in range(5)]
        return told, await hear(slow, 5)

    told, late = bench.play(scene)
    assert late == told


def test_a_slow_listener_reads_anew_where_it_missed_more_than_is_kept(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "KEPT_BYTES", 3000)

    async def scene() -> list[Event]:
        slow, quick = bench.hub.listen(None), bench.hub.listen(None)
        await hear(slow, 1)
        await hear(quick, 1)
        for _ in range(8):
            bench.pending()
            await hear(quick, 1)
        late = await hear(slow, 1)
        bench.pending()
        return [*late, *await hear(slow, 1)]

    reset, told = bench.play(scene)
    assert (reset.name, reset.id, told.name, told.id) == ("reset", "108", "jobs", "109")


def test_who_writes_to_the_ledger_wakes_the_stream(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    never_look_by_itself(bench, monkeypatch)

    async def scene() -> list[Event]:
        stream = bench.hub.listen(None)
        heard = await hear(stream, 1)
        for _ in range(2):
            bench.pending()
            bench.hub.wake()
            heard += await hear(stream, 1)
        return heard

    assert [event.name for event in bench.play(scene)] == ["hello", "jobs", "jobs"]


def test_the_progress_of_a_job_is_told_without_a_look_at_the_ledger(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_look_by_itself(bench, monkeypatch)

    async def scene() -> list[Event]:
        job = bench.running()
        stream = bench.hub.listen(None)
        await hear(stream, 2)
        monkeypatch.setattr(bench.ledger, "changed_since", None)
        bench.hub.tell({"job": job.id, "progress": 0.5, **RUNNING})
        return await hear(stream, 1)

    assert [event.name for event in bench.play(scene)] == ["progress"]


def test_a_wish_about_very_many_jobs_is_told_in_portions_or_as_one_reset(bench: Bench) -> None:
    async def scene() -> list[Event]:
        stream = bench.hub.listen(None)
        await hear(stream, 1)
        jobs = bench.pending(450)
        await hear(stream, 3)
        bench.hub.touch(job.id for job in jobs)
        heard = await hear(stream, 3)
        bench.hub.touch(str(number) for number in range(MOST_BEHIND + 1))
        return [*heard, *await hear(stream, 1)]

    *portions, last = bench.play(scene)
    assert [len(told.document()["jobs"]) for told in portions] == [JOBS_A_MESSAGE, JOBS_A_MESSAGE, 50]
    assert last.name == "reset"


def test_a_heartbeat_fills_the_silence(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "BEAT_SECONDS", 0.01)

    async def scene() -> bytes:
        stream = bench.hub.listen(None)
        await anext(stream)
        return await anext(stream)

    assert bench.play(scene).startswith(b":")


def test_the_ledger_is_left_alone_while_nobody_listens(bench: Bench) -> None:
    looks: list[int] = []
    bench.hub._version = lambda: looks.append(1)

    async def scene() -> None:
        await asyncio.sleep(0.05)

    bench.play(scene)
    assert looks == []


def test_a_ledger_that_fails_for_a_while_costs_nothing(
    bench: Bench, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bench.ledger.changed_since

    def broken(mark: int, limit: int) -> Any:
        monkeypatch.setattr(bench.ledger, "changed_since", whole)
        raise HomeUnusable("locked")

    async def scene() -> list[Event]:
        monkeypatch.setattr(bench.ledger, "changed_since", broken)
        bench.pending()
        return await hear(bench.hub.listen(None), 2)

    assert json.loads(bench.play(scene)[1].data)["jobs"]
    assert "tried again" in caplog.text
