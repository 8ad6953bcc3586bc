"""Numbered changes of the tables, each applied once; a new one is a module and a line here."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from peewee import BigIntegerField, IntegerField, Model

from server.errors import HomeUnusable
from server.store.migrations import (
    m0001_ledger,
    m0002_lane_state,
    m0003_watches,
    m0004_steering,
    m0005_quick_reads,
    m0006_upkeep,
    m0007_watch_analysis,
    m0008_watch_rules,
    m0009_same_content,
    m0010_cards,
    m0011_lane_hours,
    m0012_quick_figures,
    m0013_watch_paused,
    m0014_removed,
    m0015_clip_changes,
    m0016_watch_copies,
    m0017_unswept,
    m0018_card_changes,
    m0019_orders,
    m0020_sighting_counts,
)

# Named one by one, not found by a scan of the folder: a packaged program has no folder to scan.
MIGRATIONS: tuple[tuple[int, Callable[[Any], None]], ...] = (
    (1, m0001_ledger.up),
    (2, m0002_lane_state.up),
    (3, m0003_watches.up),
    (4, m0004_steering.up),
    (5, m0005_quick_reads.up),
    (6, m0006_upkeep.up),
    (7, m0007_watch_analysis.up),
    (8, m0008_watch_rules.up),
    (9, m0009_same_content.up),
    (10, m0010_cards.up),
    (11, m0011_lane_hours.up),
    (12, m0012_quick_figures.up),
    (13, m0013_watch_paused.up),
    (14, m0014_removed.up),
    (15, m0015_clip_changes.up),
    (16, m0016_watch_copies.up),
    (17, m0017_unswept.up),
    (18, m0018_card_changes.up),
    (19, m0019_orders.up),
    (20, m0020_sighting_counts.up),
)


def migrate(database: Any, migrations: tuple[tuple[int, Callable[[Any], None]], ...] = MIGRATIONS) -> list[int]:
    """Applies what is missing, all or nothing, and returns its numbers. HomeUnusable if a newer Rushes was here."""
    history = _history(database)
    with database.atomic():  # immediate: of two programs starting at once, the second finds the work done
        history.create_table(safe=True)
        applied = {row.version for row in history.select()}
        _refuse_newer(applied, migrations)
        pending = [(version, up) for version, up in migrations if version not in applied]
        for version, up in pending:
            up(database)
            history.create(version=version, applied_at=int(time.time()))
    return [version for version, _ in pending]


def is_laid(database: Any) -> bool:
    """Whether any Rushes has used the database."""
    return bool(database.table_exists("schema_history"))


def missing(database: Any, migrations: tuple[tuple[int, Callable[[Any], None]], ...] = MIGRATIONS) -> list[int]:
    """The numbers that a laid database still lacks. HomeUnusable if a newer Rushes was here."""
    applied = {row.version for row in _history(database).select()}
    _refuse_newer(applied, migrations)
    return [version for version, _ in migrations if version not in applied]


def _refuse_newer(applied: set[int], migrations: tuple[tuple[int, Callable[[Any], None]], ...]) -> None:
    if applied - {version for version, _ in migrations}:
        raise HomeUnusable(
            "A newer Rushes has used this home; its job list cannot be read by this version.",
            "Update Rushes, or give another home with `--home DIR`.",
        )


def _history(database: Any) -> Any:
    meta = type("Meta", (), {"database": database, "table_name": "schema_history"})
    columns = {"version": IntegerField(primary_key=True), "applied_at": BigIntegerField()}
    return type("SchemaHistory", (Model,), {**columns, "Meta": meta})
