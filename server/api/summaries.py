"""Short answers about many clips, for a window that must not read thousands of jobs to say how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from server.domain.job import Job
from server.domain.naming import display_text
from server.schema import exact_uri
from server.services.outlook import LeftAlone, Outlook


def plan_json(seen: Outlook) -> dict[str, Any]:
    """`plan` of POST /clips with `dry_run`."""
    return {
        "new": seen.new,
        "done": seen.done,
        "queued": seen.queued,
        "size_bytes": seen.size_bytes,
        "seconds": seen.seconds,
        "proxy_bytes": seen.proxy_bytes,
        "free_bytes": seen.free_bytes,
        "left_alone": left_alone_json(seen.left_alone),
    }


def brief_json(jobs: Sequence[Job], left_alone: Iterable[LeftAlone]) -> dict[str, Any]:
    """The answer of POST /clips with `brief`: ids of new jobs, how many were known."""
    return {
        "ids": [job.id for job in jobs if not job.reused],
        "reused": sum(job.reused for job in jobs),
        "left_alone": left_alone_json(left_alone),
    }


def left_alone_json(several: Iterable[LeftAlone]) -> list[dict[str, Any]]:
    return [
        {
            "reason": one.reason,
            "count": one.count,
            "message": display_text(one.message),
            "example": display_text(one.example),
            "example_uri": exact_uri(one.example),
        }
        for one in several
    ]
