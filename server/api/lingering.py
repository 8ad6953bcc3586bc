"""An answer that is ready before all of a body came: the rest is read, so that its sender hears the answer."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.api.auth import headers_of

MOST_LEFT_BYTES = 64 * 1024 * 1024
LEFT_SECONDS = 20.0
SILENT_SECONDS = 1.0  # one who waits for the answer sends nothing any more


class Lingering:
    """Many clients read an answer only when they have sent all, and closing a connection that holds unread bytes
    resets it: they would be told nothing (RFC 9112, 9.6). So the answer goes out, its end waits for theirs, and the
    rest of their body is thrown away, as long as it is not too much."""

    def __init__(
        self,
        app: ASGIApp,
        most_bytes: int = MOST_LEFT_BYTES,
        seconds: float = LEFT_SECONDS,
        silent_seconds: float = SILENT_SECONDS,
    ) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._seconds = seconds
        self._silent_seconds = silent_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _has_body(scope):
            await self._app(scope, receive, send)
            return
        body = _Incoming(receive)

        async def tell(message: Message) -> None:
            if message["type"] != "http.response.body" or message.get("more_body") or body.ended:
                await send(message)
                return
            await send({**message, "more_body": True})
            await self._drain(body)
            await send({"type": "http.response.body", "body": b""})

        await self._app(scope, body.receive, tell)

    async def _drain(self, body: _Incoming) -> None:
        most = body.taken + self._most_bytes
        with suppress(TimeoutError):
            async with asyncio.timeout(self._seconds):
                while not body.ended and body.taken < most:
                    await asyncio.wait_for(body.receive(), self._silent_seconds)


class _Incoming:
    """A body, and how much of it was taken in."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.taken = 0
        self.ended = False

    async def receive(self) -> Message:
        message = await self._receive()
        self.taken += len(message.get("body", b""))
        self.ended = message["type"] != "http.request" or not message.get("more_body")
        return message


def _has_body(scope: Scope) -> bool:
    headers = headers_of(scope)
    return headers.get(b"content-length", "0") != "0" or b"transfer-encoding" in headers
