"""Room on disks: what is free, less a reserve and less what the running jobs will still write."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from server.domain.awaited import Room, need_json, size_text
from server.domain.naming import display_text
from server.errors import DiskFull
from server.ports import Disks


@dataclass(frozen=True)
class _Promise:
    device: object
    size: int
    written: Callable[[], int]

    @property
    def left(self) -> int:
        return max(0, self.size - self.written())


class Space:
    """One for a worker process: two jobs that begin at once do not count on the same free bytes."""

    def __init__(self, disks: Disks, reserve: int) -> None:
        self._disks = disks
        self._reserve = reserve
        self._promises: dict[str, _Promise] = {}
        self._lock = threading.Lock()

    def available(self, folder: str) -> int | None:
        """Bytes for new jobs, below zero where the reserve is eaten into; None where nobody can tell."""
        with self._lock:
            return self._available(folder)

    def _available(self, folder: str) -> int | None:
        free, device = self._disks.free(folder), self._disks.device(folder)
        if free is None:
            return None
        promised = sum(one.left for one in self._promises.values() if one.device == device)
        return free - self._reserve - promised

    @contextmanager
    def held(self, job_id: str, room: Room, written: Callable[[], int]) -> Iterator[None]:
        """Keeps the room for a job while it writes; `written` says how much of it is on the disk by now.

        Raises DiskFull, with what to wait for, where there is too little.
        """
        with self._lock:
            available = self._available(room.folder)
            if available is not None and available < room.size:
                raise self._too_little(room, available)
            self._promises[job_id] = _Promise(self._disks.device(room.folder), room.size, written)
        try:
            yield
        finally:
            with self._lock:
                self._promises.pop(job_id, None)

    def _too_little(self, room: Room, available: int) -> DiskFull:
        error = DiskFull(
            f"The disk of {display_text(room.folder)} has too little room: about {size_text(room.size)} are needed, "
            f"{size_text(available)} are free beside the reserve of {size_text(self._reserve)} and running jobs.",
        )
        error.awaits = need_json(room)
        return error
