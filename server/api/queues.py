"""Routes of lanes, workers and figures."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from server.api.parts import ApiParts, Body, add, such_as
from server.api.shapes import DisksJson, HistoryJson, LanesJson, StatsJson, WorkersJson
from server.errors import UsageError
from server.schema import ChangedJson, changed_json, printable


class LaneWish(Body):
    """How many jobs side by side, and between which hours new ones begin, like 19:00-07:00 (empty: at any time). What
    is not given stays."""

    model_config = such_as(concurrency=2, hours="19:00-07:00")

    concurrency: int | None = Field(default=None, le=1000)
    hours: str | None = Field(default=None, max_length=40)


class QueueRoutes:
    """Every method is one route."""

    def __init__(self, parts: ApiParts) -> None:
        self._lanes = parts.lanes
        self._jobs = parts.jobs
        self._forecasts = parts.forecasts

    def join(self, router: APIRouter) -> None:
        add(router, "GET", "/queues", self.list, answer=LanesJson)
        add(router, "PATCH", "/queues/{name}", self.change, answer=ChangedJson)
        add(router, "POST", "/queues/{name}/pause", self.pause, answer=ChangedJson)
        add(router, "POST", "/queues/{name}/resume", self.resume, answer=ChangedJson)
        add(router, "POST", "/queues/{name}/purge", self.purge, answer=ChangedJson)
        add(router, "GET", "/workers", self.workers, answer=WorkersJson)
        add(router, "GET", "/stats", self.stats, answer=StatsJson)
        add(router, "GET", "/stats/history", self.history, answer=HistoryJson)
        add(router, "GET", "/disks", self.disks, answer=DisksJson)

    def list(self) -> dict[str, Any]:
        return {"queues": self._lanes.all()}

    def change(self, name: str, wish: LaneWish) -> ChangedJson:
        """Holds at once and over a restart."""
        changed: list[str] = []
        if wish.hours is not None:
            changed = self._lanes.set_hours(name, wish.hours).changed
        if wish.concurrency is not None:
            changed = self._lanes.set_concurrency(name, wish.concurrency).changed
        if not changed:
            raise UsageError("Nothing is to be changed.", "Give `concurrency`, `hours`, or both.")
        return changed_json(changed, [])

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

    def history(self, hours: Annotated[int, Query(ge=1, le=24 * 60)] = 24) -> dict[str, Any]:
        """How many jobs ended when, and why they failed."""
        told: dict[str, Any] = printable(self._jobs.history(hours))
        return told

    def disks(self) -> dict[str, Any]:
        """Free bytes of each disk that proxies go to, and what those that wait will take."""
        return {"disks": self._forecasts.all()}
