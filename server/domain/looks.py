"""Looks: what makes the picture of a proxy another one than the camera recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from server.domain.media import Color


@dataclass(frozen=True)
class Look:
    """One of them; a filter of media/looks.py belongs to each. They are applied at the proxy's size, in order.

    `recolours` in words, where colours are no more what the original's tags say."""

    @property
    def recolours(self) -> str | None:
        return None


@dataclass(frozen=True)
class Lut(Look):
    """A `.cube` file, by its absolute path. `matrix` (FFmpeg's name) takes the picture to RGB and back; `dimensions` 3
    or 1 once the file was read."""

    file: str
    matrix: str
    dimensions: int = 3

    @property
    def recolours(self) -> str | None:
        return "a LUT was applied"


@dataclass(frozen=True)
class Tone:
    """How bright scenes are brought to a standard screen. `white`: the nits that become 1.0 before `curve`, a
    tone-mapping operator of FFmpeg's `tonemap` with its `param`; None: the operator's own."""

    white: int
    curve: str
    param: float | None = None


TONES = {
    # Diffuse white of HDR is 203 nits (ITU-R BT.2408); what is darker than 0.3 of it stays as it is.
    "sdr-mobius": Tone(203, "mobius", 0.3),
    # A film-like shoulder: darker, with more left in the highlights.
    "sdr-hable": Tone(100, "hable"),
    # No curve: what is brighter than white is lost. For checking exposure.
    "sdr-clip": Tone(203, "clip"),
}
_WIDE = ("bt2020", "smpte432", "smpte431", "bt709")
_SWSCALE = {
    **{name: name for name in ("bt709", "smpte170m", "smpte240m", "fcc")},
    **{"bt470bg": "bt470", "bt2020nc": "bt2020", "gbr": "bt709"},
}
HDR = {"smpte2084": "PQ", "arib-std-b67": "HLG"}


@dataclass(frozen=True)
class ToSdr(Look):
    """HDR to BT.709 by the tone of that name. The rest is what the picture is in before, at video levels."""

    tone: str
    transfer: str
    primaries: str
    matrix: str

    @property
    def recolours(self) -> str | None:
        return f"{HDR[self.transfer]} was brought to BT.709 ({self.tone})"


class Burn(StrEnum):
    """What can be written into the picture, from the names a preset uses."""

    TIMECODE = "timecode"
    NAME = "name"


@dataclass(frozen=True)
class BurnIn(Look):
    """Text in the picture, at its foot; `watermark` across its middle. No timecode of the clip: it counts from 0."""

    timecode: str | None
    rate: Fraction
    name: str | None
    watermark: str | None


def plan_tone(tone: str | None, color: Color) -> tuple[Look, ...]:
    """Only what is tagged as HDR is brought down; log footage carries no tag, so its LUT is the user's choice."""
    if tone is None or color.transfer not in HDR:
        return ()
    primaries = color.primaries if color.primaries in _WIDE else "bt2020"
    matrix = {"gbr": "bt709", "bt709": "bt709"}.get(color.matrix or "", "bt2020nc")  # RGB was brought to BT.709's
    return (ToSdr(tone, color.transfer or "", primaries or "", matrix),)


def plan_lut(file: str | None, color: Color, lines: int) -> tuple[Look, ...]:
    """`lines` of the original: what carries no matrix is BT.601 in SD and BT.709 above, as players take it."""
    if file is None:
        return ()
    by_size = "bt709" if lines >= 720 else "smpte170m"
    return (Lut(file, _SWSCALE.get(color.matrix or "", by_size)),)


def plan_burn_in(
    items: Sequence[Burn], watermark: str | None, name: str, timecode: str | None, rate: Fraction
) -> tuple[Look, ...]:
    if not items and watermark is None:
        return ()
    shown = (timecode or "00:00:00:00") if Burn.TIMECODE in items else None
    return (BurnIn(shown, rate, name if Burn.NAME in items else None, watermark),)


def recoloured(looks: Sequence[Look]) -> str | None:
    """Why the original's colour tags say nothing of the proxy; None: they do."""
    return next((look.recolours for look in looks if look.recolours), None)
