"""How many may be connected at once: whoever comes when it is full is told so, and the others go on."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from server.schema import failure_json

MOST_CONNECTIONS = 512  # half of what a process may have open by default
MOST_A_PEER = 64
REQUEST_SECONDS = 20.0
_FULL = failure_json("server_busy", "Too many connections at the moment.", "Wait a moment and ask again.")


class Doorman:
    """Counts connections, all and those of each other machine; on this one all programs are one peer, so they share
    the whole. Belongs to the event loop."""

    def __init__(self, most: int = MOST_CONNECTIONS, most_a_peer: int = MOST_A_PEER) -> None:
        self._most = most
        self._most_a_peer = most_a_peer
        self._of: Counter[str] = Counter()
        self.refused = 0

    def enter(self, peer: str) -> bool:
        full = self._of.total() >= self._most or (self._of[peer] >= self._most_a_peer and not _is_here(peer))
        if full:
            self.refused += 1
        else:
            self._of[peer] += 1
        return not full

    def leave(self, peer: str) -> None:
        self._of[peer] -= 1
        if self._of[peer] <= 0:
            del self._of[peer]


def limited(doorman: Doorman) -> type[H11Protocol]:
    """Uvicorn's protocol, which also asks `doorman`, and waits for a request no longer than `REQUEST_SECONDS`."""

    class Limited(H11Protocol):
        """One connection."""

        peer: str | None = None
        waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            peer = str((transport.get_extra_info("peername") or ("",))[0])
            if not doorman.enter(peer):
                transport.write(_refusal())
                transport.close()
                return
            self.peer = peer
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            if self.peer is None:
                return
            super().data_received(data)
            if self._is_answering():
                self._wait_no_more()
            elif self.waiting is None:
                self._wait()

        def eof_received(self) -> None:
            if self.peer is not None:
                super().eof_received()

        def connection_lost(self, exc: Exception | None) -> None:
            self._wait_no_more()
            if self.peer is not None:
                doorman.leave(self.peer)
                super().connection_lost(exc)

        def _wait(self) -> None:
            self.waiting = self.loop.call_later(REQUEST_SECONDS, self._give_up)

        def _wait_no_more(self) -> None:
            if self.waiting is not None:
                self.waiting.cancel()
            self.waiting = None

        def _is_answering(self) -> bool:
            """Whether a whole request has come."""
            return self.cycle is not None and not self.cycle.response_complete

        def _give_up(self) -> None:
            self.waiting = None
            if not self._is_answering() and not self.transport.is_closing():
                self.transport.close()

    return Limited


def _is_here(peer: str) -> bool:
    with suppress(ValueError):
        return ip_address(peer).is_loopback
    return False


def _refusal() -> bytes:
    body = json.dumps(_FULL).encode()
    head = f"HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
    return head.encode() + b"retry-after: 5\r\nconnection: close\r\n\r\n" + body
