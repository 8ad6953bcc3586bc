"""What was finished since the last backups, line by line beside them: a job list that is restored knows it again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import peewee

from server.domain.job import FINAL, Job, Status
from server.store.archive import told_of
from server.store.database import Database
from server.store.fields import UtcField, plain

_REASON = "known again after the job list was restored"


class Records:
    """One file since each backup: `done-<stamp>.jsonl`, where the stamp is that of the backup before it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, job: Job, clip: Mapping[str, Any]) -> None:
        """Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        line = json.dumps({"job": told_of(job), "clip": dict(clip)}, default=plain) + "\n"
        descriptor = os.open(self._newest(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line.encode("ascii"))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _newest(self) -> Path:
        backups = sorted(self._folder.glob("jobs-*.db"))
        stamp = backups[-1].stem.removeprefix("jobs-") if backups else "0"
        return self._folder / f"done-{stamp}.jsonl"

    def keep(self) -> None:
        """Removes what even the oldest backup holds."""
        backups = sorted(self._folder.glob("jobs-*.db"))
        oldest = backups[0].stem.removeprefix("jobs-") if backups else "0"
        for path in self._folder.glob("done-*.jsonl"):
            # One older stays: a job may have ended between the backup's beginning and its name.
            if path.stem.removeprefix("done-") < oldest and path != self._before(oldest):
                path.unlink(missing_ok=True)

    def _before(self, stamp: str) -> Path | None:
        older = [path for path in self._folder.glob("done-*.jsonl") if path.stem.removeprefix("done-") < stamp]
        return max(older, default=None)

    def replay(self, database: Database) -> int:
        """Writes what is not there into the database; how many jobs became known again."""
        number = 0
        with database.transaction():
            for record in self._all():
                number += _replay(record, database)
        return number

    def _all(self) -> Iterator[Mapping[str, Any]]:
        for path in sorted(self._folder.glob("done-*.jsonl")):
            with open(path, encoding="ascii", errors="replace") as lines:
                for line in lines:
                    with suppress(ValueError):  # the last line of a program that was killed
                        yield json.loads(line)


def _replay(record: Mapping[str, Any], database: Database) -> int:
    tables = database.tables
    job, clip = _columns(tables.job, record["job"]), _columns(tables.clip, record["clip"])
    known = tables.job.get_or_none(tables.job.id == job["id"])
    if known is not None and known.status in FINAL:
        return 0
    with suppress(peewee.IntegrityError), database.driver.atomic():
        tables.clip.insert(**clip).execute()
    if known is None:
        tables.job.insert(**job).execute()
    else:
        tables.job.update(**job).where(tables.job.id == job["id"]).execute()
    entry = {"job_id": job["id"], "at": job["completed_at"], "to_status": job["status"], "reason": _REASON}
    tables.timeline.insert(from_status=known.status if known else None, **entry).execute()
    return 1


def _columns(table: Any, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the table has a column for, as Python knows it."""
    fields = table._meta.fields
    told = {"content_hash": told["hash"], **told} if "hash" in told else told
    known = {name: value for name, value in told.items() if name in fields}
    times = {name for name in known if isinstance(fields[name], UtcField) and known[name] is not None}
    return {**known, **{name: datetime.fromisoformat(known[name]) for name in times}}


def worth_recording(job: Job) -> bool:
    return job.status is Status.COMPLETED and bool(job.clip_id)
