"""Proxies made elsewhere: each is matched to its original by name, and registered once a job has proved it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from server.domain.footage import Kind, kind_of
from server.domain.job import Job, NewJob
from server.domain.naming import display_text, is_temporary, split_name
from server.errors import UsageError
from server.ports import Bell, ClipLedger, JobLedger
from server.schema import skipped_json
from server.services.ingest import KIND, LANE, Ingested, PresetNames
from server.services.ringing import queue_up
from server.services.walk import Found, Skipped, sight, sight_clip, walk

_NO_ORIGINAL = "No clip of that name is beside its folder, or known."
_COPY = "It is a copy of its clip, not a proxy."
_SEVERAL = "Several clips have that name: adopt the folder beside the right one."


@dataclass(frozen=True)
class Match:
    """A proxy and its original; `job`: the one by which it is known already."""

    proxy: str
    original: str
    job: Job | None = None


@dataclass(frozen=True)
class Matches:
    """The proxies below a folder that have an original, and those that do not."""

    found: list[Match]
    skipped: list[Skipped]

    def told(self) -> dict[str, Any]:
        """As `rushes adopt --dry-run --json` prints it; no job was queued."""
        found = [
            {
                "proxy": display_text(one.proxy),
                "source": display_text(one.original),
                "reused": one.job is not None,
            }
            for one in self.found
        ]
        left = [skipped_json(one.path, one.reason, one.message) for one in self.skipped]
        return {"jobs": [], "skipped": left, "matches": found}


class Adopt:
    """Safe to call again: what is registered is reused."""

    def __init__(
        self, ledger: JobLedger, clips: ClipLedger, bell: Bell, presets: PresetNames, preset: str, max_attempts: int
    ) -> None:
        self._ledger = ledger
        self._clips = clips
        self._bell = bell
        self._presets = presets
        self._preset = preset
        self._max_attempts = max_attempts

    def adopt(self, folder: str, preset: str | None = None) -> Ingested:
        """A job for each proxy below the folder that has an original. Raises UsageError, PresetError."""
        name = preset or self._preset
        seen = self.look(folder, preset)
        jobs = [one.job or self._job(one.proxy, one.original, name) for one in seen.found]
        return Ingested(jobs, seen.skipped)

    def look(self, folder: str, preset: str | None = None) -> Matches:
        """What `adopt` would do; nothing is queued. Raises as that does."""
        self._presets.get(preset or self._preset)
        if not Path(folder).is_dir():
            raise UsageError(f"There is no folder {folder!r}.", "Name the folder the proxies are in.")
        below = list(walk([folder]))
        files = [item for item in below if isinstance(item, Found) and _may_be_proxy(item.path)]
        owners = self._ledger.owners_of([item.path for item in files])
        known = self._known_by_stem()
        found: list[Match] = []
        skipped = [item for item in below if isinstance(item, Skipped) and item.reason == "no_access"]
        for item in files:
            if item.path in owners:
                job = replace(owners[item.path], reused=True)
                found.append(Match(item.path, job.source, job))
                continue
            originals = _beside(item.path) or known.get(_stem(item.path), [])
            originals = [path for path in originals if path != item.path]
            if why := _why_not(item.path, originals):
                skipped.append(Skipped(item.path, *why))
            else:
                found.append(Match(item.path, originals[0]))
        return Matches(found, skipped)

    def _known_by_stem(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for row in self._clips.all():
            source = str(row["source"])
            if row["state"] == "online" and source not in found[_stem(source)] and os.path.lexists(source):
                found[_stem(source)].append(source)
        return found

    def _job(self, proxy: str, original: str, preset: str) -> Job:
        clip_id = self._clips.remember(*sight_clip(original).of(original))
        wish = NewJob(
            kind=KIND,
            queue=LANE,
            source=original,
            preset=preset,
            clip_id=clip_id,
            request={"root": str(Path(original).parent), "to": None, "adopt": proxy},
            max_attempts=self._max_attempts,
        )
        (job,) = queue_up(self._ledger, self._bell, [wish])
        return job


def _may_be_proxy(path: str) -> bool:
    name = Path(path).name
    return kind_of(name) is Kind.VIDEO and not is_temporary(name) and not name.startswith(".")


def _why_not(proxy: str, originals: Sequence[str]) -> tuple[str, str] | None:
    """Reason and message, where it is of no clip or of several, or no proxy at all."""
    if len(originals) != 1:
        return ("ambiguous", _SEVERAL) if originals else ("no_original", _NO_ORIGINAL)
    here, there = sight(proxy), sight(originals[0])
    same = here.content_hash and (here.size, here.content_hash) == (there.size, there.content_hash)
    return ("copy", _COPY) if same else None


def _beside(proxy: str) -> Sequence[str]:
    """Clips in the folder above that of the proxies, by stem or by the whole name (A001.mov.mov is of A001.mov)."""
    above = Path(proxy).parent.parent
    try:
        names = sorted(os.listdir(above))
    except OSError:
        return []
    stem = _stem(proxy)
    whole = [str(above / name) for name in names if name == stem]
    same = [str(above / name) for name in names if split_name(name)[0] == stem and kind_of(name) is Kind.VIDEO]
    return [path for path in whole or same if Path(path).is_file()]


def _stem(path: str) -> str:
    return split_name(Path(path).name)[0]
