"""What came of an ingest, in sentences and as an exit code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from server.cli.output import Output, count_text
from server.domain.job import Job, Status
from server.schema import job_json, skipped_json
from server.services.walk import Skipped

_NAMES_SHOWN = 3
_REASONS: Mapping[str, str] = {
    "own_output": "proxies and everything under a folder of proxies",
    "camera_proxy": "proxies the camera made",
    "sidecar": "sidecar files",
    "hidden": "hidden files",
    "temporary": "unfinished or temporary files",
    "system": "files of the operating system",
    "audio_only": "sound without a picture",
    "not_media": "no clips",
    "part_of_clip": "further files of those clips",
    "no_access": "could not be looked into",
    "link": "links to other places",
    "no_original": "of no clip that is beside their folder, or known",
    "ambiguous": "several clips have that name",
    "copy": "copies of clips, no proxies",
}


def ingest_document(
    jobs: Iterable[Job], skipped: Iterable[Skipped], uploads: Iterable[Job] | None = None
) -> dict[str, Any]:
    """What `ingest --json` prints; `uploads` where those were asked for."""
    left = [skipped_json(item.path, item.reason, item.message) for item in skipped]
    document: dict[str, Any] = {"jobs": [job_json(job) for job in jobs], "skipped": left}
    return document if uploads is None else {**document, "uploads": [job_json(job) for job in uploads]}


def ingest_exit_code(jobs: Iterable[Job], skipped: Iterable[Skipped]) -> int:
    """1 where a job ended without a proxy or a place could not be looked into."""
    lost = any(job.status in (Status.FAILED, Status.CANCELLED) for job in jobs)
    return 1 if lost or any(item.reason == "no_access" for item in skipped) else 0


def say_summary(
    output: Output, asked: Sequence[Job], jobs: Sequence[Job], skipped: Sequence[Skipped], deed: str = "made"
) -> None:
    """Counts, then each failure with what to do, then what was left alone. `asked`: the jobs as they were before;
    `deed`: what was done about the proxies."""
    there = {job.id for job in asked if job.final}
    output.say(f"{_counts(jobs, there, deed)}." if jobs else "No clips found.")
    for job in jobs:
        _say_loss(output, job)
    for reason, items in _by_reason(skipped).items():
        _say_left_alone(output, reason, items)


def say_uploads(output: Output, uploads: Sequence[Job]) -> None:
    """How many clips are in the bucket, then each that is not, with what to do."""
    done = sum(job.status is Status.COMPLETED for job in uploads)
    lost = sum(job.status in (Status.FAILED, Status.CANCELLED) for job in uploads)
    output.say(f"{count_text(done, 'clip')} in the bucket{f', {lost} not uploaded' if lost else ''}.")
    for job in uploads:
        _say_loss(output, job)


def _counts(jobs: Sequence[Job], there: Collection[str], deed: str) -> str:
    completed = [job.id in there for job in jobs if job.status is Status.COMPLETED]
    made, reused = completed.count(False), completed.count(True)
    parts = [(made, count_text(made, f"proxy {deed}", f"proxies {deed}")), (reused, f"{reused} there already")]
    for status in (Status.FAILED, Status.CANCELLED):
        number = sum(job.status is status for job in jobs)
        parts.append((number, f"{number} {status.value}"))
    queued = sum(not job.final for job in jobs)
    parts.append((queued, f"{queued} in the queue"))
    return ", ".join(text for number, text in parts if number)


def _say_loss(output: Output, job: Job) -> None:
    if job.status is Status.FAILED and job.error:
        output.say(f"failed: {job.source}")
        output.say(f"  {job.error['message']}")
        output.say(f"  {job.error['hint']}")
    elif job.status is Status.CANCELLED:
        output.say(f"cancelled: {job.source}{f' ({job.reason})' if job.reason else ''}")
    elif job.status is Status.COMPLETED and (job.result or {}).get("damaged"):
        output.say(f"damaged, the rest was kept: {job.source}")


def _by_reason(skipped: Iterable[Skipped]) -> dict[str, list[Skipped]]:
    groups: dict[str, list[Skipped]] = defaultdict(list)
    for item in skipped:
        groups[item.reason].append(item)
    return groups


def _say_left_alone(output: Output, reason: str, items: Sequence[Skipped]) -> None:
    if reason == "no_access":  # the user has to act on each of these
        for item in items:
            output.say(f"not looked into: {item.path}")
            output.say(f"  {item.message}")
        return
    names = ", ".join(Path(item.path).name for item in items[:_NAMES_SHOWN])
    more = f" and {len(items) - _NAMES_SHOWN} more" if len(items) > _NAMES_SHOWN else ""
    output.say(f"left alone, {_REASONS.get(reason, reason)}: {names}{more}")
