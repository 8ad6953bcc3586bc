"""The clips that were ever seen, what was made of each, and the search for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.domain.clip import ClipQuery, is_near
from server.domain.job import Job, Status
from server.domain.quality.kept import analysis_of
from server.errors import UsageError
from server.ports import Catalog, ClipLedger, JobLedger

_PORTION = 500  # clips told to the catalogue at once
_FOUND = "found-"  # how a cursor of a search begins
_MOST_TWINS = 8  # the newest; a thousand copies of one clip must not make each of them slow


@dataclass(frozen=True)
class ClipView:
    """A row of the clip ledger, its proxies (newest first, without superseded ones), where the original stands now
    (online, away: its folder is gone, missing, or changed), and the uploads, pictures and quality checks made."""

    row: Mapping[str, Any]
    proxies: tuple[Job, ...]
    state: str
    others: tuple[Job, ...] = ()


@dataclass(frozen=True)
class ClipsFound:
    """A piece of a list of clips, how long the list is, and the cursor of the next piece."""

    views: list[ClipView]
    total: int
    next: str | None


class Clips:
    """Reads the clips; writes nothing but the rebuildable catalogue."""

    def __init__(self, ledger: JobLedger, clips: ClipLedger, catalog: Catalog) -> None:
        self._ledger = ledger
        self._clips = clips
        self._catalog = catalog

    def all(self) -> list[ClipView]:
        """Oldest first."""
        return self._views(self._clips.all())

    def page(self, text: str | None, query: ClipQuery) -> ClipsFound:
        """A piece of all clips, or of those found. Looks only at the rows, jobs and files of that piece. Raises
        UsageError for a cursor that was not given out for it."""
        if text:
            return self._found(text, query)
        page = self._clips.page(query)
        return ClipsFound(self._views(page.rows), page.total, page.next)

    def _found(self, text: str, query: ClipQuery) -> ClipsFound:
        offset = query.offset if query.cursor is None else _offset_in(query.cursor)
        self._tell()
        ids, total = self._catalog.search(text, offset, query.limit), self._catalog.count(text)
        after = offset + len(ids)
        return ClipsFound(
            self._views(self._clips.get_many(ids)), total, f"{_FOUND}{after}" if ids and after < total else None
        )

    def twins(self, job: Job) -> list[Job]:
        """The jobs of that kind of clips elsewhere that seem to hold the same."""
        found = self._ledger.of_clips(self._clips.same_content(job.clip_id)[:_MOST_TWINS], job.kind)
        return [one for jobs in found.values() for one in jobs]

    def get(self, clip_id: str) -> ClipView:
        """Raises UnknownId."""
        (view,) = self._views([self._clips.get(clip_id)])
        return view

    def search(self, text: str) -> list[ClipView]:
        """Best match first; words of the path, the metadata or the findings of the quality check."""
        return self._found(text, ClipQuery(limit=None)).views

    def refresh(self) -> int:
        """Brings the catalogue up to date; the number of clips."""
        self._tell()
        return self._clips.page(ClipQuery(limit=1)).total

    def tell_some(self) -> bool:
        """Tells the catalogue of some clips that changed since it was told last; whether there were any."""
        mark, ids = self._clips.changed_since(self._catalog.mark(), _PORTION)
        if not ids:
            return False
        rows = self._clips.get_many(ids)
        made = self._made(ids)
        self._catalog.put(({**row, "analysis": analysis_of(made.get(row["id"], []))} for row in rows), mark)
        return True

    def _tell(self) -> None:
        """Of all; where a server runs there is little to tell, as it does so all the time."""
        while self.tell_some():
            pass

    def _views(self, rows: Sequence[Mapping[str, Any]]) -> list[ClipView]:
        made = self._made([row["id"] for row in rows])
        return [_view(row, made.get(row["id"], [])) for row in rows]

    def _made(self, clip_ids: Sequence[str]) -> Mapping[str, list[Job]]:
        """Completed jobs of each clip, newest first, without proxies whose name a newer one has."""
        jobs = self._ledger.of_clips(clip_ids, None)
        done = {clip: [job for job in some if job.status is Status.COMPLETED] for clip, some in jobs.items()}
        outputs = {job.output for some in done.values() for job in some if job.kind == "proxy" and job.output}
        owners = self._ledger.owners_of(outputs)
        return {clip: [job for job in some if _stands(job, owners)] for clip, some in done.items()}


def _stands(job: Job, owners: Mapping[str, Job]) -> bool:
    owner = owners.get(job.output) if job.output and job.kind == "proxy" else None
    return owner is None or owner.id == job.id


def _offset_in(cursor: str) -> int:
    number = cursor.removeprefix(_FOUND)
    if number == cursor or not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise UsageError(
            f"{cursor!r} is no place to go on from.", "Give the `next` of a page asked for in the same way."
        )
    return int(number)


def _view(row: Mapping[str, Any], made: list[Job]) -> ClipView:
    proxies = tuple(job for job in made if job.kind == "proxy")
    return ClipView(row, proxies, _state(row), tuple(job for job in made if job.kind != "proxy"))


def _state(row: Mapping[str, Any]) -> str:
    source = Path(row["source"])
    try:
        facts = source.stat()
    except OSError:
        return "missing" if source.parent.is_dir() else "away"
    same = facts.st_size == row["size"] and is_near(facts.st_mtime_ns, row["mtime_ns"])
    return "online" if same and row.get("state") != "changed" else "changed"
