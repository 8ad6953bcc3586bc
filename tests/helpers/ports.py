"""Ports of loopback that nobody has, below those the system gives out itself: what is free there stays free."""

from __future__ import annotations

import random
import socket
from contextlib import closing

_ANY = random.SystemRandom()  # the seed of a test run is the same in each of its processes


def free_port(*beside: int) -> int:
    """Free, and the port `beside` it (an offset) too."""
    while True:
        port = _ANY.randrange(20_000, 32_000)
        if all(_is_free(port + offset) for offset in (0, *beside)):
            return port


def _is_free(port: int) -> bool:
    if port > 65_535:
        return False
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
