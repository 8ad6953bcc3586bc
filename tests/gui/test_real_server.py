"""The window on the real server, with a real worker and FFmpeg."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.desktop import Studio
from tests.gui.helpers.display import display
from tests.gui.helpers.fake_dialogs import FakeDialogs
from tests.gui.helpers.hands import act, dialogs, drop_on, mime
from tests.gui.helpers.real_home import client_of, ending_server, make_clip

REPOSITORY = Path(__file__).resolve().parents[2]
SECONDS_MS = 1_000
PATIENCE_MS = 60 * SECONDS_MS


@contextmanager
def open_window(qapp: QApplication, home: Path) -> Iterator[Studio]:
    studio = Studio(qapp, home, make_dialogs=lambda _parent: FakeDialogs())
    studio.settings.told_that_jobs_go_on = True
    studio.start()
    try:
        yield studio
    finally:
        studio.close()
        studio.window.close()
        for process in (studio.link._process, studio.link._served):
            if process is not None:
                process.returncode = 0  # it goes on; nobody waits for it
        studio.window.deleteLater()


def statuses(studio: Studio) -> list[str]:
    return [studio.model.row_at(position).status for position in range(studio.model.rowCount())]


def test_a_clip_dropped_on_the_window_becomes_a_proxy(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    """No server runs: the window starts one; a running encode is cancelled and retried; the server outlives the
    window, and the next window takes it up."""
    home, footage = tmp_path / "home", tmp_path / "footage"
    home.mkdir()
    clip = make_clip(footage, "A001.mov", 20, "1280x720")
    seen: set[str] = set()
    with ending_server(home):
        with open_window(qapp, home) as studio:
            qtbot.waitSignal(studio.feed.presets, timeout=PATIENCE_MS).wait()
            studio.model.dataChanged.connect(lambda a, _b: seen.add(studio.model.row_at(a.row()).texts[2]))
            drop_on(studio.window, mime(bytes(QUrl.fromLocalFile(str(clip)).toEncoded().data()).decode()))
            qtbot.waitUntil(lambda: statuses(studio) == ["running"], timeout=PATIENCE_MS)
            studio.window.table.selectAll()
            act(studio, "cancel")
            qtbot.waitUntil(lambda: statuses(studio) == ["cancelled"], timeout=PATIENCE_MS)
            assert not (footage / "Proxy" / "A001.mov").exists()
            act(studio, "retry")
            qtbot.waitUntil(lambda: statuses(studio) == ["completed"], timeout=PATIENCE_MS)
            details = studio.window.details
            qtbot.waitUntil(
                lambda: details.links.isVisible() and details.reel.viewer.pictures["proxy"].isVisible(),
                timeout=PATIENCE_MS,
            )
            dialogs(studio).folder = QUrl.fromLocalFile(str(footage)).toString()
            act(studio, "add_watch")
            qtbot.waitUntil(lambda: studio.window.side.watch_list.count() == 1, timeout=PATIENCE_MS)
        assert (footage / "Proxy" / "A001.mov").is_file()
        assert len(seen - {""}) > 1  # the row moved
        pid = (home / "server.json").read_text()
        with open_window(qapp, home) as again:
            qtbot.waitUntil(lambda: statuses(again) == ["completed"], timeout=PATIENCE_MS)
        assert (home / "server.json").read_text() == pid


def wait_for(told: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Xvfb is a display of Linux")
def test_the_program_on_a_real_display(tmp_path: Path) -> None:
    """`rushes-studio CLIP` as a user starts it; a second start hands its clip to the first; killing the window stops
    nothing."""
    home = tmp_path / "home"
    home.mkdir()
    clips = [make_clip(tmp_path / "footage", f"A00{number}.mov", number) for number in (1, 2)]  # no twins
    with display(tmp_path) as screen, ending_server(home):
        environ = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
        start = [sys.executable, "-m", "studio.app", "--home", str(home)]
        with open(tmp_path / "studio.log", "wb") as log:
            window = subprocess.Popen([*start, str(clips[0])], env=environ, cwd=REPOSITORY, stdout=log, stderr=log)
        try:
            wait_for(lambda: (home / "server.json").exists(), 30)
            second = subprocess.run([*start, str(clips[1])], env=environ, cwd=REPOSITORY, timeout=30, check=False)
            assert second.returncode == 0
            client = client_of(home)
            wait_for(lambda: client.stats()["by_status"]["completed"] == 2, 60)
            assert window.poll() is None
        finally:
            window.terminate()
            window.wait(10)
        assert client.health()["status"] == "ok"
        assert (tmp_path / "studio.log").read_text() == ""
    assert sorted(path.name for path in (tmp_path / "footage" / "Proxy").glob("*.mov")) == ["A001.mov", "A002.mov"]
