"""Lock files that a process holds for as long as it lives, and the workers known by theirs.

The kernel frees a lock when its process ends, by kill -9 as well. `flock` and not `lockf`: a POSIX record lock is
free to its own process, and lost when that process closes any descriptor of the file.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from server.errors import HomeUnusable

_WORKER_ID = re.compile(r"[^\W_][\w.-]{0,127}")
_PROBE_SECONDS = 0.2  # longer than anyone looks at a lock

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int, *, shared: bool) -> bool:  # noqa: ARG001  there is no shared lock: see `held_by_someone`
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(descriptor: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class ProcessLock:
    """One lock file, held from `acquire` to `release` or the end of the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """False if another holder lives. Raises OSError where the file cannot be made."""
        deadline = time.monotonic() + _PROBE_SECONDS
        while True:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            if _take(descriptor, shared=False) and self._is_file(descriptor):
                self._descriptor = descriptor
                return True
            os.close(descriptor)
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)  # someone may just be looking

    def _is_file(self, descriptor: int) -> bool:
        """Not so if the file was swept away between opening and locking it."""
        try:
            return os.path.samestat(os.fstat(descriptor), self._path.stat())
        except FileNotFoundError:
            return False

    def release(self, *, remove: bool = False) -> None:
        if self._descriptor is None:
            return
        if remove and sys.platform != "win32":
            self._path.unlink(missing_ok=True)  # while it is still locked, so that nobody gets in between
        os.close(self._descriptor)
        self._descriptor = None
        if remove and sys.platform == "win32":
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)


class SharedLock:
    """Says that this process uses something, for as long as it lives; a `ProcessLock` on the same file waits for none
    such. Windows has no shared locks, and needs none: it does not let a file that is open be moved away."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self, seconds: float) -> bool:
        """False if somebody held it alone for that long. Raises OSError where the file cannot be made."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + seconds
        while sys.platform != "win32" and not _take(descriptor, shared=True):
            if time.monotonic() > deadline:
                os.close(descriptor)
                return False
            time.sleep(0.01)
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def held_by_someone(path: Path) -> bool:
    """Whether a living process, this one too, holds the lock at `path`.

    On Windows two that look at the same moment may both see it held; looking again tells.
    """
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _take(descriptor, shared=True)
    finally:
        os.close(descriptor)


class Registration:
    """A worker's entry among the living; the worker holds it for life."""

    def __init__(
        self, lock: ProcessLock, write: Callable[[Mapping[str, Any]], None], remove: Callable[[], None]
    ) -> None:
        self._lock = lock
        self._remove = remove
        self.update = write

    def release(self) -> None:
        """Says that this worker has ended."""
        self._remove()
        self._lock.release(remove=True)


class WorkerFolder:
    """`WorkerRegistry` on a folder of the home: `<id>.json` says who, `<id>.lock` says whether it lives."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def register(self, worker_id: str, info: Mapping[str, Any]) -> Registration:
        """To be called before the first claim: what an unknown worker holds counts as orphaned. HomeUnusable if the
        folder cannot be written, ValueError if a living worker has that id or the id is no file name."""
        if not _WORKER_ID.fullmatch(worker_id):
            raise ValueError(f"not a worker's id: {worker_id!r}")
        lock = ProcessLock(self._folder / f"{worker_id}.lock")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not lock.acquire():
                raise ValueError(f"worker {worker_id} is alive")
            self._write(worker_id, info)
        except OSError as fault:
            lock.release()
            raise HomeUnusable(f"{self._folder} cannot be written: {fault.strerror}.") from fault
        self.sweep()
        entry = self._folder / f"{worker_id}.json"
        return Registration(lock, lambda new: self._write(worker_id, new), lambda: entry.unlink(missing_ok=True))

    def _write(self, worker_id: str, info: Mapping[str, Any]) -> None:
        whole = self._folder / f"{worker_id}.json.tmp"
        whole.write_text(json.dumps({**info, "id": worker_id}), encoding="utf-8")
        whole.replace(self._folder / f"{worker_id}.json")

    def alive(self, worker: str) -> bool:
        known = _WORKER_ID.fullmatch(worker) is not None
        return known and held_by_someone(self._folder / f"{worker}.lock")

    def living(self) -> list[Mapping[str, Any]]:
        entries = (self._read(path) for path in sorted(self._folder.glob("*.json")) if self.alive(path.stem))
        return [entry for entry in entries if entry is not None]

    def _read(self, path: Path) -> Mapping[str, Any] | None:
        try:
            entry = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None  # it left, or is no entry
        return entry if isinstance(entry, dict) else None

    def sweep(self) -> None:
        """Removes what dead workers left."""
        for path in [*self._folder.glob("*.lock"), *self._folder.glob("*.json")]:
            self._sweep(path.stem)

    def _sweep(self, worker_id: str) -> None:
        if self.alive(worker_id):
            return
        lock = ProcessLock(self._folder / f"{worker_id}.lock")
        with contextlib.suppress(OSError):
            if lock.acquire():
                (self._folder / f"{worker_id}.json").unlink(missing_ok=True)
                lock.release(remove=True)
