"""What the people in charge want of running jobs reaches the attempts that run."""

from __future__ import annotations

from dataclasses import replace

from server.domain.job import Claim, Event, Job
from server.errors import Cancelled, Interrupted, LostClaim
from server.worker.orders import Orders
from tests.helpers.fakes import FakeLedger, HandClock, wish


class PausableLedger(FakeLedger):
    """The fake ledger, whose held jobs can be marked as paused."""

    paused: bool = False

    def held(self) -> list[Job]:
        return [replace(job, paused=self.paused) for job in super().held()]


def running() -> tuple[PausableLedger, Claim, Orders]:
    ledger = PausableLedger(HandClock())
    ledger.submit([wish()])
    claim = ledger.claim("video_processing", "w1")
    assert claim is not None
    return ledger, claim, Orders(ledger)


def test_nothing_is_wanted_at_first() -> None:
    _, claim, orders = running()
    with orders.holding(claim.job.id):
        orders.look()
        stop, paused = orders.questions(claim.job.id)
        assert (stop(), paused(), orders.busy) == (None, False, True)
    assert not orders.busy


def test_a_wish_to_cancel_is_seen_with_its_reason() -> None:
    ledger, claim, orders = running()
    with orders.holding(claim.job.id):
        ledger.change(claim.job.id, Event.CANCEL, reason="wrong card")
        orders.look()
        error = orders.questions(claim.job.id)[0]()
    assert isinstance(error, Cancelled)
    assert error.message == "wrong card"


def test_a_job_that_another_holds_is_dropped() -> None:
    ledger, claim, orders = running()
    with orders.holding(claim.job.id):
        ledger.change(claim.job.id, Event.RELEASE)
        orders.look()
        assert isinstance(orders.questions(claim.job.id)[0](), LostClaim)


def test_pause_and_resume() -> None:
    ledger, claim, orders = running()
    with orders.holding(claim.job.id):
        seen = []
        for ledger.paused in (True, False):
            orders.look()
            seen.append(orders.questions(claim.job.id)[1]())
    assert seen == [True, False]


def test_a_worker_that_stops_interrupts_all_of_its_jobs() -> None:
    _, claim, orders = running()
    orders.stop()
    assert orders.stopping
    assert isinstance(orders.questions(claim.job.id)[0](), Interrupted)


def test_what_was_wanted_of_one_attempt_is_not_wanted_of_the_next() -> None:
    ledger, claim, orders = running()
    with orders.holding(claim.job.id):
        ledger.change(claim.job.id, Event.RELEASE)
        orders.look()
    again = ledger.claim("video_processing", "w1")
    assert again is not None
    with orders.holding(again.job.id):
        orders.look()
        assert orders.questions(again.job.id)[0]() is None
