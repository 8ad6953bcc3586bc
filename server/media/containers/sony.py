"""Sony's NonRealTimeMeta ("Non Real-Time Metadata" of XDCAM and XAVC): C0001M01.XML beside C0001.MP4 or C0001.MXF, and
the same document in a `meta` box of an XAVC MP4, where it outlives the card's folders."""

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
    code, rate, jump = _timecode(root.find(".//LtcChangeTable"))
    shot = {item.get("name"): item.get("value") for item in root.iterfind(".//AcquisitionRecord/Group/Item")}
    return Label(
        timecode=code,
        rate=rate,
        jump=jump,
        camera=_joined(_attribute(root, "Device", "manufacturer"), _attribute(root, "Device", "modelName")),
        created_at=_attribute(root, "CreationDate", "value"),
        package=_attribute(root, "TargetMaterial", "umidRef"),
        title=_attribute(root, "Title", "usAscii") or _attribute(root, "Title", "international"),
        gamma=_word(shot.get("CaptureGammaEquation")),
        primaries=_word(shot.get("CaptureColorPrimaries")),
    )


def _attribute(root: Element, tag: str, name: str) -> str | None:
    found = root.find(f".//{tag}")
    return None if found is None else (found.get(name) or "").strip() or None


def _timecode(table: Element | None) -> tuple[str | None, tuple[int, int] | None, int | None]:
    """Of frame 0, its rate, and where it jumps. Values are hexadecimal digits of ST 12-1, frames first. With `halfStep`
    the clip has two frames to each number."""
    if table is None:
        return None, None, None
    changes = {c.get("frameCount", ""): c for c in table.iter("LtcChange")}
    value = "" if "0" not in changes else str(changes["0"].get("value"))
    if re.fullmatch(r"[0-9A-Fa-f]{8}", value) is None:
        return None, None, None
    rate = table.get("tcFps", "")
    counts = (int(rate), 1) if _is_number(rate) and 0 < int(rate) <= 240 else None
    jumps = [int(at) for at, c in changes.items() if _is_number(at) and int(at) and c.get("status") != "end"]
    return timecode_of_bcd(*bytes.fromhex(value)), counts, min(jumps, default=None)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _word(text: str | None) -> str | None:
    """One of the camera's own names, such as "s-log3-cine"."""
    return text if text and re.fullmatch(r"[A-Za-z0-9._ -]{1,40}", text) else None


def _joined(*parts: str | None) -> str | None:
    return " ".join(part for part in parts if part) or None
