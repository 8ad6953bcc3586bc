"""The whole thread with real processes: watch folder, server, worker, FFmpeg, bucket, and the window on a display."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.gui.helpers.display import display
from tests.gui.helpers.studio_process import StudioProcess, studio_on
from tests.helpers.fault_proxy import Faults, fault_proxy
from tests.helpers.footage import Take, film, own_content, remux
from tests.helpers.program import rushes
from tests.helpers.seaweed import REGION, Bucket, S3Server
from tests.helpers.serving import Served, is_gone, serving, until

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Xvfb is a display of Linux"),
    pytest.mark.timeout(240),
]

SHORT = Take(size="1280x720", frames=75, options="-timecode 01:00:00:00")
# So noisy that one second takes the slow network of the second test several.
NOISE = Take(size="640x360", frames=25, picture="noise=alls=90:allf=t")
MOVING = 0.05  # far enough that FFmpeg runs, near enough to the start that it will for a while


@dataclass(frozen=True)
class Stage:
    """Everything that runs."""

    served: Served
    window: StudioProcess
    bucket: Bucket
    card: Path

    def land(self, clip: Path, name: str) -> Path:
        """A clip is copied into the watched folder."""
        landed = self.card / name
        landed.write_bytes(own_content(clip))
        return landed

    def encoders(self) -> list[psutil.Process]:
        return [one for one in self.served.worker().children(recursive=True) if "ffmpeg" in one.name()]

    def proxies(self) -> list[str]:
        """Names of all that lies in the proxy folder, pictures and temporary files included."""
        return sorted(os.listdir(self.card / "Proxy")) if (self.card / "Proxy").exists() else []

    def statuses(self, job_id: str) -> list[str]:
        return [entry["to"] for entry in self.served.client.job(job_id)["timeline"]]


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("footage")
    short = film(folder / "short.mov", SHORT)
    long = remux(short, folder / "long.mov", "-timecode 02:00:00:00", "-stream_loop 7")
    return {"long": long, "noise": film(folder / "noise.mov", NOISE)}


@pytest.fixture
def network(s3_server: S3Server) -> Iterator[tuple[S3Server, Faults]]:
    with fault_proxy(s3_server.port) as (port, faults):
        yield S3Server(port), faults


def make_home(folder: Path, server: S3Server, bucket: Bucket) -> Path:
    """A home that knows the bucket; the credentials are in the environment."""
    home = folder / "home"
    home.mkdir()
    place = (f'bucket = "{bucket.name}"', f'endpoint_url = "{server.url}"', f'region = "{REGION}"')
    (home / "config.toml").write_text("\n".join(["[s3]", *place, ""]), encoding="utf-8")
    return home


def test_a_clip_goes_the_whole_way(s3_server: S3Server, bucket: Bucket, clips: dict[str, Path], tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    with (
        display(tmp_path) as screen,
        serving(make_home(tmp_path, s3_server, bucket)) as served,
        studio_on(screen, served.home, tmp_path) as window,
    ):
        stage = Stage(served, window, bucket, card)
        added = rushes(served.home, "watch", "add", str(card), "--upload", "--settle", "1")
        assert added.code == 0, added.said
        _a_clip_that_lands_is_in_the_bucket(stage, clips["long"])
        _a_running_encode_is_cancelled_and_retried(stage, clips["long"])
        _a_killed_worker_costs_time_only(stage, clips["long"])
        _the_window_shows_the_truth(stage)
    assert (tmp_path / "home" / "server.err").read_text() == ""


def _a_clip_that_lands_is_in_the_bucket(stage: Stage, clip: Path) -> None:
    landed = stage.land(clip, "A001.mov")
    original = landed.read_bytes()
    done = stage.window.row("A001.mov", "proxy", "completed")
    assert done["words"] == "Done"
    _it_moved(stage, done["id"])
    stage.window.row("A001.mov", "upload", "completed")
    poster = stage.served.client.thumbnail(stage.served.client.job(done["id"])["clip_id"])
    files = {
        "card/A001.mov": landed.read_bytes(),
        "card/Proxy/A001.mov": (stage.card / "Proxy" / "A001.mov").read_bytes(),
        "card/Proxy/A001.jpg": poster,
    }
    assert landed.read_bytes() == original
    assert stage.bucket.held() == sorted(files)
    for key, here in files.items():
        assert sha256(stage.bucket.read(key)).hexdigest() == sha256(here).hexdigest(), key


def _it_moved(stage: Stage, job_id: str) -> None:
    """Several values, never falling, each seen on the screen."""
    shown = [row for row in stage.window.shown_of(job_id) if row["progress"]]
    values = [row["progress"] for row in shown]
    assert len(set(values)) > 1
    assert values == sorted(values)
    assert len({row["painted"] for row in shown}) > 1


def _a_running_encode_is_cancelled_and_retried(stage: Stage, clip: Path) -> None:
    stage.land(clip, "B001.mov")
    job_id = _running(stage, "B001.mov")
    encoders = stage.encoders()
    assert encoders
    stage.window.press("cancel", job_id)
    stage.window.row("B001.mov", "proxy", "cancelled")
    assert all(is_gone(one.pid) for one in encoders)
    assert stage.encoders() == []
    assert stage.proxies() == ["A001.mov"]
    stage.window.press("retry", job_id)
    assert stage.window.row("B001.mov", "proxy", "completed")["id"] == job_id
    assert stage.proxies() == ["A001.mov", "B001.mov"]
    assert stage.statuses(job_id).count("completed") == 1


def _a_killed_worker_costs_time_only(stage: Stage, clip: Path) -> None:
    stage.land(clip, "C001.mov")
    job_id = _running(stage, "C001.mov")
    worker, encoders = stage.served.worker(), stage.encoders()
    os.kill(worker.pid, signal.SIGKILL)
    assert stage.window.row("C001.mov", "proxy", "completed")["id"] == job_id
    assert all(is_gone(one.pid) for one in (worker, *encoders))
    assert stage.served.worker().pid != worker.pid
    assert stage.proxies() == ["A001.mov", "B001.mov", "C001.mov"]
    statuses = stage.statuses(job_id)
    assert (statuses.count("running"), statuses.count("completed")) == (2, 1)


def _running(stage: Stage, name: str) -> str:
    """The id of the clip's job, once its encode is under way for all to see."""
    job_id = str(stage.window.row(name, "proxy", "running")["id"])

    def moving(seen: Any) -> bool:
        return any(row["id"] == job_id and (row["progress"] or 0) > MOVING for row in seen.rows)

    stage.window.wait(moving, f"the row of {name} does not move")
    return job_id


