"""A clip's metadata as lines of a table. No widgets here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from studio.format import length_text, rate_text, size_text
from studio.words import mark, tr

Json = Mapping[str, Any]
_TRANSFERS = {"smpte2084": "PQ (HDR)", "arib-std-b67": "HLG (HDR)"}
_RANGES = {"tv": mark("video levels"), "pc": mark("full range")}
_SCANS = {
    "tff": mark("interlaced, upper field first"),
    "bff": mark("interlaced, lower field first"),
    "progressive": mark("progressive"),
}


def metadata_rows(told: Json) -> Sequence[tuple[str, str]]:
    """(name, value), without what the clip does not say. `told`: design section 3."""
    return [(name, value) for name, value in _rows(told) if value]


def _rows(told: Json) -> Iterator[tuple[str, str]]:
    yield tr("Timecode"), _timecode(told)
    yield tr("Duration"), _duration(told)
    yield tr("Frame rate"), rate_text(told.get("fps"), told.get("vfr"))
    yield tr("Picture"), _picture(told)
    yield tr("Scan"), tr(_SCANS.get(str(told.get("interlaced")), ""))
    yield tr("Codec"), _joined(told.get("video_codec"), told.get("pix_fmt"), _bits(told.get("bit_depth")))
    yield tr("Colour"), _color(told.get("color") or {})
    for number, track in enumerate(told.get("audio") or [], 1):
        yield tr("Audio {number}").format(number=number), _track(track)
    yield tr("Reel"), _text(told.get("reel"))
    yield tr("Camera"), _text(told.get("camera"))
    yield tr("Recorded"), _text(told.get("created_at")).replace("T", " ").removesuffix("Z")
    yield tr("Container"), _text(told.get("container"))
    yield tr("Size"), size_text(told["size_bytes"]) if told.get("size_bytes") else ""


def _timecode(told: Json) -> str:
    timecode = _text(told.get("timecode"))
    dropped = timecode and told.get("drop_frame")
    return tr("{timecode} (drop frame)").format(timecode=timecode) if dropped else timecode


def _duration(told: Json) -> str:
    if told.get("duration") is None:
        return ""
    frames = tr("{n} frames", "{n} frame", told["frames"]) if told.get("frames") else ""
    return _joined(length_text(told["duration"]), f"{told['duration']:.3f} s", frames)


def _picture(told: Json) -> str:
    if not told.get("width"):
        return ""
    shown = (told.get("display_width"), told.get("display_height"))
    other = all(shown) and shown != (told["width"], told["height"])
    as_seen = tr("seen as {size}").format(size=f"{shown[0]}×{shown[1]}") if other else ""
    turned = tr("turned by {angle}°").format(angle=told["rotation"]) if told.get("rotation") else ""
    return _joined(f"{told['width']}×{told['height']}", as_seen, turned)


def _bits(depth: Any) -> str:
    return tr("{depth} bit").format(depth=depth) if depth else ""


def _color(color: Json) -> str:
    transfer = str(color.get("transfer") or "")
    levels = str(color.get("range") or "")
    return _joined(color.get("primaries"), _TRANSFERS.get(transfer, transfer), tr(_RANGES.get(levels, levels)))


def _track(track: Json) -> str:
    rate = f"{track['sample_rate'] / 1000:g} kHz" if track.get("sample_rate") else ""
    channels = track.get("layout") or (
        tr("{n} channels", "{n} channel", track["channels"]) if track.get("channels") else ""
    )
    return _joined(track.get("codec"), channels, rate)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _joined(*parts: Any) -> str:
    return ", ".join(dict.fromkeys(str(part) for part in parts if part))
