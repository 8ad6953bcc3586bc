"""Follows one watched folder: sleeps until something is told, due, or a full look is."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Protocol

from server.domain.watch import Hints, Watch, WatchState
from server.errors import RushesError
from server.services.watches import NOT_FOLLOWED, Watches, away_sentence
from server.system.machine import clock_with_sleep

_AWAY_SECONDS = 1.0  # how soon a folder that came back is seen
_UNTOLD_SECONDS = 20.0  # between two full looks where nobody tells of changes
_IDENTITY_SECONDS = 2.0  # between two looks whether it is still the same folder: a disk may be pulled and another come
_FAULT_SECONDS = 30.0
_LEAST_PAUSE, _MOST_PAUSE = 0.02, 1.0  # between two looks, so that a burst is looked at as one
_OVERSLEPT_SECONDS = 10.0  # longer than asked for: the computer slept, or this program stood still
_SHARE_OF_TIME = 50  # full looks of a huge tree take at most a fiftieth of the time
_LOG = logging.getLogger(__name__)


class Native(Protocol):
    """What tells of changes until closed."""

    def close(self) -> None: ...


class Natives(Protocol):
    """What opens hints."""

    def open(self, folder: str, tell: Callable[[str, bool], None]) -> Native | str:
        """Or a sentence saying why there are none."""
        ...

    def crowded(self, folder: str) -> str | None:
        """Why it has become too large to be told about."""
        ...

    def leave(self, folder: str) -> None:
        """Its hints are closed."""
        ...


class Follower:
    """A thread for one watch with its rules; for other rules it takes another follower."""

    def __init__(
        self,
        watch: Watch,
        watches: Watches,
        *,
        every: float,
        session: Callable[[], AbstractContextManager[None]],
        natives: Natives,
    ) -> None:
        self.watch = watch
        self._watches = watches
        self._every = every
        self._session = session
        self._natives = natives
        self._native: Native | None = None
        self._identity: tuple[object, ...] | None = None
        self._rescan = watch.rescan
        self._said: tuple[WatchState, str | None] | None = None
        self._full_at = 0.0
        self._asked = threading.Event()  # for a full look
        self._folders: set[str] = set()
        self._trees: set[str] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"watch-{watch.id}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def look_again(self, rescan: int) -> None:
        """A full look soon, if `rescan` is another number than the one known."""
        if rescan != self._rescan:
            self._rescan = rescan
            self._asked.set()
            self._wake.set()

    def _on_change(self, folder: str, deep: bool) -> None:
        """Called by the thread that tells; only notes and wakes."""
        with self._lock:
            (self._trees if deep else self._folders).add(folder)
        self._wake.set()

    def _run(self) -> None:
        with self._session():
            while not self._stopping.is_set():
                self._wake.clear()
                try:
                    pause = self._look()
                except Exception:  # noqa: BLE001  loop top: a full disk, a locked database, a share that fails
                    _LOG.exception("looking at a watched folder failed, it is tried again", extra={"id": self.watch.id})
                    self._asked.set()
                    pause = _FAULT_SECONDS
                self._sleep(pause)
            self._leave()

    def _sleep(self, seconds: float) -> None:
        began = clock_with_sleep()
        self._wake.wait(seconds)
        if clock_with_sleep() - began > seconds + _OVERSLEPT_SECONDS:
            self._asked.set()

    def _leave(self) -> None:
        self._close_native()
        self._watches.forget(self.watch.id)
        with suppress(RushesError):  # only words: the next start says how it stands then
            self._watches.set_state(self.watch, WatchState.SCANNING, NOT_FOLLOWED)

    def _look(self) -> float:
        """One look; for how many seconds there is nothing to do if nothing is told."""
        began = time.monotonic()
        if not self._is_there():
            return self._is_away()
        hints = self._take_hints(full=self._asked.is_set() or began >= self._full_at)
        looked = self._watches.look(self.watch, began, hints)
        if looked.away:
            return self._is_away()
        now = time.monotonic()
        if hints.full:
            self._count_anew()
            self._full_at = now + max(self._between(), (now - began) * _SHARE_OF_TIME)
        # Whatever is told meanwhile is looked at together.
        self._stopping.wait(min(max(_LEAST_PAUSE, now - began), _MOST_PAUSE))
        due = min(self._full_at, now + _IDENTITY_SECONDS, looked.again_at or self._full_at)
        return max(0.0, due - time.monotonic())

    def _between(self) -> float:
        return self._every if self._native is not None else min(self._every, _UNTOLD_SECONDS)

    def _is_there(self) -> bool:
        """Whether the folder is there; if it is another one than before, it is followed anew."""
        identity = self._watches.identity(self.watch)
        if identity is not None and identity != self._identity:
            self._close_native()
            opened = self._natives.open(self.watch.path, self._on_change)
            if isinstance(opened, str):
                self._only_scan(opened)
            else:
                self._native = opened
                self._say(WatchState.WATCHING, None)
            self._identity = identity
            self._asked.set()  # told first, looked through after: no gap
        return identity is not None

    def _count_anew(self) -> None:
        crowded = None if self._native is None else self._natives.crowded(self.watch.path)
        if crowded is not None:
            self._close_native()
            self._only_scan(crowded)

    def _only_scan(self, why: str) -> None:
        self._say(WatchState.SCANNING, f"{why} It is looked through every {self._between():g} s.")

    def _is_away(self) -> float:
        self._close_native()
        self._identity = None
        self._say(WatchState.AWAY, away_sentence(self.watch))
        return _AWAY_SECONDS

    def _say(self, state: WatchState, why: str | None) -> None:
        if self._said != (state, why):
            self._watches.set_state(self.watch, state, why)
            self._said = (state, why)

    def _take_hints(self, *, full: bool) -> Hints:
        with self._lock:
            full = full or self.watch.path in self._trees
            hints = Hints(full, frozenset(self._folders), frozenset(self._trees))
            self._folders.clear()
            self._trees.clear()
            self._asked.clear()
        return hints

    def _close_native(self) -> None:
        if self._native is not None:
            self._native.close()
            self._natives.leave(self.watch.path)
            self._native = None
