"""Upkeep by the clock, and homes that cannot be worked in: real processes, real files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.store.sqlite import sqlite_module
from tests.helpers.footage import Take, film
from tests.helpers.program import rushes
from tests.helpers.serving import serving, until

DAY = 24 * 3600 * 1_000_000
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")


def age(home: Path, days: int) -> None:
    """Lets the jobs of a home be as old as that."""
    with closing(sqlite_module().connect(home / "jobs.db")) as connection:
        columns = ("queued_at", "started_at", "completed_at")
        connection.execute(f"update job set {', '.join(f'{name} = {name} - {days * DAY}' for name in columns)}")
        connection.commit()


def test_a_server_does_the_upkeep_that_was_missed_and_forgets_nothing_that_was_made(tmp_path: Path) -> None:
    clip, home = film(tmp_path / "A001.mov", Take()), tmp_path / "home"
    home.mkdir()
    made = rushes(home, "ingest", clip).document["jobs"][0]
    age(home, 40)
    scratch = home / "cache" / "jobs" / "01GONE-1"
    scratch.mkdir(parents=True)
    long_ago = time.time() - 7200
    os.utime(scratch, (long_ago, long_ago))
    with serving(home) as server:

        def runs() -> dict[str, str]:
            return {job["kind"]: job["status"] for job in server.client.jobs(queue="maintenance")["jobs"]}

        assert until(lambda: runs() == {"cleanup": "completed", "watchdog": "completed"})
        (cleanup,) = server.client.jobs(kind="cleanup")["jobs"]
        assert (cleanup["result"]["forgotten"], cleanup["result"]["catalogued"]) == (1, 1)
        assert Path(cleanup["result"]["backup"]).exists()
        assert server.client.jobs(kind="proxy")["jobs"] == []
        (clip_now,) = server.client.clips(None)["clips"]
        assert clip_now["proxies"] == [{"preset": made["preset"], "path": made["output"], "job_id": made["id"]}]
        (again,) = server.client.add_clips([clip.as_uri()])["jobs"]
        assert (again["id"], again["reused"]) == (made["id"], True)
        assert server.client.job(made["id"])["status"] == "completed"
    assert not scratch.exists()


def test_a_home_in_use_for_minutes_has_no_upkeep_in_its_list(tmp_path: Path) -> None:
    clip, home = film(tmp_path / "A001.mov", Take()), tmp_path / "home"
    home.mkdir()
    rushes(home, "ingest", clip)
    now = datetime.now(UTC)
    if abs(now - now.astimezone().replace(hour=2, minute=0, second=0)) < timedelta(minutes=2):
        pytest.skip("it is two o'clock")
    with serving(home) as server:
        server.worker()
        time.sleep(1)
        assert server.client.jobs()["total"] == 1


def test_a_database_that_others_lock_is_waited_for_and_no_submit_is_lost(tmp_path: Path) -> None:
    clip, home = film(tmp_path / "A001.mov", Take()), tmp_path / "home"
    home.mkdir()
    rushes(home, "jobs")
    with closing(sqlite_module().connect(home / "jobs.db", isolation_level=None, check_same_thread=False)) as other:
        other.execute("begin exclusive")
        threading.Timer(4, lambda: other.execute("commit")).start()
        began = time.monotonic()
        answer = rushes(home, "submit", "metadata", clip)
        assert time.monotonic() - began >= 3
    assert answer.code == 0
    assert rushes(home, "jobs").document["total"] == 1


@LINUX
def test_a_home_that_cannot_be_written_is_said_to_be_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    for words in (("jobs",), ("ingest", tmp_path), ("server",), ("maintenance", "cleanup")):
        answer = rushes(home, *words, humble=True)
        assert (answer.code, answer.document["error"]["code"]) == (1, "home_unusable")
        assert str(home) in answer.document["error"]["message"]
    assert list(home.iterdir()) == []


@LINUX
@pytest.mark.skipif(os.geteuid() != 0 if hasattr(os, "geteuid") else True, reason="only root may mount")
def test_a_home_on_a_full_disk_loses_nothing_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    home = tmp_path / "small"
    home.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "none", home], check=False).returncode:
        pytest.skip("no right to mount here")
    try:
        clip = film(tmp_path / "A001.mov", Take())
        assert rushes(home, "submit", "metadata", clip).code == 0
        with open(home / "ballast", "wb") as ballast:
            ballast.write(bytes(shutil.disk_usage(home).free))
        refused = rushes(home, "submit", "metadata", clip)
        assert (refused.code, refused.document["error"]["code"]) in [(1, "disk_full"), (1, "home_unusable")]
        (home / "ballast").unlink()
        assert rushes(home, "submit", "metadata", clip).code == 0
        assert rushes(home, "jobs").document["total"] == 2
    finally:
        subprocess.run(["umount", "-l", home], check=False)
