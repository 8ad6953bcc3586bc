"""Keeps the window on a running server, and says so when it is not."""

from __future__ import annotations

from importlib.metadata import version

from PySide6.QtCore import QObject, QTimer

from studio.feed import JobFeed
from studio.gateway import BAD_TOKEN, Refusal
from studio.server_process import ServerLink
from studio.views.bars import Bottom
from studio.views.parts import InfoBar
from studio.words import tr

TOPIC = "connection"
LOOK_AGAIN_MS = 1_000  # a server that is being restarted needs a moment


class Connection(QObject):
    """The server's state as the status bar and the information bar show it."""

    def __init__(self, link: ServerLink, feed: JobFeed, bottom: Bottom, info: InfoBar) -> None:
        super().__init__(feed)
        self._link, self._feed, self._bottom, self._info = link, feed, bottom, info
        self._address = ("", "")
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(LOOK_AGAIN_MS)
        self._again.timeout.connect(link.look)
        link.ready.connect(self._on_ready)
        link.starting.connect(lambda: bottom.show_connection("busy", tr("Starting the server…")))
        link.failed.connect(self._on_failed)
        feed.stream.opened.connect(self._on_opened)
        feed.stream.lost.connect(self._on_lost)
        info.pressed.connect(self._on_pressed)

    def _on_ready(self, url: str, token: str, their_version: str) -> None:
        if (url, token) != self._address:
            self._address = (url, token)
            self._feed.connect_to(url, token)
        ours = version("rushes")
        if their_version != ours:
            words = tr("The server that runs is Rushes {theirs}, this window is {ours}.")
            words = words.format(theirs=their_version, ours=ours)
            if self._link.remote:
                same = tr("Install the same version on both machines.")
                self._info.say("version", "warn", f"{words} {same}")
            else:
                restart = (tr("Restart the server"), "restart_server")
                cheap = tr("A restart costs nothing but a moment.")
                self._info.say("version", "warn", f"{words} {cheap}", restart)

    def _on_opened(self, _anew: bool) -> None:
        self._again.stop()
        self._info.unsay(TOPIC)
        self._bottom.show_connection("good", tr("Connected"))

    def _on_lost(self, refusal: Refusal) -> None:
        self._bottom.show_connection("bad", tr("Not connected"))
        if refusal.code == BAD_TOKEN:
            self._say_token()
        else:
            self._info.say(TOPIC, "warn", tr("The connection to the Rushes server is lost. Trying again…"))
        if not self._again.isActive():
            self._again.start()

    def _say_token(self) -> None:
        if self._link.remote:
            button = (tr("Connect…"), "connect_server")
            self._info.say(
                TOPIC,
                "bad",
                tr("The server at {address} does not accept the token.").format(address=self._link.remote),
                button,
            )
        else:
            words = tr("The server does not accept this home's token. Started anew, it does.")
            self._info.say(TOPIC, "bad", words, (tr("Restart the server"), "restart_server"))

    def _on_failed(self, sentence: str, log_tail: str) -> None:
        self._again.stop()
        self._bottom.show_connection("bad", tr("No server"))
        if self._link.remote:
            words = tr("Trying again… Is it running there, and is the network there?")
            self._info.say(TOPIC, "bad", f"{sentence} {words}", (tr("Connect…"), "connect_server"))
            return
        words = tr("What it wrote last is below; all of it is in {file}.").format(file=self._link.log_file)
        self._info.say(TOPIC, "bad", f"{sentence} {words}", (tr("Start again"), "start_server"), log_tail)

    def _on_pressed(self, deed: str) -> None:
        if deed == "start_server":
            self._info.unsay(TOPIC)
            self._link.start_again()
        elif deed == "restart_server":
            self._info.unsay("version")
            self._link.end_server()
