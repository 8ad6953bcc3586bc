"""Finds the server of a home, or starts one that outlives the window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

from server.client import ServerInfo, find_remote, find_server, read_token
from studio.words import tr

LOOK_MS = 100
FAR_MS = 3_000
SECOND_LOOK_MS = 700
PATIENCE_SECONDS = 20.0  # a cold disk and a busy machine; a server that ends is noticed at once
STARTS_AT_MOST = 3
STARTS_WITHIN_SECONDS = 60.0
TAIL_LINES = 12

Command = Callable[[Path], Sequence[str]]


def server_command(home: Path) -> list[str]:
    # -P: a folder called `server` where the window was started must not be taken for ours.
    return [sys.executable, "-P", "-m", "server", "server", "--home", str(home)]


class ServerLink(QObject):
    """`ready(url, token, version)` once a server answers; `failed(sentence, log tail)` where none can be had."""

    ready = Signal(str, str, str)
    starting = Signal()
    failed = Signal(str, str)
    _looked = Signal(object)

    def __init__(self, home: Path, command: Command = server_command, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None  # that is starting
        self._served: subprocess.Popen[bytes] | None = None  # that started well
        self._ended: int | None = None
        self._closed = False
        self._starts: list[float] = []
        self._deadline = 0.0
        self._looking = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._looked.connect(self._on_looked)
        self._remote: tuple[str, str] | None = None

    def attach(self, address: str, token: str) -> None:
        """From now on this server of another machine; without an address the home's own."""
        self._remote = (address, token) if address else None
        self.start_again()

    @property
    def remote(self) -> str:
        """The address of the other machine's server; empty for the home's own."""
        return self._remote[0] if self._remote else ""

    def stop_server(self) -> None:
        """Ends the home's own server, and looks for none any more. What it was doing goes on at the next start."""
        self.close()
        if self._remote is None:
            self.end_server()

    def end_server(self) -> None:
        """Ends it; whoever notices that it is gone has a new one started."""
        found = find_server(self._home)
        if found is not None:
            with suppress(OSError):
                os.kill(found.pid, signal.SIGTERM)

    @property
    def log_file(self) -> Path:
        return self._home / "logs" / "server.out"

    def look(self) -> None:
        """Looks for a server, in another thread: the answer of a server that hangs takes two seconds."""
        if not self._looking and not self._closed:
            self._looking = True
            find = partial(find_remote, self._remote[0]) if self._remote else partial(find_server, self._home)
            self._pool.start(_Look(find, self._looked.emit))

    def start_again(self) -> None:
        """By hand: what was tried before no longer counts."""
        self._starts.clear()
        self._process = None
        self.look()

    def close(self) -> None:
        """Stops looking. The server goes on."""
        self._timer.stop()
        if not self._closed:
            self._closed = True
            self._looked.disconnect(self._on_looked)
        self._pool.waitForDone(3_000)

    def _on_looked(self, info: ServerInfo | None) -> None:
        self._looking = False
        if self._remote is not None:
            self._on_looked_far(info, *self._remote)
            return
        token = read_token(self._home)
        if info is not None and token is not None:
            self._deadline, self._ended = 0.0, None
            self._served, self._process = self._process or self._served, None  # if it ends now, another is started
            self.ready.emit(info.url, token, info.version)
        elif self._ended is not None:
            self._give_up(tr("The Rushes server ended with exit code {code}.").format(code=self._ended))
        elif self._process is not None and self._process.poll() is not None:
            # Perhaps because another one was quicker: that one is what we look for.
            self._ended, self._process = self._process.returncode, None
            self._timer.start(SECOND_LOOK_MS)
        elif self._deadline and time.monotonic() > self._deadline:
            self._give_up(tr("The Rushes server was started but does not answer."))
        elif self._deadline:
            self._timer.start(LOOK_MS)
        else:
            self._start()

    def _on_looked_far(self, info: ServerInfo | None, address: str, token: str) -> None:
        """None can be started there: it is looked for until it answers."""
        if info is not None:
            self.ready.emit(info.url, token, info.version)
        else:
            self.failed.emit(tr("The Rushes server at {address} does not answer.").format(address=address), "")
            self._timer.start(FAR_MS)

    def _start(self) -> None:
        now = time.monotonic()
        if self._served is not None and self._served.poll() is not None:
            self._served = None
        self._starts = [at for at in self._starts if now - at < STARTS_WITHIN_SECONDS]
        if len(self._starts) >= STARTS_AT_MOST:
            self._give_up(tr("The Rushes server ended {times} times within a minute.").format(times=STARTS_AT_MOST))
            return
        self._starts.append(now)
        try:
            self._process = self._spawn()
        except OSError as error:
            self._give_up(tr("The Rushes server could not be started: {why}.").format(why=error.strerror))
            return
        self._deadline = now + PATIENCE_SECONDS
        self.starting.emit()
        self._timer.start(LOOK_MS)

    def _spawn(self) -> subprocess.Popen[bytes]:
        self.log_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Files and a session of its own: a pipe or terminal of ours would end with the window, or hold it open.
        with open(self.log_file, "ab") as log:
            return subprocess.Popen(
                list(self._command(self._home)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._home,
                start_new_session=os.name == "posix",
            )

    def _give_up(self, sentence: str) -> None:
        self._deadline, self._ended = 0.0, None
        self.failed.emit(sentence, tail_of(self.log_file))


class _Look(QRunnable):
    def __init__(self, find: Callable[[], ServerInfo | None], tell: Callable[[ServerInfo | None], None]) -> None:
        super().__init__()
        self._find = find
        self._tell = tell

    def run(self) -> None:
        self._tell(self._find())


def tail_of(file: Path, lines: int = TAIL_LINES) -> str:
    """The last lines of a log; empty where there is none."""
    try:
        with open(file, "rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - 8192))
            text = log.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
