"""The table of jobs, and what painting it costs."""

from __future__ import annotations

import statistics
import sys
import time

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.models.columns import COLUMNS, LIVE, NAMES
from studio.models.ids import IdList
from studio.models.jobs import COALESCE_MS, MOST_ROWS, PAGE, JobModel
from studio.models.rows import NAME, PROGRESS
from studio.theme import Theme
from studio.views.job_delegate import PADDING
from studio.views.job_table import JobTable
from tests.gui.helpers.sample_jobs import demo_jobs, done_job, job_id, running_job, sample_job

LARGE = 100_000
# What one frame at 60 Hz leaves; facts of a quiet machine lie at half of it.
FRAME_MS = 16


@pytest.fixture
def model(qapp: object) -> JobModel:
    return JobModel()


def test_it_keeps_the_rules_of_models(model: JobModel, qtmodeltester: object) -> None:
    model.replace(demo_jobs())
    qtmodeltester.check(model)
    model.merge([sample_job(99)], [job_id(3)])
    model.append_ids([job_id(0)])
    qtmodeltester.check(model)


def test_rows_have_no_rows_below_them(model: JobModel) -> None:
    model.replace(demo_jobs())
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0


def test_the_newest_job_is_the_first_row(model: JobModel) -> None:
    model.replace([sample_job(1), sample_job(3), sample_job(2)])
    assert model.merge([sample_job(4)], [])
    assert list(model.ids()) == [job_id(4), job_id(3), job_id(2), job_id(1)]


def test_a_job_is_never_there_twice(model: JobModel) -> None:
    model.replace([sample_job(2), sample_job(1)])
    assert model.merge([sample_job(2, "running")], [])
    assert list(model.ids()) == [job_id(2), job_id(1)]
    assert model.row_at(0).status == "running"


def test_a_job_that_was_queued_earlier_finds_its_place(model: JobModel) -> None:
    model.replace([sample_job(5), sample_job(1)])
    assert model.merge([sample_job(3), sample_job(4)], [])
    assert list(model.ids()) == [job_id(5), job_id(4), job_id(3), job_id(1)]


def test_removing_what_is_not_shown_does_nothing(model: JobModel) -> None:
    model.replace([sample_job(1)])
    assert model.merge([], [job_id(7)])
    assert model.rowCount() == 1


def test_where_very_many_come_or_go_the_order_is_read_anew(model: JobModel) -> None:
    model.replace([sample_job(number) for number in range(0, 400, 2)])
    before = list(model.ids())
    assert not model.merge([sample_job(number) for number in range(1, 100, 2)], [])
    assert not model.merge([], before[:50])
    assert list(model.ids()) == before


def test_a_drop_of_thousands_comes_as_one_row_change(model: JobModel, qtbot: QtBot) -> None:
    model.replace([sample_job(1)])
    told: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: told.append((first, last)))
    assert model.merge([sample_job(number) for number in range(2, 202)], [])
    assert told == [(0, 199)]


def test_another_order_is_the_servers_business(model: JobModel) -> None:
    model.fill([sample_job(1), sample_job(2)])
    model.show_ids([job_id(1), job_id(2)], newest_first=False)
    assert not model.merge([sample_job(2, "running")], [])
    assert [model.row_at(position).status for position in (0, 1)] == ["pending", "running"]
    assert model.position_of(job_id(2)) == 1


def test_what_is_looked_at_is_asked_for_once_with_its_page(model: JobModel, qtbot: QtBot) -> None:
    model.show_ids([job_id(number) for number in range(1_000, 0, -1)])
    with qtbot.waitSignal(model.missing) as told:
        assert model.row_at(300).job == {}
        model.row_at(301)
    assert told.args[0] == [job_id(number) for number in range(1_000 - 256, 1_000 - 384, -1)]
    with qtbot.assertNotEmitted(model.missing, wait=30):
        model.row_at(300)
    model.unasked(told.args[0])
    with qtbot.waitSignal(model.missing):
        model.row_at(300)


