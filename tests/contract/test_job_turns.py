"""Jobs are moved in the queue: the same on the fake and on the real table."""

from __future__ import annotations

from random import Random

import pytest

from server.domain.job import Event, Job, JobQuery, Status
from server.errors import IllegalChange, UnknownId
from server.ports import JobLedger
from tests.helpers.fakes import LANE, wish


@pytest.fixture
def jobs(ledger: JobLedger) -> list[Job]:
    return ledger.submit([wish(f"/{number}.mov") for number in range(6)])


def queue(ledger: JobLedger, jobs: list[Job]) -> str:
    """Their numbers, in the order of their turns."""
    page = ledger.find(JobQuery(statuses=(Status.PENDING, Status.RUNNING), sort="turn"))
    numbers = {job.id: str(number) for number, job in enumerate(jobs)}
    return "".join(numbers[job.id] for job in page.jobs)


def move(ledger: JobLedger, jobs: list[Job], moved: str, anchor: int, behind: bool = False) -> str:
    ledger.move_many([jobs[int(number)].id for number in moved], jobs[anchor].id, behind)
    return queue(ledger, jobs)


def test_before_and_behind(ledger: JobLedger, jobs: list[Job]) -> None:
    assert move(ledger, jobs, "4", 1) == "041235"
    assert move(ledger, jobs, "5", 1) == "045123"
    assert move(ledger, jobs, "0", 3, behind=True) == "451230"
    assert move(ledger, jobs, "2", 4) == "245130"
    assert move(ledger, jobs, "30", 2, behind=True) == "230451"
    claimed = [ledger.claim(LANE, "w") for _ in jobs]
    assert [claim.job.id for claim in claimed if claim] == [jobs[int(number)].id for number in "230451"]


def test_several_keep_their_order_whatever_the_order_of_the_wish(ledger: JobLedger, jobs: list[Job]) -> None:
    assert move(ledger, jobs, "513", 0) == "135024"
    assert move(ledger, jobs, "350", 0, behind=True) == "103524"


def test_what_is_moved_takes_the_priority_of_its_neighbour(ledger: JobLedger, jobs: list[Job]) -> None:
    ledger.place_many([jobs[5].id], 9, None)
    assert queue(ledger, jobs) == "501234"
    assert move(ledger, jobs, "3", 5) == "350124"
    assert ledger.get(jobs[3].id).priority == 9
    assert move(ledger, jobs, "5", 4, behind=True) == "301245"
    assert ledger.get(jobs[5].id).priority == 5


def test_any_number_of_moves_to_one_place(ledger: JobLedger, jobs: list[Job]) -> None:
    """Halving a distance again and again comes to an end."""
    order, random = list("012345"), Random(1)
    for _ in range(120):
        moved = random.choice(order[1:])
        order.remove(moved)
        order.insert(1, moved)
        assert move(ledger, jobs, moved, 0, behind=True) == "".join(order)


def test_what_has_no_place_is_left(ledger: JobLedger, jobs: list[Job]) -> None:
    ledger.change(jobs[2].id, Event.CANCEL)
    outcome = ledger.move_many([jobs[4].id, jobs[2].id, "unknown"], jobs[0].id, False)
    assert {job_id: fault and fault.code for job_id, fault in outcome.items()} == {
        jobs[4].id: None, jobs[2].id: "illegal_change", "unknown": "unknown_id"
    }  # fmt: skip
    assert queue(ledger, jobs) == "40135"


def test_an_anchor_without_a_place_is_none(ledger: JobLedger, jobs: list[Job]) -> None:
    ledger.change(jobs[2].id, Event.CANCEL)
    with pytest.raises(IllegalChange):
        ledger.move_many([jobs[0].id], jobs[2].id, False)
    with pytest.raises(UnknownId):
        ledger.move_many([jobs[0].id], "unknown", True)
    assert queue(ledger, jobs) == "01345"


def test_beside_itself_nothing_moves(ledger: JobLedger, jobs: list[Job]) -> None:
    assert move(ledger, jobs, "3", 3) == "012345"
    assert move(ledger, jobs, "23", 3) == "012345"
