"""What a server does again and again beside answering, each thing in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

PAUSE_SECONDS = 1.0  # after a round that failed
_LOG = logging.getLogger(__name__)


class Rounds:
    """`tasks` each do one round, and say for how many seconds to rest: one that waits for another program, or has much
    to do, holds up none of the others."""

    def __init__(
        self, tasks: Mapping[str, Callable[[], float]], session: Callable[[], AbstractContextManager[None]]
    ) -> None:
        """Each thread enters `session` for as long as it lives."""
        self._session = session
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(name, task), name=name, daemon=True)
            for name, task in tasks.items()
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Each ends with its round."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _run(self, name: str, task: Callable[[], float]) -> None:
        with self._session():
            pause = 0.0
            while not self._stopping.wait(pause):
                try:
                    pause = task()
                except Exception:  # noqa: BLE001  loop top: a full disk or a locked database passes
                    pause = PAUSE_SECONDS
                    _LOG.exception("%s failed, it is tried again", name)


def every(seconds: float, act: Callable[[], object]) -> Callable[[], float]:
    """A task that rests as long after each round."""

    def task() -> float:
        act()
        return seconds

    return task
