"""A home whose server is the real program, and clips for it."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from server.client import Client, find_server, read_token
from tests.helpers.footage import Take, film


def make_clip(folder: Path, name: str, seconds: int, size: str = "320x180") -> Path:
    return film(folder / name, Take(size=size, frames=25 * seconds, options="-timecode 01:00:00:00"))


def client_of(home: Path) -> Client:
    """Raises AssertionError where no server runs."""
    found, token = find_server(home), read_token(home)
    assert found is not None
    assert token is not None
    return Client(found.url, token)


@contextmanager
def ending_server(home: Path) -> Iterator[None]:
    """Ends the server that runs on the home when the block ends, by its own process id."""
    try:
        yield
    finally:
        with suppress(FileNotFoundError):
            pid = int(json.loads((home / "server.json").read_text(encoding="utf-8"))["pid"])
            end_process(pid)


def end_process(pid: int, seconds: float = 15.0) -> None:
    """SIGTERM, and SIGKILL to what does not hear it."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and is_alive(pid):
            time.sleep(0.05)
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)


def is_alive(pid: int) -> bool:
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # ours, if it ended
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
