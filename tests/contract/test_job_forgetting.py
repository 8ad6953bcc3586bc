"""What leaves the job list, and what is known of it for ever: the same on the fake and on the real table."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.domain.job import Event, Job, JobQuery, Status
from server.domain.upkeep import Rules
from server.errors import IllegalChange, UnknownId
from server.ports import JobLedger
from tests.helpers.fakes import LANE, NOON, HandClock, wish


def ended(ledger: JobLedger, event: Event, output: str | None = None, **fields: object) -> Job:
    ledger.submit([wish(**fields)])
    claim = ledger.claim(LANE, "w")
    assert claim
    if event is Event.CANCEL_DONE:
        ledger.change(claim.job.id, Event.CANCEL)
    made = {"output": output, "result": {"proxy": "\udcff"}} if output else {}
    return ledger.change(claim.job.id, event, **made)


def ids(ledger: JobLedger) -> list[str]:
    return [job.id for job in ledger.find(JobQuery()).jobs]


def test_old_jobs_leave_but_for_failures_that_nobody_has_seen(ledger: JobLedger, clock: HandClock) -> None:
    done, seen, failed, cancelled = (
        ended(ledger, event) for event in (Event.COMPLETE, Event.FAIL, Event.FAIL, Event.CANCEL_DONE)
    )
    ledger.acknowledge(seen.id)
    clock.forward(10 * 24 * 3600)
    young = [ended(ledger, event) for event in (Event.COMPLETE, Event.FAIL, Event.CANCEL_DONE)]
    ledger.acknowledge(young[1].id)
    at_work = ledger.submit([wish(), wish()])
    ledger.claim(LANE, "w")
    clock.forward(25 * 24 * 3600)
    assert ledger.forget(clock.now() - Rules().keep) == len([done, seen, cancelled])
    assert sorted(ids(ledger)) == sorted(job.id for job in (failed, *young, *at_work))


def test_a_job_that_ended_just_then_stays(ledger: JobLedger) -> None:
    job = ended(ledger, Event.COMPLETE)
    assert job.completed_at
    assert ledger.forget(job.completed_at) == 0
    assert ledger.forget(job.completed_at + timedelta(microseconds=1)) == 1


def test_what_was_made_is_known_for_ever(ledger: JobLedger, clock: HandClock) -> None:
    job = ended(ledger, Event.COMPLETE, "/Proxy/\udcfe.mov", source="/card/\udcfd.mov")
    assert ledger.made() == []
    assert ledger.forget(clock.now() + timedelta(seconds=1)) == 1
    assert ids(ledger) == []
    assert ledger.get(job.id) == job
    assert ledger.owner_of("/Proxy/\udcfe.mov") == job
    assert ledger.owners_of(["/Proxy/\udcfe.mov", "/other"]) == {"/Proxy/\udcfe.mov": job}
    assert ledger.of_clips([job.clip_id], job.kind) == {job.clip_id: [job]}
    assert ledger.made() == ledger.made(job.clip_id) == [job]
    assert ledger.made("another") == []
    assert (ledger.timeline(job.id), ledger.log(job.id)) == ([], [])


def test_what_was_made_since_goes_first(ledger: JobLedger, clock: HandClock) -> None:
    old = ended(ledger, Event.COMPLETE, "/Proxy/A.mov")
    ledger.forget(clock.now() + timedelta(seconds=1))
    clock.forward(60)
    new = ended(ledger, Event.COMPLETE, "/Proxy/A.mov")
    assert ledger.owner_of("/Proxy/A.mov") == new
    assert ledger.of_clips([old.clip_id], old.kind) == {old.clip_id: [new, old]}


def test_failures_and_what_was_cancelled_leave_nothing(ledger: JobLedger, clock: HandClock) -> None:
    failed, cancelled = ended(ledger, Event.FAIL), ended(ledger, Event.CANCEL_DONE)
    ledger.acknowledge(failed.id)
    assert ledger.forget(clock.now() + timedelta(seconds=1)) == 2
    for job in (failed, cancelled):
        with pytest.raises(UnknownId):
            ledger.get(job.id)
    assert ledger.made() == []


def test_of_upkeeps_own_jobs_the_newest_stays(ledger: JobLedger) -> None:
    runs = [ended(ledger, Event.COMPLETE, kind=kind, clip_id="") for kind in ("watchdog", "cleanup", "watchdog")]
    failed = ended(ledger, Event.FAIL, kind="watchdog", clip_id="")
    assert ledger.forget(NOON - timedelta(days=30)) == 2
    assert sorted(ids(ledger)) == sorted([runs[1].id, failed.id])
    assert ledger.made() == []


def test_a_proved_copy_is_known_for_ever(ledger: JobLedger, clock: HandClock) -> None:
    """Of no clip, and yet what says that a card may be wiped."""
    copied = ended(ledger, Event.COMPLETE, kind="copy", clip_id="")
    assert ledger.forget(clock.now() + timedelta(seconds=1)) == 1
    assert [job.id for job in ledger.made("")] == [copied.id]


def test_thousands_go_at_once(ledger: JobLedger, clock: HandClock) -> None:
    for job in ledger.submit([wish(f"/{n}") for n in range(1200)]):
        ledger.change(job.id, Event.CANCEL)
    assert ledger.forget(clock.now() + timedelta(seconds=1)) == 1200


def test_the_oldest_job_says_since_when_there_are_some(ledger: JobLedger, clock: HandClock) -> None:
    assert ledger.first_at() is None
    ledger.submit([wish()])
    clock.forward(60)
    ledger.submit([wish()])
    assert ledger.first_at() == NOON


def test_only_a_failure_can_be_acknowledged(ledger: JobLedger, clock: HandClock) -> None:
    failed, done = ended(ledger, Event.FAIL), ended(ledger, Event.COMPLETE)
    assert ledger.acknowledge(failed.id).acknowledged_at == NOON
    assert ledger.get(failed.id).acknowledged_at == NOON
    with pytest.raises(IllegalChange):
        ledger.acknowledge(done.id)
    with pytest.raises(UnknownId):
        ledger.acknowledge("nope")


def test_a_failure_that_is_tried_again_is_news_again(ledger: JobLedger) -> None:
    failed = ended(ledger, Event.FAIL)
    ledger.acknowledge(failed.id)
    again = ledger.change(failed.id, Event.RETRY)
    assert (again.status, again.acknowledged_at) == (Status.PENDING, None)


def test_ended_jobs_are_swept_once_for_what_they_may_have_left(ledger: JobLedger) -> None:
    begun = {"temporary": "2f78", "output": "2f79"}
    for event in (Event.COMPLETE, Event.FAIL, Event.CANCEL_DONE):
        ended(ledger, event)
    of_copy, of_proxy, done = ledger.submit([wish(), wish(), wish()])
    for intent in ({"temporaries": ["2f78"]}, begun, begun):
        claim = ledger.claim(LANE, "w")
        assert claim
        ledger.change(claim.job.id, Event.COMPLETE if claim.job.id == done.id else Event.FAIL, intent=intent)
    assert {job.id for job in ledger.unswept(10)} == {of_copy.id, of_proxy.id}
    assert len(ledger.unswept(1)) == 1
    for job in (of_copy, of_proxy):
        ledger.swept(job.id)
    assert ledger.unswept(10) == []
    assert [ledger.get(job.id).intent for job in (of_copy, of_proxy)] == [None, {"output": "2f79"}]


def test_a_job_that_was_started_again_keeps_what_it_says_it_began(ledger: JobLedger) -> None:
    job = ended(ledger, Event.FAIL)
    ledger.change(job.id, Event.RETRY, intent={"temporary": "2f78"})
    assert ledger.unswept(10) == []
    ledger.swept(job.id)
    assert ledger.get(job.id).intent == {"temporary": "2f78"}
