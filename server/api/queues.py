"""Routes of lanes, workers and figures."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from server.api.parts import ApiParts, add
from server.schema import ChangedJson, changed_json, printable


class QueueRoutes:
    """Every method is one route."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts
        self._jobs = parts.jobs

    def join(self, router: APIRouter) -> None:
        add(router, "GET", "/queues", self.list)
        add(router, "POST", "/queues/{name}/pause", self.pause)
        add(router, "POST", "/queues/{name}/resume", self.resume)
        add(router, "POST", "/queues/{name}/purge", self.purge)
        add(router, "GET", "/workers", self.workers)
        add(router, "GET", "/stats", self.stats)

    def list(self) -> dict[str, Any]:
        lanes = self._parts.lanes
        return {"queues": [{**lane, "concurrency": lanes.get(lane["name"], 0)} for lane in self._jobs.lanes()]}

    def pause(self, name: str) -> ChangedJson:
        return changed_json(self._jobs.pause_lanes([name]).changed, [])

    def resume(self, name: str) -> ChangedJson:
        return changed_json(self._jobs.resume_lanes([name]).changed, [])

    def purge(self, name: str) -> ChangedJson:
        """What waits there becomes cancelled."""
        changed = self._jobs.purge(name)
        return changed_json(changed.changed, changed.refused)

    def workers(self) -> dict[str, Any]:
        return {"workers": printable(self._jobs.workers())}

    def stats(self) -> dict[str, Any]:
        figures: dict[str, Any] = printable(self._jobs.stats())
        return figures
