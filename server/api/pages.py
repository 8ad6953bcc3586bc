"""Pages that are files of resources/web; nothing in them comes from outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from fastapi import APIRouter

from server.api.files import FileAnswer

_FILES = Path(__file__).parents[2] / "resources" / "web"
_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
DOCS = ("docs.html", "docs.js", "docs.css")
LOGIN = ("login.html", "login.js", "login.css")


def join_pages(router: APIRouter, names: Iterable[str]) -> None:
    """`docs.html` is found at `/docs`."""
    for name in names:
        path = "/" + name.removesuffix(".html")
        router.add_api_route(path, _page(_FILES / name), methods=["GET"], include_in_schema=False)


def _page(file: Path) -> Callable[[], Awaitable[FileAnswer]]:
    async def page() -> FileAnswer:
        return FileAnswer(file, _TYPES[file.suffix], kept=True)

    return page
