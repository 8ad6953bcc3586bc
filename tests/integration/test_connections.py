"""More connections than a server can hold: those too many are told so or refused, and the work goes on."""

from __future__ import annotations

import contextlib
import os
import resource
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from server.api.connections import MOST_CONNECTIONS, REQUEST_SECONDS
from tests.helpers.footage import Take, film
from tests.helpers.serving import Served, serving, until

MANY = int(os.environ.get("RUSHES_CONNECTIONS", "700"))


@pytest.fixture
def roomy() -> Iterator[None]:
    """Enough open files for all of them in this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, MANY + 1000), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path / "home") as running:
        yield running


def connected(served: Served, stack: contextlib.ExitStack) -> socket.socket | None:
    parts = urlsplit(served.url)
    with contextlib.suppress(OSError):
        return stack.enter_context(socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5))
    return None


def first_line(connection: socket.socket) -> bytes:
    """What it says by itself; nothing while it waits for us."""
    connection.setblocking(False)
    try:
        return connection.recv(4096).split(b"\r\n")[0] or b"closed"  # it had waited too long for our request
    except BlockingIOError:
        return b""
    except OSError:
        return b"reset"


@pytest.mark.usefixtures("roomy")
def test_too_many_are_told_so_silent_ones_let_go_and_the_queue_goes_on(served: Served, tmp_path: Path) -> None:
    clip = film(tmp_path / "card" / "A001.mov", Take(frames=25))
    job = served.client.add_clips([str(clip)])["jobs"][0]["id"]
    with contextlib.ExitStack() as waiting:
        silent, slow = connected(served, waiting), connected(served, waiting)
        assert silent is not None
        assert slow is not None
        slow.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n")  # and never an end
        flood(served)
        assert until(lambda: served.client.job_status(job)["status"] == "completed", 60.0)
        for one in (silent, slow):
            one.settimeout(2 * REQUEST_SECONDS)
            assert one.recv(1) == b""
    assert served.client.health()["status"] in ("ok", "degraded")


def flood(served: Served) -> None:
    """More at once than there is room for."""
    with contextlib.ExitStack() as stack:
        held = [one for _ in range(MANY) if (one := connected(served, stack)) is not None]
        time.sleep(1.0)
        told = [first_line(one) for one in held]
        assert told.count(b"") <= MOST_CONNECTIONS
        assert all(line in (b"", b"closed", b"reset") or b" 503 " in line for line in told)
        assert any(b" 503 " in line for line in told)
