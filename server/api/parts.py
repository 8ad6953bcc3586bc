"""What the API is made of: the services it calls, and the facts of this server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from server.api.callers import needs
from server.api.events import Hub
from server.domain.access import Scope
from server.services.arrivals import Arrivals
from server.services.bucket import Bucket
from server.services.clips import Clips
from server.services.forecast import Forecasts
from server.services.ingest import Ingest
from server.services.jobs import Jobs
from server.services.lanes import Lanes
from server.services.luts import Luts
from server.services.own_presets import OwnPresets
from server.services.presets import Presets
from server.services.submit import Submit
from server.services.watches import Watches

PREFIX = "/api/v1"


class Body(BaseModel):
    """A body with a field nobody knows is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class ApiParts:
    """`faults` gives the reasons why the server is degraded; `cache` is where the extras of clips are kept; `sandbox`
    says what a hostile clip is kept from; `frame` gives the file of one picture (clip, its path, seconds)."""

    jobs: Jobs
    clips: Clips
    ingest: Ingest
    submit: Submit
    watches: Watches
    presets: Presets
    hub: Hub
    faults: Callable[[], list[str]]
    lanes: Lanes
    default_preset: str
    cache: Path
    watch_changed: Callable[[], None]
    arrivals: Arrivals
    forecasts: Forecasts
    frame: Callable[[str, str, float], Path]
    sandbox: Mapping[str, bool]
    own_presets: OwnPresets
    luts: Luts
    bucket: Bucket


def add(
    router: APIRouter,
    method: str,
    path: str,
    endpoint: Callable[..., Any],
    status: int = 200,
    *,
    needed: Scope | None = None,
) -> None:
    """One route below `PREFIX`, for callers with the scope `needed`: without it, READ to look and ADMIN to change.

    Answers are built by server/schema.py, so no framework builds them again."""
    scope = needed or (Scope.READ if method == "GET" else Scope.ADMIN)
    router.add_api_route(
        PREFIX + path,
        endpoint,
        methods=[method],
        status_code=status,
        response_model=None,
        dependencies=[Depends(needs(scope))],
    )
