"""The rules of a watch folder that copies first, on its page and in the first steps."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.desktop import Studio
from studio.views.first_steps import FirstSteps, FirstStepsWizard
from studio.views.panels.watch_form import MOST_COPIES
from studio.views.panels.watches import WatchesPage
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import act, dialogs, drop_on, mime
from tests.gui.test_panels import WATCH, page

COPYING: dict[str, Any] = {**WATCH, "copy_to": ["/raid/m\ufffdrz"], "copy_to_uris": ["file:///raid/m%E4rz"]}


@pytest.fixture
def watches(studio: Studio, server: FakeServer, qtbot: QtBot) -> WatchesPage:
    server.watches = [COPYING]
    shown: WatchesPage = page(studio, "watches")
    qtbot.waitUntil(lambda: shown.form.copies.uris() == COPYING["copy_to_uris"])
    return shown


def shown_lines(watches: WatchesPage) -> int:
    return sum(not line.isHidden() for line in watches.form.copies.lines)


def test_where_it_copies_to_is_shown_with_a_line_for_one_more(watches: WatchesPage) -> None:
    assert watches.form.copies.lines[0].path.text() == "/raid/m\ufffdrz"
    assert shown_lines(watches) == 2
    assert not watches.form.changed


def test_rules_that_were_not_touched_are_not_told(watches: WatchesPage) -> None:
    assert "copy_to" not in watches.form.rules()


def test_further_places_are_typed_chosen_and_dropped(
    studio: Studio, watches: WatchesPage, server: FakeServer, qtbot: QtBot
) -> None:
    lines = watches.form.copies.lines
    QTest.keyClicks(lines[1].path, "/lto/in")
    assert watches.form.changed
    dialogs(studio).folder = "file:///b"
    lines[2].choose.click()
    drop_on(lines[3], mime("file:///c%FF"))
    assert shown_lines(watches) == MOST_COPIES
    watches.reload()  # what is being changed stays
    watches.save.click()
    wanted = ["file:///raid/m%E4rz", "file:///lto/in", "file:///b", "file:///c%FF"]
    qtbot.waitUntil(lambda: server.watches[0]["copy_to"] == wanted)


def test_no_copies_any_more(watches: WatchesPage, server: FakeServer, qtbot: QtBot) -> None:
    watches.form.copies.lines[0].path.clear()
    assert shown_lines(watches) == 1
    watches.save.click()
    qtbot.waitUntil(lambda: server.watches[0]["copy_to"] == [])


def test_the_wizard_asks_for_it_where_a_folder_is_watched(qtbot: QtBot) -> None:
    wizard = FirstStepsWizard([], "")
    qtbot.addWidget(wizard)
    watch = wizard.watch
    watch.copy.path.setText("/raid")
    watch.copied.setChecked(True)
    assert not watch.copied.isEnabled()
    assert wizard.answer().copy_to == ""
    watch.wanted.setChecked(True)
    watch.folder.path.setText("/cards")
    assert wizard.answer() == FirstSteps("", "", "file:///cards", False, "file:///raid")
    watch.copied.setChecked(False)
    assert wizard.answer().copy_to == ""


def test_what_was_chosen_in_the_wizard_is_watched_so(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    watched = studio.settings._file.parent.as_uri()
    dialogs(studio).steps = FirstSteps("", "", watched, False, "file:///raid")
    act(studio, "first_steps")
    qtbot.waitUntil(lambda: bool(server.watches))
    told = [body for verb, _path, _query, body in server.calls("/watches") if verb == "POST"]
    assert told == [{"path": watched, "copy_to": ["file:///raid"]}]


def test_the_bucket_is_set_up_next_where_it_was_wanted(studio: Studio) -> None:
    dialogs(studio).steps = FirstSteps("", "", "", True)
    act(studio, "first_steps")
    assert studio.window.pages.currentWidget() is studio.window.room("storage")
