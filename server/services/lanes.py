"""The lanes: paused or not, how many jobs side by side, and between which hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from typing import Any

from server.domain.hours import Hours, is_open, opens_at, parse_hours
from server.domain.job import CLAIMABLE, HELD, LANES, Status
from server.domain.lanes import LaneRule
from server.errors import UsageError
from server.ports import Bell, Clock, JobLedger
from server.schema import time_text
from server.services.jobs import Changed, check_lanes
from server.services.ringing import MOST_RINGS, ring_lane

MOST_SIDE_BY_SIDE = MOST_RINGS


class Lanes:
    """`rules` are the settings' ones; what people said about a lane since is in the ledger and goes before them.

    Names that are no lane raise UnknownId. `zone` None is that of this machine.
    """

    def __init__(
        self, ledger: JobLedger, bell: Bell, clock: Clock, rules: Mapping[str, LaneRule], zone: tzinfo | None = None
    ) -> None:
        self._ledger = ledger
        self._bell = bell
        self._clock = clock
        self._rules = rules
        self._zone = zone

    def all(self) -> list[dict[str, Any]]:
        """[{"name", "paused", "waiting", "running", "concurrency", "hours", "open", "opens_at"}]"""
        paused, sizes, hours = self._ledger.paused_lanes(), self.sizes(), self.hours()
        counts = self._ledger.counts_by_lane()
        return [
            {
                "name": lane,
                "paused": lane in paused,
                "waiting": _sum(counts.get(lane, {}), CLAIMABLE),
                "running": _sum(counts.get(lane, {}), HELD),
                "concurrency": sizes[lane],
                **self._times(hours[lane]),
            }
            for lane in LANES
        ]

    def _times(self, hours: Hours | None) -> dict[str, Any]:
        opens = opens_at(hours, self._clock.now(), self._zone)
        return {
            "hours": None if hours is None else str(hours),
            "open": opens is None,
            "opens_at": None if opens is None else time_text(opens),
        }

    def sizes(self) -> dict[str, int]:
        """{lane: jobs side by side in one worker}"""
        return {**{lane: self._rules[lane].concurrency for lane in LANES}, **self._ledger.concurrencies()}

    def hours(self) -> dict[str, Hours | None]:
        """{lane: between which hours new jobs begin; None: at any time}"""
        said = {lane: parse_hours(text) if text else None for lane, text in self._ledger.lane_hours().items()}
        return {**{lane: self._rules[lane].hours for lane in LANES}, **said}

    def is_open(self, name: str) -> bool:
        """Whether new jobs may begin at this time of day. What runs goes on outside the hours too."""
        return is_open(self.hours()[name], self._clock.now(), self._zone)

    def set_concurrency(self, name: str, concurrency: int) -> Changed:
        """Holds at once, for running workers too, and over a restart. What runs is not cut short. Raises UsageError
        for a number below 1 or beyond reason."""
        check_lanes([name])
        if not 1 <= concurrency <= MOST_SIDE_BY_SIDE:
            raise UsageError(
                f"{concurrency} jobs side by side cannot be: it is a number from 1 to {MOST_SIDE_BY_SIDE}.",
                f"To start nothing in a lane, pause it: `rushes pause {name}`.",
            )
        self._ledger.set_concurrency(name, concurrency)
        ring_lane(self._ledger, self._bell, name)
        return Changed([name])

    def set_hours(self, name: str, hours: str) -> Changed:
        """Like 19:00-07:00; empty: at any time. Holds at once and over a restart. Raises UsageError."""
        check_lanes([name])
        try:
            said = str(parse_hours(hours)) if hours.strip() else ""
        except ValueError as error:
            raise UsageError(f"Working hours: {error}.", "Give them like 19:00-07:00; empty: at any time.") from error
        self._ledger.set_hours(name, said)
        ring_lane(self._ledger, self._bell, name)
        return Changed([name])

    def pause(self, names: Sequence[str] = LANES) -> Changed:
        """Nothing new is started there; what runs goes on."""
        for name in check_lanes(names):
            self._ledger.pause_lane(name, True)
        return Changed(list(names))

    def resume(self, names: Sequence[str] = LANES) -> Changed:
        for name in check_lanes(names):
            self._ledger.pause_lane(name, False)
            ring_lane(self._ledger, self._bell, name)
        return Changed(list(names))


def _sum(counts: Mapping[Status, int], of: Iterable[Status]) -> int:
    return sum(counts.get(status, 0) for status in of)
