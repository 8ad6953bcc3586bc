"""Job kinds: each a pure planner from request, facts and preset to steps. A new kind is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.domain.job import Job
from server.domain.kinds import analysis, copy, metadata, proxy, thumbnail, upkeep, upload
from server.domain.media import MediaFacts
from server.domain.preset import Preset
from server.domain.quality.limits import limits_of
from server.domain.quality.limits import params as analysis_params
from server.domain.steps import Step

Planner = Callable[[Job, MediaFacts, Preset | None, Mapping[str, Any]], tuple[Step, ...]]


@dataclass(frozen=True)
class Kind:
    """One kind: the lane it runs on, how it is planned, and its params with what they mean.

    `plan_unseen` is for a kind that needs no look at the media; `check` raises UsageError for params that are wrong
    whatever the clip.
    """

    name: str
    queue: str
    plan: Planner | None = None
    plan_unseen: Callable[[Job], tuple[Step, ...]] | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[Mapping[str, Any]], object] | None = None


_PROXY_PARAMS = {
    "preset": "name of a preset",
    "to": "folder for the proxy",
    "force": "yes: make it again",
    "allow_damaged": "yes: keep what can be read",
    "upload": "yes: into the bucket afterwards",
    "analysis": "yes: a small proxy for computer vision too",
    "lut": "a .cube file to see the picture through",
}
# The params, of whatever kind, that name a file or folder of this machine: not everybody may name any.
PATH_PARAMS = frozenset({"lut", *copy.PLACES})
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("proxy", "video_processing", proxy.plan, params=_PROXY_PARAMS),
        Kind("metadata", "video_processing", metadata.plan),
        Kind("thumbnail", "video_processing", thumbnail.plan, params={"at": "timecode, or seconds from the start"}),
        Kind("analysis", "cv_analysis", analysis.plan, params=analysis_params(), check=limits_of),
        Kind("upload", "transfer", plan_unseen=upload.plan),
        Kind("copy", "transfer", plan_unseen=copy.plan, params=copy.PARAMS, check=copy.destinations_in),
        Kind("cleanup", "maintenance", plan_unseen=upkeep.plan_cleanup),
        Kind("watchdog", "maintenance", plan_unseen=upkeep.plan_watchdog),
    )
}
