"""Which SQLite works here, and what it can be trusted with."""

from __future__ import annotations

from typing import Any

# Before these, two programs that write can lose rows of a WAL database (sqlite.org/wal.html#walresetbug). The fix was
# made in 3.51.3, and taken back into two older lines.
_FIXED = (3, 51, 3)
_FIXED_LINES = ((3, 44, 6), (3, 50, 7))


def sqlite_module() -> Any:
    """The one that peewee and sqlite-utils take: pysqlite3 where it is installed."""
    try:
        import pysqlite3

        return pysqlite3.dbapi2
    except ImportError:
        import sqlite3

        return sqlite3


def has_wal_fix(version: tuple[int, ...]) -> bool:
    return version >= _FIXED or any(line[:2] == version[:2] and version >= line for line in _FIXED_LINES)


def journal_mode(version: tuple[int, ...]) -> str:
    """WAL where it is safe. Elsewhere a rollback journal: readers wait for writers, and there is no WAL to reset."""
    return "wal" if has_wal_fix(version) else "truncate"
