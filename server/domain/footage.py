"""What a file is by its name alone: which ones are left alone, and what the others promise to be."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import PurePath

from server.domain.naming import PROXY_FOLDER, Placement, is_temporary, split_name


class Reason(StrEnum):
    """Why a file is left alone (design section 3)."""

    OWN_OUTPUT = "own_output"
    CAMERA_PROXY = "camera_proxy"
    SIDECAR = "sidecar"
    HIDDEN = "hidden"
    TEMPORARY = "temporary"
    SYSTEM = "system"


class Kind(StrEnum):
    """What a name promises; only a look at the content can confirm it."""

    VIDEO = "video"
    AUDIO = "audio"
    STILL = "still"
    RAW_CAMERA = "raw_camera"
    OTHER = "other"


@dataclass(frozen=True)
class Verdict:
    """A file that is left alone: the reason's code and a sentence for people."""

    reason: Reason
    sentence: str


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_VIDEO = _words(
    "mov mp4 m4v mxf mkv webm avi mts m2ts m2t ts mpg mpeg mpe m2v vob 3gp 3g2 wmv asf flv f4v dv dif ogv qt mod tod",
    "insv 360 gxf y4m ivf nut h264 264 hevc h265 265",
)
_AUDIO = _words("wav bwf w64 rf64 mp3 aac m4a flac aif aiff aifc ogg oga opus wma ac3 eac3 caf mka amr au")
_STILL = _words(
    "jpg jpeg png tif tiff dpx exr bmp gif tga heic heif avif webp cin jp2 j2k psd psb sgi hdr",
    "cr2 cr3 nef arw raf rw2 orf",
)

# No decoder for these in FFmpeg 5.1 to 9.0, or a partial one only.
_VENDOR_TOOLS: Mapping[str, str] = {
    "braw": "Blackmagic RAW needs DaVinci Resolve or Blackmagic RAW Player to export a clip.",
    "r3d": "RED RAW needs REDCINE-X PRO or DaVinci Resolve to export a clip.",
    "ari": "ARRIRAW needs the ARRI Reference Tool or DaVinci Resolve to export a clip.",
    "arx": "ARRIRAW HDE needs the ARRI Reference Tool or DaVinci Resolve to export a clip.",
    "crm": "Canon Cinema RAW Light needs Canon's Cinema RAW Development or DaVinci Resolve to export a clip.",
    "rmf": "Canon Cinema RAW needs Canon's Cinema RAW Development or DaVinci Resolve to export a clip.",
    "nev": "Nikon N-RAW needs Nikon's NX Studio or DaVinci Resolve to export a clip.",
    "dng": "CinemaDNG is a folder of raw pictures: DaVinci Resolve makes a clip of it.",
    "cine": "Phantom Cine RAW needs Phantom's PCC software or DaVinci Resolve to export a clip.",
    "vrw": "Panasonic VariCam RAW needs DaVinci Resolve to export a clip.",
    "krw": "Kinefinity RAW needs KineStation to export a clip.",
    "zraw": "Z CAM ZRAW needs Z CAM's ZRAW Video Tools to export a clip.",
    "mlv": "Magic Lantern RAW needs MLV App to export a clip.",
}

_SIDECAR = _words(
    # camera and card data: Sony, Panasonic, AVCHD, RED, Blackmagic, Apple
    "xml thm cpi clpi mpl mpls bdm bdmv bim ppn smi tdt tid rmd sidecar aae",
    # picture looks, edits, exchange
    "xmp cube 3dl cdl cc ccc look lut amf ale edl aaf otio fcpxml drx drt drp prproj",
    # subtitles and tracks
    "srt vtt ass ssa gpx",
    # checksums and manifests
    "md5 sha1 sha256 sha512 xxh sfv mhl",
    # notes and tables
    "txt tsv csv json log plist",
    # caches of editing programs
    "pek cfa mcdb",
)
_THUMBNAIL_FOLDERS = frozenset({("thmbnl",), ("icon",)})  # Sony XAVC cards, Panasonic P2
_P2_PROXIES = ("contents", "proxy")  # Panasonic P2 cards
_TEMPORARY = _words("part partial tmp temp crdownload opdownload download filepart incomplete aria2")
_SYSTEM = frozenset(
    {
        "thumbs.db",
        "ehthumbs.db",
        "desktop.ini",
        "autorun.inf",
        "icon\r",
        "pagefile.sys",
        "hiberfil.sys",
        "wpsettings.dat",
        "indexervolumeguid",
        "$recycle.bin",
        "recycler",
        "system volume information",
        "lost+found",
        "found.000",
        "network trash folder",
        "temporary items",
        "@eadir",
        "#recycle",
        "#snapshot",
        "__macosx",
    }
)
_SONY_SUB = re.compile(r"s[0-9]{2}\.mp4$")  # M4ROOT/SUB/C0001S03.MP4, XDROOT/Sub/C0001S01.MP4
_PARTIAL_END = re.compile(r"~$|\.![^.]*$")  # editors' backups; .!ut, .!qb of download programs


_Parts = tuple[str, ...]  # of a path; rules get them in lower case, the file's name last


_USUAL = Placement()


