"""A verified copy in words and numbers: what became of each file, and whether the source may be wiped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from server.domain.awaited import size_text
from server.errors import DestinationDiffers

MOST_LISTED = 200  # troubles and left-out files a report names one by one
GOES_ON_BYTES = 16 * 1024 * 1024  # of a file that was cut off: less is written anew
# What systems keep at the top of a disk for themselves: no camera wrote it and nobody misses it.
_SYSTEM = frozenset(
    {".trashes", ".spotlight-v100", ".fseventsd", ".temporaryitems", ".documentrevisions-v100", "$recycle.bin"}
    | {"recycler", "system volume information", "lost+found"}
)
DIFFERS = DestinationDiffers.code


class ReadBack(StrEnum):
    """Where the bytes that were read back came from: asked of the device itself; from the device, after the system had
    dropped what it remembered; or perhaps from its memory, which proves nothing about the disk."""

    DIRECT = "direct"
    DROPPED = "dropped"
    CACHED = "cached"


@dataclass(frozen=True)
class Entry:
    """A file to be copied. `path` is relative, with slashes; `identity` changes when the file does."""

    path: str
    size: int
    mtime_ns: int
    mode: int
    identity: tuple[int, ...]


@dataclass(frozen=True)
class Trouble:
    """A file that is not safely copied: why, in words. `place` is the destination it is about, if about one."""

    path: str
    code: str
    message: str
    place: str | None = None


@dataclass(frozen=True)
class LeftOut:
    """Something that is no file and was not copied. reason: link, special or system."""

    path: str
    reason: str


@dataclass
class Place:
    """What a destination got. `manifest` is the file of the new generation. `resumed`: bytes that an attempt
    which was cut off had written, and that were compared and found equal."""

    path: str
    copied: int = 0
    reused: int = 0
    resumed: int = 0
    read_back: ReadBack = ReadBack.DIRECT
    durable: bool = True
    manifest: str | None = None
    same_disk: bool = False


@dataclass
class Tally:
    """What a copy came to; filled while it runs. `again`: files whose first copy was damaged and made anew."""

    source: str
    places: list[Place]
    files: int = 0
    size: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    unnamed: int = 0  # files whose names no manifest can hold


def is_system(name: str) -> bool:
    """Whether a name at the top of a disk is the operating system's."""
    return name.casefold() in _SYSTEM


def judge(tally: Tally) -> tuple[bool, str]:
    """(safe to wipe, why). Safe is only what was read back from every destination and found equal."""
    if tally.troubles:
        lost = len({trouble.path for trouble in tally.troubles})
        return False, f"{_files(lost)} of {tally.files} not safely copied: {tally.troubles[0].message}"
    if not tally.files:
        return False, "There are no files in it: is the card mounted?"
    unproven = [place for place in tally.places if place.read_back is ReadBack.CACHED]
    if unproven:
        return False, (
            f"Every file was compared, but what {unproven[0].path} gave back may have come from this machine's memory: "
            "that file system does not let it be asked past it."
        )
    where = "the destination" if len(tally.places) == 1 else f"{len(tally.places)} destinations"
    return True, (
        f"{_all(tally.files, size_text(tally.size))} read back from {where} and equal to the source.{_notes(tally)}"
    )


def _notes(tally: Tally) -> str:
    notes = ""
    if tally.left_out:
        told = Counter(_WORDS[left.reason] for left in tally.left_out)
        notes += " Left out: " + ", ".join(f"{words} ({number})" for words, number in told.items()) + "."
    if tally.again:
        notes += f" {_files(len(tally.again))} had to be written twice: look after that disk."
    if any(place.same_disk for place in tally.places):
        notes += " A copy is on the same disk as the source: formatting that disk removes both."
    return notes


_WORDS = {"link": "links", "special": "pipes, sockets or devices", "system": "folders of the operating system"}


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"


def _all(number: int, size: str) -> str:
    return f"The one file ({size}) was" if number == 1 else f"All {number} files ({size}) were"


def report_json(tally: Tally) -> dict[str, Any]:
    """The result of a copy; paths as they are, for `printable`."""
    safe, why = judge(tally)
    return {
        "safe_to_wipe": safe,
        "why": why,
        "source": tally.source,
        "files": tally.files,
        "bytes": tally.size,
        "hash": "xxh128",
        "failed": len({trouble.path for trouble in tally.troubles}),
        "written_again": tally.again[:MOST_LISTED],
        "unnamed": tally.unnamed,
        "destinations": [_place_json(place) for place in tally.places],
        "troubles": [_trouble_json(trouble) for trouble in tally.troubles[:MOST_LISTED]],
        "left_out": [{"path": left.path, "reason": left.reason} for left in tally.left_out[:MOST_LISTED]],
    }


def _place_json(place: Place) -> dict[str, Any]:
    return {
        "path": place.path,
        "copied": place.copied,
        "reused": place.reused,
        "read_back": place.read_back.value,
        "durable": place.durable,
        "same_disk": place.same_disk,
        "manifest": place.manifest,
    }


def _trouble_json(trouble: Trouble) -> Mapping[str, Any]:
    return {"path": trouble.path, "code": trouble.code, "message": trouble.message, "destination": trouble.place}


def worst(troubles: Sequence[Trouble]) -> Trouble:
    """The one that gives the job its code: what only a person can settle comes first."""
    return next((trouble for trouble in troubles if trouble.code == DIFFERS), troubles[0])
