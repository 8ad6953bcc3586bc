"""What may come in, and how answers are marked: JSON only, of limited size."""

from __future__ import annotations

import asyncio
import re

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.api.answers import SAFE_HEADERS, refuse
from server.api.auth import OPEN_PATHS, READING, headers_of
from server.api.strict_json import json_problem

UPLOADS = "/api/v1/uploads/"
STREAM_TYPE = "application/offset+octet-stream"
MOST_BYTES = 8 * 1024 * 1024  # a drop of 50,000 paths
MOST_OPEN_BYTES = 4096  # of somebody who may be anybody
MOST_RANGES = 5
BODY_SECONDS = 60.0
_LONGEST_NUMBER = 18  # digits
_SPAN = re.compile(r"(\d{1,18})-(\d{0,18})|-\d{1,18}")
_LARGE_BYTES = 64 * 1024  # takes long enough to read for others to notice


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
        most = MOST_OPEN_BYTES if scope["path"] in OPEN_PATHS else self._most_bytes
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(length, receive, most)
        except TimeoutError:
            await refuse(send, 408, "too_slow", "The body did not come in time.", "Send it again.")
            return
        except ClientDisconnect:
            return  # what did not arrive whole is not acted upon
        if body is None:
            await refuse(send, 413, "too_large", f"A body has at most {most} bytes here.", "Send fewer at once.")
            return
        problem = await _problem(body) if body else None
        if problem is not None:
            await refuse(send, 422, "usage", f"The body is not understood: {problem}.", "Send JSON in UTF-8.")
            return
        await self._app(scope, _replay(body, receive), send)


async def _problem(body: bytes) -> str | None:
    return json_problem(body) if len(body) < _LARGE_BYTES else await asyncio.to_thread(json_problem, body)


async def _body(length: str, receive: Receive, most: int) -> bytes | None:
    """None: it is, or says it is, too long. Raises ClientDisconnect."""
    if not length.isdecimal() or len(length) > _LONGEST_NUMBER or int(length) > most:
        return None
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > most:
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


class RangeGuard:
    """A request for many parts of a file at once makes much work of little (CVE-2025-62727). A range nobody can read
    counts as none (RFC 9110, 14.2)."""

    def __init__(self, app: ASGIApp, most: int = MOST_RANGES) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = headers_of(scope).get(b"range", "") if scope["type"] == "http" else ""
        if asked.count(",") >= self._most:
            said = f"At most {self._most} parts of a file can be asked for at once."
            await refuse(send, 416, "too_many_ranges", said, "Ask for fewer.")
            return
        if asked and not _is_range(asked):
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"range"]}
        await self._app(scope, receive, send)


def _is_range(text: str) -> bool:
    parts = text.removeprefix("bytes=").split(",") if text.startswith("bytes=") else []
    spans = [_SPAN.fullmatch(part.strip()) for part in parts]
    return bool(spans) and all(span and (not span[2] or int(span[1]) <= int(span[2])) for span in spans)


class HeadGuard:
    """HEAD is GET without what it would bring (RFC 9110, 9.3.2), on every route but those that say themselves what it
    is. `head` in the scope tells whoever would make much of it for nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"].startswith(UPLOADS):
            await self._app(scope, receive, send)
            return

        async def bare(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app({**scope, "method": "GET", "head": True}, receive, bare)


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
