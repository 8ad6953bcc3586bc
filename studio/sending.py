"""Clips of this computer go to the server of another one, piece by piece: tus 1.0.0, taken up again where it broke."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QByteArray, QFile, QIODevice, QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkReply, QNetworkRequest

from server.client import API
from studio.gateway import Gateway, refusal_of
from studio.words import tr

AGAIN_MS = 2_000
TRIES = 5  # in a row, without a byte more
PATIENCE_MS = 300_000  # with the last byte the server brings the file to its disk
_CONFLICT, _SERVER_FAULT = 409, 500  # how much is there is asked again
_STATUS = QNetworkRequest.Attribute.HttpStatusCodeAttribute


@dataclass
class _Upload:
    path: str
    size: int
    address: str = ""  # of the upload on the server
    offset: int = 0
    tries: int = 0

    @property
    def name(self) -> str:
        return Path(self.path).name


_Step = Callable[[_Upload, QNetworkReply], None]


class Sending(QObject):
    """One clip after the other. `progressed()`; `ended(jobs, failures)`: ids, and (name, sentence) of what did not
    arrive."""

    progressed = Signal()
    ended = Signal(list, list)

    def __init__(self, gateway: Gateway, parent: QObject) -> None:
        super().__init__(parent)
        self._gateway = gateway
        self._queue: list[_Upload] = []
        self._now: _Upload | None = None
        self._preset = ""
        self._reply: QNetworkReply | None = None
        self._file: QFile | None = None
        self._jobs: list[str] = []
        self._failures: list[tuple[str, str]] = []
        self.total_bytes, self.done_bytes, self.count, self.number = 0, 0, 0, 0
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        return self._now is not None

    @property
    def name(self) -> str:
        """Of the clip that is on its way."""
        return self._now.name if self._now else ""

    @property
    def sent_bytes(self) -> int:
        return self.done_bytes + (self._now.offset if self._now else 0)

    def send(self, files: Sequence[tuple[str, int]], preset: str) -> None:
        """(path, bytes) of each; what is on its way already goes first."""
        if not self.busy:
            self.total_bytes = self.done_bytes = self.count = self.number = 0
            self._jobs, self._failures = [], []
        self._preset = preset
        self._queue += [_Upload(path, size) for path, size in files]
        self.total_bytes += sum(size for _path, size in files)
        self.count += len(files)
        if not self.busy:
            self._next()

    def stop(self) -> None:
        """What is whole stays; of the one on its way nothing does."""
        upload, self._now, self._queue = self._now, None, []
        self._again.stop()
        self._drop_reply()
        if upload is not None and upload.address:
            reply = self._ask(b"DELETE", upload.address, {})
            reply.finished.connect(reply.deleteLater)

    # --- one after the other ---

    def _next(self) -> None:
        self._now = self._queue.pop(0) if self._queue else None
        if self._now is None:
            self.ended.emit(self._jobs, self._failures)
            return
        self.number += 1
        self.progressed.emit()
        self._begin(self._now)

    def _begin(self, upload: _Upload) -> None:
        told = {"filename": upload.name} | ({"preset": self._preset} if self._preset else {})
        words = ",".join(f"{key} {base64.b64encode(_plain(value)).decode()}" for key, value in told.items())
        headers = {b"Upload-Length": str(upload.size).encode(), b"Upload-Metadata": words.encode()}
        self._keep(self._ask(b"POST", f"{API}/uploads", headers), self._on_begun)

    def _on_begun(self, upload: _Upload, reply: QNetworkReply) -> None:
        upload.address = urlsplit(bytes(reply.rawHeader("location").data()).decode("ascii", "replace")).path
        self._append(upload)

    def _append(self, upload: _Upload) -> None:
        self._file = QFile(upload.path, self)
        if not (self._file.open(QIODevice.OpenModeFlag.ReadOnly) and self._file.seek(upload.offset)):
            self._fail(upload, tr("It cannot be read. Is the disk still there?"))
            return
        if self._file.size() != upload.size:
            self._fail(upload, tr("It changes. Is it still being copied?"))
            return
        headers = {
            b"Upload-Offset": str(upload.offset).encode(),
            b"Content-Type": b"application/offset+octet-stream",
            b"Content-Length": str(upload.size - upload.offset).encode(),
        }
        reply = self._ask(b"PATCH", upload.address, headers, self._file)
        base = upload.offset
        reply.uploadProgress.connect(lambda sent, _total: self._on_progress(upload, reply, base + sent))
        self._keep(reply, self._on_appended)

    def _on_progress(self, upload: _Upload, reply: QNetworkReply, offset: int) -> None:
        if reply is self._reply and offset > upload.offset:
            upload.offset, upload.tries = offset, 0
            self.progressed.emit()

    def _on_appended(self, upload: _Upload, reply: QNetworkReply) -> None:
        self._jobs += filter(None, bytes(reply.rawHeader("Rushes-Jobs").data()).decode("ascii", "replace").split(","))
        self.done_bytes += upload.size
        self._next()

    # --- where it broke ---

    def _go_on(self) -> None:
        """How much the server has is the truth."""
        if self._now is None:
            return
        if self._now.address:
            self._keep(self._ask(b"HEAD", self._now.address, {}), self._on_asked)
        else:
            self._begin(self._now)

    def _on_asked(self, upload: _Upload, reply: QNetworkReply) -> None:
        upload.offset = int(bytes(reply.rawHeader("Upload-Offset").data()) or b"0")
        self._append(upload)

    def _on_finished(self, reply: QNetworkReply) -> tuple[bool, str]:
        """Whether it went well, and a refusal: empty where nobody answered."""
        status = reply.attribute(_STATUS)
        if status is not None and 200 <= int(status) < 300:
            return True, ""
        if status is None or int(status) >= _SERVER_FAULT or int(status) == _CONFLICT:
            return False, ""
        content = bytes(reply.readAll().data()) if reply.isOpen() else b""
        return False, refusal_of(status, content, reply.errorString()).sentence

    def _keep(self, reply: QNetworkReply, done: _Step) -> None:
        self._reply = reply

        def finished() -> None:
            if reply is not self._reply:
                return
            upload, (well, refusal) = self._now, self._on_finished(reply)
            self._reply = None
            self._close_file()
            reply.deleteLater()
            if upload is None:
                return
            if well:
                done(upload, reply)
            elif refusal:
                self._fail(upload, refusal)
            else:
                self._try_again(upload, reply.errorString())

        reply.finished.connect(finished)

    def _try_again(self, upload: _Upload, fault: str) -> None:
        upload.tries += 1
        if upload.tries > TRIES:
            self._fail(upload, tr("The server does not answer ({fault}).").format(fault=fault))
        else:
            self._again.start()

    def _fail(self, upload: _Upload, sentence: str) -> None:
        self._close_file()
        self._failures.append((upload.name, sentence))
        self.total_bytes -= upload.size
        self._next()

    def _ask(
        self, verb: bytes, path: str, headers: dict[bytes, bytes], content: QIODevice | None = None
    ) -> QNetworkReply:
        request = self._gateway.request(path)
        request.setTransferTimeout(PATIENCE_MS)
        for name, value in {b"Tus-Resumable": b"1.0.0", **headers}.items():
            request.setRawHeader(name, value)
        body = QByteArray() if content is None else content
        return self._gateway.manager.sendCustomRequest(request, verb, body)

    def _drop_reply(self) -> None:
        reply, self._reply = self._reply, None
        if reply is not None:
            reply.abort()
            reply.deleteLater()
        self._close_file()

    def _close_file(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file.deleteLater()
            self._file = None


def _plain(text: str) -> bytes:
    """tus wants UTF-8; bytes of a name that are none become U+FFFD."""
    return text.encode("utf-8", "replace")
