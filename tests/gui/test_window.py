"""What an editor does in the window, against a server over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDragLeaveEvent, QGuiApplication
from pytestqt.qtbot import QtBot

from studio import job_deeds
from studio.desktop import Studio
from studio.models.columns import NAMES
from tests.gui.helpers.fake_dialogs import FakeDialogs
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import BOTH, act, choose, drag_over, drop_on, fill, mime
from tests.gui.helpers.sample_jobs import demo_jobs, done_job, failed_job, job_id, running_job, sample_job
from tests.gui.screenshots import poster


def names(studio: Studio) -> list[str]:
    return [studio.model.row_at(position).id for position in range(studio.model.rowCount())]


def dialogs(studio: Studio) -> FakeDialogs:
    asked = studio.deeds._dialogs
    assert isinstance(asked, FakeDialogs)
    return asked


# --- the table follows the server ---


def test_an_empty_home_invites(studio: Studio) -> None:
    assert studio.window.centre.currentWidget() is studio.window.centre.empty
    assert studio.window.bottom.connection.text() == "Connected"


def test_jobs_of_the_server_are_shown(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot)
    assert studio.model.rowCount() == len(demo_jobs())
    assert studio.window.centre.currentWidget() is studio.window.table
    assert studio.window.bottom.counts.text().startswith("2 running")
    assert studio.window.windowTitle() == "Rushes – 2 running"


def test_all_pages_are_shown(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    server.put(*(sample_job(number) for number in range(1_100)))
    studio.feed.reload()
    qtbot.waitUntil(lambda: studio.model.rowCount() == 1_100)
    assert names(studio) == sorted(server.jobs, reverse=True)


def test_a_row_moves_with_the_event_stream(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, sample_job(1))
    server.change(running_job(1, 0.0))
    qtbot.waitUntil(lambda: studio.model.row_at(0).status == "running")
    server.tell("progress", {"progress": [{"id": job_id(1), "progress": 0.4, "speed": 2.0, "eta_seconds": 9}]})
    qtbot.waitUntil(lambda: studio.model.row_at(0).fraction == 0.4)
    server.change(done_job(1))
    qtbot.waitUntil(lambda: studio.model.row_at(0).status == "completed")
    qtbot.waitUntil(lambda: studio.window.bottom.counts.text().startswith("0 running"))


def test_a_job_made_elsewhere_appears(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    server.change(sample_job(1))
    qtbot.waitUntil(lambda: studio.model.rowCount() == 1)
    assert studio.window.centre.currentWidget() is studio.window.table


def test_a_lost_connection_is_told_and_taken_up(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(studio.feed.stream.lost):
        server.cut()
    assert "lost" in studio.window.info.sentence()
    with qtbot.waitSignal(studio.feed.stream.opened):
        pass
    assert studio.window.info.sentence() == ""
    assert studio.window.bottom.connection.text() == "Connected"


# --- filters ---


def test_a_state_filters_the_table(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot)
    with qtbot.waitSignal(studio.feed.loaded):
        studio.window.side.choose_filter("failed")
    assert names(studio) == [job_id(7)]
    server.change(done_job(7))
    qtbot.waitUntil(lambda: studio.model.rowCount() == 0)


def test_typing_filters_by_name_and_escape_comes_back(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot)
    with qtbot.waitSignal(studio.feed.loaded):
        qtbot.keyClicks(studio.window.tools.filter, "b002")
    assert names(studio) == [job_id(14), job_id(13)]
    with qtbot.waitSignal(studio.feed.loaded):
        qtbot.keyClicks(studio.window.tools.filter, "zzz")
    assert studio.window.centre.currentWidget() is studio.window.centre.nothing_found
    with qtbot.waitSignal(studio.feed.loaded):
        studio.window.centre.nothing_found.clear.click()
    assert studio.model.rowCount() == len(demo_jobs())


def test_an_answer_that_comes_too_late_is_not_shown(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    server.put(*demo_jobs())
    studio.feed.show_matching("b00")
    with qtbot.waitSignal(studio.feed.loaded):
        studio.feed.show_matching("b002_c004")
    qtbot.wait(100)
    assert names(studio) == [job_id(14)]


# --- cancel and retry ---


def test_only_what_can_be_done_is_offered(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot)
    offered = {}
    for number in (10, 7, 6):
        choose(studio, number)
        offered[number] = [
            n for n in ("cancel", "retry", "open_output") if studio.window.actions_by_name[n].isEnabled()
        ]
    assert offered == {10: ["cancel"], 7: ["retry"], 6: ["open_output"]}


def test_a_running_job_is_cancelled_and_retried(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, running_job(1, 0.3))
    choose(studio, 1)
    act(studio, "cancel")
    qtbot.waitUntil(lambda: studio.model.row_at(0).status == "cancelled")
    act(studio, "retry")
    qtbot.waitUntil(lambda: studio.model.row_at(0).status == "pending")


def test_of_several_jobs_only_those_that_can_be_are_cancelled(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot)
    act(studio, "select_all")
    act(studio, "cancel")
    with qtbot.waitSignal(studio.feed.acted) as told:
        pass
    assert set(told.args[1]) == {job_id(number) for number in (8, 9, 10, 11, 12, 13, 14)}
    assert told.args[2] == []


def test_what_the_server_refuses_is_told(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, running_job(1, 0.3))
    choose(studio, 1)
    server.put(done_job(1))  # meanwhile
    act(studio, "cancel")
    qtbot.waitUntil(lambda: studio.window.info.sentence() == "A completed job stays completed.")


# --- clips and folders come in ---


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


# --- the table ---


def test_more_rows_than_are_kept_come_as_they_are_looked_at(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    server.put(*(sample_job(number) for number in range(1, 3_001)))
    studio.feed.reload()
    qtbot.waitUntil(lambda: studio.model.rowCount() == 3_000)
    for position in (0, 1_500, 2_999):
        studio.window.table.scrollTo(studio.model.index(position, 0))
        qtbot.waitUntil(lambda at=position: studio.model.row_at(at).status == "pending")


def test_the_header_sorts_on_the_server(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot)
    with qtbot.waitSignal(studio.feed.loaded):
        studio.window.table.head.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    assert names(studio)[-1] == job_id(13 + 1)
    assert server.calls("/jobs/index")[-1][2]["sort"] == ["name"]
    server.change(sample_job(50, name="A000.mov"))
    qtbot.waitUntil(lambda: names(studio)[0] == job_id(50), timeout=5_000)


def test_a_column_without_an_order_does_not_sort(studio: Studio) -> None:
    head = studio.window.table.head
    before = (head.sortIndicatorSection(), head.sortIndicatorOrder(), head.order)
    head.setSortIndicator(NAMES.index("size"), Qt.SortOrder.AscendingOrder)
    assert (head.sortIndicatorSection(), head.sortIndicatorOrder(), head.order) == before


def test_columns_are_chosen_and_remembered(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot)
    table, codec = studio.window.table, NAMES.index("codec")
    assert table.isColumnHidden(codec)
    next(a for a in table.head.column_menu().actions() if a.text() == "Codec").trigger()
    assert not table.isColumnHidden(codec)
    table.head.moveSection(table.head.visualIndex(codec), 1)
    text = table.head.layout_text()
    table.head.reset_columns()
    assert table.isColumnHidden(codec)
    table.head.restore_layout(text)
    assert not table.isColumnHidden(codec)
    assert table.head.visualIndex(codec) == 1


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"order": 3}', '{"order": ["x"], "shown": ["y"], "widths": {"z": 9}}']
)
def test_a_layout_of_another_version_does_no_harm(studio: Studio, text: str) -> None:
    studio.window.table.head.restore_layout(text)
    assert not studio.window.table.isColumnHidden(0)


def test_jobs_are_paused_put_first_and_made_again(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, sample_job(1))
    choose(studio, 1)
    for name, key, value in (("pause", "paused", True), ("go_on", "paused", False), ("do_first", "priority", 9)):
        act(studio, name)
        qtbot.waitUntil(lambda key=key, value=value: server.jobs[job_id(1)][key] == value)
    studio.window.tools.preset.setCurrentIndex(1)
    act(studio, "make_again")
    qtbot.waitUntil(lambda: studio.model.rowCount() == 2)
    assert server.calls("/clips")[-1][3]["force"] is False


def test_all_of_very_many_jobs_are_told_by_the_filter(
    studio: Studio, server: FakeServer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_deeds, "ONE_BY_ONE", 5)
    fill(studio, server, qtbot)
    act(studio, "select_all")
    act(studio, "cancel")
    qtbot.waitUntil(lambda: bool(server.calls("/jobs/actions")))
    told = server.calls("/jobs/actions")[0][3]["filter"]
    assert "ids" not in told
    assert set(told["status"]) == {"pending", "running", "retrying", "waiting"}


def test_finished_proxies_are_dragged_out(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot)
    choose(studio, 6, 7, 5)
    mime_data = studio.window.table.dragged()
    assert mime_data is not None
    assert [url.fileName() for url in mime_data.urls()] == ["A001_C006_1124XY.mov", "A001_C005_1124XY.mov"]
    choose(studio, 7)
    assert studio.window.table.dragged() is None


def test_each_row_has_the_picture_of_its_clip(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    server.posters["clip1"] = poster()
    fill(studio, server, qtbot, done_job(1), done_job(2))
    posters = studio.window.table.posters
    qtbot.waitUntil(lambda: posters.picture("clip1") is not None)
    assert posters.picture("clip2") is None
    act(studio, "posters")
    assert studio.window.table.posters is None
    assert not studio.settings.posters


# --- watch folders ---


def test_a_watch_folder_is_added_and_removed(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    dialogs(studio).folder = QUrl.fromLocalFile(str(tmp_path)).toString()
    act(studio, "add_watch")
    watch_list = studio.window.side.watch_list
    qtbot.waitUntil(lambda: watch_list.count() == 1)
    watch_list.setCurrentRow(0)
    qtbot.mouseClick(studio.window.side._remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: watch_list.count() == 0)


def test_a_folder_that_cannot_be_watched_gets_a_sentence(studio: Studio, qtbot: QtBot) -> None:
    dialogs(studio).folder = "file:///no/such/folder"
    act(studio, "add_watch")
    qtbot.waitUntil(
        lambda: studio.window.info.sentence() == "/no/such/folder is no folder. Choose a folder that exists."
    )


# --- details ---


def test_a_failed_job_is_retried_where_one_reads_of_it(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, failed_job(1))
    choose(studio, 1)
    failure = studio.window.details.failure
    qtbot.mouseClick(failure.retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: studio.model.row_at(0).status == "pending")
    qtbot.waitUntil(lambda: not failure.isVisible())


def test_details_follow_a_running_job(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, running_job(1, 0.2, eta_seconds=50))
    choose(studio, 1)
    assert "50 s left" in studio.window.details._status.text()
    server.tell("progress", {"progress": [{"id": job_id(1), "progress": 0.9, "eta_seconds": 5}]})
    qtbot.waitUntil(lambda: "5 s left" in studio.window.details._status.text().split("  ·  "))


def test_several_jobs_are_counted(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot)
    choose(studio, 1, 2, 5)
    assert studio.window.details._nothing.text() == "3 jobs selected"


def test_paths_are_copied(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, done_job(1))
    choose(studio, 1)
    act(studio, "copy_paths")
    assert QGuiApplication.clipboard().text() == done_job(1)["output"]


def test_a_proxy_that_is_gone_gets_a_sentence(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, done_job(1))
    choose(studio, 1)
    act(studio, "open_output")
    assert studio.window.info.sentence() == "A001_C001_1124XY.mov is not there any more."
    act(studio, "show_output")
    assert studio.window.info.sentence() == "The folder /footage/Day 1/A-Cam/Proxy is not there any more."


# --- closing, colours ---


def test_closing_says_once_that_jobs_go_on(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, running_job(1, 0.2), sample_job(2))
    studio.settings.told_that_jobs_go_on = False
    assert not studio.window.close()
    assert studio.window.info.sentence() == "2 jobs go on without this window. Close it whenever you like."
    assert studio.window.close()
    assert [call for call in server.asked if call[0] == "POST"] == []


def test_a_window_without_work_just_closes(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, done_job(1))
    studio.settings.told_that_jobs_go_on = False
    assert studio.window.close()


def test_the_colours_are_remembered(studio: Studio) -> None:
    act(studio, "theme_dark")
    assert studio.theme.scheme.dark
    assert studio.settings.theme == "dark"
    act(studio, "theme_light")
    assert not studio.theme.scheme.dark


def test_details_can_be_put_away(studio: Studio) -> None:
    act(studio, "details")
    assert not studio.window.details.isVisible()
    act(studio, "details")
    assert studio.window.details.isVisible()
