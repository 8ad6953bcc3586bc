"""The first start, and which server the window shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject

from studio.dialogs import Dialogs
from studio.feed import JobFeed
from studio.server_process import ServerLink
from studio.settings import StudioSettings
from studio.views.main_window import MainWindow
from studio.words import tr

BUCKET_ROOM = "storage"


class Welcome(QObject):
    """Brings the actions `first_steps` and `connect_server`."""

    def __init__(
        self, feed: JobFeed, link: ServerLink, window: MainWindow, settings: StudioSettings, dialogs: Dialogs
    ) -> None:
        super().__init__(window)
        self._feed, self._link, self._window, self._settings, self._dialogs = feed, link, window, settings, dialogs
        self._presets: list[Mapping[str, Any]] = []
        self._jobs: int | None = None
        feed.presets.connect(self._on_presets)
        feed.counted.connect(self._on_counted)
        if settings.damaged:
            words = tr("What this window remembered was damaged. It begins anew; the old file is {file}.")
            window.info.say("settings", "warn", words.format(file=settings.damaged))

    def attach(self) -> None:
        """To the server that was chosen last; to the home's own without a look where none was."""
        address, token = self._settings.server
        if address:
            self._link.attach(address, token)

    def connect_server(self) -> None:
        chosen = self._dialogs.ask_server(self._link.remote)
        if chosen is not None:
            self._settings.server = chosen
            self._link.attach(*chosen)

    def first_steps(self) -> None:
        """By hand, or by itself where nothing was ever done here."""
        self._settings.welcomed = True
        steps = self._dialogs.first_steps(self._presets, self._window.tools.preset.name() or "")
        if steps is None:
            return
        self._settings.to = steps.to
        if steps.preset:
            self._settings.preset = steps.preset
            self._window.tools.preset.setCurrentIndex(self._window.tools.preset.findData(steps.preset))
        if steps.watch:
            self._feed.add_watch(steps.watch, steps.preset or None, [steps.copy_to] if steps.copy_to else [])
        if steps.bucket:
            self._window.show_room(BUCKET_ROOM)

    def _on_presets(self, presets: Sequence[Mapping[str, Any]], _default: str) -> None:
        self._presets = list(presets)
        self._welcome()

    def _on_counted(self, by_status: Mapping[str, int]) -> None:
        self._jobs = sum(by_status.values())
        self._welcome()

    def _welcome(self) -> None:
        if self._presets and self._jobs == 0 and not self._settings.welcomed:
            self.first_steps()
