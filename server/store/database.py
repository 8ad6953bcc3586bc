"""Opens jobs.db: durable, one connection a thread, its tables up to date."""

from __future__ import annotations

import logging
import shutil
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import peewee

from server.errors import DatabaseDamaged, DiskFull, HomeUnusable, RushesError
from server.store.migrations import is_laid, migrate, missing
from server.store.models import Tables
from server.store.sqlite import journal_mode, sqlite_module
from server.system.locks import SharedLock
from server.system.mounts import network_kind

DAMAGE_MARK = "jobs.db.damaged"
USERS_LOCK = "jobs.db.users"
_BUSY_SECONDS = 60  # a backup program or a virus scanner may sit on the file for half a minute
_LOOK_MS = 15  # SQLite looks after 1, 3, 8 and 15 ms
_FULL_BELOW_BYTES = 16 * 1024 * 1024
_LOG = logging.getLogger(__name__)
_PRAGMAS = {
    "synchronous": "full",  # WAL with NORMAL may lose acknowledged jobs when the power goes
    "foreign_keys": 1,
    "journal_size_limit": 64 * 1024 * 1024,
}


class Database:
    """A home's database. Connections open by themselves, one a thread; a thread that ends closes its own
    (`with database.session()`), the main thread calls `close`, and who is done with the file `leave`."""

    def __init__(
        self, driver: Any, folder: Path, reading: tuple[str, ...] = (), users: SharedLock | None = None
    ) -> None:
        self.driver = driver
        self.tables = Tables(driver)
        self._folder = folder
        self._reading = reading  # how the driver begins a transaction that only reads
        self.written: Callable[[], object] = _nothing  # told of each commit of ours, in the thread that made it
        self._release = weakref.finalize(self, users.release) if users else _nothing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One writing transaction; nested, it joins the outer one. Raises DiskFull or HomeUnusable for faults."""
        with self._mapped(), ExitStack() as stack:
            self._begin(stack)
            yield
        if not self.driver.in_transaction():
            self.written()

    def _begin(self, stack: ExitStack) -> None:
        """SQLite itself looks only every 100 ms once it has waited a while, and never gets in between two writes of
        somebody who changes very many jobs: so it is asked anew, every few milliseconds."""
        driver: Any = self.driver
        if not isinstance(driver, peewee.SqliteDatabase) or driver.in_transaction():
            stack.enter_context(self.driver.atomic())
            return
        connection, deadline = self.driver.connection(), time.monotonic() + _BUSY_SECONDS
        connection.execute(f"pragma busy_timeout = {_LOOK_MS}")
        try:
            while True:
                try:
                    stack.enter_context(self.driver.atomic())
                    return
                except peewee.OperationalError as fault:
                    if "locked" not in str(fault) or time.monotonic() > deadline:
                        raise
        finally:
            connection.execute(f"pragma busy_timeout = {1000 * _BUSY_SECONDS}")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One consistent view, which neither waits for writers nor holds them up. Raises as `transaction` does."""
        with self._mapped(), self.driver.atomic(*self._reading):
            yield

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except peewee.IntegrityError:
            raise
        except (peewee.DatabaseError, peewee.InterfaceError, sqlite_module().DatabaseError) as fault:
            # peewee passes on the last of these as they are, when it reads row by row.
            error = storage_fault(fault, self._folder)
            if isinstance(error, DatabaseDamaged):
                mark_damaged(Path(self.driver.database), error.message)
            raise error from fault

    def version(self) -> int:
        """Differs from the last value this thread was given whenever another connection, of any program, has committed
        since: 0.1 ms on SQLite (`pragma data_version`)."""
        with self._mapped():
            return int(self.driver.execute_sql("pragma data_version").fetchone()[0])

    def copy_to(self, file: Path) -> None:
        """A copy of this moment in a new file, which nobody has to wait for. Raises as `transaction` does."""
        with self._mapped():
            self.driver.execute_sql("vacuum into ?", (str(file),))

    def checkpoint(self) -> None:
        """Brings the log into the file and empties it, as far as readers allow."""
        with self._mapped():
            self.driver.execute_sql("pragma wal_checkpoint(truncate)")

    def vacuum(self) -> None:
        """Writes the file anew without its gaps; it takes as much space again meanwhile."""
        with self._mapped():
            self.driver.execute_sql("vacuum")

    @contextmanager
    def session(self) -> Iterator[None]:
        """For the life of a thread."""
        try:
            yield
        finally:
            self.close()

    def close(self) -> None:
        """Closes this thread's connection."""
        if not self.driver.is_closed():
            self.driver.close()

    def leave(self) -> None:
        """Closes, and says that this process does not use the file any more."""
        self.close()
        self._release()


