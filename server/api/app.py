"""The HTTP application: routes behind guards."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response, StreamingResponse
from starlette.types import ASGIApp

from server import __version__
from server.api.activity import Activity
from server.api.answers import answer_errors
from server.api.auth import AccessGuard, HostGuard, OriginGuard, allowed_hosts
from server.api.bodies import AnswerMarks, BodyGuard, HeadGuard, RangeGuard
from server.api.clips import ClipRoutes
from server.api.dashboard import DashboardRoutes
from server.api.export import ExportRoutes
from server.api.jobs import JobRoutes
from server.api.lingering import Lingering
from server.api.login import LoginRoutes
from server.api.metrics import MetricRoutes
from server.api.moves import MoveRoutes
from server.api.pages import DOCS, join_pages
from server.api.parts import FAILURES, PREFIX, ApiParts, add
from server.api.pictures import PictureRoutes
from server.api.presets import PresetRoutes
from server.api.queues import QueueRoutes
from server.api.sessions import Failures, Sessions
from server.api.shapes import HealthJson
from server.api.storage import StorageRoutes
from server.api.uploads import UploadRoutes
from server.api.watches import WatchRoutes
from server.system.tokens import Keys


class Door:
    """Where the server listens, what opens it, and who came in."""

    def __init__(
        self,
        host: str,
        port: int,
        keys: Keys,
        failures: Failures | None = None,
        more_hosts: frozenset[str] = frozenset(),
        sessions: Sessions | None = None,
    ) -> None:
        self.hosts = allowed_hosts(host, port) | more_hosts
        self.keys = keys
        self.sessions = sessions or Sessions()
        self.failures = failures or Failures()
        self.cookie = f"rushes-{port}"  # browsers send a cookie to every port of a host


def create_app(parts: ApiParts, door: Door) -> FastAPI:
    """The routes, unguarded: for `guarded`, and for tests that look at them."""
    app = FastAPI(title="Rushes", version=__version__, docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    answer_errors(app)
    own, login = _OwnRoutes(parts), LoginRoutes(door.sessions, door.failures, door.cookie)
    app.router.add_api_route("/health", own.health, response_model=None, include_in_schema=False)
    kinds = (
        JobRoutes, ClipRoutes, PictureRoutes, UploadRoutes, QueueRoutes, WatchRoutes, PresetRoutes, StorageRoutes,
        MetricRoutes, ExportRoutes, MoveRoutes,
    )  # fmt: skip
    for routes in (own, login, *(kind(parts) for kind in kinds)):
        routes.join(app.router)
    join_pages(app.router, DOCS)
    DashboardRoutes().join(app.router)
    return app


def guarded(app: ASGIApp, door: Door, activity: Activity) -> ASGIApp:
    """`app` behind everything that is checked before routing, the Host first."""
    inner = activity.counted(RangeGuard(BodyGuard(HeadGuard(app))))
    known = AccessGuard(inner, door.keys, door.sessions, door.failures, door.cookie)
    return AnswerMarks(Lingering(HostGuard(OriginGuard(known), door.hosts)))


class _OwnRoutes:
    """How the server is, and what happens."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    def join(self, router: APIRouter) -> None:
        good: dict[int | str, dict[str, Any]] = {200: {"model": HealthJson}}
        router.add_api_route(PREFIX + "/health", self.health, response_model=None, responses={**good, **FAILURES})
        add(router, "GET", "/events", self.events, media="text/event-stream")

    def health(self) -> dict[str, Any]:
        faults = self._parts.faults()
        return {
            "status": "degraded" if faults else "ok",
            "reasons": faults,
            "version": __version__,
            "sandbox": self._parts.sandbox,
        }

    async def events(self, request: Request) -> Response:
        """Server-sent events: `jobs`, `progress`, `reset`. Give the last id as Last-Event-ID to miss nothing."""
        if request.scope.get("head"):  # it would never end
            return Response(media_type="text/event-stream")
        stream = self._parts.hub.listen(request.headers.get("last-event-id"))
        return StreamingResponse(stream, media_type="text/event-stream")
