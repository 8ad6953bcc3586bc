"""A damaged jobs.db is kept aside; the last good backup takes its place, with what can still be read of the rest."""

from __future__ import annotations

import json
import logging
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import peewee

from server.domain.job import Status
from server.errors import DatabaseDamaged, DiskFull, HomeUnusable
from server.store.backup import BackupFolder, database_fault
from server.store.database import (
    DAMAGE_MARK,
    USERS_LOCK,
    Database,
    mark_damaged,
    open_database,
    storage_fault,
)
from server.store.records import Records
from server.store.sqlite import sqlite_module
from server.system.files import sync_file, sync_folder
from server.system.locks import ProcessLock

RESTORED_FILE = "restored.json"
CATALOGUE_FILE = "catalog.db"
_READ_AT_ONCE_BYTES = 200 * 1024 * 1024  # a third of a second; a million jobs are 1.4 GB, and take 5 s and more
_OTHERS_SECONDS = 3.0  # a command that is at work may end by itself
_PARTS = ("", "-wal", "-shm", "-journal")
# What can be read of these beyond the backup is taken over; their ids grow with time. Parents first.
_SALVAGED = ("clip", "job", "timeline")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Restored:
    """What was done, and why. `backup` None: there was none, and the job list began anew."""

    at: str
    why: str
    kept: str
    backup: str | None
    salvaged: int = 0

    def sentence(self) -> str:
        since = f"the backup {Path(self.backup).name} took its place" if self.backup else "it began anew"
        more = f", with {self.salvaged} newer jobs that could still be read" if self.salvaged else ""
        return f"The job list was {self.why}. {since[0].upper()}{since[1:]}{more}; the old file is kept in {self.kept}."


def open_or_restore(path: Path) -> tuple[Database, Restored | None]:
    """Opens the database at `path`; a damaged one is restored first.

    Raises DatabaseDamaged while other programs have it open, HomeUnusable, DiskFull."""
    why = damage_of(path)
    if why is None:
        try:
            return open_database(path), None
        except DatabaseDamaged as damage:
            _LOG.warning("%s", damage.message)
            why = "damaged"
    restored = restore(path, why)
    return open_database(path), restored


def damage_of(path: Path) -> str | None:
    """What can be seen without reading the file, or was seen by a program that read it."""
    if path.with_name(DAMAGE_MARK).exists():
        return "damaged"
    size = path.stat().st_size if path.exists() else 0
    if size or not _was_used(path):
        return None
    return "empty" if path.exists() else "gone"


def _was_used(path: Path) -> bool:
    """A program that was killed while it made the file leaves it empty, too."""
    wal = Path(f"{path}-wal")
    return bool(BackupFolder(path.parent / "backups").all()) or (wal.exists() and wal.stat().st_size > 0)


def check_after_crash(path: Path, most_bytes: int = _READ_AT_ONCE_BYTES) -> Callable[[], None] | None:
    """Reads the whole file once where its last users did not close it: what they left says so.

    One so large that nobody should wait for it is to be read while it is used, by what is given back."""
    left = any(file.exists() and file.stat().st_size for file in (Path(f"{path}-wal"), Path(f"{path}-journal")))
    if left and path.exists() and path.stat().st_size > most_bytes:
        return partial(_check_whole, path)
    if left:
        _check_whole(path)
    return None


def _check_whole(path: Path) -> None:
    """Marks the file where it is damaged; whoever has it open then makes way for its restoring."""
    with suppress(HomeUnusable, DiskFull):  # not to be read at the moment: opening it will say so
        if (fault := database_fault(path)) is not None:
            mark_damaged(path, fault)


def restore(path: Path, why: str) -> Restored | None:
    """None if the file turns out to be sound, or another program was faster. Raises as `open_or_restore` does."""
    lock = ProcessLock(path.with_name(USERS_LOCK))
    try:
        deadline = time.monotonic() + _OTHERS_SECONDS
        while not (free := lock.acquire()) and time.monotonic() < deadline:
            time.sleep(0.05)
        if not free:
            raise DatabaseDamaged(f"The job list {path} is {why}, and other programs of Rushes have it open.")
        return _restore(path, why)
    except OSError as fault:
        raise storage_fault(fault, path.parent) from fault
    finally:
        lock.release()


