"""The order in which waiting jobs come to their turn, and how one is moved in it."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

from peewee import fn

from server.domain.job import CLAIMABLE, Status
from server.store.database import Database

LEAST_ROOM = 1e-6  # between two ranks: halved again and again, numbers come to an end
_PLACED = tuple(status.value for status in (*sorted(CLAIMABLE), Status.RUNNING))  # what runs may have to wait again


class Turns:
    """Inside the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._job = database.tables.job

    def move(self, ids: Sequence[str], anchor: str, behind: bool) -> None:
        """Each of `ids` has a place; among themselves they keep their order."""
        job = self._job
        stands = job.select(job.id, job.priority, job.rank, job.queued_at).where(job.id == anchor).get()
        moved = job.select(job.id).where(job.id.in_(list(ids)) & (job.id != anchor))
        in_order = [row.id for row in moved.order_by(job.priority.desc(), job.rank, job.queued_at, job.id)]
        if not in_order:
            return
        room = self._room(stands, in_order, behind)
        first, step = stands.rank - (0 if behind else room), room / (len(in_order) + 1)
        for number, job_id in enumerate(in_order, 1):
            job.update(priority=stands.priority, rank=first + number * step).where(job.id == job_id).execute()

    def _room(self, stands: Any, moved: Sequence[str], behind: bool) -> float:
        """From the anchor to the next one; all beyond it are moved away where there is none between them."""
        job = self._job
        others = (job.priority == stands.priority) & job.status.in_(_PLACED) & job.id.not_in(list(moved))
        beyond = others & _is_beyond(job, stands, operator.gt if behind else operator.lt)
        nearest = job.select((fn.MIN if behind else fn.MAX)(job.rank)).where(beyond).scalar()
        room = 1.0 if nearest is None else abs(float(nearest) - stands.rank)
        if room >= LEAST_ROOM:
            return room
        job.update(rank=job.rank + (1 if behind else -1)).where(beyond).execute()
        return 1.0


def _is_beyond(job: Any, stands: Any, farther: Any) -> Any:
    older = farther(job.queued_at, stands.queued_at) | (
        (job.queued_at == stands.queued_at) & farther(job.id, stands.id)
    )
    return farther(job.rank, stands.rank) | ((job.rank == stands.rank) & older)
