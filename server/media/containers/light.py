"""How bright and how wide the picture was graded: the side data of HDR frames, as FFmpeg's structures hold them."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

_MASTERING_BYTES = 88  # AVMasteringDisplayMetadata: ten AVRational, two flags
_PRIMARIES = ("red", "green", "blue", "white")


def describe_light(side_data: Mapping[str, bytes]) -> dict[str, Any]:
    """Of SMPTE ST 2086 (chromaticities, cd/m2), CTA-861.3 (content light levels) and ST 2094-40 (HDR10+)."""
    found: dict[str, Any] = {}
    mastering = side_data.get("MASTERING_DISPLAY_METADATA", b"")
    if len(mastering) == _MASTERING_BYTES:
        found |= _mastering(mastering)
    level = side_data.get("CONTENT_LIGHT_LEVEL", b"")
    if len(level) >= 8:
        found["max_content"], found["max_frame_average"] = struct.unpack_from("=II", level)
    if "DYNAMIC_HDR_PLUS" in side_data:
        found["hdr10_plus"] = True
    return found


def _mastering(data: bytes) -> dict[str, Any]:
    numbers = struct.unpack("=20i2i", data)
    ratios = [a / b if b else 0.0 for a, b in zip(numbers[:20:2], numbers[1:20:2], strict=True)]
    found: dict[str, Any] = {}
    if numbers[20]:
        found["primaries"] = {name: [ratios[2 * i], ratios[2 * i + 1]] for i, name in enumerate(_PRIMARIES)}
    if numbers[21]:
        found["min_luminance"], found["max_luminance"] = ratios[8], ratios[9]
    return found
