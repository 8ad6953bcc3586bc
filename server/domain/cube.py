"""Look-up tables in the `.cube` form (Adobe, Cube LUT Specification 1.0), read strictly.

What is read is written anew by `write_cube`: the file FFmpeg gets is made of numbers and known words only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

from server.errors import LutError

Triple = tuple[float, float, float]
MOST_BYTES = 16 * 1024 * 1024
MOST_LINE_CHARS = 250  # the specification's own limit
MOST_TITLE_CHARS = 100
LARGEST_3D, LARGEST_1D = 65, 65536
LARGEST_VALUE = 65536.0  # a camera's LUT goes a little below 0 and above 1; a number beyond this is none of a colour
_HINT = "Export it again as a `.cube` file (a 3D LUT of 17, 33 or 65 points is usual)."


@dataclass(frozen=True)
class Cube:
    """`size` points along each axis of a 3D LUT, or of a curve for each colour (1D). Red changes fastest."""

    title: str
    dimensions: int
    size: int
    low: Triple
    high: Triple
    points: tuple[Triple, ...]


def parse_cube(data: bytes) -> Cube:
    """Raises LutError naming the line and what is wrong with it."""
    if len(data) > MOST_BYTES:
        raise LutError(f"The LUT is larger than {MOST_BYTES // 1024**2} MB.", _HINT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LutError("The LUT is no text file.", _HINT) from error
    reader = _Reader()
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        try:
            reader.take(line)
        except ValueError as error:
            raise LutError(f"Line {number} of the LUT: {error}.", _HINT) from error
    return reader.result()


def write_cube(cube: Cube) -> bytes:
    """The same table in plain words; its title is left out."""
    head = [
        f"LUT_{cube.dimensions}D_SIZE {cube.size}",
        f"DOMAIN_MIN {_words(cube.low)}",
        f"DOMAIN_MAX {_words(cube.high)}",
    ]
    return ("\n".join((*head, *map(_words, cube.points))) + "\n").encode("ascii")


def _words(triple: Triple) -> str:
    return f"{triple[0]:.9g} {triple[1]:.9g} {triple[2]:.9g}"


@dataclass
class _Reader:
    """Keywords come first, then the points; each keyword once."""

    words: dict[str, str] = field(default_factory=dict)
    points: list[Triple] = field(default_factory=list)
    wanted: int = 0

    def take(self, line: str) -> None:
        if len(line) > MOST_LINE_CHARS:
            raise ValueError(f"it is longer than {MOST_LINE_CHARS} characters")
        line = line.strip()
        if not line or line.startswith("#"):
            return
        if line[0].isalpha():
            self._keyword(line)
        else:
            self._point(line)

    def _keyword(self, line: str) -> None:
        name, _, rest = line.partition(" ") if "\t" not in line else line.partition("\t")
        if name not in _KEYWORDS:
            raise ValueError(f"{name[:40]!r} is not a word of the `.cube` form")
        if self.points:
            raise ValueError(f"{name} comes after the first point")
        if name in self.words:
            raise ValueError(f"{name} is there twice")
        self.words[name] = rest.strip()
        _KEYWORDS[name](rest.strip())
        self.wanted = _points_of(self.words)

    def _point(self, line: str) -> None:
        if not self.wanted:
            raise ValueError("a point comes before LUT_3D_SIZE or LUT_1D_SIZE")
        if len(self.points) >= self.wanted:
            raise ValueError(f"there are more than the {self.wanted} points its size asks for")
        self.points.append(_triple(line))

    def result(self) -> Cube:
        if not self.wanted:
            raise LutError("The LUT does not say its size (LUT_3D_SIZE or LUT_1D_SIZE).", _HINT)
        if len(self.points) < self.wanted:
            raise LutError(f"The LUT ends after {len(self.points)} of its {self.wanted} points.", _HINT)
        dimensions = 3 if "LUT_3D_SIZE" in self.words else 1
        low, high = self._domain(dimensions)
        if any(a >= b for a, b in zip(low, high, strict=True)):
            raise LutError("The LUT's domain is empty: DOMAIN_MIN is not below DOMAIN_MAX.", _HINT)
        size, title = int(self.words[f"LUT_{dimensions}D_SIZE"]), self.words.get("TITLE", "").strip('"')
        return Cube(title, dimensions, size, low, high, tuple(self.points))

    def _domain(self, dimensions: int) -> tuple[Triple, Triple]:
        """DaVinci Resolve writes one range for all three colours."""
        both = self.words.get(f"LUT_{dimensions}D_INPUT_RANGE")
        if both is not None:
            low, high = _numbers(both, 2)
            return (low, low, low), (high, high, high)
        return _triple(self.words.get("DOMAIN_MIN", "0 0 0")), _triple(self.words.get("DOMAIN_MAX", "1 1 1"))


def _points_of(words: Mapping[str, str]) -> int:
    if "LUT_3D_SIZE" in words and "LUT_1D_SIZE" in words:
        raise ValueError("a LUT that is 1D and 3D at once is not taken")
    if "LUT_3D_SIZE" in words:
        return int(words["LUT_3D_SIZE"]) ** 3
    return int(words.get("LUT_1D_SIZE", "0"))


def _numbers(text: str, count: int) -> list[float]:
    parts = text.split()
    if len(parts) != count:
        raise ValueError(f"{count} numbers are needed, here are {len(parts)}")
    return [_number(part) for part in parts]


def _number(text: str) -> float:
    try:
        value = float(text) if text.isascii() and "_" not in text else float("nan")
    except ValueError:
        value = float("nan")
    if not isfinite(value) or abs(value) > LARGEST_VALUE:
        raise ValueError(f"{text[:40]!r} is not a number a LUT may hold")
    return value


def _triple(text: str) -> Triple:
    red, green, blue = _numbers(text, 3)
    return red, green, blue


def _size(largest: int) -> Callable[[str], object]:
    def check(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 8 and 2 <= int(text) <= largest):
            raise ValueError(f"{text[:40]!r} is not a size from 2 to {largest}")
        return int(text)

    return check


def _title(text: str) -> None:
    if len(text) > MOST_TITLE_CHARS:
        raise ValueError(f"the title is longer than {MOST_TITLE_CHARS} characters")


def _range(text: str) -> Sequence[float]:
    low, high = _numbers(text, 2)
    return low, high


_KEYWORDS: Mapping[str, Callable[[str], object]] = {
    "TITLE": _title,
    "LUT_3D_SIZE": _size(LARGEST_3D),
    "LUT_1D_SIZE": _size(LARGEST_1D),
    "DOMAIN_MIN": _triple,
    "DOMAIN_MAX": _triple,
    "LUT_3D_INPUT_RANGE": _range,
    "LUT_1D_INPUT_RANGE": _range,
}
