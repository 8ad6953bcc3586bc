"""Starting, staying and leaving: the first steps, another machine's server, quitting, notices, sleep."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from studio.actions import ACTIONS
from studio.awake import Awake, holder_command
from studio.citizen import Citizen, batch_words
from studio.desktop import Studio
from studio.settings import StudioSettings
from studio.views.connect_dialog import ConnectDialog, fault_of
from studio.views.first_steps import FirstSteps, FirstStepsWizard
from tests.gui.helpers.fake_dialogs import FakeDialogs
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import act, dialogs, drop_on, fill, mime
from tests.gui.helpers.sample_jobs import running_job, sample_job

PRESETS = [
    {"name": "prores-proxy", "title": "ProRes 422 Proxy", "for": "every NLE"},
    {"name": "h264-720p", "title": "H.264, 720 lines", "for": "review"},
]


def test_every_action_has_somebody_who_does_it(studio: Studio) -> None:
    assert [spec.name for spec in ACTIONS if not studio.deeds.can_do(spec.name)] == []


# --- the first steps ---


def test_the_first_steps_are_shown_once_where_nothing_was_done(
    qapp: QApplication, qtbot: QtBot, server: FakeServer, tmp_path: Path
) -> None:
    asked: list[str] = []

    class Dialogs(FakeDialogs):
        def first_steps(self, presets: object, preset: str) -> None:
            asked.append(preset)

    studio = Studio(qapp, tmp_path, make_dialogs=lambda _parent: Dialogs())
    qtbot.addWidget(studio.window)
    studio.feed.connect_to(server.url, server.token)
    qtbot.waitUntil(lambda: asked == ["prores-proxy"])
    studio.feed.reload()
    with qtbot.waitSignal(studio.feed.counted):
        pass
    studio.close()
    assert asked == ["prores-proxy"]


def test_what_was_chosen_holds_for_the_next_drop(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    watched = studio.settings._file.parent.as_uri()
    dialogs(studio).steps = FirstSteps("file:///proxies", "h264-720p", watched, False)
    act(studio, "first_steps")
    qtbot.waitUntil(lambda: bool(server.watches))
    drop_on(studio.window, mime("file:///card/A001.mov"))
    qtbot.waitUntil(lambda: studio.model.rowCount() == 1)
    assert server.calls("/clips")[-1][3] == {
        "paths": ["file:///card/A001.mov"],
        "brief": True,
        "preset": "h264-720p",
        "to": "file:///proxies",
    }


def test_the_wizard_gives_what_was_chosen(qtbot: QtBot) -> None:
    wizard = FirstStepsWizard(PRESETS, "prores-proxy")
    qtbot.addWidget(wizard)
    assert wizard.answer() == FirstSteps("", "prores-proxy", "", False)
    wizard.place.elsewhere.setChecked(True)
    wizard.place.folder.path.setText("/all proxies")
    wizard.watch.wanted.setChecked(True)
    wizard.watch.folder.path.setText("/cards")
    wizard.bucket.wanted.setChecked(True)
    assert wizard.answer() == FirstSteps("file:///all%20proxies", "prores-proxy", "file:///cards", True)


def test_no_page_of_the_wizard_cuts_its_words(qtbot: QtBot) -> None:
    wizard = FirstStepsWizard(PRESETS, "prores-proxy")
    qtbot.addWidget(wizard)
    wizard.show()
    for _ in range(4):
        shown = [w for kind in (QLabel, QRadioButton, QPushButton) for w in wizard.currentPage().findChildren(kind)]
        assert all(w.height() >= w.heightForWidth(w.width()) for w in shown if isinstance(w, QLabel) and w.wordWrap())
        assert all(w.width() >= w.minimumSizeHint().width() for w in shown)
        wizard.next()


# --- which server ---


@pytest.mark.parametrize(
    ("address", "token", "good"),
    [
        ("https://workstation:8765", "abc", True),
        ("http://10.0.0.5:8765", "abc", True),
        ("workstation", "abc", False),
        ("ftp://workstation", "abc", False),
        ("http://workstation:x", "abc", False),
        ("http://workstation", "", False),
        ("http://workstation", "ü", False),
    ],
)
def test_what_can_be_an_address(qtbot: QtBot, address: str, token: str, good: bool) -> None:
    assert (fault_of(address, token) == "") == good
    dialog = ConnectDialog("")
    qtbot.addWidget(dialog)
    dialog.there.setChecked(True)
    dialog.address.setText(address)
    dialog.token.setText(token)
    assert dialog.buttons.buttons()[0].isEnabled() == good
    assert dialog.answer() == (address, token)


def test_another_machines_server_is_shown_and_remembered(
    studio: Studio, server: FakeServer, qtbot: QtBot, tmp_path: Path
) -> None:
    server.put(sample_job(1))
    dialogs(studio).server = (server.url, server.token)
    act(studio, "connect_server")
    qtbot.waitUntil(lambda: studio.model.rowCount() == 1)
    again = StudioSettings(tmp_path)
    assert again.server == (server.url, server.token)
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "studio.token").stat().st_mode) == 0o600
    again.server = ("", "")
    assert not (tmp_path / "studio.token").exists()


def test_a_machine_that_does_not_answer_is_a_sentence_with_a_way_on(studio: Studio, qtbot: QtBot) -> None:
    dialogs(studio).server = ("http://127.0.0.1:9", "abc")
    act(studio, "connect_server")
    qtbot.waitUntil(lambda: "127.0.0.1:9 does not answer" in studio.window.info.sentence())
    assert studio.window.bottom.connection.text() == "No server"


def test_a_server_of_another_version_is_offered_a_restart(studio: Studio, server: FakeServer) -> None:
    studio.link.ready.emit(server.url, server.token, "9.9.9")
    assert studio.window.info.sentence().startswith("The server that runs is Rushes 9.9.9")


@pytest.mark.parametrize("content", [b"[General\nnonsense\n", b"\x00\xff[[[\n=\n%%%garbage"], ids=["words", "bytes"])
def test_damaged_settings_are_put_aside_and_said(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "studio.ini").write_bytes(content)
    studio = Studio(qapp, tmp_path, make_dialogs=lambda _parent: FakeDialogs())
    qtbot.addWidget(studio.window)
    studio.window.show()
    assert studio.window.info.sentence().startswith("What this window remembered was damaged.")
    assert (tmp_path / "studio.damaged").exists()
    studio.close()


# --- quitting ---


def test_quitting_lets_jobs_go_on(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, running_job(1, 0.2))
    dialogs(studio).quit_answer = "keep"
    act(studio, "quit")
    assert not studio.window.isVisible()
    assert not [call for call in server.asked if call[0] == "POST"]


def test_thinking_better_of_quitting_stays(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, running_job(1, 0.2))
    act(studio, "quit")
    assert studio.window.isVisible()


def test_quitting_when_what_runs_is_done(
    studio: Studio, server: FakeServer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[bool] = []
    monkeypatch.setattr(studio.link, "stop_server", lambda: ended.append(True))
    fill(studio, server, qtbot, running_job(1, 0.2), sample_job(2))
    dialogs(studio).quit_answer = "finish"
    act(studio, "quit")
    qtbot.waitUntil(lambda: all(lane["paused"] for lane in server.desk.lanes.values()))
    assert studio.window.isVisible()
    server.change(running_job(1, 1.0) | {"status": "completed"})
    qtbot.waitUntil(lambda: bool(ended))
    assert not any(lane["paused"] for lane in server.desk.lanes.values())
    assert not studio.window.isVisible()


# --- notices, sleep ---


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"done": 2, "failed": 0}, {"done": 14, "failed": 1}, "12 jobs are done, 1 job failed."),
        ({"done": 0, "failed": 0}, {"done": 1, "failed": 0}, "1 job is done."),
        ({"done": 3, "failed": 3}, {"done": 3, "failed": 3}, ""),
    ],
)
def test_what_is_said_of_a_batch(before: dict[str, int], after: dict[str, int], words: str) -> None:
    assert batch_words(before, after) == words


def test_a_batch_is_one_notice_and_holds_sleep_back(qapp: QApplication) -> None:
    told: list[str] = []
    window = QLabel()
    awake = Awake(command=lambda _platform, _pid: [sys.executable, "-c", "input()"])
    citizen = Citizen(window, awake, told.append)
    held = []
    for counts in (
        {"completed": 1},
        {"pending": 3, "completed": 1},
        {"running": 2, "completed": 2},
        {"completed": 3, "failed": 1},
        {"completed": 3, "failed": 1},
    ):
        citizen.on_counted(counts)
        held.append(awake.held)
    citizen.close()
    assert told == ["2 jobs are done, 1 job failed."]
    assert held == [False, False, True, False, False]


def test_who_holds_sleep_back_ends_with_us() -> None:
    assert "-w" in holder_command("darwin", 42)
    assert holder_command("linux", 42)[-1] == "cat"
    assert holder_command("win32", 42) == []


def test_a_system_without_such_a_program_does_no_harm(qapp: QApplication) -> None:
    awake = Awake(command=lambda _platform, _pid: ["no-such-program-at-all"])
    awake.hold(True)
    awake.hold(False)
    assert not awake.held
