"""Watched folders and the files seen in them."""

from __future__ import annotations

from typing import Any

from peewee import (
    AutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    DoubleField,
    IntegerField,
    Model,
    TextField,
)


def up(database: Any) -> None:
    """A frozen copy of the tables. A sighting outlives its watch, so it does not refer to it by a foreign key."""
    watch = _table("watch", _watch_columns(), database)
    sighting = _table("sighting", _sighting_columns(), database)
    database.create_tables([watch, sighting], safe=False)
    watch.add_index(watch.path, unique=True, name="watch_path")
    sighting.add_index(sighting.watch_id, sighting.path, unique=True, name="sighting_file")
    sighting.add_index(sighting.path, name="sighting_path")
    for model in (watch, sighting):
        model._schema.create_indexes()


def _table(name: str, columns: dict[str, Any], database: Any) -> Any:
    meta = type("Meta", (), {"database": database, "table_name": name})
    return type(name, (Model,), {**columns, "Meta": meta})


def _watch_columns() -> dict[str, Any]:
    return {
        "id": TextField(primary_key=True),
        "path": BlobField(),
        "target": BlobField(null=True),
        **{name: TextField() for name in ("preset", "include", "exclude", "state")},
        "why": TextField(null=True),
        "settle_seconds": DoubleField(),
        "upload": BooleanField(),
        "added_at": BigIntegerField(),
        "rescan": IntegerField(),
    }


def _sighting_columns() -> dict[str, Any]:
    return {
        "id": AutoField(),
        "path": BlobField(),
        **{name: TextField() for name in ("watch_id", "device", "inode", "decision", "reason", "message")},
        "job_id": TextField(null=True),
        **{name: BigIntegerField() for name in ("size", "mtime_ns", "ctime_ns", "decided_at")},
    }
