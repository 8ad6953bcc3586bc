"""Files as answers: whole, in ranges, or not at all to whoever has them already."""

from __future__ import annotations

import os
from http import HTTPStatus
from pathlib import Path

import anyio.to_thread
from fastapi.responses import FileResponse, JSONResponse, Response
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from server.errors import UnknownId
from server.schema import failure_json

ASK_AGAIN = {"Cache-Control": "private, no-cache"}  # a browser may keep it, and asks whether it is still the same


class FileAnswer(FileResponse):
    """A file that is there when the answer is made. 304 where `If-None-Match` names it; a range beyond it is refused
    as everything is refused here. `kept`: the asker may keep it and ask again whether it changed."""

    def __init__(self, path: Path, media_type: str, *, kept: bool = False) -> None:
        super().__init__(path, headers=ASK_AGAIN if kept else None, media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("head"):
            scope = {**scope, "method": "HEAD"}  # the file is not read for nothing
        try:
            self.set_stat_headers(await anyio.to_thread.run_sync(os.stat, self.path))
        except OSError as fault:
            raise UnknownId("What was to be shown is not there any more.", "Ask again in a moment.") from fault
        if _names(Headers(scope=scope).get("if-none-match", ""), self.headers["etag"]):
            marks = {name: self.headers[name] for name in ("etag", "cache-control") if name in self.headers}
            await Response(status_code=HTTPStatus.NOT_MODIFIED, headers=marks)(scope, receive, send)
            return
        await super().__call__(scope, receive, _explained(scope, receive, send))


def _names(tags: str, tag: str) -> bool:
    """RFC 9110, 13.1.2: compared weakly."""
    return tags.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in tags.split(",")]


def _explained(scope: Scope, receive: Receive, send: Send) -> Send:
    """The framework says nothing at all of a range that cannot be had."""
    refused = False

    async def explained(message: Message) -> None:
        nonlocal refused
        if message["type"] == "http.response.start" and message["status"] == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            refused = True
            size = Headers(raw=message["headers"])["content-range"]
            words = failure_json(
                "no_such_range", "The file ends before that.", f"It has {size.rpartition('/')[2]} bytes."
            )
            headers = {"Content-Range": size}
            await JSONResponse(words, message["status"], headers)(scope, receive, send)
        elif not refused:
            await send(message)

    return explained
