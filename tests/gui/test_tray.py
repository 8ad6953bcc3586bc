"""Hiding in the tray while jobs go on, and coming back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from studio.desktop import Studio
from studio.tray import Tray
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import act, fill
from tests.gui.helpers.sample_jobs import done_job, running_job

Reason = QSystemTrayIcon.ActivationReason


class FakeIcon(QObject):
    """In place of QSystemTrayIcon: the tests' display has no tray."""

    activated = Signal(Reason)
    messageClicked = Signal()

    def __init__(self, _icon: QIcon, parent: QObject) -> None:
        super().__init__(parent)
        self.told: list[str] = []
        self.tip = ""
        self.menu: QMenu | None = None
        self.shown = False

    def setToolTip(self, words: str) -> None:
        self.tip = words

    def setContextMenu(self, menu: QMenu) -> None:
        self.menu = menu

    def show(self) -> None:
        self.shown = True

    def hide(self) -> None:
        self.shown = False

    def showMessage(self, _title: str, words: str) -> None:
        self.told.append(words)


def tray_of(studio: Studio, make: Callable[[QIcon, QObject], FakeIcon | None]) -> Tray:
    deeds = [("Quit", studio.leaving.quit)]
    tray = Tray(studio.window, QIcon(), lambda: deeds, make)
    studio.settings.told_that_jobs_go_on = False
    studio.leaving.hide_in(tray)
    return tray


@pytest.fixture
def tray(studio: Studio) -> Iterator[Tray]:
    tray = tray_of(studio, FakeIcon)
    yield tray
    tray.close()
    assert not icon(tray).shown


def icon(tray: Tray) -> FakeIcon:
    assert isinstance(tray._icon, FakeIcon)
    return tray._icon


def test_closing_hides_the_window_while_jobs_go_on_and_says_so_once(
    studio: Studio, tray: Tray, server: FakeServer, qtbot: QtBot
) -> None:
    fill(studio, server, qtbot, running_job(1, 0.2))
    for _ in range(2):
        assert not studio.window.close()
        assert not studio.window.isVisible()
        assert not QApplication.quitOnLastWindowClosed()
        tray.show_window()
        assert studio.window.isVisible()
    assert len(icon(tray).told) == 1
    assert QApplication.quitOnLastWindowClosed()


def test_closing_a_window_without_work_is_the_end(studio: Studio, tray: Tray, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, done_job(1))
    assert studio.window.close()
    assert icon(tray).told == []


def test_without_a_tray_the_window_never_hides(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    tray_of(studio, lambda _icon, _parent: None)
    fill(studio, server, qtbot, running_job(1, 0.2))
    studio.settings.told_that_jobs_go_on = True
    assert studio.window.close()


def test_its_menu_quits_with_the_window_in_view(studio: Studio, tray: Tray, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, running_job(1, 0.2))
    studio.window.close()
    menu = icon(tray).menu
    assert menu is not None
    show, leave = menu.actions()
    assert (show.text(), leave.text()) == ("Show the window", "Quit")
    leave.trigger()  # the fake dialog thinks better of it
    assert studio.window.isVisible()


@pytest.mark.parametrize(
    ("how", "shown"),
    [(Reason.Trigger, True), (Reason.Context, False)],
)
def test_a_click_brings_the_window_back(
    studio: Studio,
    tray: Tray,
    server: FakeServer,
    qtbot: QtBot,
    how: QSystemTrayIcon.ActivationReason,
    shown: bool,
) -> None:
    fill(studio, server, qtbot, running_job(1, 0.2))
    studio.window.close()
    icon(tray).activated.emit(how)
    assert studio.window.isVisible() is shown


def test_a_second_start_brings_it_back_too(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    studio.window.hide()
    studio.add([])
    assert studio.window.isVisible()


def test_quitting_from_the_window_is_the_end(studio: Studio, tray: Tray, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, done_job(1))
    act(studio, "quit")
    assert not studio.window.isVisible()


def test_a_desktop_without_a_place_for_notices_does_no_harm(qapp: QApplication) -> None:
    window = QWidget()
    Tray(window, QIcon(), list, lambda _icon, _parent: None).tell("2 jobs are done.")
