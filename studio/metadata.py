"""A clip's metadata as lines of a table. Pure: no Qt here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from studio.format import length_text, size_text

Json = Mapping[str, Any]
_TRANSFERS = {"smpte2084": "PQ (HDR)", "arib-std-b67": "HLG (HDR)"}
_RANGES = {"tv": "video levels", "pc": "full range"}
_SCANS = {"tff": "interlaced, upper field first", "bff": "interlaced, lower field first", "progressive": "progressive"}


def metadata_rows(told: Json) -> Sequence[tuple[str, str]]:
    """(name, value), without what the clip does not say. `told`: design section 3."""
    return [(name, value) for name, value in _rows(told) if value]


def _rows(told: Json) -> Iterator[tuple[str, str]]:
    yield "Timecode", _timecode(told)
    yield "Duration", _duration(told)
    yield "Frame rate", _rate(told)
    yield "Picture", _picture(told)
    yield "Scan", _SCANS.get(str(told.get("interlaced")), "")
    yield "Codec", _joined(told.get("video_codec"), told.get("pix_fmt"), _bits(told.get("bit_depth")))
    yield "Colour", _color(told.get("color") or {})
    for number, track in enumerate(told.get("audio") or [], 1):
        yield f"Audio {number}", _track(track)
    yield "Reel", _text(told.get("reel"))
    yield "Camera", _text(told.get("camera"))
    yield "Recorded", _text(told.get("created_at")).replace("T", " ").removesuffix("Z")
    yield "Container", _text(told.get("container"))
    yield "Size", size_text(told["size_bytes"]) if told.get("size_bytes") else ""


def _timecode(told: Json) -> str:
    timecode = _text(told.get("timecode"))
    return f"{timecode} (drop frame)" if timecode and told.get("drop_frame") else timecode


def _duration(told: Json) -> str:
    if told.get("duration") is None:
        return ""
    frames = f"{told['frames']:,} frames" if told.get("frames") else ""
    return _joined(length_text(told["duration"]), f"{told['duration']:.3f} s", frames)


def _rate(told: Json) -> str:
    over, _, under = str(told.get("fps") or "").partition("/")
    if not over.isdigit() or not (under or "1").isdigit() or not int(under or 1):
        return ""
    rate = f"{int(over) / int(under or 1):.3f}".rstrip("0").rstrip(".")
    return f"{rate} fps{' (variable)' if told.get('vfr') else ''}"


def _picture(told: Json) -> str:
    if not told.get("width"):
        return ""
    shown = (told.get("display_width"), told.get("display_height"))
    as_seen = f"seen as {shown[0]}×{shown[1]}" if all(shown) and shown != (told["width"], told["height"]) else ""
    turned = f"turned by {told['rotation']}°" if told.get("rotation") else ""
    return _joined(f"{told['width']}×{told['height']}", as_seen, turned)


def _bits(depth: Any) -> str:
    return f"{depth} bit" if depth else ""


def _color(color: Json) -> str:
    transfer = str(color.get("transfer") or "")
    levels = str(color.get("range") or "")
    return _joined(color.get("primaries"), _TRANSFERS.get(transfer, transfer), _RANGES.get(levels, levels))


def _track(track: Json) -> str:
    rate = f"{track['sample_rate'] / 1000:g} kHz" if track.get("sample_rate") else ""
    channels = track.get("layout") or (f"{track['channels']} channels" if track.get("channels") else "")
    return _joined(track.get("codec"), channels, rate)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _joined(*parts: Any) -> str:
    return ", ".join(dict.fromkeys(str(part) for part in parts if part))
