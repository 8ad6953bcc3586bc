"""Follows every watched folder of a home, each in a thread of its own: a share that hangs holds up no other."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from server.domain.watch import Watch
from server.errors import RushesError
from server.services.watches import Watches
from server.watch.folder import Follower, Natives

_TABLE_SECONDS = 2.0  # how soon a folder that another program added is followed
_STOP_SECONDS = 5.0
_LET_GO_SECONDS = 1.0
_LOG = logging.getLogger(__name__)


class Watcher:
    """`start` returns at once. `changed` is for the program itself: it has changed the table of watches.

    `every` is the time between two full looks, in seconds; each thread enters a `session` for as long as it lives.
    """

    def __init__(
        self,
        watches: Watches,
        *,
        every: float = 60.0,
        session: Callable[[], AbstractContextManager[None]] = nullcontext,
        natives: Natives,
    ) -> None:
        self._watches = watches
        self._every = every
        self._session = session
        self._natives = natives
        self._followers: dict[str, Follower] = {}
        self._ending: list[Follower] = []
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Waits for looks under way, but not for a share that hangs."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(2 * _STOP_SECONDS)

    def changed(self) -> None:
        self._wake.set()

    def _run(self) -> None:
        with self._session():
            while not self._stopping.is_set():
                try:
                    self._tend()
                except RushesError as error:  # a full disk or a locked database passes
                    _LOG.warning("the table of watches cannot be read, it is tried again: %s", error.message)
                self._wake.wait(_TABLE_SECONDS)
                self._wake.clear()
            for watch_id in list(self._followers):
                self._end(watch_id)
            for follower in self._ending:
                follower.join(_STOP_SECONDS)

    def _tend(self) -> None:
        """Brings the followers in line with the table."""
        wanted = {watch.id: watch for watch in self._watches.watched()}
        for watch_id, follower in list(self._followers.items()):
            if watch_id not in wanted or not follower.watch.same_rules(wanted[watch_id]):
                self._end(watch_id)
        self._ending = [follower for follower in self._ending if follower.alive]
        for watch_id, watch in wanted.items():
            if watch_id in self._followers:
                self._followers[watch_id].look_again(watch.rescan)
            elif watch_id not in {follower.watch.id for follower in self._ending}:
                self._begin(watch)

    def _begin(self, watch: Watch) -> None:
        follower = Follower(watch, self._watches, every=self._every, session=self._session, natives=self._natives)
        self._followers[watch.id] = follower
        follower.start()

    def _end(self, watch_id: str) -> None:
        follower = self._followers.pop(watch_id)
        follower.stop()
        follower.join(_LET_GO_SECONDS)
        self._ending.append(follower)
