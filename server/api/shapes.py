"""What each route answers, for `/openapi.json`: the objects of server/schema.py and what holds them."""

from __future__ import annotations

import sys
from typing import Any, NotRequired

from server.schema import ClipJson, ErrorJson, JobJson, RefusalJson, SkippedJson, WatchJson

if sys.version_info >= (3, 12):
    from typing import TypedDict
else:  # pydantic cannot use that of 3.11
    from typing_extensions import TypedDict


class HealthJson(TypedDict):
    """`reasons`: codes; `sandbox`: what a hostile clip is kept from."""

    status: str
    reasons: list[str]
    version: str
    sandbox: dict[str, bool]


class SessionJson(TypedDict):
    """Whose token it is."""

    name: str
    scope: str


class LoginCodeJson(TypedDict):
    """`expires_in`: seconds."""

    code: str
    expires_in: float


class IngestedJson(TypedDict):
    """One job a clip, and the files that were left alone."""

    jobs: list[JobJson]
    skipped: list[SkippedJson]


class MatchJson(TypedDict):
    """A proxy and the clip it is of; `reused`: known already."""

    proxy: str
    source: str
    reused: bool


class AdoptedJson(IngestedJson):
    """`matches`: with `dry_run`, where there are no jobs."""

    matches: NotRequired[list[MatchJson]]


# "from" is no name that a class could hold.
RelocatedJson = TypedDict(
    "RelocatedJson",
    {
        "from": str,
        "to": str,
        "dry_run": bool,
        "moved": list[str],
        "missing": list[str],
        "differs": list[str],
        "watches": list[str],
    },
)


class SubmittedJson(TypedDict):
    """The job, alone in a list."""

    jobs: list[JobJson]


class JobPageJson(TypedDict):
    """`total`: how many match, or where there is a `total_exact` that is false, at least match; `next`: the cursor of
    the next page."""

    jobs: list[JobJson]
    total: int
    total_exact: NotRequired[bool]
    next: str | None


class IdPageJson(TypedDict):
    """As a page of jobs, the ids alone."""

    ids: list[str]
    total: int
    total_exact: NotRequired[bool]
    next: str | None


class JobStatusJson(TypedDict):
    """The little that somebody who waits asks for."""

    id: str
    status: str
    progress: float | None
    speed: float | None
    eta_seconds: float | None
    duration_seconds: float | None
    error: ErrorJson | None


class LogJson(TypedDict):
    """The last lines."""

    log: list[str]


class ClipsJson(TypedDict):
    """`total`: how many there are; `next`: the cursor of the next page."""

    clips: list[ClipJson]
    total: int
    next: str | None


class WaveformTrackJson(TypedDict):
    """`peaks`: 0 to 255, equally far apart in time."""

    channels: int
    peaks: list[int]


class WaveformJson(TypedDict):
    """The loudness of each track along the clip."""

    seconds: float
    tracks: list[WaveformTrackJson]


class LaneJson(TypedDict):
    """A lane; `opens_at`: when it is outside its hours."""

    name: str
    paused: bool
    waiting: int
    running: int
    concurrency: int
    hours: str | None
    open: bool
    opens_at: str | None


class LanesJson(TypedDict):
    """Every lane."""

    queues: list[LaneJson]


class WorkersJson(TypedDict):
    """The workers that live: id, pid, host, lanes, kinds, started_at."""

    workers: list[dict[str, Any]]


class StatsJson(TypedDict):
    """Jobs counted, and seconds by kind."""

    by_status: dict[str, int]
    by_kind: dict[str, int]
    by_queue: dict[str, int]
    mean_seconds: dict[str, float]
    p95_seconds: dict[str, float]
    at: str


class WatchAnswerJson(TypedDict):
    """One watched folder."""

    watch: WatchJson


class WatchesJson(TypedDict):
    """Every watched folder."""

    watches: list[WatchJson]


class WhyJson(TypedDict):
    """What was decided about a file; `reason`: a code."""

    path: str
    decision: str
    reason: str
    message: str
    job_id: str | None


class PresetsJson(TypedDict):
    """The presets, which one is the default, and the files that cannot be used."""

    presets: list[dict[str, Any]]
    default: str
    refused: list[RefusalJson]


class HistoryJson(TypedDict):
    """How many jobs ended when, and why they failed."""

    seconds: int
    spans: list[dict[str, Any]]
    failures: dict[str, int]


class DisksJson(TypedDict):
    """Free bytes of each disk, and what waits to be written there."""

    disks: list[dict[str, Any]]


class PresetAnswerJson(TypedDict):
    """One preset."""

    preset: dict[str, Any]


class PresetCheckJson(TypedDict):
    """What the preset would be, or what is wrong with it."""

    preset: dict[str, Any] | None
    fault: dict[str, Any] | None


class LutsJson(TypedDict):
    """Every look-up table."""

    luts: list[dict[str, Any]]


class LutAnswerJson(TypedDict):
    """One look-up table."""

    lut: dict[str, Any]


class StorageJson(TypedDict):
    """The bucket uploads go to."""

    storage: dict[str, Any]


class TriedJson(TypedDict):
    """Whether it worked, else why not and what to do."""

    ok: bool
    code: str | None
    message: str
    hint: str


class UploadJson(TypedDict):
    """A file that is being dropped; `folder`: where it lies below the folder for uploads."""

    id: str
    name: str
    size: int
    offset: int
    preset: str | None
    path: str | None
    jobs: list[str]
    skipped: str | None
    folder: str
