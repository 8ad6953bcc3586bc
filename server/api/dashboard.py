"""The dashboard: a page and its parts, as files lie in resources/dashboard. No build step, nothing from outside."""

from __future__ import annotations

import os
from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.staticfiles import StaticFiles

from server.api.files import ASK_AGAIN, FileAnswer

_FILES = Path(__file__).parents[2] / "resources" / "dashboard"


class DashboardRoutes:
    """Every method is one route."""

    def __init__(self) -> None:
        self._files = StaticFiles(directory=_FILES)

    def join(self, router: APIRouter) -> None:
        router.add_api_route("/", self.page, include_in_schema=False, response_model=None)
        router.add_api_route("/dashboard/{name:path}", self.file, include_in_schema=False, response_model=None)

    def page(self) -> FileAnswer:
        return FileAnswer(_FILES / "index.html", "text/html; charset=utf-8", kept=True)

    async def file(self, name: str, request: Request) -> Response:
        answer = await self._files.get_response(os.path.normpath(name), request.scope)
        answer.headers.update(ASK_AGAIN)
        return answer
