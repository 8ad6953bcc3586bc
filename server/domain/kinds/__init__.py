"""Job kinds: each a pure planner from request, facts and preset to steps. A new kind is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.job import Job
from server.domain.kinds import metadata, proxy
from server.domain.media import MediaFacts
from server.domain.preset import Preset
from server.domain.steps import Step

Planner = Callable[[Job, MediaFacts, Preset | None, Mapping[str, Any]], tuple[Step, ...]]


@dataclass(frozen=True)
class Kind:
    """One kind: the lane it runs on and how it is planned."""

    name: str
    queue: str
    plan: Planner


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("proxy", "video_processing", proxy.plan),
        Kind("metadata", "video_processing", metadata.plan),
    )
}
