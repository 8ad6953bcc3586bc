"""What changes, told to whoever listens: numbered, at most ten messages a second, only what changed."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from server.domain.job import Job, Status
from server.errors import UnknownId
from server.schema import JobJson, job_json

TICK_SECONDS = 0.1
BEAT_SECONDS = 10.0
LOOK_SECONDS = 1.0  # the ledger is asked this often even where its file seems untouched
KEPT_BYTES = 4_000_000
JOBS_A_MESSAGE = 200
MOST_BEHIND = 2_000  # changes; whoever is further behind had better read everything anew
WAITING_MESSAGES = 100  # for a listener that does not read
_LOG = logging.getLogger(__name__)


class Changes(Protocol):
    """The ledger as far as telling what changed needs it."""

    def get(self, job_id: str) -> Job: ...
    def held(self) -> list[Job]: ...
    def change_mark(self) -> int: ...
    def changed_since(self, mark: int, limit: int) -> tuple[int, list[str]]: ...


class Progress:
    """The newest progress of each running job, as its worker tells it. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: dict[str, dict[str, Any]] = {}
        self._read: dict[str, dict[str, Any]] = {}  # of workers that tell the ledger alone
        self._fresh: set[str] = set()

    def tell(self, event: Mapping[str, Any]) -> None:
        """A worker's {"job", "status", "progress", "speed", "eta"}."""
        job_id = str(event.get("job"))
        with self._lock:
            if event.get("status") != Status.RUNNING.value:
                self._newest.pop(job_id, None)
                self._fresh.discard(job_id)
                return
            told = {"progress": event.get("progress"), "speed": event.get("speed"), "eta_seconds": event.get("eta")}
            self._newest[job_id] = told
            self._fresh.add(job_id)

    def learn(self, held: Iterable[Job]) -> None:
        """What the ledger says of jobs whose worker does not speak to us: one of its own, or another program's."""
        with self._lock:
            before, self._read = self._read, {}
            for job in held:
                told = {"progress": job.progress, "speed": job.speed, "eta_seconds": job.eta_seconds}
                if job.id not in self._newest and job.progress is not None:
                    self._read[job.id] = told
                    if before.get(job.id) != told:
                        self._fresh.add(job.id)

    def take(self) -> list[dict[str, Any]]:
        """What is new since the last call."""
        with self._lock:
            fresh, self._fresh = self._fresh, set()
            known = {**self._read, **self._newest}
            return [{"id": job_id, **known[job_id]} for job_id in sorted(fresh & known.keys())]

    def shown(self, job: Job) -> JobJson:
        """The job with its newest progress, which the ledger has seconds later."""
        shown = job_json(job)
        with self._lock:
            told = self._newest.get(job.id) if job.status is Status.RUNNING else None
        if told is not None:
            shown["progress"], shown["speed"] = told["progress"], told["speed"]
            shown["eta_seconds"] = told["eta_seconds"]
        return shown


