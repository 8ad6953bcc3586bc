"""A worker that a job takes down with it: twice, and the job is put away; killed from outside, it goes on."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import psutil
import pytest

from tests.faults.campaign import client_of
from tests.faults.stage import Kit, Stage
from tests.helpers.serving import until


@pytest.mark.timeout(180)
@pytest.mark.parametrize(("number", "kills", "end"), [(signal.SIGSEGV, 2, "failed"), (signal.SIGKILL, 3, "running")])
def test_a_worker_dies_at_work(number: int, kills: int, end: str, kit: Kit, tmp_path: Path) -> None:
    (tmp_path / "lib").symlink_to(kit.fake.parent.parent / "lib")
    slow = tmp_path / "bin" / "ffmpeg"
    slow.parent.mkdir()
    slow.write_text(kit.fake.read_text().replace("esac\n", "esac\nsleep 100\n", 1))
    slow.chmod(0o755)
    stage = Stage(tmp_path / "stage", kit, random.Random(1), str(slow))
    stage.start()
    try:
        client = until(lambda: client_of(stage))
        (job,) = client.add_clips([str(stage.add_clip())])["jobs"]
        for attempt in range(1, kills + 1):
            until(lambda: client.job(job["id"])["attempt"] == attempt and stage.encodes(), 60)  # noqa: B023
            held = client.job(job["id"])["worker"]
            (worker,) = [one for one in client.workers()["workers"] if one["id"] == held]
            psutil.Process(worker["pid"]).send_signal(number)
        until(lambda: client.job(job["id"])["status"] == end, 60)
        told = client.job(job["id"])
        assert end == "running" or told["error"]["code"] == "quarantined", told
    finally:
        stage.end()
    until(lambda: not stage.processes())
