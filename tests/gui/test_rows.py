"""One job as the table shows it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from server.domain.job import SORTS, TRANSITIONS, Event, Status
from studio.models.columns import COLUMNS, NAMES
from studio.models.rows import (
    NAME,
    PROGRESS,
    STATUS,
    actions_for,
    build_row,
    filter_counts,
    matches,
    unread_row,
    with_progress,
)
from tests.gui.helpers.sample_jobs import demo_jobs, done_job, failed_job, running_job, sample_job

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
SPEED, LEFT, LENGTH = map(NAMES.index, ("speed", "left", "length"))


def test_a_running_job_has_a_bar_a_speed_and_time_left() -> None:
    row = build_row(running_job(1, 0.5), NOW)
    assert (row.texts[PROGRESS], row.texts[SPEED], row.texts[LEFT]) == ("50 %", "3.4×", "0:37")
    assert row.fraction == 0.5


@pytest.mark.parametrize("job", [sample_job(1), done_job(1), failed_job(1)], ids=lambda job: job["status"])
def test_what_does_not_move_has_none(job: dict[str, object]) -> None:
    row = build_row(job, NOW)
    assert (row.fraction, row.texts[PROGRESS], row.texts[SPEED], row.texts[LEFT]) == (None, "", "", "")


def test_progress_patches_what_it_brings() -> None:
    row = with_progress(build_row(running_job(1, 0.5), NOW), {"id": "1", "progress": 0.75, "speed": 4.0}, NOW)
    assert (row.texts[PROGRESS], row.texts[SPEED], row.texts[LEFT]) == ("75 %", "4.0×", "0:37")


def test_the_length_of_a_clip_is_known_with_its_metadata() -> None:
    assert build_row(done_job(1), NOW).texts[LENGTH] == "1:00"


def test_what_was_done_before_says_so() -> None:
    assert build_row(done_job(1, reused=True), NOW).texts[STATUS] == "Already done"


def test_a_paused_job_says_so() -> None:
    assert build_row(sample_job(1, paused=True), NOW).texts[STATUS] == "Paused"


@pytest.mark.parametrize("status", list(Status), ids=str)
def test_what_can_be_done_is_what_the_ledger_allows(status: Status) -> None:
    wanted = {"cancel": Event.CANCEL, "retry": Event.RETRY}
    allowed = {name for name, event in wanted.items() if (status, event) in TRANSITIONS}
    assert actions_for({str(status)}) & set(wanted) == allowed


def test_every_column_has_a_text_for_every_job() -> None:
    for job in (*demo_jobs(), done_job(1, result=None)):
        texts = build_row(job, NOW).texts
        assert len(texts) == len(COLUMNS) == len(unread_row("x").texts)
        assert all(isinstance(text, str) for text in texts)


def test_facts_of_the_clip_have_columns() -> None:
    texts = dict(zip(NAMES, build_row(done_job(1), NOW).texts, strict=True))
    told = {name: texts[name] for name in ("size", "codec", "resolution", "rate", "timecode")}
    assert told == {
        "size": "4.8 GB",
        "codec": "prores",
        "resolution": "3840×2160",
        "rate": "23.976 fps",
        "timecode": "14:22:07:11",
    }
    assert dict(zip(NAMES, build_row(failed_job(1), NOW).texts, strict=True))["error"] == "The clip is damaged"


def test_every_order_of_a_column_is_one_of_the_server() -> None:
    assert {column.sort for column in COLUMNS if column.sort} <= set(SORTS)


def test_events_are_held_against_the_filter() -> None:
    job = running_job(1, 0.5)
    assert matches(job, (), "")
    assert matches(job, ("running",), "a001_c001")
    assert not matches(job, ("failed",), "")
    assert not matches(job, (), "b002")


def test_each_filter_counts_its_states() -> None:
    counts = filter_counts({"pending": 3, "retrying": 1, "waiting": 1, "running": 2, "cancelling": 1, "failed": 4})
    assert counts == {"all": 12, "waiting": 5, "running": 3, "done": 0, "failed": 4, "cancelled": 0}


def test_a_name_is_the_name_of_the_file() -> None:
    assert build_row(sample_job(1, source="/x/Ünï <b>.mov"), NOW).texts[NAME] == "Ünï <b>.mov"
