"""Lists of jobs: in any order, a page at a time, whatever comes and goes; on the fake and on the real table."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.domain.job import SORTS, Event, Job, JobQuery, Status
from server.errors import UsageError
from server.ports import JobLedger
from server.store.database import open_database
from server.store.job_store import JobStore
from server.store.listing import Listing
from tests.helpers.fakes import LANE, HandClock, wish


@pytest.fixture
def jobs(ledger: JobLedger, clock: HandClock) -> list[Job]:
    """Eleven: pending, running, completed, failed, cancelled and waiting ones, of two kinds."""
    made = ledger.submit([wish(f"/card{n % 3}/{chr(ord('a') + n * 5 % 11)}.mov", priority=n % 4) for n in range(8)])
    clock.forward(10)
    made += ledger.submit([wish(f"/x/{n}.mov", kind="copy", queue="transfer", clip_id="c2") for n in range(3)])
    for number, event in enumerate((Event.COMPLETE, Event.FAIL, Event.WAIT)):
        claim = ledger.claim(LANE, f"w{number}")
        assert claim
        ledger.note(claim.job.id, claim.token, progress=0.25 * number, speed=1.5)
        clock.forward(7 - number)
        error = {"error": {"code": "disk_full", "message": "The disk is full."}} if event is Event.FAIL else {}
        ledger.change(claim.job.id, event, token=claim.token, **error)
    ledger.claim(LANE, "w9")
    ledger.change(made[-1].id, Event.CANCEL)
    return [ledger.get(job.id) for job in made]


def pages(ledger: JobLedger, query: JobQuery) -> list[str]:
    """The ids of all pages, one after the other."""
    ids: list[str] = []
    while True:
        page = ledger.find(query)
        ids += [job.id for job in page.jobs]
        assert list(ledger.index(query).ids) == [job.id for job in page.jobs]
        if page.next is None:
            return ids
        query = replace(query, cursor=page.next)


def value_of(job: Job, sort: str) -> Any:
    if sort == "name":
        return Path(job.source).name
    if sort == "duration_seconds":
        return None if job.started_at is None or job.completed_at is None else job.completed_at - job.started_at
    if sort == "turn":
        return (-job.priority, job.rank, job.queued_at)
    return job.id if sort == "queued_at" else getattr(job, sort)


def test_in_order_upwards_and_downwards(ledger: JobLedger, jobs: list[Job]) -> None:
    for sort in SORTS:
        with_value = sorted((value, job.id) for job in jobs if (value := value_of(job, sort)) is not None)
        without = sorted(job.id for job in jobs if value_of(job, sort) is None)
        upwards = [*without, *(job_id for _, job_id in with_value)]
        for limit in (3, 100):
            assert pages(ledger, JobQuery(sort=sort, limit=limit)) == upwards, sort
            assert pages(ledger, JobQuery(sort=f"-{sort}", limit=limit)) == upwards[::-1], sort


@pytest.mark.parametrize(
    "query",
    [
        JobQuery(statuses=(Status.PENDING, Status.FAILED, Status.CANCELLED)),
        JobQuery(statuses=(Status.RUNNING,)),
        JobQuery(kind="copy"),
        JobQuery(queue="transfer", statuses=(Status.PENDING,)),
        JobQuery(clip_id="c2"),
        JobQuery(clip_id="c2", statuses=(Status.PENDING, Status.CANCELLED)),
        JobQuery(search="card1"),
        JobQuery(search="disk is", statuses=(Status.FAILED,)),
        JobQuery(search="/x"),
        JobQuery(search=".mov", kind="copy"),
    ],
)
def test_filters_hold_on_every_page(ledger: JobLedger, jobs: list[Job], query: JobQuery) -> None:
    for sort in ("-queued_at", "queued_at", "name", "-priority", "completed_at"):
        whole = ledger.find(replace(query, sort=sort))
        assert 0 < whole.total == len(whole.jobs) < len(jobs)
        assert pages(ledger, replace(query, sort=sort, limit=2)) == [job.id for job in whole.jobs]


def test_by_the_time_of_submission(ledger: JobLedger, jobs: list[Job]) -> None:
    late = [job.id for job in jobs if job.kind == "copy"]
    since = jobs[0].queued_at + timedelta(seconds=1)
    for query in (JobQuery(since=since), JobQuery(since=since, kind="copy"), JobQuery(since=since, search=".mov")):
        assert pages(ledger, replace(query, limit=2)) == late[::-1]
        assert ledger.index(query).total == 3


def test_a_page_is_not_moved_by_what_comes_or_goes(ledger: JobLedger, jobs: list[Job]) -> None:
    first = ledger.find(JobQuery(limit=4))
    ledger.submit([wish("/new.mov")])
    second = ledger.find(JobQuery(limit=4, cursor=first.next))
    newest_first = [job.id for job in reversed(jobs)]
    assert [job.id for job in (*first.jobs, *second.jobs)] == newest_first[:8]


def test_no_jobs_no_pages(ledger: JobLedger) -> None:
    page = ledger.find(JobQuery(sort="name", search="nothing"))
    assert (page.jobs, page.total, page.next) == ((), 0, None)


def test_a_cursor_is_what_a_page_gave(ledger: JobLedger, jobs: list[Job]) -> None:
    for cursor in ("", "nonsense", "e30", "W10", "WyJuYW1lIiwgdHJ1ZSwgImEiXQ", "\u00e9", "bnVsbA", "MQ"):
        with pytest.raises(UsageError):
            ledger.find(JobQuery(sort="name", cursor=cursor))


def test_a_cursor_of_another_order_is_refused(ledger: JobLedger, jobs: list[Job]) -> None:
    cursor = ledger.find(JobQuery(sort="name", limit=2)).next
    with pytest.raises(UsageError):
        ledger.find(JobQuery(sort="-name", limit=2, cursor=cursor))


def test_several_by_id_in_their_order(ledger: JobLedger, jobs: list[Job]) -> None:
    asked = [jobs[3].id, "unknown", jobs[0].id, jobs[3].id]
    assert [job.id for job in ledger.get_many(asked)] == [jobs[3].id, jobs[0].id]


class TestMany:
    def test_each_is_changed_or_told_why_not(self, ledger: JobLedger, jobs: list[Job]) -> None:
        outcome = ledger.change_many([*(job.id for job in jobs), "unknown"], Event.CANCEL, "enough")
        refused = {job_id: fault.code for job_id, fault in outcome.items() if fault is not None}
        final = {job.id: "illegal_change" for job in jobs if job.final}
        assert refused == {**final, "unknown": "unknown_id"}
        for job in jobs:
            now = ledger.get(job.id)
            if job.final:
                assert now == job
            else:
                assert now.status is (Status.CANCELLING if job.status is Status.RUNNING else Status.CANCELLED)
                assert now.reason == ledger.timeline(job.id)[-1].reason == "enough"

    def test_as_one_by_one(self, ledger: JobLedger, jobs: list[Job]) -> None:
        """What a retry in one go leaves is what a retry by itself leaves."""
        failed = next(job for job in jobs if job.status is Status.FAILED)
        cancelled = jobs[-1]
        ledger.change_many([failed.id], Event.RETRY)
        ledger.change(cancelled.id, Event.RETRY)
        for job_id in (failed.id, cancelled.id):
            job = ledger.get(job_id)
            assert (job.status, job.error, job.started_at, job.completed_at) == (Status.PENDING, None, None, None)
        assert ledger.find(JobQuery(search="disk is")).total == 0

    def test_pausing(self, ledger: JobLedger, jobs: list[Job]) -> None:
        outcome = ledger.pause_many([job.id for job in jobs], True)
        assert {job_id for job_id, fault in outcome.items() if fault} == {job.id for job in jobs if job.final}
        assert {job.id for job in jobs if ledger.get(job.id).paused} == {job.id for job in jobs if not job.final}

    def test_placing(self, ledger: JobLedger, jobs: list[Job]) -> None:
        outcome = ledger.place_many([job.id for job in jobs], 9, None)
        assert {job_id for job_id, fault in outcome.items() if fault} == {job.id for job in jobs if job.final}
        assert {ledger.get(job.id).priority for job in jobs if not job.final} == {9}
        ledger.place_many([jobs[-2].id], None, -1.5)
        assert (ledger.get(jobs[-2].id).priority, ledger.get(jobs[-2].id).rank) == (9, -1.5)
        assert ledger.place_many([jobs[-2].id], None, None) == {jobs[-2].id: None}

    def test_jobs_of_clips(self, ledger: JobLedger, jobs: list[Job]) -> None:
        of_clips = ledger.of_clips(["c1", "c2", "c3"], "copy")
        assert {clip: [job.id for job in some] for clip, some in of_clips.items()} == {
            "c2": [job.id for job in reversed(jobs) if job.kind == "copy"]
        }

    def test_owners_of_files(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        claim = ledger.claim(LANE, "w")
        assert claim
        ledger.change(job.id, Event.COMPLETE, token=claim.token, output="/p\udcff.mov")
        assert {path: one.id for path, one in ledger.owners_of(["/p\udcff.mov", "/q.mov"]).items()} == {
            "/p\udcff.mov": job.id
        }


class TestKeptCounts:
    """Counts are kept by the database itself: they stay right whoever changes a job."""

    def test_after_every_kind_of_change(self, ledger: JobLedger, jobs: list[Job]) -> None:
        counts = ledger.counts_by()
        for status in Status:
            assert counts["by_status"][status] == sum(job.status is status for job in jobs)
        assert (counts["by_kind"], counts["by_queue"][LANE]) == ({"proxy": 8, "copy": 3}, 8)
        assert ledger.find(JobQuery(kind="copy", statuses=(Status.CANCELLED, Status.PENDING))).total == 3


def test_of_very_many_that_are_found_no_more_than_so_many_are_counted(tmp_path: Path, clock: HandClock) -> None:
    database = open_database(tmp_path / "jobs.db")
    store = JobStore(database, clock)
    store.submit([wish(f"/card/{number}.mov") for number in range(6)])
    few = Listing(database.driver, database.tables, most=4)
    for query in (JobQuery(search="card"), JobQuery(search="card", queue=LANE), JobQuery(search="/")):
        assert few.total(query) == (4, False)
        assert Listing(database.driver, database.tables, most=6).total(query) == (6, True)
    assert few.total(JobQuery()) == (6, True)  # counts that are kept cost nothing
    assert few.total(JobQuery(search="no such")) == (0, True)
    page = store.find(JobQuery(search="card", limit=2))
    assert (page.total, page.exact) == (6, True)
    database.close()


def test_a_removed_job_is_counted_and_found_no_more(tmp_path: Path, clock: HandClock) -> None:
    database = open_database(tmp_path / "jobs.db")
    store = JobStore(database, clock)
    keep, drop = store.submit([wish("/card/keep.mov"), wish("/card/drop.mov")])
    database.driver.execute_sql("delete from job where id = ?", (drop.id,))
    (new,) = store.submit([wish("/card/new.mov")])
    assert [job.id for job in store.find(JobQuery(search="/card")).jobs] == [new.id, keep.id]
    assert store.find(JobQuery(search="drop")).total == 0
    assert store.counts_by()["by_status"]["pending"] == store.find(JobQuery()).total == 2
    database.close()


def test_what_others_write_into_the_table_is_counted_and_found(tmp_path: Path, clock: HandClock) -> None:
    """Rows that a restored backup gets from elsewhere: with any number or none, and ignored where they are known."""
    database = open_database(tmp_path / "jobs.db")
    store = JobStore(database, clock)
    (one,) = store.submit([wish("/card/one.mov")])
    driver = database.driver
    names = ", ".join(column.name for column in driver.get_columns("job"))
    for job_id, number in (("Z1", "number"), ("Z2", "null"), (one.id, "7")):
        columns = names.replace("id,", f"'{job_id}',", 1).replace("number", number).replace("idempotency_key", "null")
        driver.execute_sql(f"insert or ignore into job ({names}) select {columns} from job where id = ?", (one.id,))
    found = store.find(JobQuery(search="card"))
    assert [job.id for job in found.jobs] == ["Z2", "Z1", one.id]
    assert store.counts_by()["by_status"]["pending"] == found.total == 3
    driver.execute_sql("insert into job_search (job_search, rank) values ('integrity-check', 0)")
    database.close()


def test_when_jobs_ended_and_why_they_failed(ledger: JobLedger, jobs: list[Job], clock: HandClock) -> None:
    since = clock.now() - timedelta(hours=1)
    ended = ledger.ended(since, 60)
    assert sum(number for _, status, number in ended if status == Status.COMPLETED) == 1
    assert sum(number for _, status, number in ended if status == Status.FAILED) == 1
    assert all(at.timestamp() % 60 == 0 for at, _, _ in ended)
    assert ended == sorted(ended)
    assert ledger.failures(since) == {"disk_full": 1}
    assert ledger.ended(clock.now() + timedelta(minutes=5), 60) == []
    assert ledger.failures(clock.now() + timedelta(minutes=5)) == {}
