"""Routes of watched folders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from fastapi import APIRouter
from pydantic import Field

from server.api.callers import Asking, named_for, path_for
from server.api.parts import ApiParts, Body, add, such_as
from server.api.shapes import WatchAnswerJson, WatchesJson, WhyJson
from server.domain.access import Caller
from server.domain.kinds.copy import MOST_DESTINATIONS
from server.schema import ChangedJson
from server.services.watch_rules import WatchRules


class WatchChange(Body):
    """Rules as server/services/watch_rules.py has them; what is not named stays. `settle`: seconds a file must stay
    unchanged; null: as the settings say."""

    model_config = such_as(preset="h264-half", exclude=["*_old.mov"], priority=7)

    preset: str | None = None
    to: str | None = None
    include: list[str] = Field(default_factory=list)
    exclude: list[str] = Field(default_factory=list)
    settle: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    upload: bool = False
    analysis: bool = False
    lut: str | None = None
    priority: int = Field(default=5, ge=0, le=9)
    subfolders: bool = True
    hours: str | None = None
    also: list[str] = Field(default_factory=list)
    duplicates: str = "link"
    paused: bool = False
    copy_to: list[str] = Field(default_factory=list, max_length=MOST_DESTINATIONS)

    def rules(self, caller: Caller) -> WatchRules:
        given = self.model_dump(exclude_unset=True, exclude={"path"})
        paths: dict[str, Any] = {name: path_for(caller, given[name]) for name in ("to", "lut") if given.get(name)}
        if "copy_to" in given:
            paths["copy_to"] = [path_for(caller, place) for place in given["copy_to"]]
        return cast("WatchRules", {**given, **paths})


class WatchWish(WatchChange):
    """A folder to watch by these rules."""

    model_config = such_as(path="/footage/incoming", preset="prores-proxy", include=["*.mov", "*.mxf"])

    path: str = Field(min_length=1)


class WatchRoutes:
    """Every method is one route; the watcher is woken by what they change."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    def join(self, router: APIRouter) -> None:
        add(router, "GET", "/watches", self.list, answer=WatchesJson)
        add(router, "GET", "/watches/why", self.why, answer=WhyJson)
        add(router, "POST", "/watches/rescan", self.rescan_all, answer=ChangedJson)
        add(router, "GET", "/watches/{watch_id}", self.get, answer=WatchAnswerJson)
        add(router, "POST", "/watches", self.add, 201, answer=WatchAnswerJson)
        add(router, "POST", "/watches/{watch_id}/rescan", self.rescan, answer=ChangedJson)
        add(router, "PATCH", "/watches/{watch_id}", self.change, answer=WatchAnswerJson)
        add(router, "DELETE", "/watches/{watch_id}", self.remove, answer=ChangedJson)

    def list(self) -> dict[str, Any]:
        return {"watches": list(self._parts.watches.list())}

    def get(self, watch_id: str) -> dict[str, Any]:
        """The watch, and what it leaves alone by name."""
        return self._parts.watches.rules(watch_id)

    def why(self, path: str, caller: Asking) -> dict[str, Any]:
        """What was decided about one file; `path` absolute, or a `file:` URI."""
        return self._parts.watches.why(named_for(caller, path))

    def add(self, wish: WatchWish, caller: Asking) -> dict[str, Any]:
        watch = self._parts.watches.add(path_for(caller, wish.path), **wish.rules(caller))
        self._parts.watch_changed()
        return {"watch": watch}

    def change(self, watch_id: str, wish: WatchChange, caller: Asking) -> dict[str, Any]:
        watch = self._parts.watches.change(watch_id, **wish.rules(caller))
        self._parts.watch_changed()
        return {"watch": watch}

    def rescan(self, watch_id: str) -> dict[str, Any]:
        return self._rescanned(self._parts.watches.rescan(watch_id))

    def rescan_all(self) -> dict[str, Any]:
        return self._rescanned(self._parts.watches.rescan())

    def _rescanned(self, ids: Sequence[str]) -> dict[str, Any]:
        self._parts.watch_changed()
        return {"changed": [*ids], "refused": []}

    def remove(self, watch_id: str) -> dict[str, Any]:
        self._parts.watches.remove(watch_id)
        self._parts.watch_changed()
        return {"changed": [watch_id], "refused": []}
