"""The HTTP application: routes behind guards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import StreamingResponse
from starlette.types import ASGIApp

from server import __version__
from server.api.activity import Activity
from server.api.answers import answer_errors
from server.api.auth import HostGuard, OriginGuard, TokenGuard, allowed_hosts
from server.api.bodies import AnswerMarks, BodyGuard
from server.api.clips import ClipRoutes
from server.api.jobs import JobRoutes
from server.api.parts import ApiParts, add
from server.api.queues import QueueRoutes
from server.api.watches import WatchRoutes


@dataclass(frozen=True)
class Door:
    """Where the server listens and what opens it."""

    host: str
    port: int
    token: str


def create_app(parts: ApiParts) -> FastAPI:
    """The routes, unguarded: for `guarded`, and for tests that look at them."""
    app = FastAPI(title="Rushes", version=__version__, docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    answer_errors(app)
    own = _OwnRoutes(parts)
    app.router.add_api_route("/health", own.health, response_model=None, include_in_schema=False)
    for routes in (own, JobRoutes(parts), ClipRoutes(parts), QueueRoutes(parts), WatchRoutes(parts)):
        routes.join(app.router)
    return app


def guarded(app: ASGIApp, door: Door, activity: Activity) -> ASGIApp:
    """`app` behind everything that is checked before routing, the Host first."""
    inner = TokenGuard(activity.counted(BodyGuard(app)), door.token)
    hosts = allowed_hosts(door.host, door.port)
    return AnswerMarks(HostGuard(OriginGuard(inner, hosts), hosts))


class _OwnRoutes:
    """How the server is, and what happens."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    def join(self, router: APIRouter) -> None:
        add(router, "GET", "/health", self.health)
        add(router, "GET", "/events", self.events)

    def health(self) -> dict[str, Any]:
        faults = self._parts.faults()
        return {
            "status": "degraded" if faults else "ok",
            "reasons": faults,
            "version": __version__,
            "sandbox": self._parts.sandbox,
        }

    async def events(self, request: Request) -> StreamingResponse:
        """Server-sent events: `jobs`, `progress`, `reset`. Give the last id as Last-Event-ID to miss nothing."""
        stream = self._parts.hub.listen(request.headers.get("last-event-id"))
        return StreamingResponse(stream, media_type="text/event-stream")
