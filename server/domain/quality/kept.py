"""Where the result of a quality check is found again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from server.domain.job import Job


def analysis_of(jobs: Iterable[Job]) -> Mapping[str, Any] | None:
    """The newest check among a clip's completed jobs (newest first): a job of its own, or made along with a proxy."""
    for job in jobs:
        result = job.result or {}
        found: Mapping[str, Any] | None = result if job.kind == "analysis" else result.get("analysis")
        if found is not None:
            return found
    return None
