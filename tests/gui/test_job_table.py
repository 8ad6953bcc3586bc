"""The job table: rows as they are looked at, orders, columns, and what is done with its rows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio import feed, job_deeds
from studio.desktop import Studio
from studio.models.columns import NAMES
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import act, choose, fill, shown_ids
from tests.gui.helpers.sample_jobs import done_job, job_id, sample_job
from tests.gui.screenshots import poster


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
    assert shown_ids(studio)[-1] == job_id(13 + 1)
    assert server.calls("/jobs/index")[-1][2]["sort"] == ["name"]
    server.change(sample_job(50, name="A000.mov"))
    qtbot.waitUntil(lambda: shown_ids(studio)[0] == job_id(50), timeout=5_000)


@pytest.fixture
def portions_of_five(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "FIRST_IDS", 5)
    monkeypatch.setattr(feed, "IDS", 5)


def sort_by_name(studio: Studio, qtbot: QtBot, direction: Qt.SortOrder) -> None:
    """Until the last portion is there."""
    with qtbot.waitSignal(studio.feed.loaded, check_params_cb=lambda shown, total: shown == total):
        studio.window.table.head.setSortIndicator(0, direction)


@pytest.mark.usefixtures("portions_of_five")
def test_what_is_selected_stays_so_in_a_later_portion(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot)
    qtbot.waitUntil(lambda: studio.model.rowCount() == len(server.jobs))
    choose(studio, 1, 13)
    for direction in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
        sort_by_name(studio, qtbot, direction)
        assert set(studio.window.table.selected_ids()) == {job_id(1), job_id(13)}


@pytest.mark.usefixtures("portions_of_five")
def test_all_are_all_in_later_portions_too(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot)
    act(studio, "select_all")
    qtbot.waitUntil(lambda: studio.model.rowCount() == len(server.jobs))
    assert studio.window.table.all_selected()


@pytest.mark.usefixtures("portions_of_five")
def test_what_was_selected_before_does_not_join_what_somebody_chose_since(
    studio: Studio, server: FakeServer, qtbot: QtBot
) -> None:
    fill(studio, server, qtbot)
    qtbot.waitUntil(lambda: studio.model.rowCount() == len(server.jobs))
    choose(studio, 1)
    chosen: list[list[str]] = []

    def choose_among_the_first(shown: int, _total: int) -> None:
        if shown == 5:
            studio.window.table.selectRow(0)
            chosen.append(studio.window.table.selected_ids())

    studio.feed.loaded.connect(choose_among_the_first)
    sort_by_name(studio, qtbot, Qt.SortOrder.DescendingOrder)
    assert chosen == [studio.window.table.selected_ids()]


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


def test_all_of_very_many_jobs_are_found_by_the_filter(
    studio: Studio, server: FakeServer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_deeds, "ONE_BY_ONE", 5)
    fill(studio, server, qtbot)
    act(studio, "select_all")
    act(studio, "cancel")
    qtbot.waitUntil(lambda: bool(server.calls("/jobs/actions")))
    asked = server.calls("/jobs/index")[-1][2]
    assert set(asked["status"]) == {"pending", "running", "retrying", "waiting"}
    told = server.calls("/jobs/actions")[0][3]["filter"]["ids"]
    assert {server.jobs[one]["status"] for one in told} == {"cancelled"}


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
