"""Between which hours a lane begins jobs, where people said so."""

from __future__ import annotations

from typing import Any

from peewee import TextField
from playhouse.migrate import SchemaMigrator, migrate


def up(database: Any) -> None:
    """A column; lanes that are there already keep the hours of the settings."""
    migrate(SchemaMigrator.from_database(database).add_column("lane_state", "hours", TextField(null=True)))
