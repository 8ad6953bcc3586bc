"""Clips and folders come in: dropped, chosen, shown before it begins."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDragLeaveEvent
from pytestqt.qtbot import QtBot

from studio.desktop import Studio
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import BOTH, act, choose, dialogs, drag_over, drop_on, fill, mime
from tests.gui.helpers.sample_jobs import running_job


def test_dropped_clips_are_added_with_the_preset_that_is_chosen(
    studio: Studio, server: FakeServer, qtbot: QtBot
) -> None:
    studio.window.tools.preset.setCurrentIndex(1)
    drop_on(studio.window, mime("file:///footage/A001.mov", "file:///footage/B%FF.mov"))
    qtbot.waitUntil(lambda: studio.model.rowCount() == 2)
    wish = {"paths": ["file:///footage/A001.mov", "file:///footage/B%FF.mov"], "preset": "h264-720p"}
    assert [call[3] for call in server.calls("/clips")] == [wish | {"dry_run": True}, wish | {"brief": True}]


@pytest.mark.parametrize(
    ("offered", "taken"),
    [(BOTH, Qt.DropAction.CopyAction), (Qt.DropAction.MoveAction, Qt.DropAction.IgnoreAction)],
    ids=["copy or move", "move only"],
)
def test_a_drop_never_moves_the_original(
    studio: Studio, qtbot: QtBot, offered: Qt.DropAction, taken: Qt.DropAction
) -> None:
    data = mime("file:///footage/A001.mov")
    with qtbot.waitSignal(studio.feed.added):
        event = drop_on(studio.window, data, offered)
    assert event.dropAction() == taken


def test_the_window_shows_where_clips_may_be_dropped(studio: Studio) -> None:
    data = mime("file:///footage/A001.mov")
    assert drag_over(studio.window, data).isAccepted()
    assert studio.window.veil.isVisible()
    studio.window.dragLeaveEvent(QDragLeaveEvent())
    assert not studio.window.veil.isVisible()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (("https://example.org/A001.mov",), "A web link is not a clip."),
        ((), "Nothing in there is a file."),
    ],
)
def test_a_drop_that_is_no_file_gets_a_sentence(
    studio: Studio, server: FakeServer, data: tuple[str, ...], words: str
) -> None:
    drop_on(studio.window, mime(*data))
    assert studio.window.info.sentence().startswith(words)
    assert server.calls("/clips") == []


def test_dropped_text_gets_a_sentence(studio: Studio) -> None:
    drop_on(studio.window, mime(text="/footage/A001.mov"))
    assert studio.window.info.sentence().startswith("Text is not a clip.")


def test_a_dropped_text_file_gets_a_sentence(studio: Studio, qtbot: QtBot) -> None:
    drop_on(studio.window, mime("file:///footage/notes.txt"))
    qtbot.waitUntil(lambda: studio.window.info.sentence() == "Nothing was added. notes.txt: It is no media file.")


def test_files_and_folders_can_be_chosen(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    dialogs(studio).files = ["file:///footage/A.mov"]
    dialogs(studio).folder = "file:///footage/B.mov"
    for name in ("add_files", "add_folder"):
        with qtbot.waitSignal(studio.feed.added):
            act(studio, name)
    begun = [call[3]["paths"] for call in server.calls("/clips") if "brief" in call[3]]
    assert begun == [["file:///footage/A.mov"], ["file:///footage/B.mov"]]


def test_what_is_dropped_while_no_server_answers_is_added_later(
    studio: Studio, server: FakeServer, qtbot: QtBot
) -> None:
    server.hangs_up = True
    with qtbot.waitSignal(studio.feed.unsent):
        drop_on(studio.window, mime("file:///footage/A001.mov"))
    server.hangs_up = False
    server.cut()  # and the stream is taken up again
    qtbot.waitUntil(lambda: studio.model.rowCount() == 1)


def test_what_is_dropped_while_the_token_is_refused_is_added_later(
    studio: Studio, server: FakeServer, qtbot: QtBot
) -> None:
    server.token, ours = "another", server.token
    server.cut()
    qtbot.waitUntil(lambda: "Started anew, it does" in studio.window.info.sentence())
    with qtbot.waitSignal(studio.feed.unsent):
        drop_on(studio.window, mime("file:///footage/A001.mov"))
    assert "Started anew, it does" in studio.window.info.sentence()
    server.token = ours
    qtbot.waitUntil(lambda: studio.model.rowCount() == 1)
    assert studio.window.info.sentence() == ""


def test_a_drop_that_is_refused_is_not_being_looked_at(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    drop_on(studio.window, mime("file:///nowhere/A001.mov"))
    assert studio.window.bottom.said() == "Looking at 1 item…"
    qtbot.waitUntil(lambda: studio.window.info.sentence() == "There is no such file or folder.")
    assert studio.window.bottom.said() == ""


def test_what_is_asked_while_no_server_answers_is_not_passed_over(
    studio: Studio, server: FakeServer, qtbot: QtBot
) -> None:
    fill(studio, server, qtbot, running_job(1, 0.2))
    choose(studio, 1)
    server.hangs_up = True
    act(studio, "cancel")
    qtbot.waitUntil(lambda: studio.window.bottom.said() == "Not done: the server does not answer.")


def test_a_sentence_about_one_drop_goes_with_the_next(studio: Studio, qtbot: QtBot) -> None:
    drop_on(studio.window, mime("https://example.org/A001.mov"))
    with qtbot.waitSignal(studio.feed.added):
        drop_on(studio.window, mime("file:///footage/A001.mov"))
    assert studio.window.info.sentence() == ""


def test_thinking_better_of_it_adds_nothing(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    for name in ("add_files", "add_folder", "add_watch"):
        act(studio, name)
    qtbot.wait(50)
    assert not [call for call in server.asked if call[0] == "POST"]


def test_clips_of_a_second_start_are_added_here(studio: Studio, qtbot: QtBot) -> None:
    studio.add(["file:///footage/A001.mov"])
    qtbot.waitUntil(lambda: studio.model.rowCount() == 1)


# --- what is shown before it begins ---


def drop_many(studio: Studio, count: int = 40, *more: str) -> None:
    drop_on(studio.window, mime(*(f"file:///card/A{number:03d}.mov" for number in range(count)), *more))


def test_a_whole_card_is_shown_before_it_begins(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    drop_many(studio, 40, "file:///card/notes.txt")
    sheet = studio.window.sheet
    qtbot.waitUntil(sheet.go.isVisible)
    assert sheet.title.text() == "40 clips, 160 GB"
    assert sheet.lines.text() == (
        "Proxies with prores-proxy.\nAbout 1 min 30 s of work, about 12.0 GB of 900 GB free for the proxies."
    )
    assert sheet.left_alone.text() == "1 file left alone, such as notes.txt: It is no media file."
    assert studio.model.rowCount() == 0
    sheet.go.click()
    qtbot.waitUntil(lambda: studio.model.rowCount() == 40)
    assert sheet.isHidden()


def test_what_is_declined_is_not_added(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    drop_many(studio)
    qtbot.waitUntil(studio.window.sheet.go.isVisible)
    qtbot.keyClick(studio.window.sheet, Qt.Key.Key_Escape)
    assert studio.window.sheet.isHidden()
    qtbot.wait(50)
    assert not [call for call in server.calls("/clips") if "brief" in call[3]]


def test_even_one_clip_is_shown_first_where_the_disk_is_full(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    server.free_bytes = 1_000_000
    drop_on(studio.window, mime("file:///card/A001.mov"))
    qtbot.waitUntil(studio.window.sheet.warning.isVisible)
    assert "not enough room" in studio.window.sheet.warning.text()


def test_a_quick_drop_can_be_taken_back(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    drop_on(studio.window, mime("file:///card/A001.mov", "file:///card/A002.mov"))
    qtbot.waitUntil(lambda: studio.window.bottom.said() == "2 clips added.")
    act(studio, "undo")
    qtbot.waitUntil(lambda: {job["status"] for job in server.jobs.values()} == {"cancelled"})
    assert not studio.window.bottom.undo.isVisible()


def test_what_is_dropped_meanwhile_joins(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    drop_on(studio.window, mime("file:///card/A001.mov"))
    drop_on(studio.window, mime("file:///card/A002.mov"))
    qtbot.waitUntil(lambda: studio.model.rowCount() == 2)
    assert len([call for call in server.calls("/clips") if "brief" in call[3]]) == 1


def test_a_name_that_looks_like_markup_is_shown_as_it_is(studio: Studio, qtbot: QtBot) -> None:
    drop_many(studio, 40, "file:///card/%3Cb%3Ebold%3C/b%3E.txt")
    qtbot.waitUntil(studio.window.sheet.go.isVisible)
    label = studio.window.sheet.left_alone
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert "b>.txt" in label.text()
