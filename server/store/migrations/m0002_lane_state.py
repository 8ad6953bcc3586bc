"""What people said about a lane: paused or not."""

from __future__ import annotations

from typing import Any

from peewee import BooleanField, Model, TextField


def up(database: Any) -> None:
    """A frozen copy of the table; a lane without a row is not paused."""
    meta = type("Meta", (), {"database": database, "table_name": "lane_state"})
    columns = {"lane": TextField(primary_key=True), "paused": BooleanField()}
    database.create_tables([type("lane_state", (Model,), {**columns, "Meta": meta})], safe=False)
