"""The tables of jobs.db. Unbound here; `Tables(database)` gives a set bound to one home's database."""

from __future__ import annotations

from typing import Any, TypeVar

from peewee import AutoField, BigIntegerField, BooleanField, DoubleField, IntegerField, Model, Table, TextField

from server.store.fields import JsonField, NumeralField, PathField, ProseField, UtcField

M = TypeVar("M")


class JobRow(Model):
    """One job; the columns of `Job` plus the claim's token and what search looks at."""

    id = TextField(primary_key=True)
    kind = TextField()
    queue = TextField()
    status = TextField()
    clip_id = TextField()
    source = PathField()
    preset = TextField()
    queued_at = UtcField()
    request = JsonField()
    parent_id = TextField(null=True)
    output = PathField(null=True)
    priority = IntegerField()
    rank = DoubleField()
    paused = BooleanField()
    attempt = IntegerField()
    max_attempts = IntegerField()
    counts = JsonField()
    reused = BooleanField()
    progress = DoubleField(null=True)
    speed = DoubleField(null=True)
    eta_seconds = DoubleField(null=True)
    started_at = UtcField(null=True)
    completed_at = UtcField(null=True)
    retry_at = UtcField(null=True)
    worker = TextField(null=True)
    reason = ProseField(null=True)
    error = JsonField(null=True)
    result = JsonField(null=True)
    child = JsonField(null=True)
    intent = JsonField(null=True)
    awaits = JsonField(null=True)
    acknowledged_at = UtcField(null=True)
    token = TextField(null=True)
    idempotency_key = TextField(null=True)
    search_text = ProseField()
    number = BigIntegerField(null=True)  # given by a trigger; by it the text index knows the row
    name = TextField()  # the file's, as it is sorted


class TimelineRow(Model):
    """One change of status."""

    id = AutoField()
    job_id = TextField()
    at = UtcField()
    from_status = TextField(null=True)
    to_status = TextField()
    reason = ProseField(null=True)


class LogRow(Model):
    """One line of a job's log."""

    id = AutoField()
    job_id = TextField()
    line = ProseField()


class MadeRow(Model):
    """One completed job that the list has forgotten."""

    id = TextField(primary_key=True)
    clip_id = TextField()
    kind = TextField()
    preset = TextField()
    output = PathField(null=True)
    completed_at = UtcField()
    job = JsonField()


class RemovedRow(Model):
    """One job that somebody took out of the list, as it can be brought back."""

    id = TextField(primary_key=True)
    removed_at = UtcField()
    idempotency_key = TextField(null=True)
    job = JsonField()
    timeline = JsonField()
    log = JsonField()


class ClipRow(Model):
    """One original in one identity."""

    id = TextField(primary_key=True)
    source = PathField()
    size = BigIntegerField()
    mtime_ns = BigIntegerField()
    content_hash = TextField()
    metadata = JsonField(null=True)
    first_seen_at = UtcField()
    state = TextField()
    card = TextField(null=True)


class LaneRow(Model):
    """What people said about a lane; no row: not paused. No concurrency, no hours: those of the settings."""

    lane = TextField(primary_key=True)
    paused = BooleanField()
    concurrency = IntegerField(null=True)
    hours = TextField(null=True)


class WatchRow(Model):
    """One watched folder."""

    id = TextField(primary_key=True)
    path = PathField(unique=True)
    preset = TextField()
    to = PathField(column_name="target", null=True)
    include = JsonField()
    exclude = JsonField()
    settle_seconds = DoubleField()
    upload = BooleanField()
    analysis = BooleanField(default=False)
    lut = PathField(null=True)
    priority = IntegerField(default=5)
    subfolders = BooleanField(default=True)
    hours = TextField(null=True)
    also = JsonField()
    duplicates = TextField()
    paused = BooleanField(default=False)
    copy_to = JsonField()
    mount = PathField(null=True)
    added_at = UtcField()
    rescan = IntegerField()
    state = TextField()
    why = ProseField(null=True)


class SightingRow(Model):
    """One file of one watch, and what was decided about it."""

    id = AutoField()
    watch_id = TextField()
    path = PathField()
    device = NumeralField()
    inode = NumeralField()
    size = BigIntegerField()
    mtime_ns = BigIntegerField()
    ctime_ns = BigIntegerField()
    decision = TextField()
    reason = TextField()
    message = ProseField()
    job_id = TextField(null=True)
    decided_at = UtcField()


class Tables:
    """The models bound to one database. A class of its own for each, so that two homes live in one process."""

    def __init__(self, database: Any) -> None:
        self.job = _bound(JobRow, "job", database)
        self.timeline = _bound(TimelineRow, "timeline", database)
        self.log = _bound(LogRow, "log", database)
        # Kept by triggers of the database: how many jobs stand where, and the text index over their search_text.
        self.tally: Any = Table("job_tally", ("queue", "kind", "status", "jobs")).bind(database)
        self.search: Any = Table("job_search", ("rowid", "job_search"))
        self.clip_change: Any = Table("clip_change", ("number", "clip_id")).bind(database)
        self.card_change: Any = Table("card_change", ("number", "card")).bind(database)
        self.made = _bound(MadeRow, "made", database)
        self.removed = _bound(RemovedRow, "removed", database)
        self.clip = _bound(ClipRow, "clip", database)
        self.lane = _bound(LaneRow, "lane_state", database)
        self.watch = _bound(WatchRow, "watch", database)
        self.sighting = _bound(SightingRow, "sighting", database)

    def all(self) -> tuple[Any, ...]:
        return (
            self.job,
            self.timeline,
            self.log,
            self.made,
            self.removed,
            self.clip,
            self.lane,
            self.watch,
            self.sighting,
        )


def _bound(model: type[M], table: str, database: Any) -> Any:
    meta = type("Meta", (), {"database": database, "table_name": table})
    return type(model.__name__, (model,), {"Meta": meta, "__module__": model.__module__})
