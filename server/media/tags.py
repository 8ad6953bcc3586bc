"""Timecode, reel, camera and date from wherever cameras keep them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from server.domain.timecode import Timecode, TimecodeError, nominal_count
from server.media.containers.label import Label

UNSAID_RATE = Fraction(25)  # for a timecode that only a sample count tells
_MOST_LABELS = 30  # a second: ST 12-1 numbers pairs of frames above

_Tags = Mapping[str, str]
_Streams = Sequence[Mapping[str, Any]]


def timecode_of(tags: _Tags, streams: _Streams, chosen: Mapping[str, Any] | None) -> str | None:
    """The video track's own word, else a timecode track's, else the container's."""
    tables = ([chosen["tags"]] if chosen is not None else []) + [s["tags"] for s in streams if s["type"] == "data"]
    return _first((*tables, *(s["tags"] for s in streams), tags), ("timecode",))


def labelled_timecode(label: Label, fps: Fraction) -> str | None:
    """The label's timecode on a clip's own count: of a fast clip each number stands for two frames, or four."""
    if label.timecode is None:
        return None
    half = fps / 2 if nominal_count(fps) > _MOST_LABELS else fps
    counted = nominal_count(Fraction(*label.rate) if label.rate else half)
    head, number = label.timecode[:-2], int(label.timecode[-2:])
    times, rest = divmod(nominal_count(fps), counted)
    try:
        return None if rest or number >= counted else str(Timecode.parse(f"{head}{number * times:02d}", fps))
    except TimecodeError:
        return None


def sound_timecode(label: Label, sample_rate: int) -> str | None:
    """Of a sound file by its time reference. Zero without a rate is what programs write that know no time of day."""
    if label.samples is None or not sample_rate or not (label.samples or label.rate):
        return None
    rate = Fraction(*label.rate) if label.rate else UNSAID_RATE
    try:
        return str(Timecode(0, rate, bool(label.drop)) + round(label.samples * rate / sample_rate))
    except TimecodeError:
        return None


def reel_of(tags: _Tags, streams: _Streams) -> str | None:
    """Reel or tape name: QuickTime timecode track, MXF source package, or a container tag."""
    return _first((*(s["tags"] for s in streams), tags), ("reel_name", "reel", "tape_name", "com.apple.proapps.reel"))


def created_at_of(tags: _Tags, streams: _Streams, told: str | None = None) -> str | None:
    """The date with the camera's time zone where it gives one; `told` by its sidecar or its pictures."""
    tables = (tags, *(s["tags"] for s in streams))
    names = ("creation_time", "modification_date", "date")
    return _first(tables, ("com.apple.quicktime.creationdate",)) or told or _first(tables, names)


def location_of(tags: _Tags) -> str | None:
    """Where it was filmed, as ISO 6709 writes it (+51.5334-000.1255+026.756/)."""
    return _first((tags,), ("com.apple.quicktime.location.iso6709", "location", "xyz"))


def package_of(tags: _Tags, label: Label) -> dict[str, str | None] | None:
    """The material package of an MXF file (SMPTE ST 377-1, 9.4): what an Avid knows the clip by. Or the material that
    its camera says it is."""
    umid, name = _first((tags,), ("material_package_umid",)), _first((tags,), ("material_package_name",))
    umid = umid or label.package
    return {"umid": umid.removeprefix("0x"), "name": name or label.title} if umid else None


def camera_of(tags: _Tags, streams: _Streams) -> str | None:
    """Make and model, or what else names the camera."""
    make = _first((tags,), ("com.apple.quicktime.make", "make", "com.android.manufacturer", "company_name"))
    model = _first((tags,), ("com.apple.quicktime.model", "model", "com.android.model", "product_name"))
    named = " ".join(part for part in (make, model) if part)
    if named:
        return named
    if any("GoPro" in s["tags"].get("handler_name", "") for s in streams):
        return " ".join(part for part in ("GoPro", _first((tags,), ("firmware",))) if part)
    return None


def _first(tables: Iterable[_Tags], names: Sequence[str]) -> str | None:
    # Matroska and AVI write their tags in capitals.
    lowered = ({name.lower(): text.strip() for name, text in table.items()} for table in tables)
    return next((table[name] for table in lowered for name in names if table.get(name)), None)
