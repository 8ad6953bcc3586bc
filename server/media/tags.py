"""Timecode, reel, camera and date from wherever cameras keep them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_Tags = Mapping[str, str]
_Streams = Sequence[Mapping[str, Any]]


def timecode_of(tags: _Tags, streams: _Streams, chosen: Mapping[str, Any] | None) -> str | None:
    """The video track's own word, else a timecode track's, else the container's."""
    tables = ([chosen["tags"]] if chosen is not None else []) + [s["tags"] for s in streams if s["type"] == "data"]
    return _first((*tables, *(s["tags"] for s in streams), tags), ("timecode",))


def reel_of(tags: _Tags, streams: _Streams) -> str | None:
    """Reel or tape name: QuickTime timecode track, MXF source package, or a container tag."""
    return _first((*(s["tags"] for s in streams), tags), ("reel_name", "reel", "tape_name", "com.apple.proapps.reel"))


def created_at_of(tags: _Tags, streams: _Streams) -> str | None:
    """The date with the camera's time zone where it gives one."""
    names = ("com.apple.quicktime.creationdate", "creation_time", "modification_date", "date")
    return _first((tags, *(s["tags"] for s in streams)), names)


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
