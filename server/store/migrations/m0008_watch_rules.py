"""More rules of a watched folder, and the disk it is on."""

from __future__ import annotations

from typing import Any

from peewee import BlobField, BooleanField, IntegerField, TextField
from playhouse.migrate import SchemaMigrator, migrate


def up(database: Any) -> None:
    """Columns; watches that are there already go on as they did."""
    add = SchemaMigrator.from_database(database).add_column
    migrate(
        add("watch", "lut", BlobField(null=True)),
        add("watch", "priority", IntegerField(default=5)),
        add("watch", "subfolders", BooleanField(default=True)),
        add("watch", "hours", TextField(null=True)),
        add("watch", "also", TextField(default="[]")),
        add("watch", "duplicates", TextField(default="link")),
        add("watch", "mount", BlobField(null=True)),
    )
