"""Files that come in over HTTP: what they may be called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

_LONGEST_BYTES = 200  # room for a number, where the name is taken, and for what proxies add
_FORBIDDEN = frozenset('<>:"|?*')  # Windows knows no such names, and footage travels
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
_MOST_FOLDERS = 16
_LONGEST_PATH = 1000


@dataclass(frozen=True)
class Arrival:
    """One file on its way in: `offset` of `size` bytes are here. `path` is where it ended, once it is whole; then
    `jobs` were made of it, or `skipped` says why none was. `folder`: where it is to lie, below the one for uploads;
    empty for a file that was dropped by itself."""

    id: str
    name: str
    size: int
    offset: int = 0
    preset: str | None = None
    path: str | None = None
    jobs: tuple[str, ...] = ()
    skipped: str | None = None
    folder: str = ""

    @property
    def top(self) -> str:
        """The folder that was dropped."""
        return self.folder.partition("/")[0]


def safe_name(told: str) -> str:
    """A plain file name out of what a browser says the file is called: no folders, not hidden, for every system."""
    last = told.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join("_" if char in _FORBIDDEN or not char.isprintable() else char for char in last).strip(" .")
    if plain.partition(".")[0].strip().casefold() in _DEVICES:
        plain = f"_{plain}"
    stem, suffix = PurePosixPath(plain or "clip").stem, PurePosixPath(plain).suffix[:20]
    room = _LONGEST_BYTES - len(suffix.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + suffix


def safe_folders(told: str) -> tuple[str, ...] | None:
    """The folders above a file that lay in one that was dropped, as browsers tell them (`A001/CLIP/C0001.MP4`), each
    as `safe_name` has it. None for what is no path below a folder: no browser tells such a thing."""
    *above, last = told.split("/")
    if len(above) > _MOST_FOLDERS or len(told) > _LONGEST_PATH or "\\" in told:
        return None
    if any(part.strip() in ("", ".", "..") for part in (*above, last)):
        return None
    return tuple(safe_name(part) for part in above)


def numbered(name: str, number: int) -> str:
    """The same name where `number` others have it already."""
    path = PurePosixPath(name)
    return name if number == 0 else f"{path.stem}-{number + 1}{path.suffix}"
