"""Routes of proxies made elsewhere, and of projects that were moved."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from server.api.callers import Asking, path_for
from server.api.parts import ApiParts, Body, add, such_as
from server.api.shapes import AdoptedJson, RelocatedJson
from server.api.summaries import brief_json
from server.domain.access import Scope
from server.schema import skipped_json
from server.services.outlook import summed


class Adoption(Body):
    """`folder`: where the proxies are; `preset`: the one they count as made by, null for the usual one.
    `dry_run`: nothing is queued, `matches` says which proxy is of which clip. `brief`: as for POST /clips."""

    model_config = such_as(folder="/footage/Day 1/Proxy", preset="h264-half")

    folder: str = Field(min_length=1)
    preset: str | None = None
    dry_run: bool = False
    brief: bool = False


class Move(Body):
    """`old`: the folder the clips were in; `new`: the one they are in now. `dry_run`: nothing is changed."""

    model_config = such_as(old="/footage/Day 1", new="/archive/Day 1", dry_run=True)

    old: str = Field(min_length=1)
    new: str = Field(min_length=1)
    dry_run: bool = False


class MoveRoutes:
    """Every method is one route."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    def join(self, router: APIRouter) -> None:
        add(router, "POST", "/clips/adopt", self.adopt, 202, needed=Scope.SUBMIT, answer=AdoptedJson)
        add(router, "POST", "/clips/relocate", self.relocate, answer=RelocatedJson)

    def adopt(self, wish: Adoption, caller: Asking) -> dict[str, Any]:
        """A job for each proxy below the folder that has an original: it proves the proxy, then registers it."""
        folder = path_for(caller, wish.folder)
        if wish.dry_run:
            return self._parts.adopt.look(folder, wish.preset).told()
        taken = self._parts.adopt.adopt(folder, wish.preset)
        if wish.brief:
            return brief_json(taken.jobs, summed(taken.skipped))
        shown = [self._parts.hub.progress.shown(job) for job in taken.jobs]
        return {"jobs": shown, "skipped": [skipped_json(one.path, one.reason, one.message) for one in taken.skipped]}

    def relocate(self, move: Move, caller: Asking) -> dict[str, Any]:
        """What is known of the clips goes to where they are now; only clips that are there unchanged go. Nothing on a
        disk is touched."""
        old, new = path_for(caller, move.old), path_for(caller, move.new)
        told = self._parts.relocate(old, new, dry_run=move.dry_run)
        self._parts.watch_changed()
        return told
