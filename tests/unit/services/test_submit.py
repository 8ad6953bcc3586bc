"""One job of any kind, for one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from server.domain.job import Event
from server.errors import ConfigError, UsageError
from server.services.ingest import Ingest, IngestRules
from server.services.submit import Submit
from server.services.uploads import Uploads
from tests.helpers.fakes import FakeBell, FakeClips, FakeLedger, HandClock


class EveryPreset:
    def get(self, name: str) -> Any:
        return name


class SeesVideo:
    def look_many(self, paths: Sequence[str]) -> list[str]:
        return ["video" for _ in paths]

    def probe(self, path: str) -> Any:
        raise AssertionError("nobody asks")


@dataclass
class Desk:
    ledger: FakeLedger
    clip: Path
    bell: FakeBell
    submit: Submit


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path, "footage")


def make_desk(folder: Path, bucket: str | None) -> Desk:
    clock = HandClock()
    ledger, clips, bell = FakeLedger(clock), FakeClips(clock), FakeBell()
    uploads = Uploads(ledger, bell, lambda: (bucket, ""))
    ingest = Ingest(ledger, clips, SeesVideo(), bell, EveryPreset(), IngestRules(), uploads=uploads)
    clip = folder / "A.mov"
    clip.write_bytes(b"footage")
    return Desk(ledger, clip, bell, Submit(ledger, clips, bell, ingest, uploads, lambda _kind: 3))


def test_a_job_is_queued_on_its_kinds_lane_with_its_params(desk: Desk) -> None:
    job = desk.submit.submit("thumbnail", str(desk.clip), {"at": "2"}, priority=8)
    assert (job.kind, job.queue, job.source) == ("thumbnail", "video_processing", str(desk.clip))
    assert (dict(job.request), job.priority, job.max_attempts) == ({"at": "2"}, 8, 3)
    assert desk.bell.rung == [("video_processing", job.id)]


def test_a_proxy_goes_the_way_of_every_ingest(desk: Desk) -> None:
    job = desk.submit.submit("proxy", str(desk.clip), {"preset": "h264-half", "upload": "yes"})
    assert (job.kind, job.preset, job.request["upload"]) == ("proxy", "h264-half", True)
    assert desk.submit.submit("proxy", str(desk.clip), {"preset": "h264-half"}).id == job.id


def test_an_upload_takes_the_proxy_along_that_is_there(desk: Desk) -> None:
    alone = desk.submit.submit("upload", str(desk.clip))
    assert alone.parent_id is None
    proxy = desk.submit.submit("proxy", str(desk.clip))
    claim = desk.ledger.claim("video_processing", "w")
    assert claim
    desk.ledger.change(proxy.id, Event.COMPLETE, token=claim.token)
    assert desk.submit.submit("upload", str(desk.clip)).parent_id == proxy.id


@pytest.mark.parametrize(
    ("kind", "params", "said"),
    [
        ("conform", {}, "no kind of job called conform"),
        ("metadata", {"at": "1"}, "knows no `at`"),
        ("proxy", {"force": "perhaps"}, "has to be yes or no"),
    ],
)
def test_what_is_asked_wrongly_is_refused(desk: Desk, kind: str, params: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        desk.submit.submit(kind, str(desk.clip), params)
    assert desk.bell.rung == []


@pytest.mark.parametrize("kind", ["thumbnail", "metadata", "upload", "proxy"])
def test_a_file_that_is_not_there_is_refused(desk: Desk, kind: str) -> None:
    for path in (desk.clip.with_name("B.mov"), desk.clip.parent):
        with pytest.raises(UsageError, match="no file"):
            desk.submit.submit(kind, str(path))


def test_an_upload_without_a_bucket_is_refused(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, None)
    with pytest.raises(ConfigError):
        desk.submit.submit("upload", str(desk.clip))
    with pytest.raises(ConfigError):
        desk.submit.submit("proxy", str(desk.clip), {"upload": "yes"})
