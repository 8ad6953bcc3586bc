"""Which card a clip is from."""

from __future__ import annotations

from typing import Any

from peewee import TextField
from playhouse.migrate import SchemaMigrator, migrate


def up(database: Any) -> None:
    """A column; clips that are known already get theirs when they are seen again."""
    migrate(SchemaMigrator.from_database(database).add_column("clip", "card", TextField(null=True)))
