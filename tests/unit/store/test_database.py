"""jobs.db: durable, its tables up to date, one home apart from another."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import peewee
import pytest

from server.domain.job import JobQuery
from server.errors import DiskFull, HomeUnusable
from server.store.database import Database, open_database
from server.store.ids import mint_ids
from server.store.job_store import JobStore
from server.store.migrations import MIGRATIONS, migrate
from tests.helpers.fakes import HandClock, wish


@pytest.fixture
def database(tmp_path: Path) -> Any:
    database = open_database(tmp_path / "jobs.db")
    yield database
    database.close()


def pragma(database: Database, name: str) -> Any:
    return database.driver.execute_sql(f"pragma {name}").fetchone()[0]


def test_what_was_acknowledged_survives_the_power_going(database: Database) -> None:
    assert pragma(database, "journal_mode") == "wal"
    assert pragma(database, "synchronous") == 2
    assert pragma(database, "foreign_keys") == 1
    assert pragma(database, "busy_timeout") == 60_000


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_it_is_its_owners_alone(tmp_path: Path) -> None:
    open_database(tmp_path / "new" / "jobs.db").close()
    assert stat.S_IMODE((tmp_path / "new" / "jobs.db").stat().st_mode) == 0o600


def test_the_migrations_lay_what_the_models_name(database: Database) -> None:
    for model in database.tables.all():
        laid = {column.name: column.null for column in database.driver.get_columns(model._meta.table_name)}
        named = {field.column_name: field.null for field in model._meta.sorted_fields}
        assert laid == named


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        database = open_database(tmp_path / "jobs.db")
        rows = database.driver.execute_sql("select count(*) from schema_history").fetchone()
        assert rows[0] == len(MIGRATIONS)
        database.close()


def test_a_home_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    database = open_database(tmp_path / "jobs.db")
    database.driver.execute_sql("insert into schema_history (version, applied_at) values (999, 0)")
    database.close()
    with pytest.raises(HomeUnusable, match="newer"):
        open_database(tmp_path / "jobs.db")


def test_a_migration_that_fails_leaves_no_trace(database: Database) -> None:
    def half(driver: Any) -> None:
        driver.execute_sql("create table half_done (id integer)")
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        migrate(database.driver, (*MIGRATIONS, (900, half)))
    assert "half_done" not in database.driver.get_tables()
    assert migrate(database.driver, (*MIGRATIONS, (900, lambda driver: None))) == [900]
    assert migrate(database.driver, (*MIGRATIONS, (900, lambda driver: None))) == []


def test_programs_that_start_together_migrate_once(tmp_path: Path) -> None:
    faults: list[BaseException] = []

    def start() -> None:
        try:
            open_database(tmp_path / "jobs.db").close()
        except HomeUnusable as fault:
            faults.append(fault)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


@pytest.mark.parametrize("content", [b"this is no database, it is a shopping list" * 50, b"SQLite format 3\x00" * 99])
def test_a_broken_file_is_said_to_be_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "jobs.db").write_bytes(content)
    with pytest.raises(HomeUnusable):
        open_database(tmp_path / "jobs.db")


def test_a_home_that_is_no_folder_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HomeUnusable):
        open_database(tmp_path / "file" / "jobs.db")


def test_a_full_disk_is_told_from_a_broken_file_by_the_space_left(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite says "disk I/O error" for both."""
    database.driver.execute_sql("drop table job")
    store = JobStore(database, HandClock())
    with pytest.raises(HomeUnusable):
        store.get("J1")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 0))  # type: ignore[attr-defined]
    with pytest.raises(DiskFull) as told:
        store.get("J1")
    assert "--home" in told.value.hint


def test_two_homes_in_one_program_stay_apart(tmp_path: Path) -> None:
    homes = [open_database(tmp_path / name / "jobs.db") for name in "ab"]
    stores = [JobStore(home, HandClock()) for home in homes]
    jobs = [store.submit([wish(f"/{n}")])[0] for n, store in enumerate(stores)]
    for store, job in zip(stores, jobs, strict=True):
        assert [held.id for held in store._list(store._job.id.is_null(False))] == [job.id]
    for home in homes:
        home.close()


