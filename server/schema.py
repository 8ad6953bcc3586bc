"""The JSON of jobs, clips and errors: one shape in the command line, HTTP and events (design, section 3)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from server.domain.job import Job, Status, TimelineEntry
from server.domain.naming import display_text, file_uri, path_of_uri
from server.domain.preset import Preset, table_of
from server.domain.quality.kept import analysis_of
from server.domain.watch import Decision, Watch
from server.errors import RushesError

if sys.version_info >= (3, 12):
    from typing import TypedDict
else:  # the API describes these with pydantic, which cannot use those of 3.11
    from typing_extensions import TypedDict

_AS_THEY_ARE = (
    "id", "kind", "queue", "clip_id", "parent_id", "preset", "priority", "rank", "paused", "attempt", "max_attempts",
    "reused", "progress", "speed", "eta_seconds", "worker", "reason", "error", "result",
)  # fmt: skip


class ErrorJson(TypedDict):
    """Why a job failed; `transient`: another attempt may succeed."""

    code: str
    message: str
    hint: str
    transient: bool


class RefusalJson(TypedDict):
    """Why a command failed."""

    code: str
    message: str
    hint: str


class FailureJson(TypedDict):
    """What a command that fails prints."""

    error: RefusalJson


class JobJson(TypedDict):
    """Paths are display text; the `_uri` fields are exact."""

    id: str
    kind: str
    queue: str
    status: str
    clip_id: str
    parent_id: str | None
    source: str
    source_uri: str
    preset: str
    output: str | None
    output_uri: str | None
    priority: int
    rank: float
    paused: bool
    attempt: int
    max_attempts: int
    reused: bool
    progress: float | None
    speed: float | None
    eta_seconds: float | None
    queued_at: str
    started_at: str | None
    completed_at: str | None
    retry_at: str | None
    duration_seconds: float | None
    worker: str | None
    reason: str | None
    error: ErrorJson | None
    result: dict[str, Any] | None


# The key is a keyword of Python, hence the functional form.
TimelineJson = TypedDict("TimelineJson", {"at": str, "from": str | None, "to": str, "reason": str | None})


class JobDetailJson(JobJson):
    """One job with its history and the last lines of its log."""

    timeline: list[TimelineJson]
    log: list[str]


class SkippedJson(TypedDict):
    """A file an ingest left alone."""

    path: str
    path_uri: str
    reason: str
    message: str


class ProxyJson(TypedDict):
    """A proxy of a clip."""

    preset: str
    path: str
    job_id: str


class ClipJson(TypedDict):
    """One original and what was made of it."""

    id: str
    source: str
    source_uri: str
    metadata: dict[str, Any] | None
    proxies: list[ProxyJson]
    proxy_generated: bool
    thumbnail: str | None
    card: str | None
    watch_id: str | None
    analysis: dict[str, Any] | None
    objects: list[str]
    first_seen_at: str
    state: str


class WatchJson(TypedDict):
    """A watched folder; `files` counts what was decided about the files in it."""

    id: str
    path: str
    path_uri: str
    preset: str
    to: str | None
    include: list[str]
    exclude: list[str]
    settle_seconds: float
    upload: bool
    analysis: bool
    lut: str | None
    priority: int
    subfolders: bool
    hours: str | None
    also: list[str]
    duplicates: str
    paused: bool
    copy_to: list[str]
    copy_to_uris: list[str]
    state: str
    why: str | None
    added_at: str
    files: dict[str, int]


def time_text(at: datetime) -> str:
    """ISO-8601 in UTC, to the millisecond. `at` is aware."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def exact_uri(path: str) -> str:
    """The `file:` URI of a path; what is a URI already (`s3://…`) stays."""
    return path if path.startswith("s3://") else file_uri(path)


