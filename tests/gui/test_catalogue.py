"""The catalogue shows any number of clips, finds them, and gives them to a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from studio.desktop import Studio
from studio.models.clips import MOST_PIECES, PIECE, ClipModel
from studio.views.catalogue.page import SEARCH_MS, CataloguePage
from tests.gui.helpers.fake_clips import ANALYSIS, flat_picture, sample_clip
from tests.gui.helpers.fake_desk import CARDS
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import dialogs
from tests.gui.helpers.sample_jobs import done_job, job_id


def shown(studio: Studio, server: FakeServer, qtbot: QtBot, count: int) -> CataloguePage:
    clips = [sample_clip(f"clip{n}", f"A001_C{n:03d}.mov", job_id=job_id(1)) for n in range(count)]
    server.footage.put(*clips)
    server.put(done_job(1))
    studio.window.show_room("catalogue")
    page = studio.window.room("catalogue")
    assert isinstance(page, CataloguePage)
    qtbot.waitUntil(lambda: page.model.rowCount() == count)
    return page


def test_clips_are_read_only_as_they_come_into_view(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    page = shown(studio, server, qtbot, 1_000)
    assert page.count.text() == "1,000 clips"
    qtbot.wait(SEARCH_MS + 100)
    assert [call[2]["offset"] for call in server.calls("/clips")] == [["0"]]
    page.view.scrollToBottom()
    qtbot.waitUntil(lambda: page.model.clip_at(999) is not None)
    assert len(server.calls("/clips")) < 5


def test_the_model_keeps_the_rules_and_drops_what_was_not_looked_at(qtbot: QtBot) -> None:
    model = ClipModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    wanted: list[int] = []
    model.wanted.connect(wanted.append)
    total = PIECE * (MOST_PIECES + 5)
    for offset in range(0, total, PIECE):
        model.take(offset, [sample_clip(f"c{offset + n}") for n in range(PIECE)], total)
    assert model.clip_at(0) is None
    assert model.clip_at(total - 1)["id"] == f"c{total - 1}"
    assert wanted == [0]
    model.clip_at(5)
    assert wanted == [0]
    model.begin()
    assert model.rowCount() == 0


def test_pictures_come_for_what_is_in_view(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    server.posters["clip0"] = flat_picture("#c04040", (1920, 1080))
    page = shown(studio, server, qtbot, 3)
    qtbot.waitUntil(lambda: page.thumbs.picture("clip0") is not None)
    picture = page.thumbs.picture("clip0")
    assert picture.width() <= 208 * page.devicePixelRatioF()
    qtbot.wait(100)
    asked = [call[1] for call in server.asked if call[1].endswith("/thumbnail")]
    assert len(set(asked)) == 3
    assert asked.count("/clips/clip0/thumbnail") == 1  # those without one are asked about again


def test_words_find_clips(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    page = shown(studio, server, qtbot, 30)
    server.footage.put(sample_clip("odd", "B007.mov", analysis=ANALYSIS))
    qtbot.keyClicks(page.search, "freeze")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.search.setText("nothing like it")
    qtbot.waitUntil(lambda: page.nothing.text() == "No clip has these words.")


def test_a_clip_is_opened_by_double_click_or_enter(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    page = shown(studio, server, qtbot, 2)
    assert not page.details.isVisible()
    index = page.model.index(0)
    page.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.details.job_id == job_id(1))
    qtbot.waitUntil(lambda: page.details.links.isVisible())


def test_lines_instead_of_pictures(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    page = shown(studio, server, qtbot, 5)
    high = page.view.sizeHintForRow(0)
    page.as_list.click()
    assert page.view.sizeHintForRow(0) < high / 2
    assert page.as_list.accessibleName() == "Pictures instead of lines"
    page.grab()
    page.as_list.click()
    assert page.view.sizeHintForRow(0) == high


def test_cards_have_a_light_with_a_reason(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    page = shown(studio, server, qtbot, 1)
    page.cards.show_cards({"cards": CARDS})
    assert page.cards.isVisible()
    page.cards.list.setCurrentRow(1)
    assert page.cards.why.text() == "Not safe to wipe. 2 clips failed. 9 clips, 64.0 GB. 7 done, 2 failed."
    assert page.search.text() == "/media/B001"


@pytest.mark.parametrize("form", ["csv", "ale", "json"])
def test_the_catalogue_is_exported(studio: Studio, server: FakeServer, qtbot: QtBot, tmp_path: Path, form: str) -> None:
    page = shown(studio, server, qtbot, 1)
    page.search.setText("A001")
    dialogs(studio).saved_to = str(tmp_path / f"out.{form}")
    page._on_export(form)
    qtbot.waitUntil((tmp_path / f"out.{form}").exists)
    assert server.desk.exports == [{"form": [form], "search": ["A001"]}]


def test_markers_are_of_the_chosen_clip(studio: Studio, server: FakeServer, qtbot: QtBot, tmp_path: Path) -> None:
    page = shown(studio, server, qtbot, 1)
    page._on_markers("edl")
    assert studio.window.info.sentence() == "Choose a clip first."
    page.view.setCurrentIndex(page.model.index(0))
    dialogs(studio).saved_to = str(tmp_path / "out.edl")
    page._on_markers("edl")
    qtbot.waitUntil((tmp_path / "out.edl").exists)
