"""What may come in, and how answers are marked: JSON only, of limited size."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.api.answers import SAFE_HEADERS, refuse
from server.api.auth import READING, headers_of

UPLOADS = "/api/v1/uploads/"
STREAM_TYPE = "application/offset+octet-stream"
MOST_BYTES = 8 * 1024 * 1024  # a drop of 50,000 paths


class BodyGuard:
    """Bodies are JSON and at most `MOST_BYTES` long. JSON is also what a form of another page cannot send."""

    def __init__(self, app: ASGIApp, most_bytes: int = MOST_BYTES) -> None:
        self._app = app
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in READING or _is_upload(scope):
            await self._app(scope, receive, send)
            return
        headers = headers_of(scope)
        length = headers.get(b"content-length", "0")
        bodiless = length == "0" and b"transfer-encoding" not in headers
        if not bodiless and headers.get(b"content-type", "").partition(";")[0].strip().lower() != "application/json":
            await refuse(send, 415, "not_json", "Bodies are JSON here.", "Send Content-Type: application/json.")
            return
        body = await self._body(length, receive)
        if body is None:
            await refuse(send, 413, "too_large", f"A body has at most {self._most_bytes} bytes.", "Send fewer at once.")
            return
        await self._app(scope, _replay(body, receive), send)

    async def _body(self, length: str, receive: Receive) -> bytes | None:
        """None: it is, or says it is, too long."""
        if not length.isdecimal() or int(length) > self._most_bytes:
            return None
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return bytes(body)
            body += message.get("body", b"")
            if len(body) > self._most_bytes:
                return None
            if not message.get("more_body"):
                return bytes(body)


def _is_upload(scope: Scope) -> bool:
    """The bytes of a file: never held whole; api/uploads.py takes no more of them than were announced."""
    kind = headers_of(scope).get(b"content-type", "").lower()
    return bool(scope["method"] == "PATCH" and scope["path"].startswith(UPLOADS) and kind == STREAM_TYPE)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Hands out the body that was read, then whatever comes."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return pending.pop() if pending else await receive()

    return again


class AnswerMarks:
    """Puts on every answer that it is not to be kept, guessed at or framed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(mark for mark in SAFE_HEADERS if mark[0] not in present)]
            await send(message)

        await self._app(scope, receive, marked if scope["type"] == "http" else send)
