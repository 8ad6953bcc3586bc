"""Watched folders that take nothing for a while."""

from __future__ import annotations

from typing import Any

from peewee import BooleanField
from playhouse.migrate import SchemaMigrator, migrate


def up(database: Any) -> None:
    """A column; no watch that is there already is paused."""
    migrate(SchemaMigrator.from_database(database).add_column("watch", "paused", BooleanField(default=False)))
