"""However an attempt ends, the ledger says so, and nothing of it stays behind."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from server.domain.job import Event, Job, JobQuery, Status
from server.domain.media import MediaFacts, VideoTrack
from server.domain.retry import Policy
from server.errors import (
    DiskFull,
    EncodeCrashed,
    HomeUnusable,
    Interrupted,
    LostClaim,
    NotMedia,
    OutputUnwritable,
    SourceChanged,
)
from server.services.presets import Presets
from server.services.space import Space
from server.worker import executor as module
from server.worker.attempt import Tools
from server.worker.executor import Executor
from server.worker.gate import Gate
from server.worker.orders import Orders
from server.worker.resources import Resources
from tests.helpers.fakes import FakeDisks, FakeLedger, HandClock, wish

FACTS = MediaFacts("mov", 1.0, 10, VideoTrack(0, "h264", "yuv420p", 8, 1920, 1080, Fraction(25)))
Probe = Callable[[str], MediaFacts]


class Shop:
    """A worker of metadata jobs whose probe does what the test says."""

    def __init__(self, folder: Path, probe: Probe) -> None:
        self.clock = HandClock(datetime.now(UTC))
        self.disks = FakeDisks()
        self.ledger, self.scratch, self.told = FakeLedger(self.clock), folder / "scratch", list[str]()
        self.metadata: dict[str, Any] = {}
        self.recorded: list[str] = []
        self.clip = folder / "A001.mov"
        self.clip.write_bytes(b"clip")
        unused = cast("Any", None)
        tools = Tools(
            ledger=self.ledger,
            prober=cast("Any", SimpleNamespace(probe=probe)),
            presets=Presets([folder / "presets"]),
            ffmpeg=unused,
            scratch=self.scratch,
            reading=unused,
            limits_for=unused,
            output={},
            tell=lambda event: self.told.append(str(event.get("status") or event.get("fault"))),
            set_metadata=self.metadata.__setitem__,
            cache=folder,
            open_store=unused,
            follow_up=lambda _job: None,
            redo=unused,
            resources=Resources(self.disks, Space(self.disks, 0), self.scratch),
            receipts=unused,
            record=lambda job: self.recorded.append(job.id),
        )
        self.orders = Orders(self.ledger)
        self.executor = Executor(tools, self.orders, "w1", lambda _kind: Policy())

    def work(self) -> Job:
        """One job, worked on until the lane is empty."""
        (job,) = self.ledger.submit([wish(str(self.clip), kind="metadata", preset="")])
        self.executor.drain(job.queue, Gate(1))
        return self.ledger.get(job.id)


def failing(error: Exception) -> Probe:
    def probe(_path: str) -> MediaFacts:
        raise error

    return probe


def test_a_job_that_ends_well(tmp_path: Path) -> None:
    shop = Shop(tmp_path, lambda _path: FACTS)
    job = shop.work()
    assert (job.status, job.progress, job.error) == (Status.COMPLETED, 1.0, None)
    assert job.result == {"metadata": FACTS.metadata()}
    assert shop.metadata == {job.clip_id: FACTS.metadata()}
    assert shop.told == ["running", "ended"]
    assert shop.recorded == [job.id]
    assert list(shop.scratch.iterdir()) == []


def test_a_lasting_error_fails_the_job_with_code_and_hint(tmp_path: Path) -> None:
    job = Shop(tmp_path, failing(NotMedia("A001.mov is no clip."))).work()
    assert (job.status, job.attempt) == (Status.FAILED, 1)
    assert job.error is not None
    assert job.error["code"] == "not_media"
    assert job.error["hint"]


def test_a_clip_that_is_copied_over_while_it_is_read_is_not_blamed(tmp_path: Path) -> None:
    def probe(path: str) -> MediaFacts:
        Path(path).write_bytes(b"the beginning of another")
        raise NotMedia("A001.mov is no clip.")

    job = Shop(tmp_path, probe).work()
    assert job.status is Status.RETRYING
    assert (job.error or {})["code"] == "source_changed"


def test_a_disk_that_does_not_confirm_is_told_to_the_server(tmp_path: Path) -> None:
    shop = Shop(tmp_path, failing(OutputUnwritable("The disk failed.", code="sync_failed")))
    assert shop.work().status is Status.FAILED
    assert shop.told == ["running", "sync_failed", "ended"]


def test_start_and_end_are_logged_with_the_job(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="server")
    done = Shop(tmp_path, lambda _path: FACTS).work()
    failed = Shop(tmp_path, failing(NotMedia("A001.mov is no clip."))).work()
    again = Shop(tmp_path, failing(SourceChanged("A001.mov changed."))).work()
    told = [(getattr(one, "job", None), one.getMessage().split(": ")[0].split(" ", 2)[2][:9]) for one in caplog.records]
    ends = [(done.id, "completed"), (failed.id, "failed"), (again.id, "again in ")]
    assert told == [pair for end in ends for pair in ((end[0], "started"), end)]
    assert caplog.records[3].exc_info
    assert caplog.records[5].getMessage().endswith("A001.mov changed; attempt 1 of 4 failed.")


def test_a_passing_error_is_tried_again_later(tmp_path: Path) -> None:
    shop = Shop(tmp_path, failing(SourceChanged("A001.mov changed.")))
    job = shop.work()
    assert job.status is Status.RETRYING
    assert job.retry_at is not None
    assert (job.counts.failures, job.counts.interruptions) == (1, 0)


def test_after_the_last_attempt_nothing_is_promised(tmp_path: Path) -> None:
    shop = Shop(tmp_path, failing(SourceChanged("A001.mov changed.")))
    job = shop.work()
    assert "by itself" in (job.error or {})["hint"]
    while job.status is Status.RETRYING:
        shop.clock.forward(7200)
        shop.executor.drain(job.queue, Gate(1))
        job = shop.ledger.get(job.id)
    assert job.status is Status.FAILED
    assert (job.error or {})["hint"] == "Wait until the copy is complete; `rushes retry ID` tries it again."


def test_an_interruption_is_not_held_against_the_job(tmp_path: Path) -> None:
    shop = Shop(tmp_path, failing(Interrupted("killed from outside")))
    shop.executor.run(_claimed(shop))
    (job,) = shop.ledger.find(JobQuery()).jobs
    assert (job.status, job.counts.failures, job.counts.interruptions) == (Status.PENDING, 0, 1)


def test_a_job_that_crashes_twice_is_put_away(tmp_path: Path) -> None:
    shop = Shop(tmp_path, failing(EncodeCrashed("FFmpeg crashed.")))
    job = shop.work()
    assert job.status is Status.RETRYING
    shop.clock.forward(3600)
    shop.executor.drain(job.queue, Gate(1))
    job = shop.ledger.get(job.id)
    assert job.error is not None
    assert (job.status, job.error["code"], job.counts.crashes) == (Status.FAILED, "quarantined", 2)


def test_a_mistake_of_ours_fails_the_job_and_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        job = Shop(tmp_path, failing(ZeroDivisionError("oops"))).work()
    assert job.error is not None
    assert (job.status, job.error["code"]) == (Status.FAILED, "internal")
    assert any(record.exc_info for record in caplog.records)


def test_a_clip_that_is_gone(tmp_path: Path) -> None:
    shop = Shop(tmp_path, lambda _path: FACTS)
    shop.clip.unlink()
    job = shop.work()
    assert job.error is not None
    assert job.error["code"] == "source_missing"


def test_a_job_taken_over_is_left_to_its_new_owner(tmp_path: Path) -> None:
    shop = Shop(tmp_path, failing(LostClaim("another attempt has it")))
    shop.executor.run(_claimed(shop))
    (job,) = shop.ledger.find(JobQuery()).jobs
    assert job.status is Status.RUNNING


def test_a_wish_to_cancel_is_kept_even_while_the_attempt_fails(tmp_path: Path) -> None:
    shop = Shop(tmp_path, lambda path: _cancel_then_fail(shop, path))
    assert shop.work().status is Status.CANCELLED


def test_a_worker_that_stops_claims_nothing_more(tmp_path: Path) -> None:
    shop = Shop(tmp_path, lambda _path: FACTS)
    shop.orders.stop()
    assert shop.work().status is Status.PENDING


def _cancel_then_fail(shop: Shop, _path: str) -> MediaFacts:
    (job,) = shop.ledger.find(JobQuery()).jobs
    shop.ledger.change(job.id, Event.CANCEL, reason="not wanted")
    raise NotMedia("A001.mov is no clip.")


def _claimed(shop: Shop) -> Any:
    shop.ledger.submit([wish(str(shop.clip), kind="metadata", preset="")])
    return shop.ledger.claim("video_processing", "w1")


def test_an_end_that_cannot_be_written_down_is_not_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the job would be `running` for as long as its worker lives."""
    monkeypatch.setattr(module, "WRITE_AGAIN_SECONDS", 0.001)
    shop = Shop(tmp_path, lambda _path: FACTS)
    faults: list[Exception] = [DiskFull("full"), HomeUnusable("locked")]
    write = shop.ledger.change

    def change(*args: Any, **fields: Any) -> Job:
        if faults:
            raise faults.pop()
        return write(*args, **fields)

    shop.ledger.change = change  # type: ignore[method-assign]
    assert shop.work().status is Status.COMPLETED
    assert faults == []