def test_threads_have_connections_of_their_own(database: Database) -> None:
    store = JobStore(database, HandClock())
    made: list[str] = []

    def submit() -> None:
        with database.session():
            made.extend(job.id for _ in range(20) for job in store.submit([wish()]))

    threads = [threading.Thread(target=submit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == store.counts_by()["by_status"]["pending"] == 80


def test_a_submit_that_breaks_leaves_nothing(database: Database) -> None:
    store = JobStore(database, HandClock())
    with pytest.raises(TypeError):
        store.submit([wish(), wish(request={"odd": object()})])
    assert store.counts_by()["by_status"]["pending"] == 0


class TestIds:
    def test_ascend_and_do_not_follow_from_each_other(self) -> None:
        ids = mint_ids(1000, 1_700_000_000_000)
        assert ids == sorted(set(ids))
        assert len({_number(after) - _number(before) for before, after in pairwise(ids)}) == 999

    def test_begin_with_the_time(self) -> None:
        (first,), (later,) = mint_ids(1, 1_700_000_000_000), mint_ids(1, 1_700_000_000_001)
        assert first[:10] == "01HF7YAT00"
        assert first < later

    def test_go_on_after_the_last_even_when_the_clock_went_back(self) -> None:
        (last,) = mint_ids(1, 1_700_000_000_000)
        assert min(mint_ids(3, 1_600_000_000_000, after=last)) > last


def _number(job_id: str) -> int:
    number = 0
    for letter in job_id:
        number = number * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)
    return number


def test_jobs_of_an_older_program_are_counted_found_and_ordered(tmp_path: Path) -> None:
    driver = peewee.SqliteDatabase(str(tmp_path / "jobs.db"))
    migrate(driver, MIGRATIONS[:4])
    told = {"kind": "proxy", "queue": "transfer", "status": "pending", "clip_id": "c", "preset": "", "request": "{}",
            "counts": "{}", "queued_at": 0, "priority": 5, "rank": 0, "paused": 0, "attempt": 0, "max_attempts": 4,
            "reused": 0}  # fmt: skip
    for job_id, name in zip("1234", ("b", "É", "a", "\udcff"), strict=True):
        source = os.fsencode(f"/card/{name}.mov")
        row = {"id": job_id, "source": source, "search_text": f"/card/{name}.mov".replace("\udcff", "?"), **told}
        sql = f"insert into job ({', '.join(row)}) values ({', '.join('?' * len(row))})"
        driver.execute_sql(sql, tuple(row.values()))
    driver.close()
    database = open_database(tmp_path / "jobs.db")
    store = JobStore(database, HandClock())
    assert [job.id for job in store.find(JobQuery(sort="name", search="card")).jobs] == ["3", "1", "2", "4"]
    assert store.find(JobQuery()).total == store.counts_by()["by_queue"]["transfer"] == 4
    database.close()


def test_its_version_tells_of_the_commits_of_others(database: Database, tmp_path: Path) -> None:
    other = open_database(tmp_path / "jobs.db")
    before = database.version()
    assert database.version() == before
    JobStore(other, HandClock()).submit([wish()])
    other.close()
    assert database.version() != before


def test_whoever_wants_to_know_is_told_of_each_commit(database: Database) -> None:
    store, told = JobStore(database, HandClock()), []
    database.written = lambda: told.append(len(store.find(JobQuery()).jobs))
    with database.transaction():
        store.submit([wish("/a.mov")])
        store.submit([wish("/b.mov")])
    with pytest.raises(peewee.IntegrityError), database.transaction():
        database.driver.execute_sql("insert into job (id) values (null)")
    assert told == [2]


def test_a_writer_gets_in_between_the_writes_of_another(database: Database, tmp_path: Path) -> None:
    other = open_database(tmp_path / "jobs.db")
    begun, left = threading.Event(), [60]

    def write_on_and_on() -> None:
        with other.session():
            while left[0]:
                with other.transaction():
                    begun.set()
                    time.sleep(0.03)
                    left[0] -= 1
                time.sleep(0.01)

    writer = threading.Thread(target=write_on_and_on)
    writer.start()
    begun.wait(10)
    JobStore(database, HandClock()).submit([wish()])
    still_to_write = left[0]
    left[0] = min(left[0], 1)
    writer.join()
    other.close()
    assert still_to_write > 30
