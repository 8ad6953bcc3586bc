"""Proxies made elsewhere are taken over and moved clips are found again: first it is shown what would be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.desktop import Studio
from studio.models.lines import LineModel
from studio.views.look_first import LookFirst
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import act, choose, dialogs, drop_on, fill, mime
from tests.gui.helpers.sample_jobs import sample_job

MATCH = {"proxy": "/card/small/A001.mov", "source": "/card/A001.mov", "reused": False}
KNOWN = {"proxy": "/card/small/A002.mov", "source": "/card/A002.mov", "reused": True}
LEFT = {"path": "/card/small/X<b>.mov", "reason": "no_original", "message": "No clip of that name."}


def opened(studio: Studio, name: str) -> LookFirst:
    act(studio, name)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LookFirst)
    return dialog


def rows(model: LineModel) -> list[tuple[str, str]]:
    return [(str(model.index(row, 0).data()), str(model.index(row, 1).data())) for row in range(model.rowCount())]


@pytest.fixture
def adopting(studio: Studio, server: FakeServer, qtbot: QtBot) -> LookFirst:
    """A folder was chosen, and what is in it is on show."""
    server.desk.matches, server.desk.left = [KNOWN, MATCH], [LEFT]
    dialog = opened(studio, "adopt")
    dialogs(studio).folder = "file:///card/small"
    dialog.folders[0].choose.click()
    qtbot.waitUntil(dialog.go.isEnabled)
    return dialog


def test_what_would_be_taken_over_is_shown_first(adopting: LookFirst, server: FakeServer) -> None:
    words = "1 proxy can be taken over. 1 is known already. 1 is left alone."
    assert adopting.headline.text() == words
    assert rows(adopting.model) == [
        ("/card/small/X<b>.mov", "No clip of that name lies beside its folder, or is known."),
        ("/card/small/A001.mov", "/card/A001.mov"),
        ("/card/small/A002.mov", "Known already: /card/A002.mov"),
    ]
    tip = adopting.model.index(0, 0).data(int(Qt.ItemDataRole.ToolTipRole))
    assert tip == "/card/small/X&lt;b>.mov"
    asked = [body for *_call, body in server.calls("/clips/adopt")]
    assert asked == [{"folder": "file:///card/small", "preset": "prores-proxy", "dry_run": True}]


def test_then_it_is_done_and_can_be_taken_back(
    studio: Studio, adopting: LookFirst, server: FakeServer, qtbot: QtBot
) -> None:
    gone: list[bool] = []
    adopting.destroyed.connect(lambda: gone.append(True))
    adopting.go.click()
    qtbot.waitUntil(lambda: bool(gone))
    told = server.calls("/clips/adopt")[-1][3]
    assert told == {"folder": "file:///card/small", "preset": "prores-proxy", "brief": True}
    assert studio.window.bottom.said() == "1 proxy is being checked. 1 was known already."
    server.put(sample_job(1, id="adopted-0"))
    act(studio, "undo")
    qtbot.waitUntil(lambda: server.jobs["adopted-0"]["status"] == "cancelled")


def test_another_folder_is_looked_at_anew(adopting: LookFirst, server: FakeServer, qtbot: QtBot) -> None:
    adopting.folders[0].path.setText("/card/smaller")
    assert not adopting.go.isEnabled()
    assert adopting.model.rowCount() == 0
    server.desk.matches, server.desk.left = [], []
    QTest.keyClick(adopting.folders[0].path, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: adopting.headline.text() == "No proxies are in that folder.")
    assert server.calls("/clips/adopt")[-1][3]["folder"] == "file:///card/smaller"
    assert not adopting.go.isEnabled()


def test_an_answer_that_comes_too_late_is_not_shown(adopting: LookFirst) -> None:
    adopting.folders[0].path.setText("/card/smaller")
    adopting.show_refused(["file:///card/small"], "No.")
    assert adopting.fault.text() == ""


def test_a_folder_is_dropped_on_its_line(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    server.desk.matches = [MATCH]
    dialog = opened(studio, "adopt")
    drop_on(dialog.folders[0], mime("file:///card/sm%FFall"))
    qtbot.waitUntil(dialog.go.isEnabled)
    assert server.calls("/clips/adopt")[-1][3]["folder"] == "file:///card/sm%FFall"  # exact to the byte
    dialog.reject()


def test_what_the_server_refuses_is_said_and_can_be_tried_again(
    studio: Studio, server: FakeServer, qtbot: QtBot
) -> None:
    server.desk.unready = "There is no folder “/card/small”."
    dialog = opened(studio, "adopt")
    QTest.keyClicks(dialog.folders[0].path, "/card/small")
    dialog.look.click()
    qtbot.waitUntil(lambda: dialog.fault.text() == server.desk.unready)
    server.desk.unready, server.desk.matches = "", [MATCH]
    dialog.look.click()
    qtbot.waitUntil(dialog.go.isEnabled)
    server.desk.unready = "The home cannot be written."
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.fault.text() == server.desk.unready)
    dialog.reject()


def test_a_refusal_after_the_dialog_was_closed_is_still_said(
    studio: Studio, adopting: LookFirst, server: FakeServer, qtbot: QtBot
) -> None:
    gone: list[bool] = []
    adopting.destroyed.connect(lambda: gone.append(True))
    server.desk.unready = "The home cannot be written."
    adopting.go.click()
    adopting.reject()
    qtbot.waitUntil(lambda: bool(gone) and studio.window.info.sentence() == server.desk.unready)


def test_moved_clips_begin_with_the_folder_of_those_selected(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, *(sample_job(n, source=f"/old/day 1/A00{n}.mov") for n in (1, 2)))
    choose(studio, 1, 2)
    server.desk.relocated = {"moved": ["/old/A1"], "missing": ["/old/A2"], "differs": ["/old/A3"]}
    dialog = opened(studio, "relocate")
    assert dialog.folders[0].path.text() == "/old/day 1"
    QTest.keyClicks(dialog.folders[1].path, "/new")
    QTest.keyClick(dialog.folders[1].path, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.go.isEnabled)
    assert dialog.headline.text() == "1 clip is in the new folder. 1 is not there. 1 is another file there."
    assert [name for name, _what in rows(dialog.model)] == ["/old/A3", "/old/A2", "/old/A1"]
    with qtbot.waitSignal(studio.feed.loaded):  # all is read anew
        dialog.go.click()
    told = [body for *_call, body in server.calls("/clips/relocate")]
    folders = {"old": "file:///old/day%201", "new": "file:///new"}
    assert told == [{**folders, "dry_run": True}, folders]
    assert studio.window.bottom.said() == "1 clip is known in the new folder. 1 watch folder went along."


def test_a_project_nobody_knows(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    dialog = opened(studio, "relocate")
    for line, text in zip(dialog.folders, ("/old", "here"), strict=True):
        QTest.keyClicks(line.path, text)
    dialog.look.click()
    qtbot.waitUntil(lambda: dialog.headline.text() == "No clip is known from the old folder.")
    assert server.calls("/clips/relocate")[0][3]["new"] == "here"  # the server says what is wrong with it
    dialog.reject()


def test_the_model_is_one(qtmodeltester: object, adopting: LookFirst) -> None:
    qtmodeltester.check(adopting.model)  # type: ignore[attr-defined]
