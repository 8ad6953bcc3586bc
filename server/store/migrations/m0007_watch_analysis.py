"""Whether what lands in a watched folder is analysed as well."""

from __future__ import annotations

from typing import Any

from peewee import BooleanField
from playhouse.migrate import SchemaMigrator, migrate


def up(database: Any) -> None:
    """A column; watches that are there already did not ask for it."""
    migrate(SchemaMigrator.from_database(database).add_column("watch", "analysis", BooleanField(default=False)))
