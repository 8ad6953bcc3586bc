"""A preset: what a proxy is made of. Read from TOML; only closed sets, no free text reaches FFmpeg."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import PurePath
from typing import Any, TypeVar

from server.domain.conformance import CHECK_NAMES
from server.domain.looks import TONES, Burn
from server.errors import PresetError

MOST_CHARS = 80
_E = TypeVar("_E", bound=StrEnum)
_N = TypeVar("_N", int, float)


class Codec(StrEnum):
    PRORES = "prores"
    DNXHR = "dnxhr"
    H264 = "h264"
    HEVC = "hevc"


class AudioRule(StrEnum):
    PCM = "pcm"
    AAC = "aac"
    NONE = "none"


@dataclass(frozen=True)
class CodecTraits:
    """What a codec can hold. `least` and `most` are its smallest and its largest sides (width, height)."""

    profiles: tuple[str, ...]
    pix_fmt: str
    least: tuple[int, int] = (16, 16)
    most: tuple[int, int] = (16384, 16384)
    keeps_fields: bool = False
    keeps_range: bool = True
    containers: tuple[str, ...] = ("mov", "mp4")


TRAITS: Mapping[Codec, CodecTraits] = {
    # ProRes has no place for a range flag: full-range originals are converted to video levels. At 16x16 its few bits
    # leave other pictures.
    Codec.PRORES: CodecTraits(
        ("proxy", "lt"), "yuv422p10le", least=(64, 64), keeps_fields=True, keeps_range=False, containers=("mov",)
    ),
    # DNxHR readers differ on full range, and no camera writes it: video levels here too.
    # FFmpeg's decoder has room for 512 rows of macroblocks.
    Codec.DNXHR: CodecTraits(
        ("lb", "sq"), "yuv422p", least=(256, 120), most=(16384, 8192), keeps_range=False, containers=("mov",)
    ),
    Codec.H264: CodecTraits(("high",), "yuv420p"),
    Codec.HEVC: CodecTraits(("main10",), "yuv420p10le"),
}


@dataclass(frozen=True)
class SizeRule:
    """Exactly one of: a whole divisor of the original, or a fixed number of lines (never enlarged)."""

    divisor: int | None = None
    lines: int | None = None


@dataclass(frozen=True)
class Preset:
    """`fps` None keeps the original's rate. `quality` is a CRF for H.264 and HEVC; `gop` in seconds.

    `look` names one of TONES (domain/looks.py); `lut` is a file beside the preset's own, by its absolute path.
    """

    name: str
    title: str
    purpose: str
    container: str
    codec: Codec
    profile: str
    size: SizeRule
    audio: AudioRule
    required: tuple[str, ...]
    fps: Fraction | None = None
    quality: int | None = None
    gop: float = 0.5
    look: str | None = None
    lut: str | None = None
    burn_in: tuple[Burn, ...] = ()
    watermark: str | None = None

    @property
    def extension(self) -> str:
        return self.container

    @property
    def traits(self) -> CodecTraits:
        return TRAITS[self.codec]

    def as_dict(self) -> dict[str, Any]:
        """One entry of `rushes presets --json`."""
        size = f"1/{self.size.divisor}" if self.size.divisor else f"{self.size.lines} lines"
        return {
            "name": self.name,
            "title": self.title,
            "for": self.purpose,
            "container": self.container,
            "codec": self.codec.value,
            "profile": self.profile,
            "size": size,
            "fps": None if self.fps is None else f"{self.fps.numerator}/{self.fps.denominator}",
            "audio": self.audio.value,
            "required": list(self.required),
            "look": self.look,
            "lut": self.lut,
            "burn_in": [item.value for item in self.burn_in],
            "watermark": self.watermark,
        }


def table_of(preset: Preset) -> dict[str, Any]:
    """What `parse_preset` makes this preset of: the keys of its TOML file, without those that are left out."""
    table: dict[str, Any] = {
        "title": preset.title,
        "for": preset.purpose,
        "container": preset.container,
        "codec": preset.codec.value,
        "profile": preset.profile,
        "divisor": preset.size.divisor,
        "lines": preset.size.lines,
        "fps": None if preset.fps is None else str(preset.fps),
        "quality": preset.quality,
        "gop": preset.gop,
        "audio": preset.audio.value,
        "look": preset.look,
        "lut": None if preset.lut is None else PurePath(preset.lut).name,
        "burn_in": [item.value for item in preset.burn_in] or None,
        "watermark": preset.watermark,
        "required": list(preset.required),
    }
    return {key: value for key, value in table.items() if value is not None}


def parse_preset(data: Mapping[str, Any], name: str, file: str) -> Preset:
    """The preset of one TOML file. Raises PresetError naming file, key and reason."""
    read = _Reader(data, file)
    codec = read.choice("codec", Codec)
    traits = TRAITS[codec]
    preset = Preset(
        name=name,
        title=read.text("title"),
        purpose=read.text("for"),
        codec=codec,
        profile=read.one_of("profile", traits.profiles),
        container=read.one_of("container", traits.containers),
        size=_size(read),
        audio=read.choice("audio", AudioRule),
        required=read.names("required", CHECK_NAMES),
        fps=read.fraction("fps"),
        quality=read.number("quality", 0, 51, int),
        gop=read.number("gop", 0.02, 10, float) or 0.5,
        look=read.maybe("look", tuple(TONES)),
        lut=_lut(read, file),
        burn_in=tuple(Burn(name) for name in read.names("burn_in", tuple(Burn))),
        watermark=read.short("watermark"),
    )
    read.finish()
    return preset


def _size(read: _Reader) -> SizeRule:
    divisor, lines = read.number("divisor", 1, 16, int), read.number("lines", 120, 4320, int)
    if (divisor is None) == (lines is None):
        raise read.error("divisor", "give either `divisor` or `lines`")
    return SizeRule(divisor, lines)


def _lut(read: _Reader, file: str) -> str | None:
    name = read.short("lut")
    if name is None:
        return None
    if PurePath(name).name != name or PurePath(name).suffix.lower() != ".cube":
        raise read.error("lut", f"{name!r} is not the name of a .cube file beside the preset")
    return str(PurePath(file).parent / name)


class _Reader:
    """Takes keys out of one table; whatever is left at the end is unknown."""

    def __init__(self, data: Mapping[str, Any], file: str) -> None:
        self._left, self._file = dict(data), file

    def error(self, key: str, why: str) -> PresetError:
        return PresetError(
            f"Preset {self._file}: `{key}`: {why}.", "Mend that line or remove the file.", key=key, why=why
        )

    def text(self, key: str) -> str:
        value = self._left.pop(key, None)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, "a text is needed")
        return value

    def short(self, key: str) -> str | None:
        """One line of text."""
        value = self._left.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= MOST_CHARS:
            raise self.error(key, f"a line of at most {MOST_CHARS} characters is needed")
        return value

    def maybe(self, key: str, allowed: tuple[str, ...]) -> str | None:
        return self.one_of(key, allowed) if key in self._left else None

    def choice(self, key: str, kinds: type[_E]) -> _E:
        return kinds(self.one_of(key, tuple(k.value for k in kinds)))

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self._left.pop(key, None)
        if value not in allowed:
            raise self.error(key, f"{value!r} is not one of {', '.join(allowed)}")
        return str(value)

    def names(self, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        value = self._left.pop(key, [])
        odd = [v for v in value if v not in allowed] if isinstance(value, list) else [value]
        if odd:
            raise self.error(key, f"{odd[0]!r} is not one of ({', '.join(allowed)})")
        return tuple(value)

    def number(self, key: str, low: float, high: float, kind: type[_N]) -> _N | None:
        value = self._left.pop(key, None)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.error(key, f"{value!r} is not a number from {low} to {high}")
        return kind(value)

    def fraction(self, key: str) -> Fraction | None:
        value = self._left.pop(key, None)
        if value is None:
            return None
        try:
            rate = Fraction(str(value))
        except (ValueError, ZeroDivisionError):
            raise self.error(key, f"{value!r} is not a frame rate such as 10 or 30000/1001") from None
        if not 1 <= rate <= 240:
            raise self.error(key, f"{value!r} is not between 1 and 240")
        return rate

    def finish(self) -> None:
        for key in self._left:
            raise self.error(key, "unknown key")
