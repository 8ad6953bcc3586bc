"""Clips: when a file may be the one that was seen before, and lists of them, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TIME_SLACK_NS = 2_000_000_000  # FAT and exFAT keep times to two seconds


def is_near(mtime_ns: int, other_ns: int) -> bool:
    """Whether two files may have been written at the same time."""
    return abs(mtime_ns - other_ns) <= TIME_SLACK_NS


@dataclass(frozen=True)
class ClipQuery:
    """`cursor`: what the page before gave as `next`; or `offset` rows are passed over. `limit` None: all."""

    limit: int | None = 100
    newest: bool = False
    offset: int = 0
    cursor: str | None = None


@dataclass(frozen=True)
class ClipPage:
    """Rows of the clip ledger, how many there are of all pages together, and the cursor of the next one."""

    rows: tuple[Mapping[str, Any], ...]
    total: int
    next: str | None
