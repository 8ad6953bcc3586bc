"""From files to clips: what of a tree is footage, and which files are one clip together."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from server.domain.naming import display_text
from server.domain.take import Take
from server.services.walk import Found, Skipped
from server.system.takes import TakeFinder

PART = "part_of_clip"
LANDING = "landing"
LANDED_SECONDS = 5.0  # without a new file or a change, a take is thought to be all there
_STILL_LANDING = "The files of its clip are still being copied; it is taken when all of them are there."
_FILES_AT_ONCE = 200
File = tuple[Found, Take | None]
LeftAlone = Callable[[Sequence[File]], Iterable[Skipped | None]]


@dataclass
class Gathered:
    """`clips` are the sources, each once; `landing` is to be asked for again."""

    clips: list[Found] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    landing: list[Skipped] = field(default_factory=list)


def gather(items: Iterable[Found | Skipped], left_alone: LeftAlone, *, patient: bool) -> Gathered:
    """`left_alone` gives the reason for each of some files, or None. With `patient` a take that still grows is left
    for later."""
    finder, found, known = TakeFinder(), Gathered(), set[str]()
    for item, take, left in _judged(items, finder, left_alone):
        if isinstance(item, Skipped):
            found.skipped.append(item)
        elif left is not None:
            found.skipped.append(left)
        elif take is not None and patient and _grows(take):
            found.landing.append(Skipped(item.path, LANDING, _STILL_LANDING))
        else:
            source = item.path if take is None else take.source
            if source not in known:
                known.add(source)
                found.clips.append(Found(source, item.root))
            if source != item.path:
                found.skipped.append(_part(item.path, source))
    return found


def _judged(
    items: Iterable[Found | Skipped], finder: TakeFinder, left_alone: LeftAlone
) -> Iterator[tuple[Found | Skipped, Take | None, Skipped | None]]:
    rest = iter(items)
    while some := list(islice(rest, _FILES_AT_ONCE)):
        files = [(item, finder.of(item.path)) for item in some if isinstance(item, Found)]
        told = iter(zip(files, left_alone(files), strict=True))
        for item in some:
            if isinstance(item, Skipped):
                yield item, None, None
            else:
                (_, take), left = next(told)
                yield item, take, left


def _part(path: str, source: str) -> Skipped:
    return Skipped(path, PART, f"Part of the clip that begins with {display_text(Path(source).name)}.")


def _grows(take: Take) -> bool:
    """By the time of the last change to any of its files; copies often keep the camera's own times."""
    newest = 0.0
    for path in take.files:
        try:
            facts = os.lstat(path)
        except OSError:
            return True
        newest = max(newest, facts.st_mtime, facts.st_ctime)
    return time.time() - newest < LANDED_SECONDS
