"""A damaged jobs.db: kept aside, the last good backup in its place, and nothing done twice."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.domain.job import Event, Job, Status
from server.errors import DatabaseDamaged, DiskFull, HomeUnusable
from server.store import backup, rescue
from server.store.backup import BackupFolder, database_fault
from server.store.clip_store import ClipStore
from server.store.database import DAMAGE_MARK, mark_damaged, open_database
from server.store.job_store import JobStore
from server.store.records import Records
from server.store.rescue import Restored, check_after_crash, damage_of, last_restored, open_or_restore
from server.store.sqlite import sqlite_module
from tests.helpers.fakes import HandClock, wish

LANE = "video_processing"


class Home:
    """A home's databases, opened and left again by each step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "jobs.db"
        self.backups = BackupFolder(folder / "backups")
        self.clock = HandClock()

    def submit(self, *sources: str) -> None:
        database = open_database(self.file)
        JobStore(database, self.clock).submit([wish(source) for source in sources])
        database.leave()

    def back_up(self) -> Path:
        database = open_database(self.file)
        made = self.backups.add(database, datetime.now(UTC))
        database.leave()
        return made

    def complete(self, source: str) -> Job:
        """A proxy is made, and recorded as the worker does."""
        database = open_database(self.file)
        store, clips = JobStore(database, self.clock), ClipStore(database, self.clock)
        clip_id = clips.remember(source, 1, 2, "hash")
        store.submit([wish(source, clip_id=clip_id, priority=9)])
        claim = store.claim(LANE, "w")
        assert claim
        done = store.change(claim.job.id, Event.COMPLETE, token=claim.token, output="/Proxy/\udcff.mov", result={})
        Records(self.backups.path).add(done, clips.get(clip_id))
        database.leave()
        return done

    def restored(self) -> tuple[list[Job], Restored | None]:
        database, restored = open_or_restore(self.file)
        store = JobStore(database, self.clock)
        jobs = store._list(store._job.id.is_null(False))
        database.leave()
        return jobs, restored


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def sources(jobs: list[Job]) -> list[str]:
    return [job.source for job in jobs]


def overwrite(file: Path) -> None:
    file.write_bytes(b"this is no database, it is a shopping list" * 500)


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096 : len(content) // 2] = random.Random(4).randbytes(len(content) // 2 - 4096)
    file.write_bytes(content)


@pytest.mark.parametrize("damage", [overwrite, truncate, empty, flip, Path.unlink])
def test_the_last_good_backup_takes_its_place(home: Home, damage: Callable[[Path], None]) -> None:
    home.submit("/card/A001.mov", "/card/A002.mov")
    made = home.back_up()
    (home.folder / "catalog.db").touch()
    damage(home.file)
    broken = home.file.read_bytes() if home.file.exists() else None
    jobs, restored = home.restored()
    assert sources(jobs) == ["/card/A001.mov", "/card/A002.mov"]
    assert restored
    assert (restored.backup, last_restored(home.folder)) == (str(made), restored)
    kept = Path(restored.kept) / "jobs.db"
    assert (kept.read_bytes() if kept.exists() else None) == broken
    assert not (home.folder / "catalog.db").exists()  # it is told everything anew
    assert restored.sentence().startswith(f"The job list was {restored.why}. The backup ")
    assert restored.why in ("damaged", "empty", "gone")
    assert database_fault(home.file, "integrity_check") is None
    assert home.restored() == (jobs, None)


def test_a_backup_that_is_broken_itself_is_passed_over(home: Home) -> None:
    home.submit("/card/A001.mov")
    home.back_up()
    overwrite(home.back_up())
    truncate(home.file)
    assert sources(home.restored()[0]) == ["/card/A001.mov"]


def test_without_a_backup_the_list_begins_anew_and_says_so(home: Home) -> None:
    home.submit("/card/A001.mov")
    overwrite(home.file)
    jobs, restored = home.restored()
    assert jobs == []
    assert restored
    assert "began anew" in restored.sentence()