def judge_name(path: str, root: str, placement: Placement | None = None, also: Collection[str] = ()) -> Verdict | None:
    """Why the file is left alone, or None if it may be footage.

    `root` is the path the user named, a folder or the file itself: what lies above it does not make a file hidden or
    a system file, but a proxy stays a proxy wherever one starts to look. `placement` is where our proxies go now; for
    the reasons in `also` nothing is left alone.
    """
    parent, name = os.path.split(path)
    folder, lower = _folder(parent, root, placement or _USUAL), name.casefold()
    if folder.is_ours or is_temporary(name) or _has_suffix(lower, placement or _USUAL):
        return Verdict(Reason.OWN_OUTPUT, _OURS)
    parts, all_parts = (*folder.below, lower), (*folder.parts, lower)
    rules = (rule for rule in _RULES if rule.reason not in also)
    found = next((rule for rule in rules if rule.applies(all_parts if rule.sees_above else parts)), None)
    return Verdict(found.reason, found.sentence) if found else None


@dataclass(frozen=True)
class _Folder:
    """`below`: what of `parts` is below the root; `is_ours`: all in it is."""

    parts: _Parts
    below: _Parts
    is_ours: bool


@lru_cache(maxsize=256)  # files come by the folder
def _folder(path: str, root: str, placement: Placement) -> _Folder:
    folder = PurePath(path)
    below = _lower(folder.relative_to(root).parts) if folder.is_relative_to(root) else ()
    ours = _in_proxy_folder(folder.parts, below, placement)
    ours = ours or bool(placement.to and _in_target(folder, PurePath(placement.to), root))
    return _Folder(_lower(folder.parts), below, ours)


def _has_suffix(name: str, placement: Placement) -> bool:
    suffix = placement.suffix.casefold()
    return bool(suffix) and split_name(name)[0].endswith(suffix)


def _in_proxy_folder(above: _Parts, below: _Parts, placement: Placement) -> bool:
    """In any case below the root; above it as we write it, for a home may be called /home/proxy."""
    if _lower(above[-2:]) == _P2_PROXIES:
        return False
    names = {PROXY_FOLDER, placement.folder or PROXY_FOLDER}
    return any(_contains(above, run) or _contains(below, _lower(run)) for run in map(_parts_of, names))


@cache
def _parts_of(folder: str) -> _Parts:
    return PurePath(folder).parts


def _contains(folders: _Parts, run: _Parts) -> bool:
    if not run or run[0] not in folders:
        return False
    return any(folders[i : i + len(run)] == run for i in range(len(folders) - len(run) + 1))


def _in_target(whole: PurePath, target: PurePath, root: str) -> bool:
    """A mirror inside the footage's own tree; one that holds the whole tree says nothing."""
    return target != PurePath(root) and target.is_relative_to(root) and whole.is_relative_to(target)


def _lower(parts: _Parts) -> _Parts:
    return tuple(part.casefold() for part in parts)


def _extension(name: str) -> str:
    return split_name(name)[1].removeprefix(".").casefold()


def _is_system(parts: _Parts) -> bool:
    return any(part in _SYSTEM for part in parts)


def _is_hidden(parts: _Parts) -> bool:
    return any(part.startswith(".") for part in parts)


def _is_temporary(parts: _Parts) -> bool:
    return _extension(parts[-1]) in _TEMPORARY or _PARTIAL_END.search(parts[-1]) is not None


def _is_camera_proxy(parts: _Parts) -> bool:
    name, folders = parts[-1], parts[:-1]
    return (
        _extension(name) in {"lrv", "lrf"}  # GoPro, Akaso, Insta360; DJI
        or (name.startswith("lrv_") and name.endswith(".insv"))  # Insta360
        or (folders[-1:] == ("sub",) and _SONY_SUB.search(name) is not None)
        or folders[-2:] == _P2_PROXIES
    )


def _is_sidecar(parts: _Parts) -> bool:
    name, folders = parts[-1], parts[:-1]
    return _extension(name) in _SIDECAR or (folders[-1:] in _THUMBNAIL_FOLDERS and kind_of(name) is Kind.STILL)


@dataclass(frozen=True)
class _Rule:
    """`sees_above`: the folders above the root count as well (a card's layout is known by them)."""

    applies: Callable[[_Parts], bool]
    reason: Reason
    sentence: str
    sees_above: bool = False


_OURS = "A proxy, not footage: proxies are never made of proxies."
_RULES = (
    _Rule(_is_system, Reason.SYSTEM, "A file of the operating system or the storage, not footage."),
    _Rule(_is_hidden, Reason.HIDDEN, "Hidden: its name, or that of a folder it is in, begins with a dot."),
    _Rule(_is_temporary, Reason.TEMPORARY, "The name of a copy or download that is still under way."),
    _Rule(_is_camera_proxy, Reason.CAMERA_PROXY, "A small version the camera made itself, not the clip.", True),
    _Rule(_is_sidecar, Reason.SIDECAR, "Belongs to a clip or a card, but holds no picture of its own.", True),
)

REASONS: Mapping[Reason, str] = {Reason.OWN_OUTPUT: _OURS, **{rule.reason: rule.sentence for rule in _RULES}}


def kind_of(name: str) -> Kind:
    """What a file of that name should hold, by its extension."""
    extension = _extension(name)
    if extension in _VENDOR_TOOLS:
        return Kind.RAW_CAMERA
    kinds = ((_VIDEO, Kind.VIDEO), (_AUDIO, Kind.AUDIO), (_STILL, Kind.STILL))
    return next((kind for extensions, kind in kinds if extension in extensions), Kind.OTHER)


def vendor_tool(name: str) -> str | None:
    """What camera raw of that name needs instead of us, as a sentence; None for anything else."""
    return _VENDOR_TOOLS.get(_extension(name))
