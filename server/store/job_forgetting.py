"""How jobs leave the list, and what is known of them afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from server.domain.job import FINAL, Job, Outline, Status, TimelineEntry
from server.domain.upkeep import CLEANUP, WATCHDOG
from server.errors import IllegalChange, UnknownId
from server.ports import Clock
from server.store.archive import Archive
from server.store.database import Database
from server.store.job_reads import JobReads
from server.store.removal import Removal
from server.store.rows import SELECTED

_A_TRANSACTION = 500  # so that nobody who submits waits long
_ENDED = (Status.COMPLETED.value, Status.CANCELLED.value)
_OWN = (CLEANUP, WATCHDOG)
_REMOVED_KEPT = timedelta(days=1)
# As the index has it, to the letter.
_UNSWEPT = "select id from job where status in ('failed', 'cancelled') and instr(intent, '\"temporar') > 0"


class JobForgetting(JobReads):
    """Reads of single jobs that go on into the archive, and the way there."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        self._archive = Archive(database)
        self._removal = Removal(database)

    def get(self, job_id: str) -> Job:
        try:
            return super().get(job_id)
        except UnknownId:
            made = self._archived(job_id)
            if made is None:
                raise
            return made

    def _archived(self, job_id: str) -> Job | None:
        with self._database.reading():
            return self._archive.get(job_id)

    def timeline(self, job_id: str) -> list[TimelineEntry]:
        return [] if self._archived(job_id) else super().timeline(job_id)

    def log(self, job_id: str) -> list[str]:
        return [] if self._archived(job_id) else super().log(job_id)

    def owners_of(self, outputs: Iterable[str]) -> Mapping[str, Job]:
        outputs = list(outputs)
        with self._database.reading():
            return {**self._archive.owners_of(outputs), **super().owners_of(outputs)}

    def of_clips(self, clip_ids: Iterable[str], kind: str | None) -> Mapping[str, list[Job]]:
        clip_ids = list(clip_ids)
        with self._database.reading():
            found = {clip: list(jobs) for clip, jobs in super().of_clips(clip_ids, kind).items()}
            for job in self._archive.of_clips(clip_ids, kind):
                found.setdefault(job.clip_id, []).append(job)  # older than what the list still holds
        return found

    def outlines_of_clips(self, clip_ids: Iterable[str], kind: str) -> Mapping[str, list[Outline]]:
        clip_ids = list(clip_ids)
        with self._database.reading():
            found = {clip: list(some) for clip, some in super().outlines_of_clips(clip_ids, kind).items()}
            for clip_id, outline in self._archive.outlines_of_clips(clip_ids, kind):
                found.setdefault(clip_id, []).append(outline)
        return found

    def made(self, clip_id: str | None = None) -> list[Job]:
        with self._database.reading():
            return self._archive.of(clip_id)

    def unswept(self, limit: int) -> list[Job]:
        with self._database.reading():
            rows = self._database.driver.execute_sql(f"{_UNSWEPT} order by random() limit {limit:d}").fetchall()
            return self._having("id", [job_id for (job_id,) in rows])

    def swept(self, job_id: str) -> None:
        job = self._job
        with self._database.transaction():
            ended = (job.id == job_id) & job.status.in_([status.value for status in FINAL])
            intent = job.select(job.intent).where(ended).scalar() or {}
            kept = {name: value for name, value in intent.items() if not name.startswith("temporar")}
            job.update(intent=kept or None).where(ended).execute()

    def first_at(self) -> datetime | None:
        job = self._job
        with self._database.reading():
            row = job.select(job.queued_at).order_by(job.id).first()
        return None if row is None else row.queued_at

    def acknowledge(self, job_id: str) -> Job:
        with self._database.transaction():
            status = self._row(job_id).status
            if status != Status.FAILED.value:
                raise IllegalChange(f"A job that is {status} has no failure to acknowledge.")
            self._job.update(acknowledged_at=self._clock.now()).where(self._job.id == job_id).execute()
            return self.get(job_id)

    def forget(self, before: datetime) -> int:
        number = 0
        for condition in (self._runs(), *self._ended(before)):
            while some := self._take(condition):
                number += some
        with self._database.transaction():
            self._removal.sweep(self._clock.now() - _REMOVED_KEPT)
        return number

    def _ended(self, before: datetime) -> list[Any]:
        job = self._job
        old = job.completed_at.is_null(False) & (job.completed_at < before)
        seen = (job.status == Status.FAILED.value) & job.acknowledged_at.is_null(False)
        return [old & job.status.in_(_ENDED), old & seen]

    def _runs(self) -> Any:
        """Of upkeep's own jobs the newest is enough."""
        job = self._job
        own = job.kind.in_(_OWN)
        kept = [newest for (newest,) in self._tuples(job.select(fn.MAX(job.id)).where(own).group_by(job.kind))]
        return own & job.status.in_(_ENDED) & job.id.not_in(kept)

    def _take(self, condition: Any) -> int:
        """Timeline and log go with the job."""
        with self._database.transaction():
            jobs = self._jobs(self._job.select(SELECTED).where(condition).limit(_A_TRANSACTION))
            self._leave(jobs)
        return len(jobs)

    def _leave(self, jobs: Sequence[Job]) -> None:
        self._archive.put(job for job in jobs if job.status is Status.COMPLETED and job.kind not in _OWN)
        if jobs:
            self._job.delete().where(self._job.id.in_([job.id for job in jobs])).execute()
