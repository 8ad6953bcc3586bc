"""Files that come in over HTTP: what they may be called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

_LONGEST_BYTES = 200  # room for a number, where the name is taken, and for what proxies add
_FORBIDDEN = frozenset('<>:"|?*')  # Windows knows no such names, and footage travels


@dataclass(frozen=True)
class Arrival:
    """One file on its way in: `offset` of `size` bytes are here. `path` is where it ended, once it is whole; then
    `jobs` were made of it, or `skipped` says why none was."""

    id: str
    name: str
    size: int
    offset: int = 0
    preset: str | None = None
    path: str | None = None
    jobs: tuple[str, ...] = ()
    skipped: str | None = None


def safe_name(told: str) -> str:
    """A plain file name out of what a browser says the file is called: no folders, not hidden, for every system."""
    last = told.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join("_" if char in _FORBIDDEN or not char.isprintable() else char for char in last).strip(" .")
    stem, suffix = PurePosixPath(plain or "clip").stem, PurePosixPath(plain).suffix[:20]
    room = _LONGEST_BYTES - len(suffix.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + suffix


def numbered(name: str, number: int) -> str:
    """The same name where `number` others have it already."""
    path = PurePosixPath(name)
    return name if number == 0 else f"{path.stem}-{number + 1}{path.suffix}"
