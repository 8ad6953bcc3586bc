"""How many jobs of a lane run side by side in this worker, and whether new ones may begin."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Gate:
    """A permit for each job, to be had before one is claimed. `size` may be changed while jobs run: more begin at
    once, and where there are too many the next begins when enough have ended.

    `may_begin` says whether new jobs are wanted at this time of day.
    """

    def __init__(self, size: int, may_begin: Callable[[], bool] = lambda: True) -> None:
        self._size = size
        self._may_begin = may_begin
        self._taken = 0
        self._closed = False
        self._changed = threading.Condition()

    @property
    def size(self) -> int:
        return self._size

    def resize(self, size: int) -> None:
        with self._changed:
            self._size = size
            self._changed.notify_all()

    def enter(self) -> bool:
        """Waits for a permit, to be given back with `leave`; False where none is to be had."""
        with self._changed:
            # Who waits here has heard a ring, and must not lose it: it goes on when another leaves.
            self._changed.wait_for(lambda: self._closed or self._taken < self._size)
            if self._closed or not self._may_begin():
                return False
            self._taken += 1
            return True

    def leave(self) -> None:
        with self._changed:
            self._taken -= 1
            self._changed.notify()

    def close(self) -> None:
        """Nobody gets in any more, and nobody waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
