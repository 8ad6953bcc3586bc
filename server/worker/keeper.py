"""Keeps one worker process alive for as long as the server runs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from server.services.recovery import WorkerDeath

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 30.0  # a worker that lived this long was no failure to start
WORRYING_ENDS = 3
READY_SECONDS = 1.0  # until it is asked again whether a worker could work
_LOG = logging.getLogger(__name__)


class Child(Protocol):
    """A worker process that ends with us (server/worker/supervisor.py)."""

    def start(self) -> None: ...
    def events(self) -> Iterator[Mapping[str, Any]]: ...
    def stop(self) -> None: ...
    def death(self) -> WorkerDeath | None: ...


class WorkerKeeper:
    """Starts a worker, passes on what it tells, and starts another when it ends, later each time it ends early.

    One that says it retires goes on until its last job has ended, beside the one that takes its place.

    `recover` takes back what a dead worker held, and is told how it died; it runs before the next one starts. The
    thread that keeps the worker enters `session` for as long as it lives. While not `is_ready` none is started: it
    would lack what it works with.
    """

    def __init__(
        self,
        make_child: Callable[[], Child],
        tell: Callable[[Mapping[str, Any]], None],
        recover: Callable[[WorkerDeath | None], object],
        session: Callable[[], AbstractContextManager[None]] = nullcontext,
        is_ready: Callable[[], bool] = lambda: True,
    ) -> None:
        self._make_child = make_child
        self._tell = tell
        self._recover = recover
        self._session = session
        self._is_ready = is_ready
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._leaving: dict[Child, threading.Thread] = {}
        self._early_ends = 0
        self.restarts = 0  # after a worker that ended without being asked to
        self._thread = threading.Thread(target=self._run, name="worker-keeper", daemon=True)

    @property
    def fault(self) -> str | None:
        """Why jobs may not be worked on at the moment."""
        if self._early_ends < WORRYING_ENDS:
            return None
        return f"The worker ended {self._early_ends} times in a row; logs/worker.log in the home says why."

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends the worker; its jobs go back to the queue."""
        self._stopping.set()
        with self._lock:
            leaving = dict(self._leaving)
            children = [child for child in (self._child, *leaving) if child is not None]
        for child in children:
            child.stop()
        for thread in (self._thread, *leaving.values()):
            if thread.is_alive():
                thread.join()

    def _run(self) -> None:
        with self._session():
            while not self._stopping.is_set():
                try:
                    if not self._is_ready():
                        self._stopping.wait(READY_SECONDS)
                        continue
                    self._keep_one()
                except Exception:  # noqa: BLE001  loop top: a full disk or a lack of processes passes
                    self._early_ends += 1
                    _LOG.exception("the worker could not be started, it is tried again")
                self._stopping.wait(self._pause())

    def _keep_one(self) -> None:
        started = time.monotonic()
        child = self._make_child()
        with self._lock:
            if self._stopping.is_set():
                return
            child.start()
            self._child = child
        events = child.events()
        for event in events:
            if "retiring" in event:
                self._see_off(child, events)
                return
            self._tell(event)
        child.stop()
        if self._stopping.is_set():
            return
        lived, death = time.monotonic() - started, child.death()
        # One that was at work when somebody killed it would not have ended by itself.
        was_well = lived >= STEADY_SECONDS or (death is not None and death.from_outside)
        self._early_ends = 1 if was_well else self._early_ends + 1
        self.restarts += 1
        _LOG.warning("the worker ended after %.1f s, another is started", lived)
        self._recover(death)

    def _see_off(self, child: Child, events: Iterator[Mapping[str, Any]]) -> None:
        """Listens to a worker that begins no more jobs, in a thread of its own, until it has ended."""

        def listen() -> None:
            with self._session():
                for event in events:
                    self._tell(event)
                child.stop()
                with self._lock:
                    self._leaving.pop(child, None)
                if not self._stopping.is_set():
                    self._recover(child.death())

        thread = threading.Thread(target=listen, name="worker-leaving", daemon=True)
        with self._lock:
            self._child, self._early_ends = None, 0
            self._leaving[child] = thread
        _LOG.info("the worker has done its share of jobs, another takes its place")
        thread.start()
        if self._stopping.is_set():  # it may have been overlooked
            child.stop()

    def _pause(self) -> float:
        """Seconds until the next start; the first comes at once."""
        if self._early_ends < 2:
            return 0.0
        doublings = min(self._early_ends - 2, 16)
        return float(min(FIRST_PAUSE_SECONDS * 2**doublings, LONGEST_PAUSE_SECONDS))