def printable(value: Any) -> Any:
    """`value` as JSON can hold it: bytes of file names that are no UTF-8 become U+FFFD, at any depth."""
    if isinstance(value, str):
        return display_text(value)
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [printable(inner) for inner in value]
    if isinstance(value, Mapping):
        return {display_text(str(key)): printable(inner) for key, inner in value.items()}
    return value


def job_json(job: Job) -> JobJson:
    """The Job object of design section 3."""
    return {
        "id": job.id,
        "kind": job.kind,
        "queue": job.queue,
        "status": job.status.value,
        "clip_id": job.clip_id,
        "parent_id": job.parent_id,
        "source": display_text(job.source),
        "source_uri": exact_uri(job.source),
        "preset": job.preset,
        "output": None if job.output is None else display_text(job.output),
        "output_uri": None if job.output is None else exact_uri(job.output),
        "priority": job.priority,
        "rank": job.rank,
        "paused": job.paused,
        "attempt": job.attempt,
        "max_attempts": job.max_attempts,
        "reused": job.reused,
        "progress": job.progress,
        "speed": job.speed,
        "eta_seconds": job.eta_seconds,
        "queued_at": time_text(job.queued_at),
        "started_at": _optional_time(job.started_at),
        "completed_at": _optional_time(job.completed_at),
        "retry_at": _optional_time(job.retry_at),
        "duration_seconds": _seconds_taken(job),
        "worker": job.worker,
        "reason": printable(job.reason),
        "error": printable(job.error),
        "result": printable(job.result),
    }


def parse_job(told: Mapping[str, Any]) -> Job:
    """The job that `job_json` was given, but for what only a worker needs: request, counts, child, intent."""
    exact = {"source": _path_of(told["source_uri"]), "output": _path_of(told["output_uri"])}
    times = {name: _parse_time(told[name]) for name in ("queued_at", "started_at", "completed_at", "retry_at")}
    return Job(status=Status(told["status"]), **{name: told[name] for name in _AS_THEY_ARE}, **exact, **times)


class _Page(Protocol):
    @property
    def total(self) -> int: ...
    @property
    def next(self) -> str | None: ...
    @property
    def exact(self) -> bool: ...


def end_of_page(page: _Page) -> dict[str, Any]:
    """What a list of jobs ends with: `total_exact` only where it is false."""
    return {"total": page.total, "next": page.next, **({} if page.exact else {"total_exact": False})}


def job_detail_json(job: Job, timeline: Iterable[TimelineEntry], log: Iterable[str]) -> JobDetailJson:
    """What `rushes job ID` prints."""
    entries = [_timeline_json(entry) for entry in timeline]
    return {**job_json(job), "timeline": entries, "log": [display_text(line) for line in log]}


def error_json(error: RushesError) -> FailureJson:
    """What a command that fails prints: `{"error": {"code", "message", "hint"}}`."""
    return failure_json(error.code, error.message, error.hint)


def failure_json(code: str, message: str, hint: str) -> FailureJson:
    return {"error": {"code": code, "message": display_text(message), "hint": display_text(hint)}}


class RefusedJson(TypedDict):
    """A job that was left as it was."""

    id: str
    code: str
    message: str


class ChangedJson(TypedDict):
    """What became of a wish about jobs or lanes."""

    changed: list[str]
    refused: list[RefusedJson]


