"""The lanes: a Huey each, all in queue.db. A message is a doorbell; what to do is in the ledger."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from huey.api import Huey, crontab
from huey.consumer import Consumer
from huey.exceptions import HueyException

from server.domain.job import LANES
from server.ports import WorkerRegistry
from server.queue.serializer import RingSerializer
from server.queue.storages import RingStorage
from server.queue.wakeup import WakeUp, send_wake_up

QUEUE_FILE = "queue.db"
_TASK, _TICK = "ring", "tick"
_TASK_NAME, _TICK_NAME = f"{__name__}.{_TASK}", f"{__name__}.{_TICK}"
_PORTS_SECONDS = 1.0
_LOG = logging.getLogger(__name__)


def _ignore(job_id: str) -> None:
    """The task of a program that rings and does not listen."""


def _build_huey(home: Path, lane: str, handler: Callable[[str], None], wakeup: WakeUp | None) -> tuple[Huey, Any]:
    """A lane's Huey and its one task."""

    def ring(job_id: str) -> None:
        handler(job_id)

    huey = Huey(
        lane,
        results=False,
        serializer=RingSerializer(_TASK_NAME, _TICK_NAME),
        storage_class=RingStorage,
        filename=str(home / QUEUE_FILE),
        wakeup=wakeup,
    )
    return huey, huey.task(name=_TASK)(ring)


def _quiet(tick: Callable[[], object]) -> Callable[[], None]:
    """Huey would keep, and complain of, what a task returns."""

    def run() -> None:
        tick()

    return run


class LaneBells:
    """`Bell` for the lanes of one home; may be rung from any thread."""

    def __init__(self, home: Path, registry: WorkerRegistry) -> None:
        self._lanes = {lane: _build_huey(home, lane, _ignore, None) for lane in LANES}
        self._registry = registry
        self._ports: dict[str, set[int]] = {}
        self._ports_at: float | None = None
        self._lock = threading.Lock()

    def ring(self, queue: str, job_id: str) -> None:
        try:
            huey, task = self._lanes[queue]
            huey.enqueue(task.s(job_id))
            for port in self._ports_of(queue):
                send_wake_up(port, queue)
        except (sqlite3.Error, OSError, HueyException, KeyError) as fault:
            _LOG.info("the bell of %s was not heard, recovery rings again: %r", queue, fault)

    def _ports_of(self, lane: str) -> set[int]:
        """The wake-up ports of the living workers of a lane, looked up once a second."""
        with self._lock:
            now = time.monotonic()
            if self._ports_at is None or now - self._ports_at > _PORTS_SECONDS:
                self._ports = {}
                for worker in self._registry.living():
                    for name in worker.get("lanes", {}):
                        self._ports.setdefault(name, set()).add(int(worker.get("port") or 0))
                self._ports_at = now
            return self._ports.get(lane, set()) - {0}

    def close(self) -> None:
        for huey, _ in self._lanes.values():
            huey.storage.close()


class _EmbeddedConsumer(Consumer):  # type: ignore[misc]
    """Leaves the signals to the program it runs in, so that it can be started from any thread."""

    def _set_signal_handlers(self) -> None:
        return


class LaneConsumer:
    """`concurrency` threads that hand each ring of a lane to `handler`, which claims from the ledger.

    A ring is a hint: `handler` gets the id that was rung for and claims the lane's best job, or none.
    What it raises is logged and costs the ring. `tick` is called at the start and every minute, by one of the threads.
    """

    def __init__(
        self,
        home: Path,
        lane: str,
        concurrency: int,
        handler: Callable[[str], None],
        wakeup: WakeUp | None = None,
        tick: Callable[[], object] | None = None,
    ) -> None:
        self._huey, _ = _build_huey(home, lane, handler, wakeup)
        if tick is not None:
            self._huey.periodic_task(crontab(), name=_TICK)(_quiet(tick))
        # Nothing else is scheduled: the scheduler wakes once a minute, or has nothing to do but wait.
        self._consumer = _EmbeddedConsumer(
            self._huey, workers=concurrency, periodic=tick is not None, scheduler_interval=60
        )

    def start(self) -> None:
        """Returns at once."""
        self._consumer.start()

    def grow(self, concurrency: int) -> None:
        """More threads, where there are fewer than that. There are never less: a thread that waits costs nothing."""
        threads = self._consumer.worker_threads
        while len(threads) < concurrency:
            worker = self._consumer._create_worker()
            thread = self._consumer._create_process(worker, f"Worker-{len(threads) + 1}")
            threads.append((worker, thread))
            thread.start()

    def check(self) -> None:
        """Replaces threads that died; to be called now and then."""
        self._consumer.check_worker_health()

    def stop(self, seconds: float = 5.0) -> bool:
        """Takes no more rings, and waits up to `seconds` for the handlers, which somebody else asks to end. False if
        one still runs: its thread ends with the process."""
        self._consumer.stop_flag.set()
        self._huey.storage.stop()
        deadline = time.monotonic() + seconds
        threads = [*(thread for _, thread in self._consumer.worker_threads), self._consumer.scheduler]
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        ended = not any(thread.is_alive() for thread in threads)
        if ended:
            self._huey.storage.close()
        return ended
