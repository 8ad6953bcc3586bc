"""How the server is: `ok`, or `degraded` with the reasons as codes. Looked at in the background, told at once."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from server.errors import RushesError
from server.store.database import mark_damaged
from server.store.rescue import damage_of, last_restored

if TYPE_CHECKING:
    from server.bootstrap import App

# What each code means, for people; the README lists them.
REASONS: Mapping[str, str] = {
    "worker_down": "no worker does the jobs; logs/worker.log in the home says why",
    "ffmpeg_missing": "no FFmpeg that can be used was found; jobs wait until there is one",
    "disk_low": "less than 1 GiB is free where the home is",
    "sync_failed": "a disk could not confirm that it had written a proxy",
    "database_damaged": "the job list is damaged and is about to be restored",
    "database_restored": "the job list was restored within the last seven days",
    "database_busy": "the job list has not answered for a while",
    "watch_degraded": "a watched folder is not there, or has more folders than the system tells about",
}
LOW_BYTES = 1024**3
_TOLD_DAYS = 7
_STALE_SECONDS = 20.0
_LOG = logging.getLogger(__name__)


class Health:
    """`look` runs the checks (each says whether something is wrong); `reasons` tells what they last found, and takes no
    time. What cannot be looked at again, such as a failed sync, is noted and stays."""

    def __init__(self, checks: Mapping[str, Callable[[], bool]], now: Callable[[], float] = time.monotonic) -> None:
        self._checks = checks
        self._now = now
        self._found: frozenset[str] = frozenset()
        self._noted: set[str] = set()
        self._began: float | None = None
        self._lock = threading.Lock()

    def look(self) -> None:
        """Raises what a check raises, but for faults of this home: those are found wrong."""
        self._began = self._now()
        found = frozenset(code for code, is_wrong in self._checks.items() if self._is_wrong(is_wrong))
        for code in sorted(found - self._found):
            _LOG.warning("degraded: %s", REASONS[code], extra={"reason": code})
        for code in sorted(self._found - found):
            _LOG.info("no longer degraded: %s", REASONS[code], extra={"reason": code})
        self._found, self._began = found, None

    def _is_wrong(self, check: Callable[[], bool]) -> bool:
        try:
            return check()
        except (OSError, RushesError):
            return True

    def note(self, code: str) -> None:
        with self._lock:
            self._noted |= {code} & REASONS.keys()

    def reasons(self) -> list[str]:
        began = self._began
        stale = began is not None and self._now() - began > _STALE_SECONDS
        return sorted(self._found | self._noted | ({"database_busy"} if stale else set()))


def checks_of(app: App, worker_fault: Callable[[], object], *, worker: bool) -> dict[str, Callable[[], bool]]:
    """`worker`: whether this server is to have one."""
    jobs = app.home / "jobs.db"
    swapped = Swapped(jobs)
    return {
        "ffmpeg_missing": lambda: not app.finder.is_there(),
        "disk_low": lambda: shutil.disk_usage(app.home).free < LOW_BYTES,
        "worker_down": lambda: worker and bool(worker_fault()),
        "database_damaged": lambda: swapped.found() or damage_of(jobs) is not None,
        "database_restored": lambda: _was_restored(app.home),
        "watch_degraded": lambda: bool(app.watches.degraded()),
    }


class Swapped:
    """Whether somebody deleted or replaced a database that is open, or the index of its log: those who have it open go
    on with the old file, others take the new one, and the two would break it between them. It is then read whole."""

    def __init__(self, jobs: Path) -> None:
        self._jobs = jobs
        self._seen: dict[Path, int] | None = None

    def found(self) -> bool:
        """To be asked while the database is open. Of the first look nothing can be said."""
        files = (self._jobs, Path(f"{self._jobs}-shm"))
        if self._seen is None:
            self._seen = {file: file.stat().st_ino for file in files if file.exists()}
        same = all(file.exists() and file.stat().st_ino == number for file, number in self._seen.items())
        if not same:
            mark_damaged(self._jobs, "deleted or replaced while it was open")
        return not same


def _was_restored(home: Path) -> bool:
    restored = last_restored(home)
    return restored is not None and datetime.now(UTC) - datetime.fromisoformat(restored.at) < timedelta(days=_TOLD_DAYS)