def test_jobs_after_the_backup_are_taken_over_where_they_can_be_read(home: Home) -> None:
    home.submit("/card/A001.mov")
    home.back_up()
    home.submit(*(f"/card/B{n:04}.mov" for n in range(2000)))
    content = bytearray(home.file.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = random.Random(4).randbytes(4096)
    home.file.write_bytes(content)
    mark_damaged(home.file, "seen by a reader")
    jobs, restored = home.restored()
    assert restored
    assert len(jobs) == 1 + restored.salvaged > 1900
    assert all(job.status is Status.PENDING for job in jobs)


def test_a_finished_proxy_is_known_again_though_no_backup_has_it(home: Home) -> None:
    home.submit("/card/A001.mov")
    home.back_up()
    done = home.complete("/card/\udcfe.mov")
    empty(home.file)
    jobs, _ = home.restored()
    assert jobs[-1] == done
    database = open_database(home.file)
    store = JobStore(database, home.clock)
    assert store.owner_of("/Proxy/\udcff.mov") == done
    assert ClipStore(database, home.clock).remember("/card/\udcfe.mov", 1, 2, "hash") == done.clip_id
    database.leave()


def test_a_proxy_that_was_pending_in_the_backup_is_not_made_twice(home: Home) -> None:
    home.complete("/card/A000.mov")
    database = open_database(home.file)
    clip = ClipStore(database, home.clock).remember("/card/A001.mov", 1, 2, "hash")
    store = JobStore(database, home.clock)
    store.submit([wish("/card/A001.mov", clip_id=clip)])
    home.backups.add(database, datetime.now(UTC))
    claim = store.claim(LANE, "w")
    assert claim
    done = store.change(claim.job.id, Event.COMPLETE, token=claim.token, output="/Proxy/A001.mov")
    Records(home.backups.path).add(done, ClipStore(database, home.clock).get(clip))
    database.leave()
    overwrite(home.file)
    assert home.restored()[0][-1] == done


def test_records_that_every_backup_holds_are_removed(home: Home) -> None:
    for _ in range(4):
        home.complete("/card/A001.mov")
        home.back_up()
    home.backups.keep(2)
    Records(home.backups.path).keep()
    assert len(home.backups.all()) == 2
    assert len(list(home.backups.path.glob("done-*.jsonl"))) == 2


def test_a_file_that_others_have_open_is_not_touched(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.submit("/card/A001.mov")
    home.back_up()
    other = open_database(home.file)
    mark_damaged(home.file, "seen by a reader")
    monkeypatch.setattr(rescue, "_OTHERS_SECONDS", 0.1)
    with pytest.raises(DatabaseDamaged, match="have it open"):
        open_or_restore(home.file)
    other.leave()
    assert sources(home.restored()[0]) == ["/card/A001.mov"]


def test_a_false_alarm_changes_nothing(home: Home) -> None:
    home.submit("/card/A001.mov")
    mark_damaged(home.file, "seen by a reader")
    jobs, restored = home.restored()
    assert (sources(jobs), restored) == (["/card/A001.mov"], None)
    assert not (home.folder / DAMAGE_MARK).exists()


def test_an_index_that_was_deleted_is_made_anew(home: Home) -> None:
    """jobs.db-shm is only an index of the log; the log itself is read again."""
    database = open_database(home.file)
    JobStore(database, home.clock).submit([wish("/card/A001.mov")])
    crashed = home.folder / "crashed"
    crashed.mkdir()
    for ending in ("", "-wal"):
        (crashed / f"jobs.db{ending}").write_bytes(Path(f"{home.file}{ending}").read_bytes())
    database.leave()
    jobs, restored = Home(crashed).restored()
    assert (sources(jobs), restored) == (["/card/A001.mov"], None)


def test_a_damage_met_while_reading_is_remembered(home: Home) -> None:
    home.submit(*(f"/card/A{n:04}.mov" for n in range(500)))
    content = bytearray(home.file.read_bytes())
    content[len(content) // 2 :] = random.Random(4).randbytes(len(content) - len(content) // 2)
    home.file.write_bytes(content)
    database = open_database(home.file)
    store = JobStore(database, home.clock)
    with pytest.raises(DatabaseDamaged):
        store._list(store._job.id.is_null(False))
    database.leave()
    assert damage_of(home.file) == "damaged"


def test_a_home_that_was_never_used_has_lost_nothing(home: Home) -> None:
    assert damage_of(home.file) is None
    empty(home.file)
    assert damage_of(home.file) is None
    assert home.restored() == ([], None)


def test_after_a_crash_the_whole_file_is_read(home: Home) -> None:
    home.submit(*(f"/card/A{n:04}.mov" for n in range(500)))
    flip(home.file)
    check_after_crash(home.file)
    assert damage_of(home.file) is None  # it was closed well, so the time is saved
    Path(f"{home.file}-wal").write_bytes(b"left behind")
    check_after_crash(home.file)
    assert damage_of(home.file) == "damaged"


def test_a_very_large_list_that_a_crash_left_is_checked_while_it_is_used(home: Home) -> None:
    home.submit("/card/A001.mov")
    assert check_after_crash(home.file, most_bytes=0) is None
    overwrite(home.file)
    Path(f"{home.file}-wal").write_bytes(b"left behind")
    check = check_after_crash(home.file, most_bytes=0)
    assert check is not None
    assert damage_of(home.file) is None
    check()
    assert damage_of(home.file) == "damaged"


def test_a_network_file_system_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HomeUnusable, match="nfs4"):
        open_database(tmp_path / "jobs.db", remote=lambda folder: "nfs4")
    assert not (tmp_path / "jobs.db").exists()


def test_a_disk_without_room_leaves_everything_as_it_is(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.submit("/card/A001.mov")
    home.back_up()
    overwrite(home.file)
    broken = home.file.read_bytes()
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 0))  # type: ignore[attr-defined]
    with pytest.raises(DiskFull):
        open_or_restore(home.file)
    assert home.file.read_bytes() == broken
    assert list((home.folder / "damaged").iterdir()) == []
    monkeypatch.undo()
    assert sources(home.restored()[0]) == ["/card/A001.mov"]


def test_a_file_that_another_program_locks_is_not_taken_for_damaged(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.submit("/card/A001.mov")
    home.back_up()
    home.submit("/card/A002.mov")
    mark_damaged(home.file, "seen by a reader")
    monkeypatch.setattr(backup, "_WAIT_SECONDS", 0.1)
    with closing(sqlite_module().connect(home.file, isolation_level=None)) as other:
        other.execute("pragma locking_mode = exclusive")
        other.execute("begin exclusive")
        with pytest.raises(HomeUnusable, match="locked"):
            open_or_restore(home.file)
        other.execute("rollback")
    assert sources(home.restored()[0]) == ["/card/A001.mov", "/card/A002.mov"]
    assert last_restored(home.folder) is None
