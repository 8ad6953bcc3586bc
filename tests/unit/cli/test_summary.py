"""What an ingest says when it ends, and its exit code."""

import io
from dataclasses import replace
from datetime import UTC, datetime

from server.cli.output import Output
from server.cli.summary import ingest_document, ingest_exit_code, say_summary
from server.domain.job import Job, Status
from server.services.walk import Skipped

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PENDING = Job("01J", "proxy", "video_processing", Status.PENDING, "c1", "/card/A.mov", "prores-proxy", NOON)
DONE = replace(PENDING, status=Status.COMPLETED, output="/card/Proxy/A.mov")
ERROR = {"code": "not_media", "message": "No container we know.", "hint": "Copy it again.", "transient": False}
FAILED = replace(PENDING, id="01K", source="/card/B.mov", status=Status.FAILED, error=ERROR)


def told(asked: list[Job], jobs: list[Job], skipped: list[Skipped] | None = None) -> str:
    out = io.StringIO()
    say_summary(Output(False, out, io.StringIO()), asked, jobs, skipped or [])
    return out.getvalue()


def test_what_was_made() -> None:
    assert told([PENDING], [DONE]) == "1 proxy made.\n"


def test_what_was_queued_before_and_made_now_is_made() -> None:
    assert told([replace(PENDING, reused=True)], [replace(DONE, reused=True)]) == "1 proxy made.\n"


def test_what_was_there() -> None:
    assert told([DONE], [replace(DONE, reused=True)]) == "1 there already.\n"


def test_what_is_only_queued() -> None:
    assert told([PENDING], [PENDING]) == "1 in the queue.\n"


def test_a_failure_says_what_to_do() -> None:
    text = told([PENDING, FAILED], [DONE, FAILED])
    assert text.startswith("1 proxy made, 1 failed.\n")
    assert "failed: /card/B.mov\n  No container we know.\n  Copy it again.\n" in text


def test_a_damaged_clip_that_was_kept_is_told() -> None:
    assert "damaged, the rest was kept: /card/A.mov" in told([PENDING], [replace(DONE, result={"damaged": True})])


def test_what_was_left_alone_is_grouped() -> None:
    skipped = [Skipped(f"/card/{number}.xml", "sidecar", "Data.") for number in range(5)]
    assert "left alone, sidecar files: 0.xml, 1.xml, 2.xml and 2 more\n" in told([], [], skipped)


def test_what_could_not_be_looked_into_is_told_one_by_one() -> None:
    text = told([], [], [Skipped("/card/locked", "no_access", "No right.")])
    assert "not looked into: /card/locked\n  No right.\n" in text


def test_the_document() -> None:
    document = ingest_document([DONE], [Skipped("/card/A.xml", "sidecar", "Data.")])
    assert list(document) == ["jobs", "skipped"]
    assert document["jobs"][0]["id"] == "01J"
    assert document["skipped"][0]["reason"] == "sidecar"


def test_exit_codes() -> None:
    assert ingest_exit_code([DONE, PENDING], [Skipped("/x", "sidecar", "")]) == 0
    assert ingest_exit_code([DONE, FAILED], []) == 1
    assert ingest_exit_code([replace(PENDING, status=Status.CANCELLED)], []) == 1
    assert ingest_exit_code([], [Skipped("/x", "no_access", "")]) == 1
