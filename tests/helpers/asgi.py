"""Asks an ASGI application in this process, header for header as given."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote


@dataclass
class Reply:
    """What came back. A stream is read until `until` bytes are there, then left."""

    status_code: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""

    def json(self) -> Any:
        return json.loads(self.content)


@dataclass(frozen=True)
class Web:
    """`request` as a client of one connection a request would send it."""

    app: Any

    def request(
        self,
        verb: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        content: bytes | Iterable[bytes] | None = None,
        aborted: bool = False,
    ) -> Reply:
        """`aborted`: the client is gone before all of the body is sent."""
        sent = {name.lower(): value for name, value in (headers or {}).items() if value}
        chunks = _chunks(json, content)
        if json is not None:
            sent.setdefault("content-type", "application/json")
        if isinstance(content, bytes) or json is not None:
            sent.setdefault("content-length", str(sum(map(len, chunks))))
        elif content is not None:
            sent["transfer-encoding"] = "chunked"
        return asyncio.run(self._exchange(_scope(verb, path, sent), chunks, aborted))

    async def _exchange(self, scope: dict[str, Any], chunks: list[bytes], aborted: bool) -> Reply:
        reply = Reply()
        pending = list(chunks) or [b""]

        async def receive() -> dict[str, Any]:
            if not pending:
                await asyncio.sleep(0 if aborted else 60)
                return {"type": "http.disconnect"}
            body = pending.pop(0)
            return {"type": "http.request", "body": body, "more_body": aborted or bool(pending)}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                reply.status_code = message["status"]
                reply.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
            else:
                reply.content += message.get("body", b"")

        with suppress(ZeroDivisionError):  # planted by a test; it is passed on to the server once it is answered
            await self.app(scope, receive, send)
        return reply


def _chunks(document: Any, content: bytes | Iterable[bytes] | None) -> list[bytes]:
    if document is not None:
        return [json.dumps(document).encode()]
    return [content] if isinstance(content, bytes) else list(content or [])


def _scope(verb: str, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    plain, _, query = path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": verb,
        "scheme": "http",
        "path": unquote(plain),
        "raw_path": plain.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8765),
    }
