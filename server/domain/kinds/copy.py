"""Kind `copy`: everything on a card to one or several places, read back and compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.job import Job
from server.domain.named_path import exact_path
from server.domain.steps import Copy, Step
from server.errors import UsageError

MOST_DESTINATIONS = 4
PLACES = ("to", *(f"to{number}" for number in range(2, MOST_DESTINATIONS + 1)))
PARAMS: Mapping[str, str] = {
    "to": "folder the copy goes to",
    **dict.fromkeys(PLACES[1:], "another one, written from the same read"),
    "proxy": "name of a preset: proxies of the first copy's clips, once it is proved; `yes` for the usual one",
}


def plan(job: Job) -> tuple[Step, ...]:
    """The media themselves need not be looked at."""
    return (Copy(job.source, destinations_in(job.request)),)


def destinations_in(params: Mapping[str, Any]) -> tuple[str, ...]:
    """Absolute paths, in order. Raises UsageError."""
    told = [str(params[name]) for name in PLACES if params.get(name)]
    if not told:
        raise UsageError("A copy needs a place to go to.", "Give a folder: `to`, and `to2` for a second one.")
    return tuple(map(exact_path, told))


def named(destinations: tuple[str, ...]) -> dict[str, str]:
    """The params that name them."""
    return dict(zip(PLACES, destinations, strict=False))