def test_what_was_scrolled_past_is_not_asked_for(model: JobModel, qtbot: QtBot) -> None:
    model.show_ids([job_id(number) for number in range(9_000, 0, -1)])
    with qtbot.waitSignal(model.missing) as told:
        for position in range(0, 9_000, 100):
            model.row_at(position)
    assert len(told.args[0]) <= 2 * PAGE
    assert job_id(100) in told.args[0]


def test_rows_that_may_be_wrong_are_read_again_and_stay_on_show(model: JobModel, qtbot: QtBot) -> None:
    model.replace([sample_job(1)])
    model.distrust()
    with qtbot.waitSignal(model.missing) as told:
        assert model.row_at(0).status == "pending"
    assert told.args[0] == [job_id(1)]


def test_only_so_many_rows_are_kept(model: JobModel) -> None:
    jobs = [sample_job(number) for number in range(MOST_ROWS + 10)]
    model.replace(jobs)
    assert model.rowCount() == len(jobs)
    assert model.row_of(job_id(0)) is None
    assert model.row_of(job_id(len(jobs) - 1)) is not None


@pytest.mark.parametrize("descending", [True, False])
def test_ids_keep_their_places(descending: bool) -> None:
    names = [job_id(number) for number in range(50)]
    names = names[::-1] if descending else names
    ids = IdList(names[:20] + names[21:], descending)
    ids.insert(20, [names[20]])
    assert list(ids) == names
    assert [ids.position_of(name) for name in names] == list(range(50))
    ids.remove(7)
    assert ids.position_of(names[7]) is None
    assert ids.portion(6, 8) == [names[6], names[8]]
    with pytest.raises(IndexError):
        ids[49]


def test_many_changes_reach_the_view_as_one(model: JobModel, qtbot: QtBot) -> None:
    model.replace([running_job(number, 0.1) for number in range(50)])
    model.flush()
    for position in range(25, 45):
        model.row_at(position)  # they are on the screen
    told: list[tuple[int, int, int, int]] = []
    model.dataChanged.connect(lambda a, b: told.append((a.row(), b.row(), a.column(), b.column())))
    for step in range(5):
        model.progress([{"id": job_id(number), "progress": step / 10} for number in range(20)])
    assert told == []
    with qtbot.waitSignal(model.dataChanged, timeout=20 * COALESCE_MS):
        pass
    assert told == [(30, 44, LIVE[0], LIVE[-1])]


def test_a_change_of_state_refreshes_the_whole_row(model: JobModel, qtbot: QtBot) -> None:
    model.replace([running_job(1, 0.1)])
    model.flush()
    model.row_at(0)
    model.merge([done_job(1)], [])
    with qtbot.waitSignal(model.dataChanged) as told:
        model.flush()
    assert (told.args[0].column(), told.args[1].column()) == (0, len(COLUMNS) - 1)


def test_progress_of_jobs_that_are_not_shown_is_ignored(model: JobModel) -> None:
    model.replace([sample_job(1)])
    model.progress([{"id": job_id(2), "progress": 0.5}])
    model.flush()
    assert model.rowCount() == 1