def _restore(path: Path, why: str) -> Restored | None:
    mark = path.with_name(DAMAGE_MARK)
    lost = not path.exists() or path.stat().st_size == 0
    if not lost and database_fault(path, "integrity_check") is None:
        mark.unlink(missing_ok=True)
        return None
    now = datetime.now(UTC)
    aside = path.parent / "damaged" / now.strftime("%Y%m%dT%H%M%S%fZ")
    aside.mkdir(mode=0o700, parents=True)
    backup = BackupFolder(path.parent / "backups").newest_sound()
    whole = aside / "restored.db"
    try:
        salvaged = _build(whole, backup, None if lost else path)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)  # nothing has been moved yet
        raise
    restored = Restored(now.isoformat(), why, str(aside), str(backup) if backup else None, salvaged)
    for ending in _PARTS:
        with suppress(FileNotFoundError):
            Path(f"{path}{ending}").rename(aside / f"{path.name}{ending}")
    whole.rename(path)
    path.with_name(CATALOGUE_FILE).unlink(missing_ok=True)  # it was told of another job list, and is made anew
    _note(path, restored)
    sync_folder(str(path.parent))
    mark.unlink(missing_ok=True)
    _LOG.error("%s", restored.sentence())
    return restored


def _build(whole: Path, backup: Path | None, damaged: Path | None) -> int:
    """Makes the database that takes the damaged one's place, apart from it; how many jobs the backup had not."""
    if backup is not None:
        if shutil.disk_usage(whole.parent).free < 2 * backup.stat().st_size:
            raise DiskFull(f"The disk of {whole.parent} has no room to restore the job list from {backup}.")
        shutil.copyfile(backup, whole)
    database = open_database(whole)
    try:
        before = database.tables.job.select().count()
        if damaged is not None:
            _salvage(damaged, database)
        Records(whole.parent.parent.parent / "backups").replay(database)
        return int(database.tables.job.select().count()) - int(before)
    finally:
        database.leave()
        sync_file(str(whole))


def _note(path: Path, restored: Restored) -> None:
    path.with_name(RESTORED_FILE).write_text(json.dumps(asdict(restored)) + "\n", encoding="utf-8")


def last_restored(home: Path) -> Restored | None:
    """What was restored here last, until somebody removes the note."""
    try:
        return Restored(**json.loads((home / RESTORED_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _salvage(damaged: Path, into: Database) -> None:
    """Takes over the rows newer than the backup, as far as they can be read."""
    sqlite = sqlite_module()
    with suppress(sqlite.Error), closing(sqlite.connect(f"{damaged.resolve().as_uri()}?mode=ro", uri=True)) as source:
        for table in _SALVAGED:
            newest = into.driver.execute_sql(f"select max(id) from {table}").fetchone()[0]
            with into.transaction():
                for row in _readable(source, table, newest or 0, sqlite.Error):
                    _take_over(into.driver, table, row)


def _take_over(driver: Any, table: str, row: Mapping[str, Any]) -> None:
    if table == "job" and not _is_whole(row):
        return
    sql = f"insert or ignore into {table} ({', '.join(row)}) values ({', '.join('?' * len(row))})"
    with suppress(peewee.DatabaseError), driver.atomic():  # a row of a job that could not be read
        driver.execute_sql(sql, tuple(row.values()))


def _is_whole(row: Mapping[str, Any]) -> bool:
    """Whether no flipped bit makes the row one that nobody could read later."""
    try:
        Status(row["status"])
        return all(isinstance(json.loads(row[name]), dict) for name in ("request", "counts"))
    except (ValueError, TypeError, KeyError):
        return False


def _readable(source: Any, table: str, newest: Any, broken: type[Exception]) -> Iterator[dict[str, Any]]:
    """From either end to the first page that cannot be read."""
    for order in ("asc", "desc"):
        with suppress(broken):
            cursor = source.execute(f"select * from {table} where id > ? order by id {order}", (newest,))
            names = [column[0] for column in cursor.description]
            while (row := cursor.fetchone()) is not None:
                yield dict(zip(names, row, strict=True))
            return