def test_a_worker_that_stops_leaves_such_an_end_to_recovery(tmp_path: Path) -> None:
    shop = Shop(tmp_path, failing(DiskFull("full")))

    def change(*args: Any, **fields: Any) -> Job:
        shop.orders.stop()
        raise DiskFull("full")

    shop.ledger.change = change  # type: ignore[method-assign]
    assert shop.work().status is Status.RUNNING


@pytest.mark.parametrize("error", [DiskFull("full"), HomeUnusable("locked"), OSError(errno.ENOSPC, "full"),
                                   OSError(errno.EDQUOT, "over quota")])  # fmt: skip
def test_a_job_waits_for_a_disk_or_a_ledger_that_cannot_be_written(
    error: Exception, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    job = Shop(tmp_path, failing(error)).work()
    assert (job.status, job.counts.failures) == (Status.WAITING, 0)
    assert job.reason
    assert job.retry_at is not None


def test_a_preset_that_was_deleted_while_the_job_waited_is_told(tmp_path: Path) -> None:
    shop = Shop(tmp_path, lambda _path: FACTS)
    (job,) = shop.ledger.submit([wish(str(shop.clip), preset="dailies")])
    shop.executor.drain(job.queue, Gate(1))
    job = shop.ledger.get(job.id)
    assert job.error is not None
    assert (job.status, job.error["code"], job.error["transient"]) == (Status.FAILED, "bad_preset", False)
    assert "dailies" in job.error["message"]
    assert f"rushes retry {job.id}" in job.error["hint"]