class _Refused(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...


def changed_json(changed: Iterable[str], refused: Iterable[_Refused]) -> ChangedJson:
    left: list[RefusedJson] = [{"id": r.id, "code": r.code, "message": display_text(r.message)} for r in refused]
    return {"changed": list(changed), "refused": left}


def presets_json(presets: Iterable[Mapping[str, Any]], default: str, refused: Iterable[RushesError]) -> dict[str, Any]:
    """What `rushes presets` prints; `refused` are the files that cannot be used."""
    left = [failure_json(error.code, error.message, error.hint)["error"] for error in refused]
    return {"presets": [printable(preset) for preset in presets], "default": default, "refused": left}


def preset_json(preset: Preset, own: bool) -> dict[str, Any]:
    """As in `presets_json`; `own`: not one that comes with Rushes; `table`: the keys of its file."""
    told: dict[str, Any] = printable({**preset.as_dict(), "own": own, "table": table_of(preset)})
    return told


def skipped_json(path: str, reason: str, message: str) -> SkippedJson:
    return {
        "path": display_text(path),
        "path_uri": exact_uri(path),
        "reason": reason,
        "message": display_text(message),
    }


def clip_json(clip: Mapping[str, Any], proxies: Sequence[Job], state: str, others: Sequence[Job] = ()) -> ClipJson:
    """The Clip object of design section 3, from a row of the clip ledger, its completed proxy jobs, and those that
    uploaded it, took a picture of it or checked it. Newest first."""
    made = [_proxy_json(job) for job in proxies]
    pictures = [picture for job in (*others, *proxies) if (picture := (job.result or {}).get("thumbnail"))]
    objects = [one["url"] for job in others for one in (job.result or {}).get("objects", ())]
    return {
        "id": clip["id"],
        "source": display_text(clip["source"]),
        "source_uri": exact_uri(clip["source"]),
        "metadata": printable(clip.get("metadata")),
        "proxies": made,
        "proxy_generated": bool(made),
        "thumbnail": pictures[0] if pictures else None,
        "card": clip.get("card"),
        "watch_id": clip.get("watch_id"),
        "analysis": printable(analysis_of(sorted((*others, *proxies), key=lambda job: job.id, reverse=True))),
        "objects": list(dict.fromkeys(objects)),
        "first_seen_at": _time_or_text(clip["first_seen_at"]),
        "state": state,
    }


def watch_json(watch: Watch, files: Mapping[Decision, int]) -> WatchJson:
    """What `rushes watch list` prints of each."""
    return {
        "id": watch.id,
        "path": display_text(watch.path),
        "path_uri": exact_uri(watch.path),
        "preset": watch.preset,
        "to": None if watch.to is None else display_text(watch.to),
        "include": [display_text(glob) for glob in watch.include],
        "exclude": [display_text(glob) for glob in watch.exclude],
        "settle_seconds": watch.settle_seconds,
        "upload": watch.upload,
        "analysis": watch.analysis,
        "lut": printable(watch.lut),
        "priority": watch.priority,
        "subfolders": watch.subfolders,
        "hours": watch.hours,
        "also": list(watch.also),
        "duplicates": watch.duplicates,
        "paused": watch.paused,
        "copy_to": [display_text(place) for place in watch.copy_to],
        "copy_to_uris": [exact_uri(place) for place in watch.copy_to],
        "state": watch.state.value,
        "why": printable(watch.why),
        "added_at": time_text(watch.added_at),
        "files": {decision.value: number for decision, number in files.items()},
    }


def _proxy_json(job: Job) -> ProxyJson:
    return {"preset": job.preset, "path": display_text(job.output or ""), "job_id": job.id}


def _timeline_json(entry: TimelineEntry) -> TimelineJson:
    return {
        "at": time_text(entry.at),
        "from": None if entry.from_status is None else entry.from_status.value,
        "to": entry.to_status.value,
        "reason": printable(entry.reason),
    }


def _time_or_text(at: datetime | str) -> str:
    return time_text(at) if isinstance(at, datetime) else at


def _path_of(uri: str | None) -> Any:
    return path_of_uri(uri) if uri is not None and uri.startswith("file:") else uri


def _parse_time(text: str | None) -> Any:
    return None if text is None else datetime.fromisoformat(text)


def _optional_time(at: datetime | None) -> str | None:
    return None if at is None else time_text(at)


def _seconds_taken(job: Job) -> float | None:
    if job.started_at is None or job.completed_at is None:
        return None
    return round((job.completed_at - job.started_at).total_seconds(), 3)
