"""A copy as the worker carries it out: its progress, its ends, and what its result says."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from server.domain.job import Event, Job, Status
from server.domain.retry import Policy
from server.media.ffmpeg import Limits
from server.media.graph import Reading
from server.media.launch import Program
from server.services.copies import Copies
from server.services.space import Space
from server.storage.offload.receipts import Receipts
from server.storage.offload.target import unfinished_path
from server.storage.publish import hex_of
from server.worker.attempt import Tools
from server.worker.executor import Executor
from server.worker.gate import Gate
from server.worker.orders import Orders
from server.worker.resources import Resources
from tests.helpers.fakes import FakeBell, FakeDisks, FakeLedger, HandClock


class Unasked:
    """The prober and the presets of a job that needs neither."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"a copy does not ask for {name}")


@dataclass
class Bench:
    folder: Path
    ledger: FakeLedger = field(default_factory=lambda: FakeLedger(HandClock()))
    disks: FakeDisks = field(default_factory=FakeDisks)
    told: list[Mapping[str, Any]] = field(default_factory=list)
    followed: list[Job] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.orders = Orders(self.ledger)
        self.card = self.folder / "card"
        self.card.mkdir()
        for name in "AB":
            (self.card / f"{name}.mov").write_bytes(name.encode() * 100_000)

    def copy(self, **params: str) -> Job:
        copies = Copies(self.ledger, FakeBell(), self.disks)
        return copies.submit(str(self.card), {"to": str(self.folder / "a"), **params})

    def work(self, job: Job, under_way: Callable[[], object] = bool) -> Job:
        """`under_way` is called once, when the first look at the card is done."""

        def tell(event: Mapping[str, Any]) -> None:
            self.told.append(event)
            if len(self.told) == 2:  # the first comes before the work
                under_way()

        Executor(self.tools(tell), self.orders, "w", lambda _kind: Policy()).drain("transfer", Gate(1))
        return self.ledger.get(job.id)

    def tools(self, tell: Callable[[Mapping[str, Any]], None]) -> Tools:
        return Tools(
            ledger=self.ledger,
            prober=Unasked(),
            presets=Unasked(),
            ffmpeg=Program(""),
            scratch=self.folder / "jobs",
            reading=Reading(1),
            limits_for=lambda _seconds: Limits(),
            output={},
            tell=tell,
            set_metadata=lambda _clip, _metadata: None,
            cache=self.folder / "cache",
            redo=lambda job, extras: None,
            open_store=lambda _bucket: pytest.fail("a copy needs no bucket"),
            follow_up=self.followed.append,
            receipts=Receipts(self.folder / "copies"),
            resources=Resources(self.disks, Space(self.disks, 0), self.folder),
        )


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_the_result_says_that_the_card_may_be_wiped(bench: Bench) -> None:
    done = bench.work(bench.copy(to2=str(bench.folder / "b")))
    assert (done.status, done.output, done.intent) == (Status.COMPLETED, str(bench.folder / "a"), None)
    assert done.result is not None
    assert (done.result["safe_to_wipe"], done.result["files"], done.result["hash"]) == (True, 2, "xxh128")
    assert [place["read_back"] for place in done.result["destinations"]] == ["direct", "direct"]
    assert {event["speed"] for event in bench.told if event["status"] == "running"} == {None}
    assert not bench.followed


def test_a_card_that_is_not_safe_fails_and_its_report_stays(bench: Bench) -> None:
    (bench.folder / "a").mkdir()
    (bench.folder / "a" / "A.mov").write_text("another")
    ended = bench.work(bench.copy())
    assert ended.status is Status.FAILED
    assert ended.error is not None
    assert ended.result is not None
    assert (ended.error["code"], ended.error["transient"]) == ("destination_differs", False)
    assert (ended.result["safe_to_wipe"], ended.result["failed"]) == (False, 1)
    (bench.folder / "a" / "A.mov").unlink()
    bench.ledger.change(ended.id, Event.RETRY)
    again = bench.work(ended)
    assert again.status is Status.COMPLETED
    assert again.result is not None
    assert again.result["safe_to_wipe"]


def test_without_room_it_waits_for_it(bench: Bench) -> None:
    job = bench.copy()
    bench.disks.room = 1000
    waiting = bench.work(job)
    assert (waiting.status, waiting.awaits) == (
        Status.WAITING, {"room": {"folder": str(bench.folder / "a"), "size": 200_000}},
    )  # fmt: skip
    assert not list((bench.folder / "a").rglob("*.mov"))


@pytest.mark.parametrize("which", ["card", "a"])
def test_a_disk_that_is_away_is_waited_for(bench: Bench, which: str) -> None:
    volume = bench.disks.mount(str(bench.folder / which), "UUID")
    job = bench.copy()
    del bench.disks.mounted[volume.at]
    for clip in bench.card.iterdir() if which == "card" else ():
        clip.rename(bench.folder / clip.name)
    if which == "card":
        bench.card.rmdir()
    waiting = bench.work(job)
    assert (waiting.status, waiting.awaits) == (
        Status.WAITING, {"volume": {"at": str(bench.folder / which), "id": "UUID"}},
    )  # fmt: skip


def test_a_wish_to_cancel_leaves_nothing_half(bench: Bench) -> None:
    job = bench.copy()

    def cancel() -> None:
        bench.ledger.change(job.id, Event.CANCEL)
        bench.orders.look()

    assert bench.work(job, cancel).status is Status.CANCELLED
    assert not [path for path in (bench.folder / "a").rglob("*") if path.is_file()]


def test_a_paused_copy_stands_still(bench: Bench) -> None:
    job = bench.copy()
    standing = threading.Event()

    def pause() -> None:
        bench.ledger.pause_many([job.id], True)
        bench.orders.look()
        standing.set()

    worker = threading.Thread(target=bench.work, args=(job, pause))
    worker.start()
    assert standing.wait(10)
    time.sleep(0.3)
    assert bench.ledger.get(job.id).status is Status.RUNNING
    assert not (bench.folder / "a" / "A.mov").exists()
    bench.ledger.pause_many([job.id], False)
    bench.orders.look()
    worker.join(10)
    assert bench.ledger.get(job.id).status is Status.COMPLETED


def test_proxies_that_were_asked_for_come_after_it(bench: Bench) -> None:
    done = bench.work(bench.copy(proxy="yes"))
    assert [job.id for job in bench.followed] == [done.id]
    made: list[tuple[object, ...]] = []
    copies = Copies(bench.ledger, FakeBell(), make_proxies=lambda *asked: made.append(asked) or ())
    copies.follow_up(done)
    assert made == [(str(bench.folder / "a"), None, done.id, {})]


def test_a_place_that_cannot_be_written_is_not_told_about_with_an_option_of_proxies(bench: Bench) -> None:
    job = bench.copy()
    (bench.folder / "a").write_text("a file")
    ended = bench.work(job)
    assert ended.error is not None
    assert (ended.error["code"], "--to" in ended.error["hint"]) == ("output_unwritable", False)


def test_what_an_earlier_attempt_began_and_nobody_needs_is_removed(bench: Bench) -> None:
    job = bench.copy()
    begun = Path(unfinished_path(str(bench.folder / "a" / "C.mov"), job.id))  # no longer on the card
    begun.parent.mkdir()
    begun.write_bytes(b"half")
    claim = bench.ledger.claim("transfer", "dead")
    assert claim
    bench.ledger.change(job.id, Event.RELEASE, intent={"temporaries": [hex_of(str(begun))]})
    assert bench.work(job).intent is None
    assert not begun.exists()
