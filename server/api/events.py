"""What changes, told to whoever listens: numbered, at most ten messages a second, only what changed."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from server.api.progress import Progress
from server.domain.job import Job
from server.schema import JobJson

TICK_SECONDS = 0.1  # from one message to the next
LOOK_SECONDS = 0.1  # from one look for what other programs wrote to the next, while they do
LONGEST_LOOK_SECONDS = 1.0  # when nobody has for a while
BEAT_SECONDS = 10.0
KEPT_BYTES = 4_000_000
PIECE_BYTES = 32_768  # as much as waits in our memory for each listener that does not read
JOBS_A_MESSAGE = 200
MOST_BEHIND = 2_000  # changes; whoever is further behind had better read everything anew
_LOG = logging.getLogger(__name__)


class Changes(Protocol):
    """The ledger as far as telling what changed needs it."""

    def get_many(self, ids: Iterable[str]) -> list[Job]: ...
    def held(self) -> list[Job]: ...
    def change_mark(self) -> int: ...
    def changed_since(self, mark: int, limit: int) -> tuple[int, list[str]]: ...


@dataclass(frozen=True)
class Read:
    """Jobs that changed, and ids of those that are not in the list any more."""

    jobs: list[JobJson] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.jobs or self.gone)


class Hub:
    """The event stream. Listeners and `run` belong to one event loop; `wake`, `tell` and `touch` to any thread.

    `version` differs from its last value whenever any program has written to the ledger; one thread asks it.
    A listener has no buffer of its own, only the number of its last message: a slow one costs nothing and makes
    nobody wait; one that comes too late for what is kept is told to read anew.
    """

    def __init__(
        self,
        changes: Changes,
        progress: Progress,
        version: Callable[[], object],
        first_number: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self.progress = progress
        self._changes = changes
        self._version = version
        self._seen: object = None
        # Greater than any number of an earlier run, so that a listener of that one is told to read anew.
        self._number = first_number()
        self._mark = changes.change_mark()
        self._kept: deque[bytes] = deque()  # the messages up to `_number`, without a gap
        self._kept_bytes = 0
        self._touched: dict[str, None] = {}
        self._lock = threading.Lock()
        self._listeners: set[asyncio.Event] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._wakes = False  # `_woken` is set, or about to be
        self._progress_next = False
        self._pause = LOOK_SECONDS
        self._closed = False
        self._reader = ThreadPoolExecutor(1, "events")  # one thread: one connection to the ledger

    @property
    def listening(self) -> int:
        return len(self._listeners)

    def wake(self) -> None:
        """The ledger was written to: who listens is told at once."""
        if self._loop is None or self._wakes or not self._listeners:
            return
        self._wakes = True
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._woken.set)

    def tell(self, event: Mapping[str, Any]) -> None:
        """What a worker says of its job."""
        self.progress.tell(event)
        self.wake()

    def touch(self, ids: Iterable[str]) -> None:
        """These jobs changed in a way the ledger's history does not show: priority, pause."""
        with self._lock:
            self._touched.update(dict.fromkeys(ids))
        self.wake()

    async def run(self) -> None:
        """Until `close`. Costs nothing while nobody listens, and next to nothing while nothing changes."""
        self._loop = asyncio.get_running_loop()
        while not self._closed:
            await _set_within(self._woken, self._pause if self._listeners else None)
            self._wakes = False
            self._woken.clear()
            if self._listeners and not self._closed and await self._tick():
                self._pause = LOOK_SECONDS
                await asyncio.sleep(TICK_SECONDS)
            else:
                self._pause = min(1.5 * self._pause, LONGEST_LOOK_SECONDS)

    async def _tick(self) -> bool:
        """Whether something was said; then there may be more."""
        try:
            read = await asyncio.get_running_loop().run_in_executor(self._reader, self._read)
        except Exception:  # noqa: BLE001  loop top: a locked database passes, the stream goes on
            if not self._closed:
                _LOG.exception("the ledger could not be asked for changes, it is tried again")
            return False
        told = [] if read and not self._progress_next else self.progress.take()
        self._progress_next = False
        if read is None:
            self._say("reset", {})
        elif told:
            self._say("progress", {"progress": told})
            self.touch([job["id"] for job in read.jobs] + read.gone)  # their turn comes with the next tick
        elif read:
            self._say("jobs", {"jobs": read.jobs} | ({"gone": read.gone} if read.gone else {}))
            self._progress_next = True
        else:
            return False
        self._woken.set()
        return True

    def _read(self) -> Read | None:
        """None: too many to tell one by one."""
        version = self._version()
        with self._lock:
            touched = list(islice(self._touched, JOBS_A_MESSAGE))
            too_many = len(self._touched) > MOST_BEHIND
        if version == self._seen and not touched:
            return Read()
        newest = self._changes.change_mark()
        if too_many or newest - self._mark > MOST_BEHIND:
            self._mark, self._seen = newest, version
            self._forget(list(self._touched))
            return None
        mark, ids = self._changes.changed_since(self._mark, JOBS_A_MESSAGE)
        wanted = [*ids, *touched]
        jobs = [self.progress.shown(job) for job in self._changes.get_many(wanted)]
        there = {job["id"] for job in jobs}
        self.progress.learn(self._changes.held())
        self._forget(touched)
        self._mark, self._seen = mark, version if mark >= newest else None  # None: the rest comes with the next look
        return Read(jobs, [job_id for job_id in dict.fromkeys(wanted) if job_id not in there])

    def _forget(self, touched: Iterable[str]) -> None:
        with self._lock:
            for job_id in touched:
                self._touched.pop(job_id, None)

    def _say(self, name: str, data: Mapping[str, Any]) -> None:
        self._number += 1
        message = _message(name, data, self._number)
        self._kept.append(message)
        self._kept_bytes += len(message)
        while self._kept_bytes > KEPT_BYTES and len(self._kept) > 1:
            self._kept_bytes -= len(self._kept.popleft())
        self._call_all()

    def _call_all(self) -> None:
        for listener in self._listeners:
            listener.set()

    async def listen(self, last_id: str | None) -> AsyncIterator[bytes]:
        """The stream of one listener; `last_id` is the number of the last message it had."""
        called, number = asyncio.Event(), self._number if last_id is None else _number(last_id)
        self._listeners.add(called)
        self._woken.set()
        try:
            if number == self._number:
                yield _message("hello", {}, number)
            while not self._closed:
                called.clear()
                if number == self._number:
                    if not await _set_within(called, BEAT_SECONDS):
                        yield b": beat\n\n"
                    continue
                number, message = self._next(number)
                for start in range(0, len(message), PIECE_BYTES):
                    yield message[start : start + PIECE_BYTES]
        finally:
            self._listeners.discard(called)

    def _next(self, number: int) -> tuple[int, bytes]:
        """The message after that of this number, with its own."""
        behind = self._number - number
        if 0 < behind <= len(self._kept):
            return number + 1, self._kept[-behind]
        return self._number, _message("reset", {}, self._number)

    def close(self) -> None:
        """Ends every stream. In the event loop."""
        self._closed = True
        self._reader.shutdown(wait=False)
        self._call_all()
        self._woken.set()


def _number(last_id: str) -> int:
    """Below zero: none that was ever given out."""
    return int(last_id) if last_id.isascii() and last_id.isdecimal() and len(last_id) < 19 else -1


async def _set_within(event: asyncio.Event, seconds: float | None) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            return await event.wait()
    return False


def _message(name: str, data: Mapping[str, Any], number: int) -> bytes:
    return f"event: {name}\nid: {number}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()
