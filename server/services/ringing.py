"""How jobs come into the queue: written down first, then rung for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from server.domain.job import CLAIMABLE, Job, JobQuery, NewJob
from server.ports import Bell, JobLedger

# Each ring makes a worker work until its lane is empty, so as many as a lane may have threads wake all of them.
MOST_RINGS = 64  # a lane


def queue_up(ledger: JobLedger, bell: Bell, wishes: Sequence[NewJob]) -> list[Job]:
    """A job for each wish, in their order; for one whose key is known, the job there is."""
    jobs = ledger.submit(wishes) if wishes else []
    ring_for(bell, jobs)
    return jobs


def ring_for(bell: Bell, jobs: Iterable[Job]) -> None:
    """For those that wait; of very many in a lane the first."""
    rung: Counter[str] = Counter()
    for job in jobs:
        if job.status in CLAIMABLE and rung[job.queue] < MOST_RINGS:
            rung[job.queue] += 1
            bell.ring(job.queue, job.id)


def ring_lane(ledger: JobLedger, bell: Bell, lane: str) -> None:
    """For what waits there."""
    waiting = JobQuery(statuses=tuple(sorted(CLAIMABLE)), queue=lane, limit=MOST_RINGS)
    ring_for(bell, ledger.find(waiting).jobs)
