"""What somebody takes out of the job list, and brings back: the same on the fake and on the real table."""

from __future__ import annotations

from datetime import timedelta

from server.domain.job import Event, Job, JobQuery
from server.ports import JobLedger
from tests.helpers.fakes import LANE, HandClock, wish


def done(ledger: JobLedger, name: str, key: str | None = None) -> Job:
    """A completed job with a history; odd bytes in all paths."""
    ledger.submit([wish(f"/card/\udcfd{name}.mov", clip_id=name, idempotency_key=key)])
    claim = ledger.claim(LANE, "w")
    assert claim
    ledger.append_log(claim.job.id, ["frame=1", "frame=2"])
    made = {"output": f"/Proxy/\udcfe{name}.mov", "result": {"proxy": "\udcfe"}}
    return ledger.change(claim.job.id, Event.COMPLETE, token=claim.token, reason="made", **made)


def shown(ledger: JobLedger) -> list[str]:
    return [job.id for job in ledger.find(JobQuery(sort="queued_at")).jobs]


def test_what_is_removed_is_known_and_comes_back_as_it_was(ledger: JobLedger) -> None:
    first, second = done(ledger, "a", "key"), done(ledger, "b")
    timeline = ledger.timeline(first.id)
    assert ledger.remove_many([first.id]) == {first.id: None}
    assert shown(ledger) == [second.id]
    assert ledger.find(JobQuery(search="a.mov")).total == 0
    assert ledger.counts_by()["by_status"]["completed"] == 1
    assert ledger.owner_of(str(first.output)) == first
    assert ledger.restore_many([first.id]) == {first.id: None}
    assert shown(ledger) == [first.id, second.id]
    assert ledger.get(first.id) == first
    assert ledger.timeline(first.id) == timeline
    assert ledger.log(first.id) == ["frame=1", "frame=2"]
    assert ledger.made() == []
    assert ledger.find(JobQuery(search="a.mov")).total == 1
    assert ledger.submit([wish(idempotency_key="key")])[0].id == first.id


def test_only_what_is_final_leaves(ledger: JobLedger) -> None:
    (waiting,) = ledger.submit([wish()])
    outcome = ledger.remove_many([waiting.id, "unknown"])
    assert {job_id: fault.code for job_id, fault in outcome.items() if fault} == {
        waiting.id: "illegal_change", "unknown": "unknown_id"
    }  # fmt: skip
    assert shown(ledger) == [waiting.id]


def test_failed_and_cancelled_ones_come_back_too(ledger: JobLedger) -> None:
    failed, cancelled = ledger.submit([wish("/a.mov"), wish("/b.mov")])
    ledger.claim(LANE, "w")
    ledger.change(failed.id, Event.FAIL, error={"code": "not_media", "message": "It is none."})
    ledger.change(cancelled.id, Event.CANCEL)
    before = [ledger.get(job.id) for job in (failed, cancelled)]
    ledger.remove_many([failed.id, cancelled.id])
    assert shown(ledger) == ledger.made() == []
    ledger.restore_many([failed.id, cancelled.id])
    assert [ledger.get(job.id) for job in (failed, cancelled)] == before


def test_what_was_never_removed_does_not_come_back(ledger: JobLedger) -> None:
    job = done(ledger, "a")
    outcome = ledger.restore_many([job.id, "unknown"])
    assert {fault.code for fault in outcome.values() if fault} == {"unknown_id"}
    assert len(outcome) == 2
    assert shown(ledger) == [job.id]


def test_after_a_day_it_is_gone_for_good(ledger: JobLedger, clock: HandClock) -> None:
    early, late = done(ledger, "a"), done(ledger, "b")
    ledger.remove_many([early.id])
    clock.forward(24 * 3600)
    ledger.remove_many([late.id])
    clock.forward(1)
    ledger.forget(clock.now() - timedelta(days=30))
    outcome = ledger.restore_many([early.id, late.id])
    assert [job_id for job_id, fault in outcome.items() if fault is None] == [late.id]
    assert ledger.get(early.id) == early


def test_whoever_follows_the_changes_misses_none(ledger: JobLedger) -> None:
    """Even when the newest of them went with their job."""
    job = done(ledger, "a")
    mark = ledger.change_mark()
    ledger.remove_many([job.id])
    fresh = ledger.submit([wish(f"/{number}.mov") for number in range(5)])
    assert ledger.changed_since(mark, 100)[1] == [one.id for one in fresh]
    ledger.restore_many([job.id])
    assert job.id in ledger.changed_since(mark, 100)[1]
