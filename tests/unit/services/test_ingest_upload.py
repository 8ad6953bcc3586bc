"""What `--upload` adds to an ingest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from server.domain.job import Event, Job, JobQuery
from server.errors import ConfigError
from server.services.ingest import Ingest, IngestRules
from server.services.uploads import Uploads
from tests.helpers.fakes import FakeBell, FakeClips, FakeLedger, HandClock


class SeesVideo:
    def look_many(self, paths: Sequence[str]) -> list[str]:
        return ["video" for _ in paths]

    def probe(self, path: str) -> Any:
        raise AssertionError("nobody asks")


class EveryPreset:
    def get(self, name: str) -> Any:
        return name


Take = Callable[..., list[Job]]


@pytest.fixture
def ledger() -> FakeLedger:
    return FakeLedger(HandClock())


@pytest.fixture
def take(ledger: FakeLedger, tmp_path: Path) -> Take:
    (tmp_path / "A.mov").write_text("footage")
    clips, bell = FakeClips(HandClock()), FakeBell()

    def ingest(*, bucket: str | None = "footage", **options: Any) -> list[Job]:
        uploads = Uploads(ledger, bell, lambda: (bucket, ""))
        service = Ingest(ledger, clips, SeesVideo(), bell, EveryPreset(), IngestRules(), uploads=uploads)
        return service.ingest([str(tmp_path / "A.mov")], **options).jobs

    return ingest


def uploads_in(ledger: FakeLedger) -> list[Job]:
    return list(ledger.find(JobQuery(kind="upload")).jobs)


def finish(ledger: FakeLedger, folder: Path) -> None:
    proxy = folder / "Proxy" / "A.mov"
    proxy.parent.mkdir()
    proxy.write_text("proxy")
    claim = ledger.claim("video_processing", "w1")
    assert claim
    ledger.change(claim.job.id, Event.COMPLETE, token=claim.token, output=str(proxy))


def test_a_new_clip_is_uploaded_by_its_own_job_when_that_is_done(ledger: FakeLedger, take: Take) -> None:
    (job,) = take(upload=True)
    assert job.request["upload"] is True
    assert uploads_in(ledger) == []
    take(upload=True)
    assert uploads_in(ledger) == []


def test_a_clip_done_before_is_uploaded_at_once_and_once(ledger: FakeLedger, take: Take, tmp_path: Path) -> None:
    (job,) = take()
    finish(ledger, tmp_path)
    for _ in range(2):
        (again,) = take(upload=True)
        assert again.reused
        assert [upload.parent_id for upload in uploads_in(ledger)] == [job.id]


def test_a_clip_that_is_being_done_without_upload_is_uploaded_after_it(ledger: FakeLedger, take: Take) -> None:
    (job,) = take()
    (again,) = take(upload=True)
    assert again.id == job.id
    assert [upload.parent_id for upload in uploads_in(ledger)] == [job.id]


def test_without_a_bucket_nothing_is_queued(ledger: FakeLedger, take: Take) -> None:
    with pytest.raises(ConfigError):
        take(bucket=None, upload=True)
    assert ledger.find(JobQuery()).total == 0
    assert len(take(bucket=None)) == 1
