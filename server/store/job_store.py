"""The job table: `JobLedger` on peewee."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from peewee import Case, IntegrityError, chunked, fn

from server.domain.job import Claim, Event, Job, NewJob, Status
from server.errors import IllegalChange, LostClaim, RushesError, UnknownId
from server.ports import Clock
from server.store.bulk import among, insert_rows
from server.store.database import Database
from server.store.ids import mint_ids
from server.store.job_forgetting import JobForgetting
from server.store.job_reads import KEYS_A_STATEMENT
from server.store.rows import RETURNED, SELECTED, columns_of, job_from, new_job, search_text, storable
from server.store.rules import (
    CHANGEABLE,
    LOG_LINES,
    NOTABLE,
    changed_columns,
    check_fields,
    check_pausable,
    check_placed,
    check_removable,
    claimed_columns,
    target_status,
)
from server.store.turns import Turns

_Sought = list[Any]  # [source, search_text] as they are stored


class JobStore(JobForgetting):
    """Every method is one transaction and may be called from any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        self._turns = Turns(database)

    def submit(self, wishes: Sequence[NewJob]) -> list[Job]:
        try:
            return self._submit(wishes)
        except IntegrityError:
            # On PostgreSQL another program may win the race for an idempotency key; then its job is ours too.
            return self._submit(wishes)

    def _submit(self, wishes: Sequence[NewJob]) -> list[Job]:
        with self._database.transaction():
            known = self._known_keys({wish.idempotency_key for wish in wishes if wish.idempotency_key})
            now = self._clock.now()
            ids = mint_ids(len(wishes), int(now.timestamp() * 1000), self._newest_id())
            jobs: list[Job] = []
            rows: list[dict[str, Any]] = []
            for wish, job_id in zip(wishes, ids, strict=True):
                job = known.get(wish.idempotency_key or "")
                if job is None:
                    job = new_job(wish, job_id, now)
                    rows.append({**columns_of(job), "idempotency_key": wish.idempotency_key})
                    if wish.idempotency_key:
                        known[wish.idempotency_key] = job
                jobs.append(job)
            self._insert(rows)
        return jobs

    def _insert(self, rows: list[dict[str, Any]]) -> None:
        driver = self._database.driver
        insert_rows(driver, self._job, rows)
        entries = [
            {"job_id": row["id"], "at": row["queued_at"], "from_status": None, "to_status": row["status"]}
            for row in rows
        ]
        insert_rows(driver, self._timeline, entries)

    def _known_keys(self, keys: set[str]) -> dict[str, Job]:
        known = {}
        for some in chunked(sorted(keys), KEYS_A_STATEMENT):
            asked = self._job.select(self._job.idempotency_key, SELECTED)
            for key, *row in self._tuples(asked.where(among(self._job.idempotency_key, some))):
                known[key] = job_from(tuple(row))
        return known

    def _newest_id(self) -> str | None:
        newest: str | None = self._job.select(fn.MAX(self._job.id)).scalar()
        return newest

    def claim(self, queue: str, worker: str) -> Claim | None:
        with self._database.transaction():
            while not self._is_paused(queue) and (best := self._best_claimable(queue)) is not None:
                token = secrets.token_hex(16)
                now = self._clock.now()
                columns = {**claimed_columns(now, worker, token), "attempt": self._job.attempt + 1}
                job = self._update(best, storable(columns))
                if job is not None:  # else another worker was faster (PostgreSQL only): look again
                    self._enter([job.id], Status(best.status), Status.RUNNING, None)
                    return Claim(job, token)
        return None

    def _update(self, seen: Any, columns: Mapping[str, Any]) -> Job | None:
        """Compare-and-set on what was seen: the new row, or None if the job has changed meanwhile."""
        same = (self._job.id == seen.id) & (self._job.status == seen.status) & (self._job.attempt == seen.attempt)
        return next(iter(self._jobs(self._job.update(**columns).where(same).returning(RETURNED))), None)

    def _enter(self, ids: Sequence[str], origin: Status, to: Status, reason: str | None) -> None:
        same = {"at": self._clock.now(), "from_status": origin.value, "to_status": to.value, "reason": reason}
        insert_rows(self._database.driver, self._timeline, [{"job_id": job_id, **same} for job_id in ids])

    def change(
        self,
        job_id: str,
        event: Event,
        *,
        token: str | None = None,
        attempt: int | None = None,
        reason: str | None = None,
        **fields: Any,
    ) -> Job:
        check_fields(fields, CHANGEABLE)
        with self._database.transaction():
            while True:
                seen = self._row(job_id)
                _check_fence(seen, token, attempt)
                to = target_status(Status(seen.status), event)
                columns = {**changed_columns(event, to, self._clock.now(), reason), **fields}
                job = self._update(seen, self._with_search(seen, storable(columns)))
                if job is not None:
                    self._enter([job_id], Status(seen.status), to, reason)
                    return job

    def _with_search(self, seen: Any, columns: dict[str, Any]) -> dict[str, Any]:
        if "error" in columns:
            columns["search_text"] = search_text(seen.source, columns["error"])
        return columns

    def note(self, job_id: str, token: str, **fields: Any) -> None:
        check_fields(fields, NOTABLE)
        with self._database.transaction():
            _check_fence(self._row(job_id), token, None)
            mine = (self._job.id == job_id) & (self._job.token == token)
            if fields and not self._job.update(**fields).where(mine).execute():
                raise LostClaim(f"Job {job_id} belongs to another attempt now.")

    def change_many(
        self, ids: Sequence[str], event: Event, reason: str | None = None
    ) -> Mapping[str, RushesError | None]:
        with self._database.transaction():
            outcome, standing = self._standing(ids, lambda status: target_status(status, event))
            for status, those in standing.items():
                to = target_status(status, event)
                columns = storable(changed_columns(event, to, self._clock.now(), reason))
                if "error" in columns and (stale := _stale_texts(those)):
                    columns["search_text"] = Case(self._job.id, stale, self._job.search_text)
                self._job.update(**columns).where(self._job.id.in_(list(those))).execute()
                self._enter(list(those), status, to, reason)
        return outcome

    def pause_many(self, ids: Sequence[str], paused: bool) -> Mapping[str, RushesError | None]:
        return self._write_many(ids, check_pausable, {"paused": paused})

    def place_many(
        self, ids: Sequence[str], priority: int | None, rank: float | None
    ) -> Mapping[str, RushesError | None]:
        place = {"priority": priority, "rank": rank}
        return self._write_many(ids, check_placed, {k: v for k, v in place.items() if v is not None})

    def move_many(self, ids: Sequence[str], anchor: str, behind: bool) -> Mapping[str, RushesError | None]:
        with self._database.transaction():
            check_placed(Status(self._row(anchor).status))
            outcome, standing = self._standing(ids, check_placed)
            self._turns.move([job_id for some in standing.values() for job_id in some], anchor, behind)
        return outcome

    def remove_many(self, ids: Sequence[str]) -> Mapping[str, RushesError | None]:
        with self._database.transaction():
            outcome, standing = self._standing(ids, check_removable)
            jobs = self.get_many(job_id for some in standing.values() for job_id in some)
            self._removal.keep(jobs, self._clock.now())
            self._leave(jobs)
        return outcome

    def restore_many(self, ids: Sequence[str]) -> Mapping[str, RushesError | None]:
        with self._database.transaction():
            back = self._removal.bring_back(ids)
        lost = UnknownId("That job was not taken out of the list within the last day.")
        return {job_id: None if job_id in back else lost for job_id in ids}

    def _write_many(
        self, ids: Sequence[str], check: Callable[[Status], object], columns: Mapping[str, Any]
    ) -> Mapping[str, RushesError | None]:
        with self._database.transaction():
            outcome, standing = self._standing(ids, check)
            those = [job_id for some in standing.values() for job_id in some]
            if columns and those:
                self._job.update(**columns).where(self._job.id.in_(those)).execute()
        return outcome

    def _standing(
        self, ids: Sequence[str], check: Callable[[Status], object]
    ) -> tuple[dict[str, RushesError | None], dict[Status, dict[str, _Sought]]]:
        """What speaks against each id, and the others by status. `check` raises what speaks against a job."""
        job = self._job
        rows = job.select(job.id, job.status, job.source, job.search_text).where(job.id.in_(list(ids)))
        known = {job_id: (Status(status), sought) for job_id, status, *sought in self._tuples(rows)}
        outcome: dict[str, RushesError | None] = {}
        standing: dict[Status, dict[str, _Sought]] = {}
        for job_id in ids:
            try:
                status, sought = known[job_id]
                check(status)
            except KeyError:
                outcome[job_id] = UnknownId(f"There is no job {job_id}.")
            except IllegalChange as refusal:
                outcome[job_id] = refusal
            else:
                outcome[job_id] = None
                standing.setdefault(status, {})[job_id] = sought
        return outcome, standing

    def pause_lane(self, queue: str, paused: bool) -> None:
        self._write_lane(queue, paused=paused)

    def set_concurrency(self, queue: str, concurrency: int) -> None:
        self._write_lane(queue, concurrency=concurrency)

    def set_hours(self, queue: str, hours: str) -> None:
        self._write_lane(queue, hours=hours)

    def _write_lane(self, queue: str, **columns: Any) -> None:
        with self._database.transaction():
            self._lane.insert(**{"lane": queue, "paused": False, **columns}).on_conflict(
                conflict_target=[self._lane.lane], update=columns
            ).execute()

    def append_log(self, job_id: str, lines: Iterable[str]) -> None:
        kept = list(lines)[-LOG_LINES:]
        log = self._log
        with self._database.transaction():
            self._row(job_id)
            if kept:
                insert_rows(self._database.driver, log, [{"job_id": job_id, "line": line} for line in kept])
            mine = log.select(log.id).where(log.job_id == job_id).order_by(log.id.desc())
            last_out = mine.offset(LOG_LINES).limit(1).scalar()
            if last_out is not None:
                log.delete().where((log.job_id == job_id) & (log.id <= last_out)).execute()


def _stale_texts(jobs: Mapping[str, _Sought]) -> list[tuple[str, str]]:
    """What search has to look at in those jobs that tell of an error no more."""
    right = {job_id: search_text(os.fsdecode(source), None) for job_id, (source, _) in jobs.items()}
    return [(job_id, right[job_id]) for job_id, (_, text) in jobs.items() if text != right[job_id]]


def _check_fence(row: Any, token: str | None, attempt: int | None) -> None:
    if token is not None and row.token != token:
        raise LostClaim(f"Job {row.id} belongs to another attempt now.")
    if attempt is not None and row.attempt != attempt:
        raise LostClaim(f"Job {row.id} has been started again meanwhile.")
