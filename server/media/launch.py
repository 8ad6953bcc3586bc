"""Starts FFmpeg in its box: by a launcher of its own, or (Linux) by one that is kept and has everything loaded.

The kept one makes what it starts our child (server/media/sandbox.py), so that nobody has to know which way it came.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol, TypeAlias

from server.media.box import Box, box_words, environment, launcher
from server.media.sandbox import MOST_BYTES, can_serve

ANSWER_SECONDS = 10.0
_PID = struct.Struct("=i")


class Process(Protocol):
    """What is asked of a program that runs: as much of `subprocess.Popen`."""

    @property
    def pid(self) -> int: ...
    @property
    def stdout(self) -> IO[bytes] | None: ...
    @property
    def stderr(self) -> IO[bytes] | None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...
    def __enter__(self) -> Process: ...
    def __exit__(self, *_: Any) -> None:
        """Closes the pipes and waits."""
        ...


# (what follows the launcher in a command, folder to run in, whether its log is wanted) -> in a session of its own
Start: TypeAlias = Callable[[Sequence[str], Path | None, bool], Process]


def start_alone(words: Sequence[str], folder: Path | None, log: bool) -> Process:
    """Ends with the thread that called."""
    return subprocess.Popen(
        [*launcher(), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if log else subprocess.DEVNULL,
        start_new_session=True,
        cwd=folder,
        env=environment(),
    )


@dataclass(frozen=True)
class Program:
    """An FFmpeg, and the way it is started."""

    path: str
    start: Start = start_alone

    def run(self, arguments: Sequence[str], box: Box, *, log: bool = True) -> Process:
        return self.start(box_words(self.path, arguments, box), box.folder, log)


class Launcher:
    """Keeps a process that starts others in 3 ms instead of 20. Any thread; what it started ends with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line: socket.socket | None = None

    def warm_up(self) -> None:
        """Nobody has to wait for it later."""
        with self._lock:
            if can_serve():
                self._open_line()

    def start(self, words: Sequence[str], folder: Path | None, log: bool) -> Process:
        """A `Start`."""
        request = b"".join(os.fsencode(word) + b"\0" for word in (str(folder or ""), *words))
        if not can_serve() or len(request) > MOST_BYTES:
            return start_alone(words, folder, log)
        with self._lock:
            child = self._asked(request, log)
        return child or start_alone(words, folder, log)

    def close(self) -> None:
        with self._lock:
            self._hang_up()

    def _asked(self, request: bytes, log: bool) -> Process | None:
        """None: it was killed, or does not answer. Another one is started for the next."""
        out, theirs = os.pipe()
        err, their_err = os.pipe() if log else (None, os.open(os.devnull, os.O_WRONLY))
        try:
            line = self._open_line()
            socket.send_fds(line, [request], [theirs, their_err])
            pid = _answer(line)
        except OSError:
            pid = None
        finally:
            os.close(theirs)
            os.close(their_err)
        if pid is not None:
            return _Sibling(pid, open(out, "rb"), None if err is None else open(err, "rb"))
        self._hang_up()
        for pipe in (out, err):
            if pipe is not None:
                os.close(pipe)
        return None

    def _open_line(self) -> socket.socket:
        if self._line is None:
            self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self._line.settimeout(ANSWER_SECONDS)
            threading.Thread(target=_keep, args=(theirs,), name="launcher", daemon=True).start()
        return self._line

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def _keep(line: socket.socket) -> None:
    """Thread: as what is started ends with the thread whose child it is, this one lives as long as the launcher."""
    with line:
        command = [*launcher(), "serve", str(os.getpid())]
        process = subprocess.Popen(
            command, stdin=line.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            env=environment(),
        )  # fmt: skip
    process.wait()


def _answer(line: socket.socket) -> int | None:
    """The process id of what was started. Whatever has not told it by the end of our patience will never run."""
    try:
        words = line.recv(_PID.size)
    except TimeoutError:
        line.shutdown(socket.SHUT_RDWR)
        words = line.recv(_PID.size)
    return int(_PID.unpack(words)[0]) if words else None


class _Sibling:
    """A child of ours that another process has made."""

    def __init__(self, pid: int, stdout: IO[bytes], stderr: IO[bytes] | None) -> None:
        self.pid, self.stdout, self.stderr = pid, stdout, stderr
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""
        if self.poll() is None and not self._ends_within(timeout):
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
        while (code := self.poll()) is None:  # it has ended, and is about to be fetched
            time.sleep(0.001)
        return code

    def _ends_within(self, timeout: float | None) -> bool:
        end = os.pidfd_open(self.pid)
        try:
            poll = select.poll()
            poll.register(end, select.POLLIN)
            return bool(poll.poll(None if timeout is None else 1000 * timeout))
        finally:
            os.close(end)

    def terminate(self) -> None:
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in filter(None, (self.stdout, self.stderr)):
            pipe.close()
        self.wait()
