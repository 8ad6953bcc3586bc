"""What an editor does in the window, against a server over HTTP."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from studio.desktop import Studio
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import act, choose, dialogs, fill, shown_ids
from tests.gui.helpers.sample_jobs import demo_jobs, done_job, failed_job, job_id, running_job, sample_job

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
    assert shown_ids(studio) == sorted(server.jobs, reverse=True)


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
    assert shown_ids(studio) == [job_id(7)]
    server.change(done_job(7))
    qtbot.waitUntil(lambda: studio.model.rowCount() == 0)


def test_typing_filters_by_name_and_escape_comes_back(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot)
    with qtbot.waitSignal(studio.feed.loaded):
        qtbot.keyClicks(studio.window.tools.filter, "b002")
    assert shown_ids(studio) == [job_id(14), job_id(13)]
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
    assert shown_ids(studio) == [job_id(14)]


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
