"""What the disks will be asked for: how much the proxies that wait will take, and whether there is room."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from statistics import fmean
from typing import Any

from server.domain.job import CLAIMABLE, Job, JobQuery, Status
from server.domain.naming import Placement, display_text, proxy_path
from server.ports import Disks, JobLedger

_OPEN = (*sorted(CLAIMABLE), Status.RUNNING)
_LOOKED_AT = 500  # of very many that wait, these stand for all
_MEASURED = 60
_USUAL_SHARE = 0.35  # of the original's size, before anything was made here: half-size ProRes Proxy of H.264 footage


@dataclass
class _Need:
    """What one disk is asked for."""

    folder: str
    size: float = 0.0
    jobs: set[str] = field(default_factory=set)


class Forecasts:
    """By what was made here before: the share of its original's size that a proxy of that preset took."""

    def __init__(
        self,
        ledger: JobLedger,
        disks: Disks,
        placement: Placement,
        reserve: int,
        home: str,
        size_of: Callable[[str], int | None] = lambda path: _size_of(path),
    ) -> None:
        self._ledger = ledger
        self._disks = disks
        self._placement = placement
        self._reserve = reserve
        self._home = home
        self._size_of = size_of

    def all(self) -> list[dict[str, Any]]:
        """[{"folder", "free", "reserve", "needed", "jobs", "enough"}], in bytes, a row a disk; None: who knows."""
        page = self._ledger.find(JobQuery(_OPEN, kind="proxy", limit=_LOOKED_AT, sort="queued_at"))
        scale = page.total / len(page.jobs) if page.jobs else 1.0
        needs = self._needs(page.jobs)
        needs.setdefault(self._disks.device(self._home), _Need(self._home))
        return [self._row(need, scale) for need in needs.values()]

    def _needs(self, jobs: Iterable[Job]) -> dict[object, _Need]:
        shares, needs = self._shares(), dict[object, _Need]()
        usual = fmean(shares.values()) if shares else _USUAL_SHARE
        for job in jobs:
            folder = self._folder_of(job)
            need = needs.setdefault(self._disks.device(folder), _Need(folder))
            left = 1.0 - (job.progress or 0.0)
            need.size += (self._size_of(job.source) or 0) * shares.get(job.preset, usual) * left
            need.jobs.add(job.id)
        return needs

    def _folder_of(self, job: Job) -> str:
        if job.output is not None:
            return str(PurePath(job.output).parent)
        wanted = job.request.get("to")
        if isinstance(wanted, str) and PurePath(wanted).is_absolute():
            return wanted
        return str(PurePath(proxy_path(job.source, "mov", self._placement, root=None, twin=False)).parent)

    def _shares(self) -> Mapping[str, float]:
        """{preset: proxy / original}"""
        seen: dict[str, list[float]] = defaultdict(list)
        done = JobQuery((Status.COMPLETED,), kind="proxy", limit=_MEASURED)
        for job in self._ledger.find(done).jobs:
            original = ((job.result or {}).get("metadata") or {}).get("size_bytes")
            made = self._size_of(job.output) if job.output else None
            if original and made:
                seen[job.preset].append(made / original)
        return {preset: fmean(shares) for preset, shares in seen.items()}

    def _row(self, need: _Need, scale: float) -> dict[str, Any]:
        free, needed = self._disks.free(need.folder), round(need.size * scale)
        return {
            "folder": display_text(need.folder),
            "free": free,
            "reserve": self._reserve,
            "needed": needed,
            "jobs": round(len(need.jobs) * scale),
            "enough": None if free is None else free - self._reserve >= needed,
        }


def _size_of(path: str) -> int | None:
    try:
        return os.stat(path).st_size  # noqa: PTH116  surrogate-escaped names
    except OSError:
        return None
