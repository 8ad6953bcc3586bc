"""Leaving: the window hides while jobs go on; quitting lets them go on, finishes what runs, or stops all now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject

from studio.dialogs import Dialogs
from studio.feed import JobFeed
from studio.models.rows import filter_counts
from studio.server_process import ServerLink
from studio.settings import StudioSettings
from studio.tray import Tray
from studio.views.main_window import MainWindow
from studio.words import tr

KEEP, FINISH, STOP = "keep", "finish", "stop"


class Leaving(QObject):
    """Brings the action `quit`."""

    def __init__(
        self, feed: JobFeed, link: ServerLink, window: MainWindow, dialogs: Dialogs, settings: StudioSettings
    ) -> None:
        super().__init__(window)
        self._feed, self._link, self._window, self._dialogs, self._settings = feed, link, window, dialogs, settings
        self._tray: Tray | None = None
        self._may_close, window.may_close = window.may_close, self._on_closing
        self._counts = filter_counts({})
        self._finishing = False
        self._lanes: list[str] | None = None  # that we paused
        feed.counted.connect(self._on_counted)

    def hide_in(self, tray: Tray) -> None:
        """From now on closing hides the window there while there is work, where there is a tray."""
        self._tray = tray

    def _on_closing(self) -> bool:
        if self._tray is None or not self._tray.there or not self._going_on:
            return self._may_close()
        self._tray.hide_window()
        if not self._settings.told_that_jobs_go_on:
            self._settings.told_that_jobs_go_on = True
            self._tray.tell(tr("Jobs go on. Rushes is in the tray and says when they are done."))
        return False

    @property
    def _going_on(self) -> int:
        return self._counts["running"] + self._counts["waiting"]

    def quit(self) -> None:
        if self._tray is not None and not self._window.isVisible():
            self._tray.show_window()  # so that there is something to ask above
        going_on = self._going_on
        wish = self._dialogs.ask_quit(self._counts["running"], going_on) if going_on else KEEP
        if wish == KEEP:
            self._leave()
        elif wish == STOP:
            self._link.stop_server()
            self._leave()
        elif wish == FINISH:
            self._finish()

    def _finish(self) -> None:
        """Nothing new begins; the window waits for what runs."""
        self._finishing = True
        self._feed.gateway.call("queues", self._on_queues)
        words = tr("Rushes ends when the jobs that run are done. What waits goes on at the next start.")
        self._window.info.say("leaving", "busy", words)

    def _on_queues(self, answer: Mapping[str, Any]) -> None:
        lanes = [one for one in answer.get("queues", []) if not one.get("paused")]
        self._lanes = [str(one["name"]) for one in lanes]
        for name in self._lanes:
            self._feed.gateway.call("pause_queue", None, body={}, name=name)
        self._on_idle()

    def _on_counted(self, by_status: Mapping[str, int]) -> None:
        self._counts = filter_counts(by_status)
        self._on_idle()

    def _on_idle(self) -> None:
        if self._finishing and self._lanes is not None and not self._counts["running"]:
            self._finishing = False
            self._resume(self._lanes)

    def _resume(self, lanes: list[str]) -> None:
        """One after another: else the next start would find them paused. Then the end."""
        if not lanes:
            self._link.stop_server()
            self._leave()
            return

        def next_one(_answer: object) -> None:
            self._resume(lanes[1:])

        self._feed.gateway.call("resume_queue", next_one, next_one, body={}, name=lanes[0])

    def _leave(self) -> None:
        self._window.may_close = lambda: True
        self._window.close()
