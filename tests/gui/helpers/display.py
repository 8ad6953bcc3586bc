"""A display of our own, and the hand that moves the mouse on it."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SIZE = "1600x1000x24"
_PRESS, _RELEASE, _MOTION = 4, 5, 6  # X11 protocol, event codes
_LEFT_BUTTON = 1
_SETTLE_SECONDS = 0.05


@contextmanager
def display(folder: Path) -> Iterator[str]:
    """An X server of our own; the name of its screen."""
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        pytest.skip("no Xvfb (apt-get install xvfb)")
    read_end, write_end = os.pipe()
    command = [xvfb, "-displayfd", str(write_end), "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"]
    with open(folder / "xvfb.log", "wb") as log:
        process = subprocess.Popen(command, pass_fds=[write_end], stdout=log, stderr=log)
    os.close(write_end)
    try:
        with os.fdopen(read_end) as told:
            number = told.readline().strip()
        assert number, (folder / "xvfb.log").read_text()
        yield f":{number}"
    finally:
        process.terminate()
        process.wait(10)


class Mouse:
    """Moves and presses as a person would: the X server makes the events (its extension XTEST 2.2)."""

    def __init__(self, screen: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(10)
        self._socket.connect(f"/tmp/.X11-unix/X{screen.removeprefix(':')}")
        self._socket.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
        welcome, length = struct.unpack("<BxxxxxH", self._read(8))
        assert welcome == 1, self._read(4 * length)
        self._read(4 * length)
        self._socket.sendall(struct.pack("<BxHHxx8s", 98, 4, 5, b"XTEST"))  # QueryExtension
        there, self._extension = struct.unpack("<8xBB22x", self._read(32))
        assert there

    def click(self, x: int, y: int) -> None:
        """In pixels of the screen."""
        self._fake(_MOTION, 0, x, y)
        time.sleep(_SETTLE_SECONDS)  # so that what lies below is entered before it is pressed
        self._fake(_PRESS, _LEFT_BUTTON)
        self._fake(_RELEASE, _LEFT_BUTTON)
        time.sleep(_SETTLE_SECONDS)

    def close(self) -> None:
        self._socket.close()

    def _fake(self, event: int, detail: int, x: int = 0, y: int = 0) -> None:
        self._socket.sendall(struct.pack("<BBHBBxxII8xhh8x", self._extension, 2, 9, event, detail, 0, 0, x, y))

    def _read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self._socket.recv(size - len(data))
            assert part, "the X server hung up"
            data += part
        return data
