"""Extras of a clip that its proxy's job could not make, or was not asked for: one job for each kind that makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from server.domain.extras import ON_REQUEST, PLACES, Extra
from server.domain.job import Job, NewJob
from server.domain.kinds import KINDS
from server.ports import Bell, JobLedger
from server.services.ringing import queue_up
from server.services.volumes import same_volumes


class Redo:
    """Called twice for the same it gives the same jobs."""

    def __init__(self, ledger: JobLedger, bell: Bell, attempts_for: Callable[[str], int] = lambda _kind: 4) -> None:
        self._ledger = ledger
        self._bell = bell
        self._attempts_for = attempts_for

    def extras(self, parent: Job, extras: Iterable[type[Extra]]) -> list[Job]:
        """The jobs that make them, children of `parent`."""
        places = sorted((PLACES[extra] for extra in extras), key=lambda place: (place.redone_by, place.name))
        grouped = groupby(places, key=lambda place: place.redone_by)
        wishes = [self._wish(parent, kind, [place.name for place in some]) for kind, some in grouped]
        return queue_up(self._ledger, self._bell, wishes)

    def analysis(self, parent: Job) -> list[Job]:
        """What `--analysis` asks for, of a clip whose proxy is there or on its way without it."""
        return [] if parent.request.get("analysis") else self.extras(parent, ON_REQUEST)

    def _wish(self, parent: Job, kind: str, names: list[str]) -> NewJob:
        return NewJob(
            kind=kind,
            queue=KINDS[kind].queue,
            source=parent.source,
            preset=parent.preset if kind == "thumbnail" else "",
            clip_id=parent.clip_id,
            request={"extras": names, **_look_of(parent), **same_volumes(parent.request)},
            parent_id=parent.id,
            priority=parent.priority,
            max_attempts=self._attempts_for(kind),
            idempotency_key="\0".join(("extras", parent.id, *names)),
        )


def _look_of(parent: Job) -> dict[str, str]:
    """Pictures are made as the proxy shows them."""
    lut = parent.request.get("lut")
    return {} if lut is None else {"lut": str(lut)}
