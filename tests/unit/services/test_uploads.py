"""One upload for each proxy, however often it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.domain.job import Event, Job, JobQuery
from server.errors import ConfigError
from server.services.uploads import Uploads
from tests.helpers.fakes import FakeBell, FakeLedger, HandClock, wish


@pytest.fixture
def ledger() -> FakeLedger:
    return FakeLedger(HandClock())


@pytest.fixture
def parent(ledger: FakeLedger) -> Job:
    (job,) = ledger.submit([wish(request={"root": "/card"}, priority=7)])
    return job


def uploads(ledger: FakeLedger, bucket: str | None = "footage", prefix: str = "show") -> Uploads:
    return Uploads(ledger, FakeBell(), lambda: (bucket, prefix), max_attempts=3)


def end(ledger: FakeLedger, event: Event) -> None:
    claim = ledger.claim("transfer", "w")
    assert claim
    ledger.change(claim.job.id, event, token=claim.token)


def test_an_upload_knows_where_from_where_to_and_what_it_follows(ledger: FakeLedger, parent: Job) -> None:
    bell = FakeBell()
    job = Uploads(ledger, bell, lambda: ("footage", "show"), max_attempts=3).follow_up(parent)
    assert (job.kind, job.queue, job.parent_id) == ("upload", "transfer", parent.id)
    assert (job.source, job.clip_id, job.priority, job.max_attempts) == (parent.source, parent.clip_id, 7, 3)
    assert job.request == {"bucket": "footage", "prefix": "show", "root": "/card"}
    assert bell.rung == [("transfer", job.id)]


def test_asked_twice_it_is_one_job(ledger: FakeLedger, parent: Job) -> None:
    first = uploads(ledger).follow_up(parent)
    assert uploads(ledger).follow_up(parent).id == first.id
    end(ledger, Event.COMPLETE)
    assert uploads(ledger).follow_up(parent).id == first.id
    assert [job.id for job in ledger.find(JobQuery(parent_id=parent.id)).jobs] == [first.id]


@pytest.mark.parametrize("event", [Event.FAIL])
def test_one_that_was_lost_is_tried_anew(ledger: FakeLedger, parent: Job, event: Event) -> None:
    first = uploads(ledger).follow_up(parent)
    end(ledger, event)
    second = uploads(ledger).follow_up(parent)
    assert second.id != first.id
    assert uploads(ledger).follow_up(parent).id == second.id


def test_another_place_is_another_upload(ledger: FakeLedger, parent: Job) -> None:
    first = uploads(ledger).follow_up(parent)
    end(ledger, Event.COMPLETE)
    assert uploads(ledger, prefix="other").follow_up(parent).id != first.id


def test_without_a_bucket_there_is_no_upload(ledger: FakeLedger) -> None:
    for bucket in (None, ""):
        with pytest.raises(ConfigError):
            uploads(ledger, bucket=bucket).check()
    uploads(ledger).check()


def test_a_clip_without_a_proxy_goes_alone(ledger: FakeLedger, tmp_path: Path) -> None:
    job = uploads(ledger).alone(str(tmp_path / "A.mov"), "c9", 4)
    assert (job.parent_id, job.clip_id, job.priority, job.request["root"]) == (None, "c9", 4, None)
