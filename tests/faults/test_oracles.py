"""Each oracle finds what was planted for it, and nothing where all is well."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.oracles import Scene, check_all, check_processes, check_usage, check_zombies
from tests.faults.stage import MARK, Kit, Stage, marked
from tests.helpers.program import rushes
from tests.helpers.serving import until

WORDS = "a plain file beside the others"


@pytest.fixture(scope="module")
def worked(kit: Kit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that did three clips and was told to cancel one more."""
    import random

    folder = tmp_path_factory.mktemp("worked")
    stage = Stage(folder, kit, random.Random(1))
    clips = [stage.add_clip() for _ in range(3)]
    settings = {name: value for name, value in stage.environment.items() if name.startswith("RUSHES_")}
    done = rushes(stage.home, "ingest", stage.footage, **settings)
    assert done.code == 0, done.said
    assert {job["source"] for job in done.document["jobs"]} == {str(clip) for clip in clips}
    return folder


@pytest.fixture
def scene(worked: Path, tmp_path: Path) -> Scene:
    """A copy of it, as if it had been made here."""
    from tests.faults.oracles import Original

    folder = tmp_path / "copy"
    shutil.copytree(worked, folder)
    scene = Scene(folder / "home", folder / "footage")
    with closing(sqlite3.connect(scene.home / "jobs.db")) as ledger, ledger:
        for column in ("source", "output"):
            moved = f"cast(replace(cast({column} as text), ?, ?) as blob)"
            ledger.execute(f"update job set {column} = {moved}", (str(worked), str(folder)))
    scene.originals = {path: Original.of(path) for path in scene.footage.glob("*.mov")}
    scene.accepted = {os.fsdecode(row["source"]): row["id"] for row in scene.rows("select * from job")}
    return scene


def test_all_is_well(scene: Scene) -> None:
    assert len(scene.accepted) == 3
    assert check_all(scene) == []


def clip(scene: Scene) -> Path:
    return sorted(scene.originals)[0]


def write(scene: Scene, sql: str) -> None:
    with closing(sqlite3.connect(scene.home / "jobs.db")) as ledger, ledger:
        ledger.executescript(sql)


def touch(scene: Scene) -> None:
    """Bytes and time put back afterwards."""
    facts = clip(scene).stat()
    clip(scene).write_bytes(clip(scene).read_bytes())
    os.utime(clip(scene), ns=(facts.st_atime_ns, facts.st_mtime_ns))


def cut_a_proxy(scene: Scene) -> None:
    path = scene.proxies()[0]
    path.write_bytes(path.read_bytes()[:-1])


PLANTED: dict[str, tuple[str, Callable[[Scene], object]]] = {
    "an original rewritten with the same bytes": ("O1", touch),
    "an original renamed": ("O1", lambda s: clip(s).rename(clip(s).with_name("B.mov"))),
    "an original gone": ("O1", lambda s: clip(s).unlink()),
    "an original's rights changed": ("O1", lambda s: clip(s).chmod(0o600)),
    "a file from nowhere": ("O1", lambda s: (s.footage / "x.mov").touch()),
    "an accepted job lost": ("O2", lambda s: write(s, "delete from job where rowid = 1")),
    "one job twice": ("O2", lambda s: write(
        s, "create table j as select * from job limit 1; update j set id = 'x', idempotency_key = null;"
           "insert into job select * from j; drop table j")),
    "a job that did not end": ("O2", lambda s: write(s, "update job set status = 'running' where rowid = 1")),
    "a job that failed": ("O2", lambda s: write(s, "update job set status = 'failed' where rowid = 1")),
    "a job that ended twice": ("O2", lambda s: write(
        s, "insert into timeline (job_id, at, from_status, to_status) select id, 1, 'completed', 'completed'"
           " from job limit 1")),
    "half a proxy": ("O3", cut_a_proxy),
    "a proxy gone": ("O3", lambda s: s.proxies()[0].unlink()),
    "a proxy of no job": ("O3", lambda s: shutil.copy(s.proxies()[0], s.proxies()[0].with_name("x.mov"))),
    "a temporary file": ("O3", lambda s: s.proxies()[0].with_name(".rushes-0123456789abcdef.partial").touch()),
    "a scratch folder": ("O3", lambda s: (s.home / "cache" / "jobs" / "x-1").mkdir()),
    "a proxy made twice": ("O3", lambda s: write(
        s, "update job set output = (select output from job limit 1) where output is not null")),
    "a step no job may take": ("O5", lambda s: write(
        s, "update timeline set from_status = 'failed' where to_status = 'completed'")),
    "a state without its step": ("O5", lambda s: write(s, "delete from timeline where to_status = 'completed'")),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_what_was_planted_is_found(name: str, scene: Scene) -> None:
    oracle, plant = PLANTED[name]
    plant(scene)
    assert any(found.startswith(oracle) for found in check_all(scene)), check_all(scene)


def test_a_broken_database_is_found(scene: Scene) -> None:
    path = scene.home / "jobs.db"
    scene.rows("pragma wal_checkpoint(truncate)")
    data = bytearray(path.read_bytes())
    index = scene.rows("select rootpage from sqlite_schema where type = 'index' and tbl_name = 'job' limit 1")
    start = (index[0]["rootpage"] - 1) * 4096
    data[start + 8 : start + 12] = b"\0\xff\0\xff"  # its cell pointers
    path.write_bytes(data)
    try:
        found = check_all(scene)
    except sqlite3.DatabaseError as fault:
        found = [f"O5 {fault}"]
    assert any(one.startswith("O5") for one in found)


def test_a_process_that_stayed_is_found() -> None:
    program = [sys.executable, "-c", "import time; time.sleep(60)"]
    process = subprocess.Popen(program, env={**os.environ, MARK: "oracle"})
    until(lambda: list(marked("oracle")))
    assert [found[:2] for found in check_processes(marked("oracle"))] == ["O4"]
    assert list(marked("another")) == []
    process.kill()
    until(lambda: [found for found in check_zombies() if str(process.pid) in found])
    process.wait()
    assert not [found for found in check_zombies() if str(process.pid) in found]
    assert list(check_processes(marked("oracle"))) == []


def test_growth_is_found() -> None:
    before = {"rss": 100, "fds": 10, "threads": 5, "temporary": 0}
    assert list(check_usage(before, {**before, "rss": 105, "fds": 12}, {"fds": 2})) == []
    for name in before:
        grown = {**before, name: before[name] + 10}
        assert [found[:2] for found in check_usage(before, grown, {})] == ["O7"]
