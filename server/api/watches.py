"""Routes of watched folders."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from server.api.callers import Asking, path_for
from server.api.parts import ApiParts, Body, add


class WatchWish(Body):
    """`settle`: seconds a file must stay unchanged; None: as the settings say."""

    path: str
    preset: str | None = None
    to: str | None = None
    include: list[str] = Field(default_factory=list)
    exclude: list[str] = Field(default_factory=list)
    settle: float | None = None
    upload: bool = False
    analysis: bool = False


class WatchRoutes:
    """Every method is one route; the watcher is woken by what they change."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    def join(self, router: APIRouter) -> None:
        add(router, "GET", "/watches", self.list)
        add(router, "POST", "/watches", self.add, 201)
        add(router, "DELETE", "/watches/{watch_id}", self.remove)

    def list(self) -> dict[str, Any]:
        return {"watches": list(self._parts.watches.list())}

    def add(self, wish: WatchWish, caller: Asking) -> dict[str, Any]:
        to = None if wish.to is None else path_for(caller, wish.to)
        rules = wish.model_dump(exclude={"path", "to"})
        watch = self._parts.watches.add(path_for(caller, wish.path), to=to, **rules)
        self._parts.watch_changed()
        return {"watch": watch}

    def remove(self, watch_id: str) -> dict[str, Any]:
        self._parts.watches.remove(watch_id)
        self._parts.watch_changed()
        return {"changed": [watch_id], "refused": []}