class Hub:
    """The event stream. Listeners and `run` belong to one event loop; `touch` and `progress.tell` to any thread.

    `peek` tells cheaply whether the ledger's file may have changed, by whichever program.
    """

    def __init__(
        self,
        changes: Changes,
        progress: Progress,
        peek: Callable[[], object] = lambda: None,
        first_number: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self.progress = progress
        self._changes = changes
        self._peek = peek
        self._peeked: object = None
        self._looked = 0.0
        # Greater than any number of an earlier run, so that a listener of that one is told to read anew.
        self._number = first_number()
        self._mark = changes.change_mark()
        self._kept: deque[tuple[int, bytes]] = deque()
        self._kept_bytes = 0
        self._touched: dict[str, None] = {}
        self._lock = threading.Lock()
        self._listeners: set[asyncio.Queue[bytes | None]] = set()
        self._someone: asyncio.Event | None = None
        self._progress_next = False
        self._closed = False
        self._reader = ThreadPoolExecutor(1, "events")  # one thread: one connection to the ledger

    @property
    def listening(self) -> int:
        return len(self._listeners)

    def touch(self, ids: Iterable[str]) -> None:
        """These jobs changed in a way the ledger's history does not show: priority, pause."""
        with self._lock:
            self._touched.update(dict.fromkeys(ids))

    async def run(self) -> None:
        """Until `close`. Costs nothing while nobody listens."""
        self._someone = asyncio.Event()
        while not self._closed:
            if self._listeners:
                await asyncio.sleep(TICK_SECONDS)
                if not self._closed:
                    await self._tick()
            else:
                self._someone.clear()
                await self._someone.wait()

    async def _tick(self) -> None:
        try:
            jobs = await self._changed_jobs()
        except Exception:  # noqa: BLE001  loop top: a locked database passes, the stream goes on
            _LOG.exception("the ledger could not be asked for changes, it is tried again")
            return
        told = [] if jobs and not self._progress_next else self.progress.take()
        self._progress_next = False
        if jobs is None:
            self._say("reset", {})
        elif told:
            self._say("progress", {"progress": told})
            self.touch(job["id"] for job in jobs)  # their turn comes with the next tick
        elif jobs:
            self._say("jobs", {"jobs": jobs})
            self._progress_next = True

    async def _changed_jobs(self) -> list[JobJson] | None:
        """None: too many to tell one by one."""
        now, peeked = time.monotonic(), self._peek()
        untouched = peeked == self._peeked and now - self._looked < LOOK_SECONDS
        if untouched and not self._touched:
            return []
        self._peeked, self._looked = peeked, now
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._read)

    def _read(self) -> list[JobJson] | None:
        newest = self._changes.change_mark()
        if newest - self._mark > MOST_BEHIND:
            self._mark = newest
            return None
        mark, ids = self._changes.changed_since(self._mark, JOBS_A_MESSAGE)
        with self._lock:
            touched = list(self._touched)
        jobs = [shown for job_id in dict.fromkeys([*ids, *touched]) if (shown := self._shown(job_id)) is not None]
        self.progress.learn(self._changes.held())
        self._mark = mark
        if mark < newest:
            self._peeked = None  # look again at once
        with self._lock:
            for job_id in touched:
                self._touched.pop(job_id, None)
        return jobs

    def _shown(self, job_id: str) -> JobJson | None:
        try:
            return self.progress.shown(self._changes.get(job_id))
        except UnknownId:
            return None  # cleaned away meanwhile

    def _say(self, name: str, data: Mapping[str, Any]) -> None:
        self._number += 1
        message = _message(name, data, self._number)
        self._kept.append((self._number, message))
        self._kept_bytes += len(message)
        while self._kept_bytes > KEPT_BYTES and len(self._kept) > 1:
            self._kept_bytes -= len(self._kept.popleft()[1])
        for listener in list(self._listeners):
            self._hand(listener, message)

    def _hand(self, listener: asyncio.Queue[bytes | None], message: bytes) -> None:
        """Nobody waits for a slow listener: it is dropped, comes again with its last number, and is told the rest."""
        if listener.qsize() < WAITING_MESSAGES:
            listener.put_nowait(message)
            return
        self._listeners.discard(listener)
        while not listener.empty():
            listener.get_nowait()
        listener.put_nowait(None)

    async def listen(self, last_id: str | None) -> AsyncIterator[bytes]:
        """The stream of one listener; `last_id` is the number of the last message it had."""
        mine: asyncio.Queue[bytes | None] = asyncio.Queue()
        missed = self._missed(last_id)
        self._listeners.add(mine)
        if self._someone is not None:
            self._someone.set()
        try:
            for message in missed:
                yield message
            while not self._closed:
                try:
                    told = await asyncio.wait_for(mine.get(), BEAT_SECONDS)
                except TimeoutError:
                    yield b": beat\n\n"
                    continue
                if told is None:
                    return
                yield told
        finally:
            self._listeners.discard(mine)

    def _missed(self, last_id: str | None) -> Sequence[bytes]:
        hello = _message("hello", {}, self._number)
        if last_id is None:
            return [hello]
        number = int(last_id) if last_id.isascii() and last_id.isdecimal() else -1
        oldest = self._kept[0][0] if self._kept else self._number + 1
        if not oldest - 1 <= number <= self._number:
            return [_message("reset", {}, self._number)]
        return [hello] if number == self._number else [message for at, message in self._kept if at > number]

    def close(self) -> None:
        """Ends every stream. In the event loop."""
        self._closed = True
        self._reader.shutdown(wait=False)
        for listener in list(self._listeners):
            self._listeners.discard(listener)
            listener.put_nowait(None)
        if self._someone is not None:
            self._someone.set()


def _message(name: str, data: Mapping[str, Any], number: int) -> bytes:
    return f"event: {name}\nid: {number}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()
