"""What the API is made of: the services it calls, and the facts of this server."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from fastapi import APIRouter, Depends, Response, Security
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer
from pydantic import BaseModel, ConfigDict

from server.api.callers import needs
from server.api.events import Hub
from server.domain.access import Scope
from server.domain.preset import Preset
from server.schema import FailureJson
from server.services.adopt import Adopt
from server.services.arrivals import Arrivals
from server.services.bucket import Bucket
from server.services.cards import Cards
from server.services.clips import Clips
from server.services.figures import Figures
from server.services.forecast import Forecasts
from server.services.ingest import Ingest
from server.services.jobs import Jobs
from server.services.lanes import Lanes
from server.services.luts import Luts
from server.services.outlook import Outlooks
from server.services.own_presets import OwnPresets
from server.services.presets import Presets
from server.services.submit import Submit
from server.services.watches import Watches

PREFIX = "/api/v1"
_BEARER = HTTPBearer(scheme_name="token", auto_error=False)  # said in /openapi.json; the guards see to it
# Every route may fail in these ways, always in one shape.
FAILURES: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": FailureJson, "description": "What was asked cannot be done, and why."},
    "5XX": {"model": FailureJson, "description": "This machine or Rushes is at fault."},
}


class Relocating(Protocol):
    """`Relocate.relocate`."""

    def __call__(self, old: str, new: str, *, dry_run: bool) -> dict[str, Any]: ...


class Body(BaseModel):
    """A body with a field nobody knows is a mistake worth telling; `true` is no number, `"yes"` no truth."""

    model_config = ConfigDict(extra="forbid", strict=True)


def such_as(**example: Any) -> ConfigDict:
    """What a body may look like, for `/openapi.json`."""
    return ConfigDict(json_schema_extra={"examples": [example]})


@dataclass(frozen=True)
class ApiParts:
    """`faults` gives the reasons why the server is degraded; `cache` is where the extras of clips are kept; `sandbox`
    says what a hostile clip is kept from; `frame` gives the file of one picture (clip, its path, seconds),
    `preview` that of the same through a preset."""

    jobs: Jobs
    clips: Clips
    cards: Cards
    ingest: Ingest
    outlooks: Outlooks
    submit: Submit
    watches: Watches
    adopt: Adopt
    relocate: Relocating
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
    preview: Callable[[str, str, float, Preset], Path]
    sandbox: Mapping[str, bool]
    figures: Figures
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
    answer: Any = None,
    media: str | None = None,
) -> None:
    """One route below `PREFIX`, for callers with the scope `needed`: without it, READ to look and ADMIN to change.

    `answer` is the shape of its JSON, or `media` the type of another answer, for `/openapi.json`: answers are built by
    server/schema.py, so no framework builds or checks them again."""
    scope = needed or (Scope.READ if method == "GET" else Scope.ADMIN)
    good: dict[str, Any] = {"model": answer} if media is None else {"content": {media: {"schema": {"type": "string"}}}}
    router.add_api_route(
        PREFIX + path,
        endpoint if answer is None else _answering(endpoint, status),
        methods=[method],
        status_code=status,
        response_model=None,
        response_class=JSONResponse if answer is not None else Response,
        dependencies=[Depends(needs(scope)), Security(_BEARER)],
        responses={status: good, **FAILURES},
    )


def _answering(endpoint: Callable[..., Any], status: int) -> Callable[..., Any]:
    """`endpoint`, whose JSON is written in the thread that built it. The framework would first walk through all of it
    in the event loop, to make JSON of what is JSON already: of a page of jobs that was most of the work."""

    @functools.wraps(endpoint)
    def answer(*args: Any, **kwargs: Any) -> Response:
        return _written(endpoint(*args, **kwargs), status)

    @functools.wraps(endpoint)
    async def answer_later(*args: Any, **kwargs: Any) -> Response:
        return _written(await endpoint(*args, **kwargs), status)

    return answer_later if inspect.iscoroutinefunction(endpoint) else answer


def _written(told: Any, status: int) -> Response:
    return told if isinstance(told, Response) else JSONResponse(told, status)
