"""Copies of jobs.db: whole, of one moment, over nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.errors import HomeUnusable, OutputExists
from server.store import database as database_module
from server.store.backup import BackupFolder, back_up, database_fault, time_of
from server.store.database import Database, open_database
from server.store.job_store import JobStore
from server.store.migrations import MIGRATIONS
from server.store.sqlite import has_wal_fix, journal_mode
from tests.helpers.fakes import NOON, HandClock, wish


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "jobs.db")
    JobStore(opened, HandClock()).submit([wish()])
    yield opened
    opened.leave()


def test_holds_every_job_of_its_moment(database: Database, tmp_path: Path) -> None:
    back_up(database, tmp_path / "copy.db")
    JobStore(database, HandClock()).submit([wish()])
    copy = open_database(tmp_path / "copy.db")
    assert JobStore(copy, HandClock()).counts_by()["by_status"]["pending"] == 1
    copy.leave()


def test_takes_nobodys_place(database: Database, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(OutputExists):
        back_up(database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"
    assert not list(tmp_path.glob(".copy*"))


def test_a_folder_that_is_not_there_is_said_to_be_so(database: Database, tmp_path: Path) -> None:
    with pytest.raises(HomeUnusable):
        back_up(database, tmp_path / "nowhere" / "copy.db")


def test_only_the_newest_are_kept(database: Database, tmp_path: Path) -> None:
    folder = BackupFolder(tmp_path / "backups")
    made = [folder.add(database, NOON + timedelta(hours=hour)) for hour in range(4)]
    (folder.path / ".jobs-x.db.1234.tmp").touch()
    folder.keep(2)
    assert folder.all() == [made[3], made[2]]
    assert folder.newest_at() == NOON + timedelta(hours=3)
    assert sorted(folder.path.iterdir()) == [made[2], made[3]]


def test_a_name_that_is_no_time_has_none() -> None:
    assert time_of(Path("jobs-mine.db")) is None


def test_a_sound_file_has_no_fault(database: Database, tmp_path: Path) -> None:
    assert database_fault(tmp_path / "jobs.db") is None


def test_new_tables_are_laid_after_a_backup(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = (*MIGRATIONS, (900, lambda driver: driver.execute_sql("create table later (id integer)")))
    monkeypatch.setattr(database_module, "missing", lambda driver: [900])
    monkeypatch.setattr(database_module, "migrate", lambda driver: [up(driver) for _, up in newer[-1:]])
    database.leave()
    opened = open_database(tmp_path / "jobs.db")
    (backup,) = BackupFolder(tmp_path / "backups").all()
    assert "later" in opened.driver.get_tables()
    opened.leave()
    monkeypatch.undo()
    before = open_database(backup)
    assert "later" not in before.driver.get_tables()
    before.leave()
    assert time_of(backup)
    assert time_of(backup) <= datetime.now(UTC)  # type: ignore[operator]


def test_a_new_home_needs_no_backup(database: Database, tmp_path: Path) -> None:
    assert not (tmp_path / "backups").exists()


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False), ((3, 50, 7), True),
     ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 4), True), ((4, 0, 0), True)],
)  # fmt: skip
def test_a_log_is_kept_only_where_it_cannot_be_reset_under_a_reader(version: tuple[int, ...], safe: bool) -> None:
    assert has_wal_fix(version) is safe
    assert journal_mode(version) == ("wal" if safe else "truncate")


def test_without_the_fix_the_same_home_works_without_a_log(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.leave()
    monkeypatch.setattr(database_module, "journal_mode", lambda version: "truncate")
    opened = open_database(tmp_path / "jobs.db")
    JobStore(opened, HandClock()).submit([wish()])
    assert opened.driver.execute_sql("pragma journal_mode").fetchone()[0] == "truncate"
    assert not (tmp_path / "jobs.db-wal").exists()
    opened.leave()


def test_two_sqlites_that_do_not_go_together_are_told_apart(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_BUSY_SECONDS", 0.1)
    monkeypatch.setattr(database_module, "journal_mode", lambda version: "truncate")
    with pytest.raises(HomeUnusable):
        open_database(tmp_path / "jobs.db")
