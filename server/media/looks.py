"""The filter behind each look: what is done to the proxy's picture once it has its size.

LUT, texts and font are files of fixed names in the folder FFmpeg runs in (`lay_out` puts them there), so no path and no
text of a user's is ever part of a graph.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from server.domain.cube import write_cube
from server.domain.looks import TONES, BurnIn, Look, Lut, ToSdr
from server.errors import FontMissing
from server.media.graph import Stream
from server.system.luts import read_lut

LUT_FILE, NAME_FILE, WATERMARK_FILE, FONT_FILE = "look.cube", "burn-name.txt", "burn-mark.txt", "burn-font.ttf"
FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
    "/usr/share/fonts/TTF/DejaVuSansMono.ttf",
    "/usr/share/fonts/dejavu-sans-mono-fonts/DejaVuSansMono.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansMono-Regular.ttf",
    "/System/Library/Fonts/Supplemental/Courier New.ttf",
    "C:/Windows/Fonts/consola.ttf",
)
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts/Supplemental")
_MARGIN = "h/36"


def apply_looks(video: Stream, looks: Sequence[Look]) -> Stream:
    """One after the other, in their order."""
    for look in looks:
        video = FILTERS[type(look)](video, look)
    return video


def lay_out(looks: Sequence[Look], folder: Path, font: str | None = None) -> tuple[Look, ...]:
    """Puts the files the looks need into `folder`, and gives the looks as they can be applied. Raises LutError,
    FontMissing."""
    return tuple(_laid_out(look, folder, font) for look in looks)


def find_font(setting: str | None = None) -> str:
    """The font of burnt-in text: the one set, else a usual one of this system. Raises FontMissing."""
    for font in (setting,) if setting else (*FONTS, *_others()):
        if font and os.path.isfile(font):  # noqa: PTH113  several names, most of them of other systems
            return font
    raise FontMissing(
        f"There is no font {setting}." if setting else "No font was found to write into the picture with."
    )


def _others() -> Iterator[str]:
    for folder in _FONT_FOLDERS if sys.platform != "win32" else ():
        yield from map(str, sorted(Path(folder).rglob("*.ttf")))


def _laid_out(look: Look, folder: Path, font: str | None) -> Look:
    if isinstance(look, Lut):
        cube = read_lut(look.file)
        (folder / LUT_FILE).write_bytes(write_cube(cube))
        return replace(look, dimensions=cube.dimensions)
    if isinstance(look, BurnIn):
        shutil.copyfile(find_font(font), folder / FONT_FILE)
        for name, text in ((NAME_FILE, look.name), (WATERMARK_FILE, look.watermark)):
            if text is not None:
                (folder / name).write_text(text, encoding="utf-8")
    return look


def _lut(video: Stream, look: Lut) -> Stream:
    rgb = video.filter("scale", in_color_matrix=look.matrix, in_range="tv").filter("format", "gbrp16le")
    name, way = ("lut1d", "linear") if look.dimensions == 1 else ("lut3d", "tetrahedral")
    seen = rgb.filter(name, file=LUT_FILE, interp=way)
    return seen.filter("scale", out_color_matrix=look.matrix, out_range="tv").filter("format", "yuv422p10le")


def _to_sdr(video: Stream, look: ToSdr) -> Stream:
    """Light is linear and as bright as the scene in between, so in 32-bit floating point."""
    tone = TONES[look.tone]
    source = {"tin": look.transfer, "pin": look.primaries, "min": look.matrix, "rin": "tv"}
    video = video.filter("setparams", **_tags(look)).filter("zscale", t="linear", npl=tone.white, **source)
    video = video.filter("format", "gbrpf32le").filter("zscale", p="bt709")
    own = {} if tone.param is None else {"param": tone.param}
    video = video.filter("tonemap", tonemap=tone.curve, desat=0, **own)
    return video.filter("zscale", t="bt709", m="bt709", r="tv").filter("format", "yuv422p10le")


def _tags(look: ToSdr) -> dict[str, str]:
    """zscale looks at the frame's tags, too; some cameras leave one out."""
    return {"color_primaries": look.primaries, "color_trc": look.transfer, "colorspace": look.matrix}


def _burn_in(video: Stream, look: BurnIn) -> Stream:
    if look.name is not None:
        video = _text(video, f"{_MARGIN}", f"h-th-{_MARGIN}", "h/24", textfile=NAME_FILE)
    if look.timecode is not None:
        rate = f"{look.rate.numerator}/{look.rate.denominator}"
        video = _text(video, f"w-tw-{_MARGIN}", f"h-th-{_MARGIN}", "h/24", timecode=look.timecode, rate=rate)
    if look.watermark is not None:
        video = _text(video, "(w-tw)/2", "(h-th)/2", "h/10", alpha=0.4, textfile=WATERMARK_FILE)
    return video


def _text(video: Stream, x: str, y: str, size: str, *, alpha: float | None = None, **what: str) -> Stream:
    """In a dark box, or, with an `alpha`, see-through."""
    style: dict[str, Any] = {"box": 1, "boxcolor": "black@0.6", "boxborderw": 6} if alpha is None else {}
    color = "white" if alpha is None else f"white@{alpha}"
    options = {"fontfile": FONT_FILE, "fontsize": size, "fontcolor": color, "expansion": "none", "x": x, "y": y}
    return video.filter("drawtext", **options, **style, **what)


LookFilter = Callable[[Stream, Any], Stream]

FILTERS: Mapping[type[Look], LookFilter] = {Lut: _lut, ToSdr: _to_sdr, BurnIn: _burn_in}
