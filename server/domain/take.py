"""Files that are one clip together: numbered pictures, a recording that was cut into files, sound beside its picture.

The clip's source is the first of its parts. Everything here is decided by names alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from server.domain.naming import split_name


class Joint(StrEnum):
    """How the parts follow each other: a picture each, one stream of bytes, or whole clips."""

    FRAMES = "frames"
    STREAM = "stream"
    CLIPS = "clips"


@dataclass(frozen=True)
class Take:
    """`parts` are paths, in order. `numbers` are those of the pictures, `sound` one row of files for each track that
    has files of its own. `note` says in words what of the take is elsewhere."""

    joint: Joint
    parts: tuple[str, ...]
    numbers: tuple[int, ...] = ()
    sound: tuple[tuple[str, ...], ...] = ()
    note: str | None = None

    @property
    def source(self) -> str:
        return self.parts[0]

    @property
    def files(self) -> tuple[str, ...]:
        return (*self.parts, *(path for row in self.sound for path in row))

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers of pictures that should be there."""
        known = set(self.numbers)
        return tuple(n for n in range(min(known, default=0), max(known, default=-1) + 1) if n not in known)


@dataclass(frozen=True)
class _Rule:
    """From how many pictures on a numbered run is a film. Others than film's own formats are stills far more often."""

    least: int
    least_digits: int
    may_have_gaps: bool


_FILM = _Rule(2, 1, True)
_RENDERED = _Rule(8, 3, True)
_PHOTOS = _Rule(24, 3, False)
RULES = {
    "dpx": _FILM, "exr": _FILM, "png": _RENDERED, "tif": _RENDERED, "tiff": _RENDERED, "jpg": _PHOTOS, "jpeg": _PHOTOS,
}  # fmt: skip
MOST_DIGITS = 9
_NUMBERED = re.compile(rf"(.*?)([0-9]{{1,{MOST_DIGITS}}})", re.DOTALL)
# JEITA CP-3461 (DCF), 3.2.3: four letters of the maker's and a number. A camera's photographs are no film.
_PHOTOGRAPH = re.compile(r"[A-Za-z0-9_]{4}[0-9]{4}")
_CANON = re.compile(r"([A-Za-z0-9]{2}[0-9]{4})([0-9]{2})\.mxf", re.IGNORECASE)


_Member = tuple[int, str, str]  # number, its digits, name of the file


@dataclass(frozen=True)
class Run:
    """Pictures of one film by their names, with their numbers in order."""

    names: tuple[str, ...]
    numbers: tuple[int, ...]


def find_runs(names: Iterable[str]) -> list[Run]:
    """The films among the files of one folder. Two ways to write a number (7 and 007) are two films."""
    groups: dict[tuple[str, str], list[_Member]] = defaultdict(list)
    for name in names:
        base, extension = split_name(name)
        found = _NUMBERED.fullmatch(base)
        if found is not None and extension.removeprefix(".").casefold() in RULES:
            groups[found[1], extension].append((int(found[2]), found[2], name))
    films = (film for members in groups.values() for film in _by_width(sorted(members)))
    return [Run(tuple(m[2] for m in film), tuple(m[0] for m in film)) for film in films if _is_film(film)]


def _by_width(members: list[_Member]) -> Iterator[list[_Member]]:
    """Padded numbers have one width until they run over it: 0998, 0999, 1000."""
    while members:
        width = min(len(digits) for _, digits, _ in members)
        yield [m for m in members if f"{m[0]:0{width}d}" == m[1]]
        members = [m for m in members if f"{m[0]:0{width}d}" != m[1]]


def _is_film(members: Sequence[_Member]) -> bool:
    bases = [split_name(name) for _, _, name in members]
    rule = RULES[bases[0][1].removeprefix(".").casefold()]
    missing = members[-1][0] - members[0][0] + 1 - len(members)
    photographs = rule is _PHOTOS and all(_PHOTOGRAPH.fullmatch(base) for base, _ in bases)
    enough = len(members) >= rule.least and len(members[0][1]) >= rule.least_digits and not photographs
    return enough and (missing == 0 or (rule.may_have_gaps and missing <= len(members)))


def find_canon_spans(folder: str, names: Iterable[str]) -> list[tuple[str, ...]]:
    """Canon XF: the folder AA0001 holds AA000101.MXF, AA000102.MXF … of one take (XF Utility manual)."""
    found = sorted((m[2], name) for name in names if (m := _CANON.fullmatch(name)) and m[1].upper() == folder.upper())
    chained = [list(run) for _, run in groupby(enumerate(found), lambda pair: int(pair[1][0]) - pair[0])]
    return [tuple(name for _, (_, name) in run) for run in chained if len(run) > 1]


def describe_numbers(numbers: Sequence[int]) -> str:
    """Such as "103, 110-112", never longer than eight pieces."""
    runs = [list(run) for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    words = [f"{run[0][1]}" if len(run) == 1 else f"{run[0][1]}-{run[-1][1]}" for run in runs]
    return ", ".join(words[:8]) + (f" and {len(words) - 8} more gaps" if len(words) > 8 else "")
