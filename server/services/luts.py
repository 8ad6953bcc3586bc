"""The LUTs at hand: `.cube` files beside the user's own presets, which name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from server.domain.cube import Cube, parse_cube, write_cube
from server.errors import HomeUnusable, LutError
from server.services.presets import Presets
from server.system.files import write_whole
from server.system.luts import read_lut

MOST_LUTS = 500
_UNUSUAL = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class KnownLut:
    """`points` along each axis, or of each curve where `dimensions` is 1. `fault`: why it cannot be used."""

    name: str
    path: str
    size_bytes: int
    dimensions: int | None = None
    points: int | None = None
    fault: str | None = None
    used_by: tuple[str, ...] = ()


class Luts:
    """Keeps what it was given written anew, under a name of its own making; nothing is written over."""

    def __init__(self, folder: Path, presets: Presets) -> None:
        self._folder = folder
        self._presets = presets
        self._seen: dict[tuple[str, int, int], tuple[int | None, int | None, str | None]] = {}

    def all(self) -> list[KnownLut]:
        return [self._known(file) for file in sorted(self._folder.glob("*.cube"))]

    def add(self, name: str, text: str) -> KnownLut:
        """Raises LutError naming the line that is wrong. The same table under the same name is there already."""
        data = write_cube(parse_cube(text.encode("utf-8", "surrogatepass")))
        if sum(1 for _ in self._folder.glob("*.cube")) >= MOST_LUTS:
            raise LutError(f"There are {MOST_LUTS} LUTs already.", "Remove some first.")
        file = next(file for file in self._names(name) if not file.exists() or _same(file, data))
        try:
            write_whole(file, data)
        except OSError as error:
            raise HomeUnusable(f"The LUT cannot be written: {error.strerror}.") from error
        return self._known(file)

    def remove(self, name: str) -> None:
        """Raises LutError: there is none of that name, or a preset needs it."""
        lut = next((lut for lut in self.all() if lut.name == name), None)
        if lut is None:
            raise LutError(f"There is no LUT {name!r}.", "Look at the list again.")
        if lut.used_by:
            raise LutError(
                f"The LUT {name} is used by {', '.join(lut.used_by)}.", "Change or remove that preset first."
            )
        Path(lut.path).unlink()

    def _names(self, name: str) -> Iterator[Path]:
        stem = _UNUSUAL.sub("-", Path(name).stem.lower()).strip("-")[:48] or "lut"
        yield self._folder / f"{stem}.cube"
        for number in range(2, MOST_LUTS + 3):
            yield self._folder / f"{stem}-{number}.cube"

    def _known(self, file: Path) -> KnownLut:
        facts = file.stat()
        mark = (file.name, facts.st_mtime_ns, facts.st_size)
        if mark not in self._seen:
            self._seen[mark] = _look(file)
        dimensions, points, fault = self._seen[mark]
        users = tuple(preset.name for preset in self._presets.all() if preset.lut == str(file))
        return KnownLut(file.name, str(file), facts.st_size, dimensions, points, fault, users)


def _look(file: Path) -> tuple[int | None, int | None, str | None]:
    try:
        cube: Cube = read_lut(str(file))
    except LutError as error:
        return None, None, error.message
    return cube.dimensions, cube.size, None


def _same(file: Path, data: bytes) -> bool:
    return file.read_bytes() == data
