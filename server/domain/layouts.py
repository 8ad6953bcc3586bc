"""Which card a file is on, by the folders that cameras make. Decided by the path alone.

The structures are those that makers and NLE vendors publish; only GoPro's was met on files of a real camera.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePath


@dataclass(frozen=True)
class Layout:
    """`parts` match the last parts of a clip's path, whatever the case; the card's root is what lies above them, and
    above `within`, where the maker puts the whole into one more folder. `told_by` is where the structure is published;
    `tried`: on a real card, or files of one."""

    name: str
    parts: tuple[str, ...]
    told_by: str
    within: str | None = None
    tried: bool = False


@dataclass(frozen=True)
class CardPlace:
    """`path` is the clip's, relative to the card's root, with slashes."""

    layout: Layout
    root: str
    path: str


_ANY = r"[^/]+"
LAYOUTS = (
    Layout("AVCHD", ("avchd", "bdmv", "stream", r".+\.mts"), "AVCHD Format Specification, book 1", "private"),
    Layout("AVCHD", ("bdmv", "stream", r".+\.(mts|m2ts)"), "Blu-ray Disc Read-Only Format, part 3"),
    Layout("XDCAM", ("xdroot", "clip", r".+\.mxf"), "Sony, XDCAM folder structure (XAVC on SxS)", "private"),
    Layout("XDCAM", ("bpav", "clpr", _ANY, r".+\.mp4"), "Sony, XDCAM EX folder structure"),
    Layout("XDCAM", ("m4root", "clip", r".+\.mp4"), "Sony, XAVC S folder structure", "private"),
    Layout("P2", ("contents", "video", r".+\.mxf"), "Panasonic, P2 card folder structure"),
    Layout("Canon", ("contents", r"clips[0-9]{3}", _ANY, r".+\.(mxf|crm|rmf)"), "Canon, XF Utility manual"),
    Layout("Canon", ("dcim", r"[0-9]{3}(canon|eosr?[0-9]*|_[0-9]{4})", r".+\.(mov|mp4|crm)"), "JEITA CP-3461 (DCF)"),
    Layout("RED", (r".+\.rdm", r".+\.rdc", r".+\.r3d"), "RED, digital magazine structure"),
    Layout("BRAW", (r".+\.braw",), "Blackmagic, camera manuals: clips lie in one folder"),
    Layout("GoPro", ("dcim", r"[0-9]{3}gopro", r".+\.(mp4|360)"), "GoPro, camera file naming", tried=True),
    Layout("DJI", ("dcim", r"([0-9]{3}media|dji_[0-9]{3}.*|[0-9]{3}_[0-9]{4})", r"dji_.+\.(mp4|mov)"), "DJI manuals"),
)  # fmt: skip
_MATCHERS = tuple((layout, tuple(re.compile(part, re.IGNORECASE) for part in layout.parts)) for layout in LAYOUTS)


def card_of(path: str) -> CardPlace | None:
    """None for a clip that lies on no card we know, or straight below the root of the file system."""
    clip = PurePath(path)
    for named, place in _places_in(str(clip.parent)):
        if named.fullmatch(clip.name):
            return replace(place, path="/".join((place.path, clip.name)) if place.path else clip.name)
    return None


@lru_cache(maxsize=256)  # clips come by the folder
def _places_in(folder: str) -> tuple[tuple[re.Pattern[str], CardPlace], ...]:
    """Which layouts a clip in that folder may be of, by which names; places without the name."""
    parts, found = PurePath(folder).parts, []
    for layout, (*folders, named) in _MATCHERS:
        count = len(parts) - len(folders)
        if count > 0 and _match(folders, parts[count:]):
            above = parts[:count]
            if layout.within and len(above) > 1 and above[-1].casefold() == layout.within:
                above = above[:-1]
            found.append((named, CardPlace(layout, str(PurePath(*above)), "/".join(parts[len(above) :]))))
    return tuple(found)


def _match(matchers: Sequence[re.Pattern[str]], parts: Sequence[str]) -> bool:
    return all(matcher.fullmatch(part) for matcher, part in zip(matchers, parts, strict=True))


def never_tried() -> list[str]:
    """Layouts known by their description alone."""
    tried = {layout.name for layout in LAYOUTS if layout.tried}
    return list(dict.fromkeys(layout.name for layout in LAYOUTS if layout.name not in tried))
