"""The lanes of one worker: the threads of each, and how many of them may have a job."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeAlias

from server.worker.gate import Gate

LOOK_SECONDS = 1.0


class Lane(Protocol):
    """Threads that hear the rings of a lane (server/queue/lanes.py)."""

    def start(self) -> None: ...
    def grow(self, concurrency: int) -> None: ...
    def check(self) -> None: ...
    def stop(self, seconds: float = 5.0) -> bool: ...


MakeLane: TypeAlias = Callable[[str, int, Callable[[str], None]], Lane]


@dataclass(frozen=True)
class LanePlan:
    """The lanes of a worker with the jobs side by side of each. Those that are `fixed` keep theirs; the others follow
    what is said of the lane while the worker runs."""

    sizes: Mapping[str, int]
    fixed: frozenset[str] = frozenset()


class Floor:
    """`sizes` gives what is said of each lane; `tell` hears of every change."""

    def __init__(
        self,
        plan: LanePlan,
        sizes: Callable[[], Mapping[str, int]],
        may_begin: Callable[[str], bool],
        tell: Callable[[Mapping[str, int]], object],
    ) -> None:
        self._plan, self._sizes, self._tell = plan, sizes, tell
        self._gates = {name: Gate(size, partial(may_begin, name)) for name, size in plan.sizes.items()}
        self._lanes: dict[str, Lane] = {}
        self._looked = time.monotonic()

    @property
    def sizes(self) -> dict[str, int]:
        return {name: gate.size for name, gate in self._gates.items()}

    def open(self, make_lane: MakeLane, drain: Callable[[str, Gate], None]) -> None:
        """Builds the threads; `start` lets them hear."""
        for name, gate in self._gates.items():
            self._lanes[name] = make_lane(name, gate.size, partial(_answer, drain, name, gate))

    def start(self) -> None:
        for lane in self._lanes.values():
            lane.start()

    def look(self) -> None:
        """Follows what was said of the lanes; asked more often than once a second it does nothing."""
        now = time.monotonic()
        if now - self._looked < LOOK_SECONDS:
            return
        self._looked = now
        said = {name: size for name, size in self._sizes().items() if name not in self._plan.fixed}
        changed = {name: size for name, size in said.items() if self.sizes.get(name, size) != size}
        for name, size in changed.items():
            self._lanes[name].grow(size)
            self._gates[name].resize(size)
        if changed:
            self._tell(self.sizes)

    def check(self) -> None:
        for lane in self._lanes.values():
            lane.check()

    def close(self) -> None:
        """Nobody begins a job any more; what runs goes on."""
        for gate in self._gates.values():
            gate.close()

    def stop(self, seconds: float) -> bool:
        """Nobody begins a job any more; False if one still runs after that time."""
        self.close()
        ended = [lane.stop(seconds) for lane in self._lanes.values()]
        return all(ended)


def _answer(drain: Callable[[str, Gate], None], name: str, gate: Gate, _job_id: str) -> None:
    """A ring is a hint: what to do is in the ledger."""
    drain(name, gate)
