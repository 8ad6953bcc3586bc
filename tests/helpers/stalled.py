"""A listener that asked for the event stream, and reads nothing."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.helpers.serving import Served


@contextmanager
def stalled(served: Served) -> Iterator[socket.socket]:
    """The socket takes in as little as the system allows."""
    address = urlsplit(served.url)
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect((address.hostname, address.port))
        token = (served.home / "token").read_text(encoding="utf-8").strip()
        line.sendall(
            f"GET /api/v1/events HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        )
        yield line
