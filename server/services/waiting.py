"""Lets jobs go on whose disk has room again, or whose volume is back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress

from server.domain.awaited import Room, Volume, parse_need
from server.domain.job import Event, Job, Status
from server.domain.naming import display_text
from server.errors import IllegalChange, LostClaim, UnknownId
from server.ports import Bell, Disks, JobLedger


class Waiting:
    """Run every few seconds by each worker; costs one look at the ledger while nothing waits. `available` is what
    `Space` says."""

    def __init__(self, ledger: JobLedger, bell: Bell, disks: Disks, available: Callable[[str], int | None]) -> None:
        self._ledger = ledger
        self._bell = bell
        self._disks = disks
        self._available = available
        self._woken: dict[str, Room] = {}

    def look(self) -> list[str]:
        """The ids of those that go on, in the order in which they will be claimed."""
        wanted = [job for job in self._ledger.awaiting() if not job.paused]
        awaiting = sorted(wanted, key=lambda job: (-job.priority, job.rank, job.queued_at, job.id))
        if not awaiting:
            self._woken.clear()
            return []
        self._woken = {job_id: room for job_id, room in self._woken.items() if self._is_pending(job_id)}
        promised: dict[object, int] = defaultdict(int)
        for room in self._woken.values():
            promised[self._disks.device(room.folder)] += room.size
        return [job.id for job in awaiting if self._is_met(job, promised) and self._wake(job)]

    def _is_pending(self, job_id: str) -> bool:
        """Woken, and not yet claimed: what it needs is not yet counted by whoever runs it."""
        with suppress(UnknownId):
            return self._ledger.get(job_id).status is Status.PENDING
        return False

    def _is_met(self, job: Job, promised: dict[object, int]) -> bool:
        need = parse_need(job.awaits)
        if isinstance(need, Volume):
            return self._disks.is_there(need)
        if not isinstance(need, Room):
            return False
        available, device = self._available(need.folder), self._disks.device(need.folder)
        if available is None or available - promised[device] < need.size:
            return False
        promised[device] += need.size
        return True

    def _wake(self, job: Job) -> bool:
        need = parse_need(job.awaits)
        words = "there is room again" if isinstance(need, Room) else _back(need)
        try:
            self._ledger.change(job.id, Event.AVAILABLE, attempt=job.attempt, reason=words)
        except (LostClaim, IllegalChange):
            return False  # cancelled, or another worker was faster
        if isinstance(need, Room):
            self._woken[job.id] = need
        self._bell.ring(job.queue, job.id)
        return True


def _back(need: Volume | None) -> str:
    return f"{display_text(need.at)} is back" if need else "what it waited for is there"
