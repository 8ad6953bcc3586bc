"""Sound without a picture: it gets no proxy, yet the editor looks for it among the clips."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from server.domain.job import Job, NewJob
from server.domain.kinds import KINDS
from server.errors import SourceError
from server.ports import Bell, ClipLedger, JobLedger, Prober
from server.services.ringing import queue_up
from server.services.walk import sight

_KIND = KINDS["metadata"]


class Sounds:
    """Puts sound into the catalogue: what it is at once, its waveform by a job. Called again it gives the same jobs."""

    def __init__(self, ledger: JobLedger, clips: ClipLedger, prober: Prober, bell: Bell, max_attempts: int = 4) -> None:
        self._ledger, self._clips, self._prober, self._bell = ledger, clips, prober, bell
        self._max_attempts = max_attempts

    def catalogue(self, paths: Iterable[str]) -> list[Job]:
        return queue_up(self._ledger, self._bell, [self._wish(path) for path in paths])

    def _wish(self, path: str) -> NewJob:
        seen = sight(path)
        clip_id = self._clips.remember(path, seen.size, seen.mtime_ns, seen.content_hash)
        with suppress(SourceError):
            self._clips.set_metadata(clip_id, self._prober.probe(path).metadata())
        return NewJob(
            kind=_KIND.name,
            queue=_KIND.queue,
            source=path,
            preset="",
            clip_id=clip_id,
            max_attempts=self._max_attempts,
            idempotency_key="\0".join(("sound", clip_id, seen.content_hash)),
        )
