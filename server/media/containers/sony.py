"""Sony's sidecar: C0001M01.XML beside C0001.MP4 or C0001.MXF (root NonRealTimeMeta, the "Non Real-Time Metadata" of
XDCAM and XAVC cards)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from server.domain.xml_text import parse_xml
from server.media.containers.bcd import timecode_of_bcd
from server.media.containers.label import Label

_ROOT = "NonRealTimeMeta"


def sidecar_names(stem: str) -> tuple[str, ...]:
    """What the sidecar of a clip may be called, without regard to case."""
    return (f"{stem}M01.XML", f"{stem}.XML")


def parse_sony(data: bytes) -> Label | None:
    """None if it is another kind of document."""
    root = parse_xml(data)
    if root is None or root.tag != _ROOT:
        return None
    code, rate = _timecode(root.find(".//LtcChangeTable"))
    device, date, package = root.find(".//Device"), root.find(".//CreationDate"), root.find(".//TargetMaterial")
    return Label(
        timecode=code,
        rate=rate,
        camera=None if device is None else _joined(device.get("manufacturer"), device.get("modelName")),
        created_at=None if date is None else date.get("value"),
        package=None if package is None else package.get("umidRef"),
    )


def _timecode(table: Element | None) -> tuple[str | None, tuple[int, int] | None]:
    """The value of frame 0: hexadecimal digits of ST 12-1, frames first. With `halfStep` the clip has two frames to
    each number."""
    if table is None:
        return None, None
    first = next((c for c in table.iter("LtcChange") if c.get("frameCount") == "0"), None)
    value = "" if first is None else str(first.get("value"))
    if re.fullmatch(r"[0-9A-Fa-f]{8}", value) is None:
        return None, None
    rate = table.get("tcFps", "")
    counts = (int(rate), 1) if rate.isascii() and rate.isdigit() and 0 < int(rate) <= 240 else None
    return timecode_of_bcd(*bytes.fromhex(value)), counts


def _joined(*parts: str | None) -> str | None:
    return " ".join(part.strip() for part in parts if part and part.strip()) or None