def test_a_screen_reader_hears_more_than_a_number(model: JobModel) -> None:
    model.replace([running_job(1, 0.5)])
    spoken = model.data(model.index(0, PROGRESS), int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "Progress: 50 %"


def test_a_tool_tip_never_takes_a_file_name_for_markup(model: JobModel) -> None:
    model.replace([sample_job(1, source="/x/<img src=y>.mov")])
    assert "<" not in model.data(model.index(0, NAME), int(Qt.ItemDataRole.ToolTipRole))


def test_selection_outlives_a_reload(model: JobModel, theme: Theme, qtbot: QtBot) -> None:
    table = JobTable(model, theme)
    qtbot.addWidget(table)
    model.replace(demo_jobs())
    table.select_ids({job_id(3), job_id(5)}, job_id(5))
    model.replace([*demo_jobs(), sample_job(50)])
    assert table.selected_ids() == [job_id(5), job_id(3)]
    assert model.row_at(table.currentIndex().row()).id == job_id(5)


def test_none_is_not_used_up_by_painting(qapp: object) -> None:
    """PySide6 6.12 on Python 3.11 drops a reference to None a call until the process dies (PYSIDE-3474)."""
    pixmap = QPixmap(40, 40)
    painter = QPainter(pixmap)
    before = sys.getrefcount(None)
    for _ in range(50):
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(QRect(0, 0, 9, 9), Qt.GlobalColor.red)
        painter.restore()
    after = sys.getrefcount(None)
    painter.end()
    assert after >= before - 10


@pytest.fixture
def large_table(model: JobModel, theme: Theme, qtbot: QtBot) -> JobTable:
    """A hundred thousand jobs of which each page comes as soon as it is asked for."""
    table = JobTable(model, theme)
    qtbot.addWidget(table)
    table.resize(1500, 900)
    model.missing.connect(lambda ids: model.fill(running_job(int(one[3:]), 0.4) for one in ids))
    model.show_ids([job_id(number) for number in range(LARGE, 0, -1)])
    table.show()
    qtbot.waitExposed(table)
    return table


def test_a_hundred_thousand_jobs_are_painted_within_a_frame(large_table: JobTable, qapp: QApplication) -> None:
    taken = []
    for step in range(20):
        large_table.scrollTo(large_table.model().index(step * 4_000, 0))
        large_table.viewport().repaint()
        qapp.processEvents()  # the page comes
        began = time.process_time()
        large_table.viewport().repaint()
        taken.append((time.process_time() - began) * 1000)
    assert statistics.median(taken) < FRAME_MS


def test_select_all_of_a_hundred_thousand_jobs_is_instant(large_table: JobTable) -> None:
    began = time.process_time()
    large_table.selectAll()
    large_table.viewport().repaint()
    assert time.process_time() - began < 0.6
    assert large_table.selected_count() == LARGE
    assert large_table.all_selected()


def test_a_narrow_window_gives_up_what_is_empty_before_names(model: JobModel, theme: Theme, qtbot: QtBot) -> None:
    """Speed and time left of jobs that only wait stand empty: the names get their room."""
    table = JobTable(model, theme)
    qtbot.addWidget(table)
    long = "A001_C008_1124XY_with_a_very_long_name_of_a_second_unit.mov"
    table.resize(1000, 300)
    table.show()
    shown = []
    for job in (sample_job(1, name=long), running_job(1, 0.5, name=long)):
        model.replace([job])
        table.fit_columns()
        shown.append({name for place, name in enumerate(NAMES) if not table.isColumnHidden(place)})
        if not shown[1:]:
            needed = table.fontMetrics().horizontalAdvance(long) + 2 * PADDING
            assert table.columnWidth(NAME) >= needed
    assert shown[0] == {"name", "status", "progress", "speed", "preset", "added"}  # no more than the name needs
    assert {"progress", "speed", "left"} <= shown[1]


def test_a_narrow_window_gives_up_columns_before_names(model: JobModel, theme: Theme, qtbot: QtBot) -> None:
    table = JobTable(model, theme)
    qtbot.addWidget(table)
    hidden = []
    model.replace([running_job(1, 0.5), done_job(2)])
    for width in (1400, 800, 420):
        table.resize(width, 300)
        table.show()
        hidden.append([column for column in range(len(COLUMNS)) if table.isColumnHidden(column)])
        assert table.columnWidth(NAME) >= 100
    assert not {NAMES[place] for place in hidden[0]} & {column.name for column in COLUMNS if column.shown}
    assert set(hidden[0]) < set(hidden[1]) < set(hidden[2])
