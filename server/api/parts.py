"""What the API is made of: the services it calls, and the facts of this server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from fastapi import APIRouter

from server.api.events import Hub
from server.domain.job import Job
from server.services.clips import Clips
from server.services.ingest import Ingested
from server.services.jobs import Jobs
from server.services.presets import Presets


class Ingesting(Protocol):
    """Makes jobs of paths."""

    def ingest(self, paths: Sequence[str], **options: Any) -> Ingested: ...


class Submitting(Protocol):
    """Makes one job of any kind."""

    def submit(self, kind: str, source: str, params: Mapping[str, str]) -> Job: ...


class Watching(Protocol):
    """The watched folders (server/services/watches.py)."""

    def add(self, path: str, **options: Any) -> dict[str, Any]: ...
    def list(self) -> Sequence[dict[str, Any]]: ...
    def remove(self, watch_id: str) -> None: ...


@dataclass(frozen=True)
class ApiParts:
    """`faults` gives the reasons why the server is degraded; `lanes` the jobs side by side of each lane; `posters` is
    the folder of poster frames, `<clip id>.jpg`."""

    jobs: Jobs
    clips: Clips
    ingest: Ingesting
    submit: Submitting
    watches: Watching
    presets: Presets
    hub: Hub
    faults: Callable[[], list[str]]
    lanes: Mapping[str, int]
    default_preset: str
    posters: Path
    watch_changed: Callable[[], None]


def add(
    router: APIRouter, method: str, path: str, endpoint: Callable[..., Any], status: int = 200, **more: Any
) -> None:
    """One route. The answers are built by server/schema.py, so no framework builds them a second time."""
    name = endpoint.__name__
    router.add_api_route(path, endpoint, methods=[method], status_code=status, response_model=None, name=name, **more)
