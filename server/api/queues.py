"""Routes of lanes, workers and figures."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from server.api.parts import ApiParts, add
from server.schema import ChangedJson, changed_json, printable


class Size(BaseModel):
    """How many jobs side by side."""

    model_config = ConfigDict(extra="forbid")
    concurrency: int


class QueueRoutes:
    """Every method is one route."""

    def __init__(self, parts: ApiParts) -> None:
        self._lanes = parts.lanes
        self._jobs = parts.jobs

    def join(self, router: APIRouter) -> None:
        add(router, "GET", "/queues", self.list)
        add(router, "PATCH", "/queues/{name}", self.resize)
        add(router, "POST", "/queues/{name}/pause", self.pause)
        add(router, "POST", "/queues/{name}/resume", self.resume)
        add(router, "POST", "/queues/{name}/purge", self.purge)
        add(router, "GET", "/workers", self.workers)
        add(router, "GET", "/stats", self.stats)

    def list(self) -> dict[str, Any]:
        return {"queues": self._lanes.all()}

    def resize(self, name: str, size: Size) -> ChangedJson:
        """Holds at once and over a restart."""
        return changed_json(self._lanes.set_concurrency(name, size.concurrency).changed, [])

    def pause(self, name: str) -> ChangedJson:
        return changed_json(self._lanes.pause([name]).changed, [])

    def resume(self, name: str) -> ChangedJson:
        return changed_json(self._lanes.resume([name]).changed, [])

    def purge(self, name: str) -> ChangedJson:
        """What waits there becomes cancelled."""
        changed = self._jobs.purge(name)
        return changed_json(changed.changed, changed.refused)

    def workers(self) -> dict[str, Any]:
        return {"workers": printable(self._jobs.workers())}

    def stats(self) -> dict[str, Any]:
        figures: dict[str, Any] = printable(self._jobs.stats())
        return figures
