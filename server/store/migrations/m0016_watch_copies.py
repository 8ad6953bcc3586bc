"""Where a watched folder copies what lands in it."""

from __future__ import annotations

from typing import Any

from peewee import TextField
from playhouse.migrate import SchemaMigrator, migrate


def up(database: Any) -> None:
    """A column; watches that are there already copy nothing."""
    migrate(SchemaMigrator.from_database(database).add_column("watch", "copy_to", TextField(default="[]")))
