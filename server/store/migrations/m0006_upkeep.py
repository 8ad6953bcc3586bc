"""What was made, beyond the life of its job in the list; and failures that somebody has seen."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField, BlobField, Model, TextField
from playhouse.migrate import SchemaMigrator, migrate


def up(database: Any) -> None:
    """A frozen copy of the table; the new column is empty for what is there already."""
    meta = type("Meta", (), {"database": database, "table_name": "made"})
    columns = {
        "id": TextField(primary_key=True),
        **{name: TextField() for name in ("clip_id", "kind", "preset", "job")},
        "output": BlobField(null=True),
        "completed_at": BigIntegerField(),
    }
    made: Any = type("made", (Model,), {**columns, "Meta": meta})
    database.create_tables([made], safe=False)
    made.add_index(made.clip_id, made.kind, made.preset, name="made_clip")
    made.add_index(made.output, name="made_output")
    made._schema.create_indexes()
    migrate(SchemaMigrator.from_database(database).add_column("job", "acknowledged_at", BigIntegerField(null=True)))
