"""The watched folders in dicts."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace

from server.domain.watch import RULES, Decision, Sighting, Watch, WatchState
from server.errors import UnknownId


class FakeWatches:
    """The watched folders and their files in dicts."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._watches: dict[str, Watch] = {}
        self._sightings: dict[tuple[str, str], Sighting] = {}

    def add(self, watch: Watch) -> Watch:
        known = next((one for one in self._watches.values() if one.path == watch.path), None)
        kept = ("id", "added_at", "rescan", "state", "why")
        if known is None:
            watch = replace(watch, id=f"watch-{next(self._numbers)}")
            self._sightings = {key: one for key, one in self._sightings.items() if key[0] in self._watches}
        else:
            watch = replace(watch, **{name: getattr(known, name) for name in kept})
        self._watches[watch.id] = watch
        return watch

    def change(self, watch: Watch) -> Watch:
        known = self.get(watch.id)
        self._watches[watch.id] = replace(known, **{name: getattr(watch, name) for name in RULES})
        return self._watches[watch.id]

    def watches(self) -> list[Watch]:
        return list(self._watches.values())

    def get(self, watch_id: str) -> Watch:
        if watch_id not in self._watches:
            raise UnknownId(f"There is no watched folder {watch_id}.")
        return self._watches[watch_id]

    def remove(self, watch_id: str) -> None:
        self.get(watch_id)
        del self._watches[watch_id]

    def ask_rescan(self, watch_id: str) -> None:
        watch = self.get(watch_id)
        self._watches[watch_id] = replace(watch, rescan=watch.rescan + 1)

    def set_state(self, watch_id: str, state: WatchState, why: str | None) -> None:
        if watch_id in self._watches:
            self._watches[watch_id] = replace(self._watches[watch_id], state=state, why=why)

    def record(self, sightings: Sequence[Sighting]) -> None:
        self._sightings |= {(sighting.watch_id, sighting.path): sighting for sighting in sightings}

    def sightings(self, watch_id: str) -> list[Sighting]:
        found = [one for one in self._sightings.values() if one.watch_id == watch_id]
        return sorted(found, key=lambda one: os.fsencode(one.path))

    def find(self, path: str) -> Sighting | None:
        found = [one for one in self._sightings.values() if one.path == path]
        return max(found, key=lambda one: one.decided_at, default=None)

    def counts(self, watch_id: str) -> Mapping[Decision, int]:
        found = [one.decision for one in self.sightings(watch_id)]
        return {decision: found.count(decision) for decision in Decision}