def _the_window_shows_the_truth(stage: Stage) -> None:
    """All of it, in the end; and each file went to the bucket once."""
    names = ("A001.mov", "B001.mov", "C001.mov")
    for name in names:
        stage.window.row(name, "upload", "completed")
    jobs = {job["id"]: job["status"] for job in stage.served.client.jobs()["jobs"]}
    assert list(jobs.values()) == ["completed"] * 6
    stage.window.wait(lambda seen: {row["id"]: row["status"] for row in seen.rows} == jobs, "it shows something else")
    stage.window.wait(lambda seen: (seen.connection, seen.sentence) == ("Connected", ""), "it is not at peace")
    held = stage.bucket.held()
    assert len(held) == 3 * len(names)
    assert {stage.bucket.versions(key) for key in held} == {1}


def test_a_cable_pulled_out_of_an_upload_is_told_and_mended(
    network: tuple[S3Server, Faults], bucket: Bucket, clips: dict[str, Path], tmp_path: Path
) -> None:
    """With the usual five minutes between attempts: the window says why it waits, and that may be cut short."""
    server, faults = network
    card = tmp_path / "card"
    card.mkdir()
    clip = Path(shutil.copyfile(clips["noise"], card / "A001.mov"))
    with (
        display(tmp_path) as screen,
        serving(make_home(tmp_path, server, bucket)) as served,
        studio_on(screen, served.home, tmp_path) as window,
    ):
        faults.bytes_per_second = 500_000
        assert rushes(served.home, "ingest", str(clip), "--upload", "--no-wait").code == 0
        job_id = window.row("A001.mov", "upload", "running")["id"]
        until(lambda: (served.client.job_status(job_id)["progress"] or 0) > MOVING)
        faults.refuse, faults.cuts = True, [0] * 50
        told = window.row("A001.mov", "upload", "retrying")
        assert "cannot be reached" in told["hint"]
        assert served.client.job(job_id)["error"]["transient"]
        faults.refuse, faults.cuts, faults.bytes_per_second = False, [], None
        window.press("retry", job_id)
        assert window.row("A001.mov", "upload", "completed")["id"] == job_id
    assert sha256(bucket.read("card/A001.mov")).hexdigest() == sha256(clip.read_bytes()).hexdigest()
    assert {bucket.versions(key) for key in bucket.held()} == {1}
    assert bucket.unfinished() == []
