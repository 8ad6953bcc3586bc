"""A watched folder, and what was decided about each file in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase

from server.domain.settle import Look


class WatchState(StrEnum):
    """How a folder is followed: told by the system, looked through now and then, or not there at the moment."""

    WATCHING = "watching"
    SCANNING = "scanning"
    AWAY = "away"


# A clip that is in another place too gets the proxy made there under a name of its own, or an encode of its own.
DUPLICATES = ("link", "second")
CROWDED = "It holds more folders than this system tells about"
# What people say about a watch; the rest is how it stands.
RULES = (
    "preset", "to", "include", "exclude", "settle_seconds", "upload", "analysis", "lut", "priority", "subfolders",
    "hours", "also", "duplicates", "paused", "copy_to", "mount",
)  # fmt: skip


@dataclass(frozen=True)
class Watch:
    """One watched folder and its rules. Paths are absolute, surrogateescaped.

    `lut` is a file that is kept; `hours` like 19:00-07:00, None: always; `also` holds reasons for which files are left
    alone elsewhere. While it is `paused`, what lands waits. With `copy_to`, cards are copied there and proxies made
    of the first copy. `mount`: where the disk it is on is mounted, if that is not
    the system's own. `inner`: watched folders inside, which take what lies in them. `rescan` counts how often someone
    asked to look through it at once.
    """

    id: str
    path: str
    preset: str
    added_at: datetime
    to: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    settle_seconds: float = 5.0
    upload: bool = False
    analysis: bool = False
    lut: str | None = None
    priority: int = 5
    subfolders: bool = True
    hours: str | None = None
    also: tuple[str, ...] = ()
    duplicates: str = "link"
    paused: bool = False
    copy_to: tuple[str, ...] = ()
    mount: str | None = None
    inner: tuple[str, ...] = ()
    rescan: int = 0
    state: WatchState = WatchState.SCANNING
    why: str | None = None

    def same_rules(self, other: Watch) -> bool:
        """Whether both ask for the same work, however it stands with them."""
        return replace(self, rescan=other.rescan, state=other.state, why=other.why) == other

    @property
    def is_crowded(self) -> bool:
        """Whether it is only looked through now and then because the system has no room to tell of it."""
        return self.state is WatchState.SCANNING and (self.why or "").startswith(CROWDED)


class Decision(StrEnum):
    """What is decided about a file."""

    WAITING = "waiting"
    QUEUED = "queued"
    LEFT_ALONE = "left_alone"


@dataclass(frozen=True)
class Sighting:
    """One file of one watch. `reason` is a code, `message` a sentence; `look` is what the decision was based on.

    A file that waits because it changed keeps the `job_id` of the job made before.
    """

    watch_id: str
    path: str
    look: Look
    decision: Decision
    reason: str
    message: str
    decided_at: datetime
    job_id: str | None = None


@dataclass(frozen=True)
class Entry:
    """A file in a scan. `odd`, a code and a sentence, is set for what is no regular file or cannot be looked into."""

    path: str
    look: Look
    odd: tuple[str, str] | None = None


@dataclass(frozen=True)
class Hints:
    """Where to look: everything, or the files just in `folders` and all below `trees`."""

    full: bool = True
    folders: frozenset[str] = frozenset()
    trees: frozenset[str] = frozenset()


def is_wanted(relative: str, include: Sequence[str], exclude: Sequence[str]) -> bool:
    """Whether the globs let the file in, in any case. `relative` to the watched folder, with forward slashes.

    A glob without a slash is about the names of the file and of the folders it is in, one with a slash about the
    path; one that names a folder holds for all below it.
    """
    if any(_matches(relative, glob) for glob in exclude):
        return False
    return not include or any(_matches(relative, glob) for glob in include)


def _matches(relative: str, glob: str) -> bool:
    pattern = glob.casefold().strip("/")
    parts = relative.casefold().split("/")
    if "/" not in pattern:
        return any(fnmatchcase(part, pattern) for part in parts)
    return any(fnmatchcase("/".join(parts[:end]), pattern) for end in range(1, len(parts) + 1))
