"""What the small files of a camera card say about which of its clips belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from server.domain.xml_text import parse_xml

_MOST_ITEMS = 1000
_SEAMLESS = 6  # the stream goes on in the next file; 5 joins two recordings for playing only


def parse_playlist(data: bytes) -> list[tuple[str, ...]]:
    """AVCHD and BDMV (.MPL, .mpls): the clips, such as ("00002", "00003"), whose streams are one recording.

    Layout: Blu-ray Disc Read-Only Format part 3, 5.3 (PlayList, PlayItem, connection_condition), as libbluray reads it.
    """
    spans: list[list[str]] = []
    for clip, condition in _items(data):
        if spans and condition == _SEAMLESS:
            spans[-1].append(clip)
        else:
            spans.append([clip])
    return [tuple(span) for span in spans if len(span) > 1 and len(set(span)) == len(span)]


def _items(data: bytes) -> Iterable[tuple[str, int]]:
    if data[:4] != b"MPLS":
        return
    start = int.from_bytes(data[8:12], "big")
    count = int.from_bytes(data[start + 6 : start + 8], "big")
    at = start + 10
    for _ in range(min(count, _MOST_ITEMS)):
        length = int.from_bytes(data[at : at + 2], "big")
        item = data[at + 2 : at + 2 + length]
        if len(item) < max(12, length) or not item[:5].isdigit():
            return
        yield item[:5].decode("ascii"), item[10] & 15
        at += 2 + length


@dataclass(frozen=True)
class P2Clip:
    """CONTENTS/CLIP/0001AB.XML of a Panasonic P2 card (P2Main, name spaces v3.0 and v3.1), as Adobe's XMP toolkit
    reads it. `identity`, `previous` and `next` are GlobalClipIDs."""

    identity: str
    previous: str | None = None
    next: str | None = None
    timecode: str | None = None
    camera: str | None = None
    created_at: str | None = None


def parse_p2(data: bytes) -> P2Clip | None:
    """None for what is no such document."""
    root = parse_xml(data)
    identity = None if root is None or root.tag != "P2Main" else _text(root, "ClipContent/GlobalClipID")
    if root is None or identity is None:
        return None
    link, device = "ClipContent/Relation/Connection", "ClipContent/ClipMetadata/Device"
    made = " ".join(part for name in ("Manufacturer", "ModelName") if (part := _text(root, f"{device}/{name}")))
    return P2Clip(
        identity=identity,
        previous=_text(root, f"{link}/Previous/GlobalClipID"),
        next=_text(root, f"{link}/Next/GlobalClipID"),
        timecode=_text(root, "ClipContent/EssenceList/Video/StartTimecode"),
        camera=made or None,
        created_at=_text(root, "ClipContent/ClipMetadata/Shoot/StartDate")
        or _text(root, "ClipContent/ClipMetadata/Access/CreationDate"),
    )


def _text(root: Element, path: str) -> str | None:
    found = root.find(path)
    return (found.text or "").strip() or None if found is not None else None


@dataclass(frozen=True)
class Chain:
    """Names of clips in order; `lacks` says that a piece of the take is not on this card."""

    names: tuple[str, ...]
    lacks: bool


def chain_p2(clips: Mapping[str, P2Clip]) -> list[Chain]:
    """`clips` by name. Each is in one chain, alone where it was recorded alone."""
    by_identity = {clip.identity: name for name, clip in clips.items()}
    chains, done = [], set()
    for name, clip in clips.items():
        if clip.previous in by_identity and clips[by_identity[clip.previous]].next == clip.identity:
            continue  # it is reached from the one before
        names, at = [], name
        while at not in done:
            done.add(at)
            names.append(at)
            following = by_identity.get(clips[at].next or "")
            if following is None or clips[following].previous != clips[at].identity:
                break
            at = following
        if names:
            chains.append(Chain(tuple(names), bool(clip.previous) or bool(clips[names[-1]].next)))
    return chains
