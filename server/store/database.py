"""Opens jobs.db: durable, one connection a thread, its tables up to date."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee

from server.errors import DiskFull, HomeUnusable, RushesError
from server.store.migrations import migrate
from server.store.models import Tables

_BUSY_SECONDS = 10
_FULL_BELOW_BYTES = 16 * 1024 * 1024
_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",  # WAL with NORMAL may lose acknowledged jobs when the power goes
    "foreign_keys": 1,
    "journal_size_limit": 64 * 1024 * 1024,
}


class Database:
    """A home's database. Connections open by themselves, one a thread; a thread that ends closes its own
    (`with database.session()`), the main thread calls `close`."""

    def __init__(self, driver: Any, folder: Path, reading: tuple[str, ...] = ()) -> None:
        self.driver = driver
        self.tables = Tables(driver)
        self._folder = folder
        self._reading = reading  # how the driver begins a transaction that only reads

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One writing transaction; nested, it joins the outer one. Raises DiskFull or HomeUnusable for faults."""
        with self._mapped(), self.driver.atomic():
            yield

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
        except (peewee.DatabaseError, peewee.InterfaceError) as fault:
            raise storage_fault(fault, self._folder) from fault

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


def open_database(path: Path) -> Database:
    """Opens or makes the database at `path` and brings its tables up to date. Raises HomeUnusable or DiskFull."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
    except OSError as fault:
        raise HomeUnusable(f"{path} cannot be written: {fault.strerror}.") from fault
    driver = peewee.SqliteDatabase(str(path), pragmas=_PRAGMAS, timeout=_BUSY_SECONDS, lock_type="IMMEDIATE")
    database = Database(driver, path.parent, reading=("DEFERRED",))
    try:
        with database.transaction():
            migrate(driver)
    except RushesError:
        database.close()
        raise
    return database


def storage_fault(fault: Exception, folder: Path) -> RushesError:
    """Our error for a driver's. SQLite calls a full disk an I/O error, so the free space decides, not the text."""
    if shutil.disk_usage(folder).free < _FULL_BELOW_BYTES:
        return DiskFull(f"The disk of {folder} is full: a database could not be written.")
    return HomeUnusable(
        f"A database in {folder} cannot be used: {fault}.",
        "`rushes doctor` checks the file; one made by `rushes backup` can take its place.",
    )
