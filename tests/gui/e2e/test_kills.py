"""Window, server and worker are killed in turn: the window comes back to the truth every time, and no job is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QUrl

from server.errors import RushesError
from tests.gui.helpers.display import display
from tests.gui.helpers.real_home import client_of, ending_server
from tests.gui.helpers.studio_process import Seen, StudioProcess, studio_on
from tests.helpers.footage import Take, film, own_content
from tests.helpers.serving import until

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Xvfb is a display of Linux")
by_hand = pytest.mark.skipif("RUSHES_CAMPAIGN" not in os.environ, reason="long: set RUSHES_CAMPAIGN to run it")
SECONDS = 60.0
EACH_SECONDS = 4.0
LATEST_KILL = 1.2  # seconds after a clip was added
CLIP = Take(size="640x360", frames=100, options="-timecode 01:00:00:00")


@dataclass
class Stage:
    """A home, the window on it, and the clips that were added so far."""

    home: Path
    folder: Path
    screen: str
    clip: Path
    added: dict[str, str] = field(default_factory=dict)
    _window: ExitStack = field(default_factory=ExitStack)
    window: StudioProcess = field(init=False)

    def open_window(self) -> None:
        """It starts a server where none runs."""
        self._window = ExitStack()
        self.window = self._window.enter_context(studio_on(self.screen, self.home, self.folder))

    def close_window(self) -> None:
        """Also one that was killed; it must not have complained of anything."""
        self._window.close()

    def add_clip(self) -> None:
        landed = self.folder / "card" / f"A{len(self.added):03d}.mov"
        landed.write_bytes(own_content(self.clip))
        (job,) = client_of(self.home).add_clips([QUrl.fromLocalFile(str(landed)).toString()])["jobs"]
        self.added[job["id"]] = landed.name

    def truth(self) -> dict[str, str]:
        """{job: status}; empty while no server answers."""
        try:
            return {job["id"]: job["status"] for job in client_of(self.home).jobs(limit=1000)["jobs"]}
        except (AssertionError, OSError, RushesError):
            return {}

    def shows_the_truth(self, seen: Seen) -> bool:
        shown, truth = {row["id"]: row["status"] for row in seen.rows}, self.truth()
        return seen.connection == "Connected" and shown == truth and set(self.added) <= set(truth)


def kill_window(stage: Stage) -> None:
    os.kill(stage.window.process.pid, signal.SIGKILL)
    stage.window.process.wait()
    stage.close_window()
    stage.open_window()


def kill_server(stage: Stage) -> None:
    pid = int(json.loads((stage.home / "server.json").read_text(encoding="utf-8"))["pid"])
    os.kill(pid, signal.SIGKILL)
    until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    until(stage.truth, SECONDS, "the window started no other server")


def kill_worker(stage: Stage) -> None:
    pids = until(lambda: [one["pid"] for one in client_of(stage.home).workers()["workers"]], SECONDS, "no worker")
    os.kill(pids[0], signal.SIGKILL)


KILLS = (kill_window, kill_server, kill_worker)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "card").mkdir()
    with display(tmp_path) as screen, ending_server(home):
        stage = Stage(home, tmp_path, screen, film(tmp_path / "clip.mov", CLIP))
        stage.open_window()
        try:
            yield stage
        finally:
            stage.close_window()


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param(3, marks=pytest.mark.timeout(240)),
        pytest.param(50, marks=[pytest.mark.campaign, by_hand, pytest.mark.timeout(3_600)]),
    ],
)
def test_whatever_is_killed_the_window_comes_back_to_the_truth(
    stage: Stage, kills: int, record_property: Callable[[str, object], None]
) -> None:
    seed = int(os.environ.get("RUSHES_TEST_SEED") or time.time())
    record_property("said", f"RUSHES_TEST_SEED={seed}")
    print(f"RUSHES_TEST_SEED={seed}")  # of a failure
    chance = random.Random(seed)
    for number in range(kills):
        stage.add_clip()
        time.sleep(chance.uniform(0, LATEST_KILL))
        KILLS[number % len(KILLS)](stage)
        stage.window.wait(stage.shows_the_truth, f"kill {number}: the window shows something else", SECONDS)
    patience = SECONDS + kills * EACH_SECONDS  # what was killed again and again is done only now
    until(lambda: {stage.truth().get(job) for job in stage.added} == {"completed"}, patience, "not all is done")
    stage.window.wait(stage.shows_the_truth, "in the end the window shows something else", SECONDS)
    assert sorted(path.name for path in (stage.folder / "card" / "Proxy").iterdir()) == sorted(stage.added.values())
    for job in stage.added:
        assert [entry["to"] for entry in client_of(stage.home).job(job)["timeline"]].count("completed") == 1
