"""One job of any kind, for one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from server.domain.job import Job, JobQuery, NewJob, Status
from server.domain.kinds import KINDS, Kind
from server.domain.naming import display_text
from server.errors import UsageError
from server.ports import Bell, ClipLedger, Disks, JobLedger
from server.services.copies import KIND as copies_kind
from server.services.copies import Copies
from server.services.ingest import Ingest
from server.services.ringing import queue_up
from server.services.uploads import Uploads
from server.services.volumes import VolumeNotes
from server.services.walk import sight_clip, whole_path
from server.system.takes import find_take

_FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class Submit:
    """Queues what people ask for by name; a proxy goes the way of every ingest."""

    def __init__(
        self,
        ledger: JobLedger,
        clips: ClipLedger,
        bell: Bell,
        ingest: Ingest,
        uploads: Uploads,
        attempts_for: Callable[[str], int] = lambda _kind: 4,
        disks: Disks | None = None,
        copies: Copies | None = None,
    ) -> None:
        self._ledger = ledger
        self._clips = clips
        self._bell = bell
        self._ingest = ingest
        self._uploads = uploads
        self._attempts_for = attempts_for
        self._disks = disks
        self._copies = copies or Copies(ledger, bell, disks, attempts_for(copies_kind))

    def submit(
        self,
        kind: str,
        source: str,
        params: Mapping[str, str] | None = None,
        priority: int = 5,
        key: str | None = None,
    ) -> Job:
        """The same `key` again gives the same job. Raises UsageError for a kind, a param or a file there is not; then
        nothing was queued."""
        asked = dict(params or {})
        found = _known_kind(kind)
        _check_params(found, asked)
        if kind == copies_kind:
            return self._copies.submit(source, asked, priority, key)
        path = whole_path(source)
        if not Path(path).is_file():
            raise UsageError(f"There is no file {display_text(path)}.", "Give the path of one clip.")
        if kind == "proxy":
            return self._proxy(path, asked, priority, key)
        take = find_take(path)
        path = take.source if take else path
        clip_id = self._clip_of(path)
        if kind == "upload":
            return self._upload(path, clip_id, priority, key)
        return self._queue(found, path, clip_id, asked, priority, key)

    def _clip_of(self, path: str) -> str:
        seen = sight_clip(path)
        return self._clips.remember(path, seen.size, seen.mtime_ns, seen.content_hash)

    def _queue(
        self, kind: Kind, path: str, clip_id: str, params: Mapping[str, str], priority: int, key: str | None
    ) -> Job:
        wish = NewJob(
            kind=kind.name,
            queue=kind.queue,
            source=path,
            preset="",
            clip_id=clip_id,
            request={**params, **VolumeNotes(self._disks).of(path)},
            priority=priority,
            max_attempts=self._attempts_for(kind.name),
            idempotency_key=None if key is None else "\0".join(("submitted", key, kind.name, clip_id)),
        )
        (job,) = queue_up(self._ledger, self._bell, [wish])
        return job

    def _proxy(self, path: str, params: Mapping[str, str], priority: int, key: str | None) -> Job:
        flags: dict[str, Any] = {
            name: _flag(name, params[name])
            for name in ("force", "allow_damaged", "upload", "analysis")
            if name in params
        }
        taken = self._ingest.ingest(
            [path],
            preset=params.get("preset"),
            to=params.get("to"),
            lut=params.get("lut"),
            priority=priority,
            key=key,
            **flags,
        )
        if not taken.jobs:
            raise UsageError(taken.skipped[0].message, "`rushes ingest FOLDER` says what it leaves alone, and why.")
        return taken.jobs[0]

    def _upload(self, path: str, clip_id: str, priority: int, key: str | None) -> Job:
        """The original, with the proxy that was made of it last, if there is one."""
        self._uploads.check()
        done = JobQuery(statuses=(Status.COMPLETED,), kind="proxy", clip_id=clip_id, limit=1)
        proxies = self._ledger.find(done).jobs
        if proxies:
            return self._uploads.follow_up(replace(proxies[0], priority=priority))
        return self._uploads.alone(path, clip_id, priority, key)


def _known_kind(name: str) -> Kind:
    kind = KINDS.get(name)
    if kind is None:
        raise UsageError(f"There is no kind of job called {name}.", f"There are: {', '.join(sorted(KINDS))}.")
    return kind


def _check_params(kind: Kind, params: Mapping[str, str]) -> None:
    unknown = sorted(params.keys() - kind.params.keys())
    if unknown:
        known = "; ".join(f"{name}: {words}" for name, words in kind.params.items()) or "none"
        raise UsageError(f"A job of the kind {kind.name} knows no `{unknown[0]}`.", f"What it knows: {known}.")
    if kind.check is not None:
        kind.check(params)


def _flag(name: str, text: str) -> bool:
    if text.lower() not in _FLAGS:
        raise UsageError(f"`{name}` is {text!r}, but it has to be yes or no.", f"For example: {name}=yes")
    return _FLAGS[text.lower()]
