"""Writes down where a job's files are mounted, so that a card that is away is not taken for a deleted clip."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from server.domain.awaited import Volume
from server.ports import Disks


class VolumeNotes:
    """For one ingest: what was looked up once holds for all files of a folder."""

    def __init__(self, disks: Disks | None) -> None:
        self._disks = disks
        self._known: dict[str, Volume | None] = {}

    def of(self, source: str, *to: str | None) -> dict[str, Any]:
        """The part `volumes` of a job's request; empty where all is on the system's own disk."""
        places = {"source": self._at(os.path.dirname(source))}  # noqa: PTH120
        places |= {_to(number): self._at(folder) for number, folder in enumerate(to, 1) if folder is not None}
        found = {name: asdict(volume) for name, volume in places.items() if volume is not None}
        return {"volumes": found} if found else {}

    def _at(self, folder: str) -> Volume | None:
        if folder not in self._known:
            self._known[folder] = None if self._disks is None else self._disks.volume_of(folder)
        return self._known[folder]


def volume_in(request: Mapping[str, Any], place: str) -> Volume | None:
    """What `VolumeNotes` wrote down of "source" or "to"."""
    told = (request.get("volumes") or {}).get(place)
    return Volume(told["at"], told.get("id")) if told else None


def targets_in(request: Mapping[str, Any]) -> list[Volume]:
    """What it wrote down of every place something goes to."""
    names = [name for name in request.get("volumes") or {} if name != "source"]
    return [volume for name in names if (volume := volume_in(request, name)) is not None]


def _to(number: int) -> str:
    return "to" if number == 1 else f"to{number}"


def same_volumes(request: Mapping[str, Any]) -> dict[str, Any]:
    """What a job that follows another knows of where its files are."""
    return {"volumes": request["volumes"]} if request.get("volumes") else {}
