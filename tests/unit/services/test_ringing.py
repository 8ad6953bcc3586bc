"""Who is rung for when jobs come into the queue."""

from __future__ import annotations

from server.domain.job import Event
from server.services.ringing import MOST_RINGS, queue_up, ring_lane
from tests.helpers.fakes import LANE, FakeBell, FakeLedger, HandClock, wish


def test_every_job_that_waits_is_rung_for_and_no_other() -> None:
    ledger, bell = FakeLedger(HandClock()), FakeBell()
    (done,) = queue_up(ledger, bell, [wish(idempotency_key="k")])
    assert bell.rung == [(LANE, done.id)]
    ledger.change(done.id, Event.CANCEL)
    known, new = queue_up(ledger, bell, [wish(idempotency_key="k"), wish(queue="transfer")])
    assert known.id == done.id
    assert bell.rung[1:] == [("transfer", new.id)]
    assert queue_up(ledger, bell, []) == []


def test_a_lane_with_very_many_takes_no_rings_from_another() -> None:
    ledger, bell = FakeLedger(HandClock()), FakeBell()
    queue_up(ledger, bell, [*(wish(f"/{n}") for n in range(3 * MOST_RINGS)), wish("/x", queue="transfer")])
    assert [lane for lane, _ in bell.rung] == [LANE] * MOST_RINGS + ["transfer"]
    bell.rung.clear()
    ring_lane(ledger, bell, "transfer")
    assert [lane for lane, _ in bell.rung] == ["transfer"]
