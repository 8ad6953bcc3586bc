"""Huey's storage in queue.db: in order, each ring once, woken by datagram, and made anew whenever it is gone."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from huey.storage import SqliteStorage

from server.queue.wakeup import WakeUp
from server.system.locks import ProcessLock

_POLL_SECONDS = 1.0
_LOST_SECONDS = 5.0  # how late a ring is heard whose datagram was lost
_UNOPENED = "unable to open database file"  # no rights, or no file at all
_LOG = logging.getLogger(__name__)


class RingStorage(SqliteStorage):  # type: ignore[misc]
    """Losing queue.db loses nothing but time: the ledger is the truth. So commits are not synced to the disk, and a
    file that was deleted, replaced or broken under a running program is replaced by a new one.

    No WAL: its index is a file mapped into memory and found by name, and when queue.db is deleted and made again that
    file is cut under those who still map it. They end by SIGBUS.
    """

    blocking = True
    ddl: list[str]
    _conn: Any

    def __init__(self, name: str, filename: str, wakeup: WakeUp | None = None, **options: Any) -> None:
        self._wakeup = wakeup
        self._identity: tuple[int, int] | None = None
        self._stopped = threading.Event()
        super().__init__(name, filename=filename, strict_fifo=True, journal_mode="persist", **options)
        # One message a job and lane: recovery may ring as often as it likes without a heap of messages.
        self.ddl = [*self.ddl, "create unique index if not exists task_once on task (queue, data)"]

    def initialize_schema(self) -> None:
        """Put off to the first use: making a storage touches no file."""

    def _create_connection(self) -> Any:
        Path(self.filename).touch(mode=0o600, exist_ok=True)
        self._identity = self._look()  # before connecting: a file replaced in between is then noticed
        connection = super()._create_connection()
        try:
            connection.execute("pragma synchronous=off")
            for sql in self.ddl:
                connection.execute(sql)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _look(self) -> tuple[int, int] | None:
        try:
            seen = Path(self.filename).stat()
        except FileNotFoundError:
            return None
        return seen.st_dev, seen.st_ino

    def enqueue(self, data: bytes, priority: float | None = None) -> None:
        sql = "insert or ignore into task (queue, data, priority) values (?, ?, ?)"
        self._heal()
        try:
            self.sql(sql, (self.name, self.to_blob(data), priority or 0), commit=True)
        except sqlite3.DatabaseError as fault:
            self._rebuild(fault)
            self.sql(sql, (self.name, self.to_blob(data), priority or 0), commit=True)

    def dequeue(self) -> bytes | None:
        """Waits a while for a ring; None if there was none."""
        seen = 0 if self._wakeup is None else self._wakeup.calls(self.name)
        data = self._pop()
        if data is None and not self._stopped.is_set():
            self._rest(seen)
            data = None if self._stopped.is_set() else self._pop()
        return data

    def _rest(self, seen: int) -> None:
        if self._wakeup is None:
            self._stopped.wait(_POLL_SECONDS)
        else:
            self._wakeup.wait(self.name, seen, _LOST_SECONDS)

    def _pop(self) -> bytes | None:
        try:
            self._heal()
            data: bytes | None = super().dequeue()
        except sqlite3.DatabaseError as fault:
            self._rebuild(fault)
            return None
        return data

    def _heal(self) -> None:
        """A deleted file would go on working for this connection alone, and be heard by nobody else."""
        if self._conn is not None and self._look() != self._identity:
            _LOG.info("%s was replaced: opened anew", self.filename)
            self.close()

    def _rebuild(self, fault: sqlite3.DatabaseError) -> None:
        """After any fault but a busy file: connect anew, and if the file is broken make a new one."""
        if "locked" in str(fault) or "busy" in str(fault):
            _LOG.info("%s is busy: %s", self.filename, fault)
            return
        _LOG.info("%s is made anew: %s", self.filename, fault)
        self.close()
        if not isinstance(fault, sqlite3.OperationalError) or _UNOPENED in str(fault):
            self._discard()

    def _discard(self) -> None:
        """Under a lock, and only what is broken: another program may have made it anew and put a ring in it."""
        lock = ProcessLock(Path(f"{self.filename}.lock"))
        if not lock.acquire():
            return
        if not _is_sound(self.filename):
            for ending in ("", "-journal"):
                _clear(Path(f"{self.filename}{ending}"))
        lock.release()

    # Huey asks these for every message; revoking, scheduling and results are the ledger's, so there is nothing to ask.

    def peek_many(self, keys: Sequence[str]) -> dict[str, bytes]:  # noqa: ARG002
        return {}

    def delete_data(self, key: str) -> bool:  # noqa: ARG002
        return False

    def read_schedule(self, ts: Any) -> list[bytes]:  # noqa: ARG002
        return []

    def close(self) -> bool:
        """Closes the connection; the next use opens another."""
        with self.lock:
            if self._conn is None:
                return False
            self._conn.close()
            self._conn = None
        return True

    def stop(self) -> None:
        """Lets those who wait in `dequeue` go, and nobody wait any more."""
        self._stopped.set()
        if self._wakeup is not None:
            self._wakeup.call(self.name)


def _clear(path: Path) -> None:
    """A folder of that name holds what we do not know: it is moved aside."""
    if path.is_dir():
        path.rename(f"{path}.{time.time_ns()}.aside")
    else:
        path.unlink(missing_ok=True)


def _is_sound(filename: str) -> bool:
    try:
        with closing(sqlite3.connect(filename, timeout=_POLL_SECONDS)) as connection:
            return bool(connection.execute("pragma integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.OperationalError as fault:
        return _UNOPENED not in str(fault)  # busy: somebody can use it
    except sqlite3.DatabaseError:
        return False
