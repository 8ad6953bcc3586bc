"""The queue is arranged by hand, and what is finished is taken off the list; both can be taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.desktop import Studio
from studio.views.job_table import JobTable
from studio.views.turn_drag import jobs_of, put_jobs
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import act, choose, drag_over, drop_on, fill, mime
from tests.gui.helpers.sample_jobs import demo_jobs, done_job, failed_job, job_id, sample_job


def numbers(studio: Studio) -> list[int]:
    """Of the rows from top to bottom."""
    return [int(studio.model.id_at(at).removeprefix("01J")) for at in range(studio.model.rowCount())]


@pytest.fixture
def queue(studio: Studio, server: FakeServer, qtbot: QtBot) -> Studio:
    """Five that wait, shown in the order of their turns."""
    fill(studio, server, qtbot, *(sample_job(number) for number in range(1, 6)), done_job(9))
    with qtbot.waitSignal(studio.feed.loaded):
        act(studio, "queue_order")
    qtbot.waitUntil(lambda: numbers(studio) == [1, 2, 3, 4, 5])
    qtbot.waitUntil(lambda: studio.model.row_of(job_id(5)) is not None)
    return studio


def drop_before(studio: Studio, row: int, *moved: int) -> None:
    table, data = studio.window.table, QMimeData()
    put_jobs(data, map(job_id, moved))
    last = studio.model.rowCount() - 1
    rect = table.visualRect(studio.model.index(min(row, last), 0))
    at = QPoint(40, rect.top() + 2 if row <= last else rect.bottom() + 20)
    drag_over(table, data, at)
    drop_on(table, data, at=at)


@pytest.mark.parametrize(
    ("row", "moved", "order"),
    [
        (0, (4,), [4, 1, 2, 3, 5]),
        (5, (1, 2), [3, 4, 5, 1, 2]),
        (2, (5, 1), [2, 1, 5, 3, 4]),
        (4, (3, 4), [1, 2, 3, 4, 5]),
    ],
)
def test_rows_are_dragged_to_another_turn(
    queue: Studio, qtbot: QtBot, row: int, moved: tuple[int, ...], order: list[int]
) -> None:
    with qtbot.waitSignal(queue.feed.acted):
        drop_before(queue, row, *moved)
    qtbot.waitUntil(lambda: numbers(queue) == order)
    act(queue, "undo")
    qtbot.waitUntil(lambda: numbers(queue) == [1, 2, 3, 4, 5])


def test_rows_that_stand_on_their_head_are_dragged_as_one_sees_them(queue: Studio, qtbot: QtBot) -> None:
    head = queue.window.table.head
    with qtbot.waitSignal(queue.feed.loaded):
        head.setSortIndicator(head.sortIndicatorSection(), Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: numbers(queue) == [5, 4, 3, 2, 1])
    drop_before(queue, 0, 2)
    qtbot.waitUntil(lambda: numbers(queue) == [2, 5, 4, 3, 1])


def test_the_keyboard_moves_them_too(queue: Studio, qtbot: QtBot) -> None:
    choose(queue, 3)
    for name, order in (("move_up", [1, 3, 2, 4, 5]), ("move_up", [3, 1, 2, 4, 5]), ("move_down", [1, 3, 2, 4, 5])):
        act(queue, name)
        qtbot.waitUntil(lambda order=order: numbers(queue) == order)
    assert queue.window.table.selected_ids() == [job_id(3)]


def test_in_another_order_nothing_moves_and_a_button_shows_the_queue(
    studio: Studio, server: FakeServer, qtbot: QtBot
) -> None:
    fill(studio, server, qtbot, *(sample_job(number) for number in range(1, 6)))
    choose(studio, 3)
    assert not studio.window.actions_by_name["move_up"].isEnabled()
    drop_before(studio, 0, 1)
    assert studio.window.info.sentence().startswith("Jobs are arranged where")
    studio.window.info.pressed.emit("queue_order")
    qtbot.waitUntil(lambda: numbers(studio) == [1, 2, 3, 4, 5])
    assert studio.window.info.sentence() == ""
    assert server.calls("/jobs/actions") == []


def test_files_that_hang_over_the_table_are_the_windows(queue: Studio, qtbot: QtBot) -> None:
    data = mime("file:///footage/A001.mov")
    assert not drag_over(queue.window.table, data).isAccepted()
    assert not drop_on(queue.window.table, data).isAccepted()


def test_a_row_is_picked_up_with_the_mouse(queue: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Finished proxies go out as files, to whoever takes files; what waits is known to this table alone."""
    picked: list[QMimeData | None] = []
    monkeypatch.setattr(JobTable, "startDrag", lambda table, _actions: picked.append(table.dragged()))
    queue.window.side.choose_filter("all")
    qtbot.waitUntil(lambda: queue.model.rowCount() == 6)
    for number, urls, jobs in ((2, [], [job_id(2)]), (9, [QUrl(str(done_job(9)["output_uri"]))], [])):
        table = queue.window.table
        at = table.visualRect(queue.model.index(numbers(queue).index(number), 0)).center()
        QTest.mousePress(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        for step in (6, 20, 30):
            QTest.mouseMove(table.viewport(), at + QPoint(0, step))
        QTest.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        data = picked[-1]
        assert data is not None
        assert (data.urls(), jobs_of(data)) == (urls, jobs)


# --- off the list ---


def test_what_is_finished_is_taken_off_the_list_and_back(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, done_job(1), failed_job(2), sample_job(3))
    choose(studio, 1, 2, 3)
    act(studio, "remove")
    qtbot.waitUntil(lambda: numbers(studio) == [3])
    assert studio.window.bottom.said() == "2 jobs taken off the list."
    act(studio, "undo")
    qtbot.waitUntil(lambda: numbers(studio) == [3, 2, 1])


def test_what_is_done_is_cleared_and_failures_stay(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot)
    act(studio, "clear_finished")
    left = {job["id"] for job in demo_jobs() if job["status"] not in ("completed", "cancelled")}
    qtbot.waitUntil(lambda: studio.model.rowCount() == len(left))
    assert set(map(job_id, numbers(studio))) == left
    qtbot.waitUntil(studio.window.bottom.undo.isVisible)


def test_what_waits_cannot_be_taken_off(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, sample_job(1))
    choose(studio, 1)
    assert not studio.window.actions_by_name["remove"].isEnabled()


def test_what_others_take_off_goes_here_too(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, done_job(1), done_job(2))
    server.jobs.pop(job_id(1))
    server.tell("jobs", {"jobs": [], "gone": [job_id(1)]})
    qtbot.waitUntil(lambda: numbers(studio) == [2])
    assert studio.model.row_of(job_id(1)) is None


def test_a_preset_to_make_it_again_with_is_chosen_from_a_menu(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, done_job(1))
    choose(studio, 1)
    menu = studio.deeds._jobs.preset_menu()
    assert [action.text() for action in menu.actions()] == ["prores-proxy", "h264-720p"]
    menu.actions()[1].trigger()
    menu.deleteLater()
    qtbot.waitUntil(lambda: bool(server.calls("/clips")))
    told = server.calls("/clips")[-1][3]
    assert (told["preset"], told["force"]) == ("h264-720p", False)
