"""The dashboard: a page and its parts, as files lie in resources/dashboard. No build step, nothing from outside."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles

_FILES = Path(__file__).parents[2] / "resources" / "dashboard"


def join_dashboard(app: FastAPI) -> None:
    app.router.add_api_route("/", _page, include_in_schema=False, response_model=None)
    app.mount("/dashboard", StaticFiles(directory=_FILES), name="dashboard")


def _page() -> FileResponse:
    return FileResponse(_FILES / "index.html", media_type="text/html; charset=utf-8")
