"""What upkeep does to the files of a home."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.store.database import open_database
from server.store.housekeeping import HomeKeeper
from tests.helpers.fakes import NOON


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[HomeKeeper]:
    database = open_database(tmp_path / "jobs.db")
    yield HomeKeeper(tmp_path, database, lambda: 7)
    database.leave()


def left(folder: Path, name: str, hours: float) -> Path:
    """A file that was written that long ago."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_bytes(b"x")
    os.utime(file, (time.time() - 3600 * hours,) * 2)
    return file


def test_only_temporary_files_of_long_ago_are_swept(keeper: HomeKeeper, tmp_path: Path) -> None:
    gone = [left(tmp_path, ".token.1.tmp", 2), left(tmp_path / "cache", "watchdog.json.tmp", 2)]
    kept = [left(tmp_path, "token", 2), left(tmp_path, "state.tmp", 0.5), left(tmp_path / "cache", "a.jpg", 2)]
    (tmp_path / "old.tmp").mkdir()
    os.utime(tmp_path / "old.tmp", (0, 0))
    assert keeper.sweep() == 2
    assert not any(file.exists() for file in gone)
    assert all(file.exists() for file in (*kept, tmp_path / "old.tmp"))


def test_the_newest_backups_stay(keeper: HomeKeeper, tmp_path: Path) -> None:
    assert keeper.newest_backup_at() is None
    made = [keeper.back_up(NOON.replace(hour=hour), 2) for hour in (1, 2, 3)]
    assert sorted(map(str, (tmp_path / "backups").glob("jobs-*.db"))) == made[1:]
    assert keeper.newest_backup_at() == NOON.replace(hour=3)


def test_the_watchdog_is_told_what_it_saw_last(keeper: HomeKeeper, tmp_path: Path) -> None:
    assert keeper.remembered() is None
    keeper.remember({"mark": 5})
    assert keeper.remembered() == {"mark": 5}
    (tmp_path / "cache" / "watchdog.json").write_text("[")
    assert keeper.remembered() is None
