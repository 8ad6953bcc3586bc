"""The clips that were ever seen, what was made of each, and the search for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.domain.job import Job, JobQuery, Status
from server.domain.quality.kept import analysis_of
from server.ports import Catalog, ClipLedger, JobLedger
from server.services.walk import MTIME_SLACK_NS

_PAGE = 1000
_FEW = 100  # clips whose jobs are asked for one by one, not all jobs at once


_MOST_TWINS = 8  # the newest; a thousand copies of one clip must not make each of them slow


@dataclass(frozen=True)
class ClipView:
    """A row of the clip ledger, its proxies (newest first, without superseded ones), where the original stands now
    (online, away: its folder is gone, missing, or changed), and the uploads, pictures and quality checks made."""

    row: Mapping[str, Any]
    proxies: tuple[Job, ...]
    state: str
    others: tuple[Job, ...] = ()


class Clips:
    """Reads the clips; writes nothing but the rebuildable catalogue."""

    def __init__(self, ledger: JobLedger, clips: ClipLedger, catalog: Catalog) -> None:
        self._ledger = ledger
        self._clips = clips
        self._catalog = catalog

    def all(self) -> list[ClipView]:
        """Oldest first."""
        return self._views(self._clips.all())

    def page(self, text: str | None, offset: int, limit: int, *, newest: bool) -> tuple[list[ClipView], int]:
        """(a piece of all clips or of those found, how many there are); looks only at the files of that piece."""
        if text:
            found = self.search(text)
            return found[offset : offset + limit], len(found)
        rows = self._clips.all()
        if newest:
            rows.reverse()
        some = rows[offset : offset + limit]
        if len(some) > _FEW:
            return self._views(some), len(rows)
        return [view for row in some for view in self._views([row], row["id"])], len(rows)

    def twins(self, job: Job) -> list[Job]:
        """The jobs of that kind of clips elsewhere that seem to hold the same."""
        found = self._ledger.of_clips(self._clips.same_content(job.clip_id)[:_MOST_TWINS], job.kind)
        return [one for jobs in found.values() for one in jobs]

    def get(self, clip_id: str) -> ClipView:
        """Raises UnknownId."""
        row = self._clips.get(clip_id)
        (view,) = self._views([row], clip_id)
        return view

    def search(self, text: str) -> list[ClipView]:
        """Best match first; words of the path, the metadata or the findings of the quality check."""
        rows = {row["id"]: row for row in self._clips.all()}
        made = self._made(None)
        self._fill(rows.values(), made)  # each time, so that it never answers from yesterday
        found = [clip_id for clip_id in self._catalog.search(text) if clip_id in rows]
        return [_view(rows[clip_id], made[clip_id]) for clip_id in found]

    def refresh(self) -> int:
        """Brings the catalogue up to date; the number of clips."""
        rows = self._clips.all()
        self._fill(rows, self._made(None))
        return len(rows)

    def _fill(self, rows: Iterable[Mapping[str, Any]], made: Mapping[str, list[Job]]) -> None:
        self._catalog.put({**row, "analysis": analysis_of(made[row["id"]])} for row in rows)

    def _views(self, rows: list[Mapping[str, Any]], clip_id: str | None = None) -> list[ClipView]:
        made = self._made(clip_id)
        return [_view(row, made[row["id"]]) for row in rows]

    def _made(self, clip_id: str | None) -> Mapping[str, list[Job]]:
        """Completed jobs of each clip, newest first, without proxies that were superseded."""
        made: dict[str, list[Job]] = defaultdict(list)
        taken: set[str | None] = set()
        for job in self._completed(clip_id):
            if job.kind == "proxy":
                if job.output in taken:  # a newer one has its name
                    continue
                taken.add(job.output)
            made[job.clip_id].append(job)
        return made

    def _completed(self, clip_id: str | None) -> Iterator[Job]:
        cursor: str | None = None
        while True:
            page = self._ledger.find(JobQuery((Status.COMPLETED,), clip_id=clip_id, limit=_PAGE, cursor=cursor))
            yield from page.jobs
            if page.next is None:
                break
            cursor = page.next
        yield from self._ledger.made(clip_id)


def _view(row: Mapping[str, Any], made: list[Job]) -> ClipView:
    proxies = tuple(job for job in made if job.kind == "proxy")
    return ClipView(row, proxies, _state(row), tuple(job for job in made if job.kind != "proxy"))


def _state(row: Mapping[str, Any]) -> str:
    source = Path(row["source"])
    try:
        facts = source.stat()
    except OSError:
        return "missing" if source.parent.is_dir() else "away"
    same = facts.st_size == row["size"] and abs(facts.st_mtime_ns - row["mtime_ns"]) <= MTIME_SLACK_NS
    return "online" if same and row.get("state") != "changed" else "changed"
