"""Builds the window of a home and runs it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, QObject
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

from studio.awake import Awake
from studio.citizen import Citizen
from studio.connection import Connection
from studio.deeds import Deeds
from studio.dialogs import Dialogs, SystemDialogs
from studio.dropped import uris_of_paths
from studio.far import Far
from studio.feed import JobFeed
from studio.gateway import Gateway
from studio.language import speak
from studio.leaving import Leaving
from studio.models.jobs import JobModel
from studio.moves import Moves
from studio.server_process import Command, ServerLink, server_command
from studio.settings import StudioSettings
from studio.single import SingleInstance
from studio.sweeping import Sweeping
from studio.theme import Theme, draw_icon
from studio.tray import Tray
from studio.views.far_sheet import FarSheet
from studio.welcome import Welcome
from studio.words import tr


class Studio(QObject):
    """Everything that belongs to one window."""

    def __init__(
        self,
        app: QApplication,
        home: Path,
        command: Command = server_command,
        make_dialogs: Callable[..., Dialogs] = SystemDialogs,
    ) -> None:
        super().__init__()
        self.settings = StudioSettings(home)
        self.theme = Theme(app, self.settings.theme)
        self.model = JobModel(self)
        self.gateway = Gateway(self)
        self.feed = JobFeed(self.gateway, self.model, self)
        self.deeds = Deeds(self.feed, self.model, self.theme, self.settings, make_dialogs)
        self.window = self.deeds.window
        self.link = ServerLink(home, command, self)
        self.connection = Connection(self.link, self.feed, self.window.bottom, self.window.info)
        self.welcome = Welcome(self.feed, self.link, self.window, self.settings, self.deeds.dialogs)
        self.leaving = Leaving(self.feed, self.link, self.window, self.deeds.dialogs, self.settings)
        deeds = self.deeds
        self.moves = Moves(self.feed, self.window, self.theme, deeds.dialogs, deeds.intake, deeds.chosen)
        for doer in (self.welcome, self.leaving, self.moves):
            self.deeds.join(doer)
        self.tray = Tray(self.window, app.windowIcon(), self._tray_deeds)
        self.citizen = Citizen(self.window, Awake(self), self.tray.tell)
        self.leaving.hide_in(self.tray)
        self.far_sheet = FarSheet(self.theme, self.window.centralWidget())
        self.far = Far(
            self.gateway, self.window, self.settings, self.deeds.intake, self.far_sheet, lambda: self.link.remote
        )
        self.deeds.join(self.far)
        self.feed.counted.connect(self.citizen.on_counted)
        self.window.info.pressed.connect(self._on_pressed)
        self._restore_layout()
        self._waiting: list[tuple[list[str], dict[str, Any]]] = []
        self.feed.unsent.connect(self._on_unsent)
        self.feed.stream.opened.connect(lambda _anew: self._add_waiting())

    def start(self, uris: Sequence[str] = ()) -> None:
        """Shows the window at once; the server comes when it comes, and then gets these clips."""
        self._waiting = [(list(uris), {})] if uris else []
        self.settings.welcomed = self.settings.welcomed or bool(uris)  # who brings clips wants no questions
        self.window.show()
        self.welcome.attach()
        self.link.look()

    def add(self, uris: Sequence[str]) -> None:
        """What another start handed over."""
        self.tray.show_window()
        self.deeds.add(uris)

    def close(self) -> None:
        """Lets go of the server, which goes on."""
        self.settings.keep_layout("window", self.window.saveGeometry())
        self.settings.columns = self.window.table.head.layout_text()
        self.settings.keep_layout("parts", self.window.splitter.saveState())
        self.citizen.close()
        self.tray.close()
        self.link.close()
        self.far.close()
        self.feed.close()
        self.model.close()

    def _tray_deeds(self) -> list[tuple[str, Callable[[], object]]]:
        return [(tr("Quit"), self.leaving.quit)]

    def _restore_layout(self) -> None:
        self.window.restoreGeometry(self.settings.layout("window"))
        self.window.splitter.restoreState(self.settings.layout("parts"))
        self.window.table.head.restore_layout(self.settings.columns)

    def _add_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for uris, wishes in waiting:
            self.deeds.intake.take(uris, wishes)

    def _on_unsent(self, uris: list[str], wishes: dict[str, Any]) -> None:
        self._waiting.append((uris, wishes))
        self.window.bottom.say(tr("Added as soon as the server answers."))

    def _on_pressed(self, deed: str) -> None:
        if self.deeds.can_do(deed):
            self.deeds.do(deed)


def open_studio(home: Path, paths: Sequence[str]) -> int:
    """Until the window is closed; the exit code. A second start hands its paths to the first."""
    app = QApplication.instance() or QApplication(["rushes-studio"])
    app.setApplicationName("rushes-studio")
    app.setApplicationDisplayName("Rushes")
    app.setDesktopFileName("rushes-studio")
    app.setWindowIcon(app_icon())
    speak(app, QLocale.system().uiLanguages())
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop would hold back Python's handler until it wakes
    single = SingleInstance(home)
    uris = uris_of_paths(paths)
    if not single.take():
        return 0 if single.hand_over(uris) else 1
    studio = Studio(app, home)
    single.handed_over.connect(studio.add)
    studio.start(uris)
    Sweeping(studio)
    code = app.exec()
    studio.close()
    single.release()
    return code


def app_icon() -> QIcon:
    icon = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        icon.addPixmap(draw_icon("rushes", QColor("white"), size, 1))
    return icon
