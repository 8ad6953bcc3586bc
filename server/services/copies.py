"""Verified copies: checked before they are queued, each one job however often it is asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import Any

from server.domain.job import Job, JobQuery, NewJob
from server.domain.kinds import KINDS
from server.domain.kinds.copy import MOST_DESTINATIONS, destinations_in, named
from server.domain.naming import display_text
from server.domain.units import folder_of_copy
from server.domain.watch import Watch
from server.errors import UsageError
from server.ports import Bell, Disks, JobLedger
from server.services.ringing import queue_up
from server.services.volumes import VolumeNotes, volume_in
from server.services.walk import whole_path

KIND = "copy"
USUAL = "yes"  # `proxy` asks for the preset of the settings
_PAGE = 200
_THEN = ("to", "priority", "upload", "analysis", "lut", "also", "duplicates")  # of a watch, for the ingest of a copy


class Copies:
    """`attempts` a job; `make_proxies` ingests a folder or file: path, preset or None, key of its own, more options."""

    def __init__(
        self,
        ledger: JobLedger,
        bell: Bell,
        disks: Disks | None = None,
        attempts: int = 4,
        make_proxies: Callable[[str, str | None, str, Mapping[str, Any]], Sequence[Job]] = lambda *_: (),
        check_preset: Callable[[str], object] = bool,
    ) -> None:
        self._ledger, self._bell, self._disks, self._attempts = ledger, bell, disks, attempts
        self._make_proxies, self._check_preset = make_proxies, check_preset

    def submit(self, source: str, params: Mapping[str, str], priority: int = 5, key: str | None = None) -> Job:
        """The job that is at it already, if there is one. Raises UsageError, PresetError; then nothing was queued."""
        path = whole_path(source)
        places = tuple(whole_path(place) for place in destinations_in(params))
        _check(path, places)
        proxy = params.get("proxy") or None
        if proxy not in (None, USUAL):
            self._check_preset(proxy)
        request = {**named(places), **({} if proxy is None else {"proxy": proxy})}
        last = self._last(path, request)
        if last is not None and not last.final and key is None:
            return last
        return self._queue(path, request, places, priority, key or f"after\0{last.id if last else '-'}")

    def follow_up(self, job: Job) -> Sequence[Job]:
        """The proxies a copy was asked for, queued once."""
        proxy = job.request.get("proxy")
        if job.kind != KIND or not proxy:
            return ()
        copy = destinations_in(job.request)[0]
        alone = os.path.join(copy, os.path.basename(job.source))  # noqa: PTH118, PTH119  names in any bytes
        if os.path.isfile(alone) and not os.path.isdir(job.source):  # noqa: PTH112, PTH113
            copy = alone  # beside it may lie what others put there
        preset = None if proxy == USUAL else str(proxy)
        return self._make_proxies(copy, preset, job.id, job.request.get("then") or {})

    def offload(self, unit: str, watch: Watch) -> Job | None:
        """Copies what landed in a watched folder as its rules say. None while an earlier copy of it is under way.

        Another card than the one that was copied to a place of that name gets a place of its own. Raises UsageError.
        """
        before = self._ledger.find(JobQuery(kind=KIND, limit=_PAGE)).jobs
        under_way = next((job for job in before if job.source == unit and not job.final), None)
        if under_way is not None:
            return under_way if under_way.attempt == 0 else None  # one that has not begun copies all there is
        places = self._places_for(unit, watch, before)
        _check(unit, places)
        then = {name: value for name in _THEN if (value := getattr(watch, name)) not in (None, ())}
        request = {**named(places), "proxy": watch.preset, "then": then}
        last = next((job.id for job in before if job.source == unit), "-")
        return self._queue(unit, request, places, watch.priority, f"after\0{last}")

    def _places_for(self, unit: str, watch: Watch, before: Sequence[Job]) -> tuple[str, ...]:
        """`before`: the copies that were made, the newest first."""
        is_file, disk = not os.path.isdir(unit), self._disk_of(unit)  # noqa: PTH112
        for number in count():
            inside = folder_of_copy(unit, watch.path, is_file=is_file, number=number)
            places = tuple(os.path.join(place, *filter(None, [inside])) for place in watch.copy_to)  # noqa: PTH118
            last = next((job for job in before if destinations_in(job.request)[0] == places[0]), None)
            if is_file or last is None or (last.source == unit and _disk_in(last) in (None, disk)):
                break
        return places

    def _disk_of(self, unit: str) -> str | None:
        volume = None if self._disks is None else self._disks.volume_of(unit)
        return None if volume is None else volume.id

    def all(self) -> list[Job]:
        """Newest first, with those the list has forgotten."""
        found: list[Job] = []
        cursor: str | None = None
        while True:
            page = self._ledger.find(JobQuery(kind=KIND, limit=_PAGE, cursor=cursor))
            found += page.jobs
            if page.next is None:
                break
            cursor = page.next
        known = {job.id for job in found}
        return [*found, *(job for job in self._ledger.made("") if job.kind == KIND and job.id not in known)]

    def _last(self, path: str, request: Mapping[str, str]) -> Job | None:
        same = (
            job
            for job in self._ledger.find(JobQuery(kind=KIND, limit=_PAGE)).jobs
            if job.source == path and {name: job.request.get(name) for name in request} == dict(request)
        )
        return next(same, None)

    def _queue(self, path: str, request: Mapping[str, Any], places: Sequence[str], priority: int, key: str) -> Job:
        inside = os.path.join(path, "-") if Path(path).is_dir() else path  # noqa: PTH118  a card's root is the card
        wish = NewJob(
            kind=KIND,
            queue=KINDS[KIND].queue,
            source=path,
            preset="",
            clip_id="",
            request={**request, **VolumeNotes(self._disks).of(inside, *places)},
            priority=priority,
            max_attempts=self._attempts,
            idempotency_key=_key_of(path, *places, key),
        )
        (job,) = queue_up(self._ledger, self._bell, [wish])
        return job


def _disk_in(job: Job) -> str | None:
    volume = volume_in(job.request, "source")
    return None if volume is None else volume.id


def _key_of(*words: str) -> str:
    """Paths may hold bytes that are no text."""
    return f"{KIND}-{blake2b(os.fsencode(chr(0).join(words)), digest_size=20).hexdigest()}"


def _check(source: str, places: Sequence[str]) -> None:
    if not Path(source).exists():
        hint = "Check the name. Is the card there?"
        raise UsageError(f"There is no file or folder {display_text(source)!r}.", hint)
    if len(set(places)) < len(places) or len(places) > MOST_DESTINATIONS:
        raise UsageError(f"Give one to {MOST_DESTINATIONS} different destinations.", "Each is a folder.")
    for place in places:
        if os.path.lexists(place) and not Path(place).is_dir():
            raise UsageError(f"The destination {display_text(place)} is a file.", "Give a folder.")
        inner, outer = Path(place), Path(source)
        if inner.is_relative_to(outer) or (outer.is_dir() and outer.is_relative_to(inner)):
            words = f"The copy would be in the folder it copies: {display_text(source)} and {display_text(place)}."
            raise UsageError(words, "Source and destination must lie beside each other.")
