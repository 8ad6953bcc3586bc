"""The server's event stream, taken up again for as long as the window is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from server.client import SILENCE_SECONDS, Event, SseParser, path_of
from studio.gateway import Refusal, build_request, refusal_of

FIRST_DELAY_MS = 200
LONGEST_DELAY_MS = 5_000
_STATUS = QNetworkRequest.Attribute.HttpStatusCodeAttribute


class EventStream(QObject):
    """`opened(anew)`: `anew` is False where the server takes up the thread after the last event we had. `gone(ids)`:
    off the list."""

    opened = Signal(bool)
    lost = Signal(Refusal)
    jobs = Signal(list)
    gone = Signal(list)
    progress = Signal(list)
    reset = Signal()

    def __init__(self, manager: QNetworkAccessManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._manager = manager
        self._url = ""
        self._token = ""
        self._parser = SseParser()
        self._reply: QNetworkReply | None = None
        self._delay_ms = FIRST_DELAY_MS
        self._retry = self._single_shot(self._connect)
        # Heartbeats come every ten seconds: silence means a dead server or a sleeping machine.
        self._silence = self._single_shot(self._on_silence)

    def start(self, url: str, token: str) -> None:
        """Listens to this server; what was heard from another one before is forgotten."""
        self.stop()
        self._url, self._token = url.rstrip("/"), token
        self._parser = SseParser()
        self._delay_ms = FIRST_DELAY_MS
        self._connect()

    def stop(self) -> None:
        self._retry.stop()
        self._silence.stop()
        reply, self._reply = self._reply, None
        if reply is not None:
            reply.abort()
            reply.deleteLater()

    @property
    def next_delay_ms(self) -> int:
        """How long the stream waits before it tries again."""
        return self._delay_ms

    def _connect(self) -> None:
        request = build_request(self._url + path_of("events"), self._token)
        request.setRawHeader(b"Accept", b"text/event-stream")
        if self._parser.last_id is not None:
            request.setRawHeader(b"Last-Event-ID", self._parser.last_id.encode())
        request.setTransferTimeout(0)
        self._parser = SseParser(self._parser.last_id)  # half a message of the last connection is worth nothing
        reply = self._manager.get(request)
        self._reply = reply
        reply.metaDataChanged.connect(self._on_answer)
        reply.readyRead.connect(self._on_bytes)
        reply.finished.connect(self._on_finished)
        self._silence.start(int(SILENCE_SECONDS * 1000))

    def _on_answer(self) -> None:
        if self._reply is not None and self._reply.attribute(_STATUS) == 200:
            self._delay_ms = FIRST_DELAY_MS
            self.opened.emit(self._parser.last_id is None)

    def _on_bytes(self) -> None:
        if self._reply is None or self._reply.attribute(_STATUS) != 200:
            return
        self._silence.start(int(SILENCE_SECONDS * 1000))
        for event in self._parser.feed(bytes(self._reply.readAll().data())):
            self._tell(event)

    def _tell(self, event: Event) -> None:
        document = event.document()
        if event.name == "jobs":
            self.jobs.emit(document.get("jobs", []))
            if document.get("gone"):
                self.gone.emit(document["gone"])
        elif event.name == "progress":
            self.progress.emit(document.get("progress", []))
        elif event.name == "reset":
            self.reset.emit()

    def _on_silence(self) -> None:
        if self._reply is not None:
            self._reply.abort()

    def _on_finished(self) -> None:
        reply, self._reply = self._reply, None
        self._silence.stop()
        if reply is None:
            return
        refusal = refusal_of(reply.attribute(_STATUS), _rest_of(reply), reply.errorString())
        reply.deleteLater()
        self._retry.start(self._delay_ms)
        self._delay_ms = min(2 * self._delay_ms, LONGEST_DELAY_MS)
        self.lost.emit(refusal)

    def _single_shot(self, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(slot)
        return timer


def _rest_of(reply: QNetworkReply) -> bytes:
    """Qt warns of reading from a reply that was given up."""
    return bytes(reply.readAll().data()) if reply.isOpen() else b""
