"""One window a home: a second start hands its paths over and ends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

HAND_OVER_MS = 2_000
_MOST_BYTES = 4 * 1024 * 1024


class SingleInstance(QObject):
    """`handed_over(paths)`: another start wanted these paths added, and the window raised."""

    handed_over = Signal(list)

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = (
            "rushes-studio-" + hashlib.sha256(str(home.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        )
        self._lock = QLockFile(str(home / "studio.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None
        self._sockets: list[QLocalSocket] = []

    def take(self) -> bool:
        """False where a window of this home is open already."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._name)  # left behind by a window that was killed
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        self._server.listen(self._name)
        return True

    def hand_over(self, uris: Sequence[str]) -> bool:
        """To the window that is open; False where it does not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(HAND_OVER_MS):
            return False
        socket.write(json.dumps(list(uris)).encode() + b"\n")
        sent = socket.waitForBytesWritten(HAND_OVER_MS)
        socket.disconnectFromServer()
        return sent

    def release(self) -> None:
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _on_connection(self) -> None:
        # Not when they disconnect: a socket must not be deleted by a slot of its own.
        self._sockets = [s for s in self._sockets if s.state() != QLocalSocket.LocalSocketState.UnconnectedState]
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._sockets.append(socket)
            socket.readyRead.connect(partial(self._on_bytes, socket))
            self._on_bytes(socket)  # what came before we listened

    def _on_bytes(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _MOST_BYTES:
                socket.abort()
            return
        try:
            told = json.loads(socket.readLine().data())
        except ValueError:
            return
        if isinstance(told, list):
            self.handed_over.emit([str(uri) for uri in told])
