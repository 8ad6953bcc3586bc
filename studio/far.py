"""What is dropped on the window of another computer's server: found there under another name, or sent there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QTimer

from studio.footage_here import FootageHere
from studio.format import size_text
from studio.gateway import Gateway, Refusal
from studio.intake import Intake
from studio.path_map import common_folder, folder_text
from studio.sending import Sending
from studio.settings import StudioSettings
from studio.views.far_sheet import FarSheet
from studio.views.main_window import MainWindow
from studio.words import tr

SAY_MS = 500
TOPIC = "sending"
Json = Mapping[str, Any]


class Far(QObject):
    """Brings the deed `stop_sending`. `server`: its address; empty for this computer's own."""

    def __init__(
        self,
        gateway: Gateway,
        window: MainWindow,
        settings: StudioSettings,
        intake: Intake,
        sheet: FarSheet,
        server: Callable[[], str],
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._intake, self._sheet, self._server = window, settings, intake, sheet, server
        self._uris: list[str] = []
        self._wishes: Json = {}
        self._files: list[tuple[str, int]] = []
        self._footage = FootageHere(self)
        self._footage.found.connect(self._on_found)
        self.sending = Sending(gateway, self)
        self.sending.progressed.connect(self._say_soon)
        self.sending.ended.connect(self._on_ended)
        self._saying = QTimer(self)
        self._saying.setSingleShot(True)
        self._saying.setInterval(SAY_MS)
        self._saying.timeout.connect(self._say)
        sheet.mapped.connect(self._on_mapped)
        sheet.sent.connect(self._on_send)
        sheet.declined.connect(self._footage.stop)
        intake.there, intake.not_found = self.there, self.not_found
        self._told = False
        self._may_close, window.may_close = window.may_close, self._on_closing

    def there(self, uris: Sequence[str]) -> list[str]:
        """As the server knows them."""
        server = self._server()
        return [self._settings.path_map(server).there(uri) for uri in uris] if server else list(uris)

    def not_found(self, uris: Sequence[str], wishes: Json, refusal: Refusal) -> bool:
        """The server cannot look at what was dropped: whether it is asked here what to do about it."""
        server = self._server()
        if not server:
            return False
        self._uris, self._wishes, self._files = list(uris), wishes, []
        self._settings.keep_path_map(server, self._settings.path_map(server).without(uris))  # it led nowhere
        self._sheet.offer(str(urlsplit(server).hostname), folder_text(common_folder(uris)), refusal.message)
        self._footage.look(uris)
        return True

    def stop_sending(self) -> None:
        self.sending.stop()
        self._saying.stop()
        self._window.info.unsay(TOPIC)
        self._window.bottom.say(tr("Sending was stopped. What arrived whole stays."))

    def close(self) -> None:
        self._footage.stop()
        self.sending.stop()

    def _on_closing(self) -> bool:
        """Once: that what is being sent would not arrive."""
        if not self.sending.busy or self._told:
            return self._may_close()
        self._told = True
        words = tr("Clips are still being sent to the server. Closing the window stops that.")
        self._window.info.say("closing", "warn", words, (tr("Close the window"), "close"))
        return False

    def _on_found(self, files: list[tuple[str, int]]) -> None:
        self._files = files
        self._sheet.show_files(files)

    def _on_mapped(self, here: str, there: str) -> None:
        self._footage.stop()
        server = self._server()
        self._settings.keep_path_map(server, self._settings.path_map(server).with_pair(here, there))
        self._intake.take(self._uris, self._wishes)

    def _on_send(self) -> None:
        self._told = False
        self.sending.send(self._files, str(self._wishes.get("preset") or ""))
        self._say()

    def _say_soon(self) -> None:
        if not self._saying.isActive():
            self._saying.start()

    def _say(self) -> None:
        sending = self.sending
        if not sending.busy:
            return
        words = tr("Sending {name}: clip {number} of {count}, {sent} of {total}.").format(
            name=sending.name, number=sending.number, count=sending.count,
            sent=size_text(sending.sent_bytes), total=size_text(sending.total_bytes),
        )  # fmt: skip
        self._window.info.say(TOPIC, "busy", words, (tr("Stop"), "stop_sending"))

    def _on_ended(self, _jobs: list[str], failures: list[tuple[str, str]]) -> None:
        self._saying.stop()
        self._window.info.unsay(TOPIC)
        sent = self.sending.count - len(failures)
        if sent:
            self._window.bottom.say(tr("{n} clips sent.", "{n} clip sent.", sent))
        if failures:
            name, sentence = failures[0]
            more = tr(" And {n} more.", " And one more.", len(failures) - 1) if len(failures) > 1 else ""
            self._window.info.say(TOPIC, "bad", tr("{name} was not sent: {why}").format(name=name, why=sentence) + more)
