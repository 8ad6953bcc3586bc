"""Kind `copy`: everything on a card to one or several places, read back and compared."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from server.domain.job import Job
from server.domain.naming import path_of_uri
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
    return tuple(map(_path, told))


def _path(text: str) -> str:
    try:
        path = path_of_uri(text) if text.startswith("file:") else text
    except ValueError as error:
        raise UsageError(f"{text!r} names no folder of this machine.", "Give an absolute path.") from error
    if not PurePath(path).is_absolute() or "\0" in path:
        raise UsageError(f"{text!r} is no absolute path.", "Give the whole path, from / on.")
    return path


def named(destinations: tuple[str, ...]) -> dict[str, str]:
    """The params that name them."""
    return dict(zip(PLACES, destinations, strict=False))
