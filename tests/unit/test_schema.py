"""The JSON that other programs read, key by key as the contract names it."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from server.domain.job import Job, Status, TimelineEntry
from server.errors import UnknownId
from server.schema import (
    clip_json,
    error_json,
    job_detail_json,
    job_json,
    parse_job,
    printable,
    skipped_json,
    time_text,
)

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ERROR = {"code": "not_media", "message": "No.", "hint": "Copy it again.", "transient": False}


def a_job(**fields: object) -> Job:
    common = {
        "id": "01J", "kind": "proxy", "queue": "video_processing", "status": Status.PENDING, "clip_id": "c1",
        "source": "/card/A001.mov", "preset": "prores-proxy", "queued_at": NOON,
    }  # fmt: skip
    return Job(**{**common, **fields})


def test_a_job_has_the_keys_of_the_contract() -> None:
    contract = (
        "id kind queue status clip_id parent_id source source_uri preset output output_uri priority rank paused attempt"
        " max_attempts reused progress speed eta_seconds queued_at started_at completed_at retry_at duration_seconds"
        " worker reason error result"
    )
    assert list(job_json(a_job())) == contract.split()


def test_a_new_job() -> None:
    shown = job_json(a_job())
    assert shown["status"] == "pending"
    assert shown["queued_at"] == "2026-03-01T12:00:00.000Z"
    assert shown["source_uri"] == "file:///card/A001.mov"
    assert (shown["attempt"], shown["max_attempts"], shown["priority"], shown["reused"]) == (0, 4, 5, False)
    empty = ("parent_id", "output", "output_uri", "progress", "started_at", "duration_seconds", "error", "result")
    assert all(shown[key] is None for key in empty)


def test_a_finished_job_says_how_long_it_took() -> None:
    done = a_job(status=Status.COMPLETED, started_at=NOON, completed_at=NOON + timedelta(seconds=90, milliseconds=250))
    assert job_json(done)["duration_seconds"] == 90.25


def test_a_failed_job_says_why() -> None:
    assert job_json(a_job(status=Status.FAILED, error=ERROR))["error"] == ERROR


def test_names_that_are_no_text_are_shown_and_kept_exact() -> None:
    shown = job_json(a_job(source="/card/\udcff%.mov", output="/card/Proxy/\udcff%.mov", reason="\udcff"))
    assert (shown["source"], shown["output"]) == ("/card/\ufffd%.mov", "/card/Proxy/\ufffd%.mov")
    assert shown["source_uri"] == "file:///card/%FF%25.mov"
    assert shown["output_uri"] == "file:///card/Proxy/%FF%25.mov"
    json.dumps(shown).encode("utf-8")


def test_an_object_store_address_is_its_own_uri() -> None:
    assert job_json(a_job(source="s3://bucket/A001.mov"))["source_uri"] == "s3://bucket/A001.mov"


def test_results_can_always_be_written_as_utf_8() -> None:
    result = {"proxy": "/x/\udcff.mov", "checks": [{"name": "\udc80"}], "size": 3, "ok": None}
    assert printable(result) == {"proxy": "/x/\ufffd.mov", "checks": [{"name": "\ufffd"}], "size": 3, "ok": None}


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=2))])
def test_times_are_utc(zone: timezone) -> None:
    assert time_text(NOON.astimezone(zone)) == "2026-03-01T12:00:00.000Z"


def test_one_job_has_its_history_and_log() -> None:
    timeline = [
        TimelineEntry(NOON, None, Status.PENDING, None),
        TimelineEntry(NOON, Status.PENDING, Status.CANCELLED, "by hand"),
    ]
    shown = job_detail_json(a_job(), timeline, ["frame=1", "bad \udcff"])
    assert shown["timeline"] == [
        {"at": "2026-03-01T12:00:00.000Z", "from": None, "to": "pending", "reason": None},
        {"at": "2026-03-01T12:00:00.000Z", "from": "pending", "to": "cancelled", "reason": "by hand"},
    ]
    assert shown["log"] == ["frame=1", "bad \ufffd"]


def test_an_error_is_code_message_and_hint() -> None:
    assert error_json(UnknownId("There is no job 7.")) == {
        "error": {"code": "unknown_id", "message": "There is no job 7.", "hint": UnknownId.default_hint}
    }


def test_a_file_left_alone() -> None:
    assert skipped_json("/card/\udcff.xml", "sidecar", "Data.") == {
        "path": "/card/\ufffd.xml",
        "path_uri": "file:///card/%FF.xml",
        "reason": "sidecar",
        "message": "Data.",
    }


def test_a_clip_has_the_keys_of_the_contract() -> None:
    row = {"id": "c1", "source": "/card/A001.mov", "metadata": {"fps": "25/1"}, "first_seen_at": NOON, "watch_id": "w1"}
    proxy = a_job(status=Status.COMPLETED, output="/card/Proxy/A001.mov")
    assert clip_json(row, [proxy], "online") == {
        "id": "c1",
        "source": "/card/A001.mov",
        "source_uri": "file:///card/A001.mov",
        "metadata": {"fps": "25/1"},
        "proxies": [{"preset": "prores-proxy", "path": "/card/Proxy/A001.mov", "job_id": "01J"}],
        "proxy_generated": True,
        "thumbnail": None,
        "card": None,
        "watch_id": "w1",
        "analysis": None,
        "objects": [],
        "first_seen_at": "2026-03-01T12:00:00.000Z",
        "state": "online",
    }


def test_a_clip_shows_its_newest_picture_and_each_object_once() -> None:
    objects = [{"url": f"s3://b/{name}"} for name in ("A.mov", "Proxy/A.mov")]
    uploads = [a_job(kind="upload", result={"objects": some}) for some in (objects, objects[:1])]
    proxy = a_job(output="/card/Proxy/A.mov", result={"thumbnail": "/home/c1.jpg"})
    row = {"id": "c1", "source": "/card/A.mov", "metadata": None, "first_seen_at": NOON}
    shown = clip_json(row, [proxy], "online", uploads)
    assert (shown["thumbnail"], shown["objects"]) == ("/home/c1.jpg", ["s3://b/A.mov", "s3://b/Proxy/A.mov"])


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"source": "/card/\udcff 100%.mov", "output": "/card/Proxy/\udcff 100%.mov", "result": {"sha256": "x"}},
        {"source": "s3://bucket/A001.mov", "parent_id": "01H", "paused": True, "rank": -2.5, "priority": 9},
        {"status": Status.FAILED, "error": ERROR, "started_at": NOON, "completed_at": NOON + timedelta(seconds=2)},
        {"status": Status.RETRYING, "retry_at": NOON, "reason": "again", "attempt": 2, "progress": 0.5, "worker": "w"},
    ],
)
def test_a_job_that_went_over_the_wire_is_the_same(fields: dict[str, object]) -> None:
    job = a_job(**fields)
    assert parse_job(json.loads(json.dumps(job_json(job)))) == job