def open_database(path: Path, remote: Callable[[str], str | None] = network_kind) -> Database:
    """Opens or makes the database at `path` and brings its tables up to date, with a backup first.

    `remote` names the network file system a folder is on. Raises DatabaseDamaged, HomeUnusable, DiskFull.
    """
    _check_place(path.parent, remote)
    users = _join_users(path)
    driver = peewee.SqliteDatabase(
        str(path), pragmas={"journal_mode": _mode(), **_PRAGMAS}, timeout=_BUSY_SECONDS, lock_type="IMMEDIATE"
    )
    database = Database(driver, path.parent, ("DEFERRED",), users)
    try:
        _update(database, path)
    except RushesError:
        database.leave()
        raise
    return database


def _check_place(folder: Path, remote: Callable[[str], str | None]) -> None:
    kind = remote(str(folder))
    if kind is not None:
        raise HomeUnusable(
            f"The home folder {folder} is on a network file system ({kind}), where the job list would break.",
            "Put the home on a disk of this machine: `--home DIR` or RUSHES_HOME. Footage may stay on the network.",
        )


def _join_users(path: Path) -> SharedLock:
    users = SharedLock(path.with_name(USERS_LOCK))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        free = users.acquire(_BUSY_SECONDS)
    except OSError as fault:
        raise HomeUnusable(f"{path} cannot be written: {fault.strerror}.") from fault
    if not free:
        raise HomeUnusable(f"{path} is being restored by another program.", "Try again in a moment.")
    return users


def _mode() -> str:
    return journal_mode(sqlite_module().sqlite_version_info)


def _update(database: Database, path: Path) -> None:
    with database._mapped():
        mode = database.driver.execute_sql("pragma journal_mode").fetchone()[0]
        if mode != _mode():  # another program, with another SQLite, has it open
            raise HomeUnusable(
                f"{path} is used by a program with another SQLite, and the two do not go together.",
                "End that program; `rushes doctor` says which SQLite this one has.",
            )
        laid = is_laid(database.driver)
        old = laid and bool(missing(database.driver))
    if old:
        _back_up_before(database, path)
    with database.transaction():
        migrate(database.driver)


def _back_up_before(database: Database, path: Path) -> None:
    from server.store.backup import BackupFolder  # it is made of what is here

    BackupFolder(path.parent / "backups").add(database, datetime.now(UTC))


def mark_damaged(path: Path, why: str) -> None:
    """The next program to open the file, when no other uses it, restores it."""
    _LOG.error("%s: %s", path, why)
    with suppress(OSError):
        path.with_name(DAMAGE_MARK).write_text(f"{why}\n", encoding="utf-8")


def storage_fault(fault: Exception, folder: Path) -> RushesError:
    """Our error for a driver's. SQLite often calls a full disk an I/O error, so the free space decides as well."""
    said = str(fault)
    if "malformed" in said or "not a database" in said:
        return DatabaseDamaged(f"A database in {folder} is damaged: {fault}.")
    if _driver_code(fault) == "SQLITE_FULL" or shutil.disk_usage(folder).free < _FULL_BELOW_BYTES:
        hint = "Free some space there, or move the home to another disk: `--home DIR` or RUSHES_HOME. Nothing is lost."
        return DiskFull(f"The disk of {folder} is full: a database could not be written.", hint)
    if "locked" in said:
        hint = "End the program that sits on it (a backup, a virus scanner, a database browser) and try again."
        return HomeUnusable(f"A database in {folder} was locked by another program for over a minute.", hint)
    return HomeUnusable(
        f"A database in {folder} cannot be used: {fault}.",
        "`rushes doctor` checks the file; one made by `rushes backup` can take its place.",
    )


def _nothing() -> None:
    """Nobody has to be told."""


def _driver_code(fault: Exception) -> str | None:
    """SQLite's own name for what went wrong; peewee's exception replaces the driver's, which has it."""
    return getattr(fault.__context__, "sqlite_errorname", None)
