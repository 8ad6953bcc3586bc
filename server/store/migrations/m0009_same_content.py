"""Clips are found by their content."""

from __future__ import annotations

from typing import Any

from playhouse.migrate import SchemaMigrator, migrate


def up(database: Any) -> None:
    migrate(SchemaMigrator.from_database(database).add_index("clip", ("content_hash",)))
