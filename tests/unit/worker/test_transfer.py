"""An upload as the worker carries it out, on a bucket in memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from server.domain.job import Event, Job, Status
from server.domain.retry import Policy
from server.errors import RushesError, StorageUnreachable
from server.media.ffmpeg import Limits
from server.media.graph import Reading
from server.media.launch import Program
from server.services.space import Space
from server.storage.offload.receipts import Receipts
from server.storage.publish import describe
from server.worker.attempt import Tools
from server.worker.executor import Executor
from server.worker.gate import Gate
from server.worker.orders import Orders
from server.worker.resources import Resources
from tests.helpers.fake_store import FakeStore
from tests.helpers.fakes import FakeDisks, FakeLedger, HandClock, wish


class NothingToSee:
    def probe(self, path: str) -> Any:
        raise AssertionError("an upload does not look into the media")

    def look(self, path: str) -> str:
        raise AssertionError("an upload does not look into the media")


class NoPresets:
    def get(self, name: str) -> Any:
        raise AssertionError("an upload has no preset")


@dataclass
class Bench:
    ledger: FakeLedger
    card: Path
    home: Path
    store: FakeStore = field(default_factory=FakeStore)
    buckets: list[str] = field(default_factory=list)
    told: list[Mapping[str, Any]] = field(default_factory=list)
    followed: list[Job] = field(default_factory=list)

    def parent(self, end: Event | None = Event.COMPLETE) -> Job:
        """A proxy job of A.mov that came to that end."""
        (job,) = self.ledger.submit([wish(str(self.card / "A.mov"))])
        if end is None:
            return job
        claim = self.ledger.claim("video_processing", "w")
        assert claim
        fields = {"output": str(self.card / "Proxy" / "A.mov"), "result": {"thumbnail": "…/c1.jpg"}}
        return self.ledger.change(job.id, end, token=claim.token, **(fields if end is Event.COMPLETE else {}))

    def upload(self, parent: Job | None) -> Job:
        request = {"bucket": "footage", "prefix": "", "root": str(self.card)}
        parent_id = parent and parent.id
        source = str(self.card / "A.mov")
        (job,) = self.ledger.submit(
            [wish(source, kind="upload", queue="transfer", preset="", request=request, parent_id=parent_id)]
        )
        return job

    def work(self, lane: str = "transfer") -> None:
        Executor(self.tools(), Orders(self.ledger), "w", lambda _kind: Policy()).drain(lane, Gate(1))

    def tools(self) -> Tools:
        return Tools(
            ledger=self.ledger,
            prober=NothingToSee(),
            presets=NoPresets(),
            ffmpeg=Program(""),
            scratch=self.home / "jobs",
            reading=Reading(1),
            limits_for=lambda _seconds: Limits(),
            output={},
            tell=self.told.append,
            set_metadata=lambda _clip, _metadata: None,
            cache=self.home,
            redo=lambda job, extras: None,
            open_store=self._open,
            follow_up=self.followed.append,
            receipts=Receipts(self.home / "copies"),
            resources=Resources(FakeDisks(), Space(FakeDisks(), 0), self.home),
        )

    def _open(self, bucket: str) -> FakeStore:
        self.buckets.append(bucket)
        return self.store


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    for name in ("card/A.mov", "card/Proxy/A.mov", "home/posters/c1.jpg"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return Bench(FakeLedger(HandClock()), tmp_path / "card", tmp_path / "home")


def test_the_result_names_each_object_with_its_role_and_checksum(bench: Bench) -> None:
    job = bench.upload(bench.parent())
    bench.work()
    ended = bench.ledger.get(job.id)
    assert ended.status is Status.COMPLETED
    assert bench.buckets == ["footage"]
    expected = {
        "original": ("card/A.mov", b"card/A.mov"),
        "proxy": ("card/Proxy/A.mov", b"card/Proxy/A.mov"),
        "thumbnail": ("card/Proxy/A.jpg", b"home/posters/c1.jpg"),
    }
    assert ended.result == {
        "objects": [
            {"url": f"s3://footage/{key}", "role": role, "size": len(data), "sha256": sha256(data).hexdigest()}
            for role, (key, data) in expected.items()
        ]
    }
    assert (ended.intent, ended.progress, ended.speed) == (None, 1.0, None)


def test_an_upload_has_progress_but_no_speed(bench: Bench) -> None:
    bench.upload(None)
    bench.work()
    running = [event for event in bench.told if event["status"] == "running"]
    assert len(running) > 1
    assert {event["speed"] for event in running} == {None}


@pytest.mark.parametrize(
    ("end", "status", "code"),
    [(None, Status.WAITING, None), (Event.FAIL, Status.FAILED, "source_missing")],
)
def test_without_a_proxy_it_waits_or_fails(bench: Bench, end: Event | None, status: Status, code: str | None) -> None:
    job = bench.upload(bench.parent(end))
    bench.work()
    ended = bench.ledger.get(job.id)
    assert (ended.status, (ended.error or {}).get("code")) == (status, code)
    assert bench.store.held == {}
    assert ended.counts.failures == (0 if end is None else 1)


def remove_proxy(bench: Bench) -> None:
    (bench.card / "Proxy" / "A.mov").unlink()


def remove_original(bench: Bench) -> None:
    (bench.card / "A.mov").unlink()


def no_bucket(bench: Bench) -> None:
    bench.store.missing = True


def other_content(bench: Bench) -> None:
    bench.store.held["card/A.mov"] = b"somebody else's"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (remove_proxy, "source_missing"),
        (remove_original, "source_missing"),
        (no_bucket, "bucket_missing"),
        (other_content, "object_exists"),
    ],
)
def test_what_stands_in_the_way_is_said(bench: Bench, spoil: Callable[[Bench], None], code: str) -> None:
    job = bench.upload(bench.parent())
    spoil(bench)
    bench.work()
    ended = bench.ledger.get(job.id)
    assert ended.status is Status.FAILED
    assert ended.error
    assert ended.error["code"] == code
    assert ended.error["hint"]


def test_a_bucket_away_is_tried_again_later(bench: Bench) -> None:
    job = bench.upload(bench.parent())
    bench.store.fault = StorageUnreachable("away")
    bench.work()
    assert bench.ledger.get(job.id).status is Status.RETRYING
    bench.store.fault = None


def test_what_a_killed_attempt_left_is_swept_before_anything_is_sent(bench: Bench) -> None:
    job = bench.upload(bench.parent())
    left = {"bucket": "footage", "key": "card/A.mov", "upload_id": "u1"}
    claim = bench.ledger.claim("transfer", "killed")
    assert claim
    bench.ledger.note(job.id, claim.token, intent={"leftover": left})
    bench.ledger.change(job.id, Event.RELEASE)
    bench.work()
    ended = bench.ledger.get(job.id)
    assert (ended.status, ended.intent) == (Status.COMPLETED, None)
    assert bench.store.swept == [left]


def test_a_setting_that_cannot_be_used_fails_the_upload_alone(bench: Bench) -> None:
    job = bench.upload(bench.parent())

    def refuse(_bucket: str) -> FakeStore:
        raise RushesError("The section [s3] cannot be used.", code="bad_config")

    bench._open = refuse  # type: ignore[method-assign]
    bench.work()
    ended = bench.ledger.get(job.id)
    assert ended.status is Status.FAILED
    assert ended.error
    assert ended.error["code"] == "bad_config"


@pytest.mark.parametrize("wanted", [True, False])
def test_a_proxy_published_just_before_a_kill_still_queues_its_upload(bench: Bench, wanted: bool) -> None:
    proxy = bench.card / "Proxy" / "A.mov"
    (job,) = bench.ledger.submit([wish(str(bench.card / "A.mov"), request={"upload": wanted})])
    claim = bench.ledger.claim("video_processing", "killed")
    assert claim
    intent = {**describe(str(proxy)), "output": os.fsencode(proxy).hex(), "result": {}}
    bench.ledger.note(job.id, claim.token, intent=intent)
    bench.ledger.change(job.id, Event.RELEASE)
    bench.work("video_processing")
    assert bench.ledger.get(job.id).status is Status.COMPLETED
    assert [parent.id for parent in bench.followed] == ([job.id] if wanted else [])
