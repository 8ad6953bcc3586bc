"""How many jobs of a lane run side by side, where people said so; and what a job that waits is waiting for."""

from __future__ import annotations

from typing import Any

from peewee import IntegerField, TextField
from playhouse.migrate import SchemaMigrator, migrate


def up(database: Any) -> None:
    """Two columns; empty for what is there already."""
    migrator = SchemaMigrator.from_database(database)
    migrate(
        migrator.add_column("lane_state", "concurrency", IntegerField(null=True)),
        migrator.add_column("job", "awaits", TextField(null=True)),
    )
