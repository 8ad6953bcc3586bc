"""Where proxies go and what they are called; paths as text and as URIs.

A path is str as the operating system gives it: bytes that are no text are surrogate escapes (PEP 383).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from unicodedata import normalize
from urllib.parse import quote, unquote_to_bytes

PROXY_FOLDER = "Proxy"  # DaVinci Resolve finds proxies in a folder of this name by itself
SUPERSEDED_FOLDER = ".superseded"

_NAME_BYTES = 255  # NAME_MAX of ext4, XFS, APFS and NTFS (there in UTF-16 units, which are never more)
_TEMPORARY = re.compile(r"\.rushes-[0-9a-f]{16}\.partial")
_WINDOWS = os.name == "nt"


@dataclass(frozen=True)
class Placement:
    """Where proxies go: into `folder` beside the original or, with `to`, into a mirror of the tree below it.

    `suffix` follows the base name. Raises ValueError if a proxy would not stay apart from its original.
    """

    folder: str = PROXY_FOLDER
    suffix: str = ""
    to: str | None = None

    def __post_init__(self) -> None:
        folder = PurePath(self.folder)
        if folder.is_absolute() or folder.drive or ".." in folder.parts:
            raise ValueError(f"the proxy folder {self.folder!r} must be a name below the original's folder")
        if PurePath(self.suffix).name != self.suffix:
            raise ValueError(f"the suffix {self.suffix!r} must be part of a file name")
        if not (folder.parts or self.suffix or self.to):
            raise ValueError("without folder, suffix and target a proxy would take its original's name")


def split_name(name: str) -> tuple[str, str]:
    """Base name and extension with its dot; a leading dot begins no extension."""
    base, dot, extension = name.rpartition(".")
    return (base, dot + extension) if base.strip(".") else (name, "")


def proxy_path(source: str, ext: str, placement: Placement, *, root: str | None, twin: bool) -> str:
    """Where the proxy of `source` goes.

    `root` is the path the user named: the mirror below `placement.to` starts there. A twin keeps its extension, because
    another clip in its folder has the same base name.
    """
    path = PurePath(source)
    base, extension = split_name(path.name)
    tail = (extension if twin else "") + placement.suffix
    return str(_folder(path, placement, root) / _fitted(base, tail, "." + ext.lstrip(".")))


def _folder(path: PurePath, placement: Placement, root: str | None) -> PurePath:
    if placement.to is None:
        return path.parent / placement.folder
    folder = PurePath(placement.to) / _inside(path.parent, root)
    # Mirrored onto the footage itself, a bare name would be the original's.
    return folder / PROXY_FOLDER if folder == path.parent and not placement.suffix else folder


def _inside(folder: PurePath, root: str | None) -> PurePath:
    """`folder` relative to root; nothing where it is not below it (or root is the file itself)."""
    if root is None or not folder.is_relative_to(root):
        return PurePath()
    relative = folder.relative_to(root)
    return PurePath() if ".." in relative.parts else relative


def _fitted(base: str, tail: str, ext: str) -> str:
    """The file name, its base cut and marked with its hash where the whole is too long for a file system."""
    if _size(base + tail + ext) <= _NAME_BYTES:
        return base + tail + ext
    mark = "~" + sha256(os.fsencode(base)).hexdigest()[:8]
    if _size(mark + tail + ext) > _NAME_BYTES:
        return _fitted(base + tail, "", ext)
    return _cut(base, _NAME_BYTES - _size(mark + tail + ext)) + mark + tail + ext


def _size(text: str) -> int:
    return len(os.fsencode(text))


def _cut(text: str, limit: int) -> str:
    """The longest beginning, in whole characters, of at most `limit` bytes."""
    text = text[:limit]
    while _size(text) > limit:
        text = text[:-1]
    return text


def temporary_path(final: str, job_id: str, attempt: int) -> str:
    """The name an attempt writes to before it publishes `final`: same folder, short whatever the final name."""
    path = PurePath(final)
    key = b"\0".join((os.fsencode(path.name), job_id.encode(), str(attempt).encode()))
    return str(path.with_name(f".rushes-{sha256(key).hexdigest()[:16]}.partial"))


def is_temporary(name: str) -> bool:
    """Whether a file of that name is one of our temporary files."""
    return _TEMPORARY.fullmatch(name) is not None


def superseded_path(final: str, job_id: str) -> str:
    """Where our earlier proxy goes when the job publishes another under its name."""
    path = PurePath(final)
    return str(path.parent / SUPERSEDED_FOLDER / job_id / path.name)


def find_twins(paths: Iterable[str]) -> set[str]:
    """The clips that must keep their extension, or else two proxies would have one name.

    Those are all that share folder and base name with another, in any case and Unicode form, and those whose base
    name is the whole name of such a clip (A.mov.mp4 beside A.mov and A.mxf).
    """
    clips = [(path, *os.path.split(path)) for path in set(paths)]
    by_base: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for path, folder, name in clips:
        by_base.setdefault((folder, _same(split_name(name)[0])), []).append((path, name))
    twins: set[str] = set()
    crowded = [key for key, members in by_base.items() if len(members) > 1]
    while crowded:
        folder, base = crowded.pop()
        for path, name in by_base.pop((folder, base), []):
            twins.add(path)
            crowded.append((folder, _same(name)))
    return twins


def twin_stem(name: str) -> str:
    """Equal for all clips of a folder that can be twins; most that are not twins differ in it."""
    return _same(name.partition(".")[0])


def _same(name: str) -> str:
    return name.casefold() if name.isascii() else normalize("NFC", normalize("NFC", name).casefold())


def display_text(path: str) -> str:
    """The path for people and JSON: bytes that are no text become U+FFFD."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "replace")


def file_uri(path: str, *, windows: bool = _WINDOWS) -> str:
    """The exact `file:` URI, its bytes percent-encoded. Raises ValueError for a relative path."""
    if windows:
        return _windows_uri(path.replace("\\", "/"))
    if not path.startswith("/"):
        raise ValueError(f"{display_text(path)!r} is not an absolute path")
    return "file://" + quote(os.fsencode(path))


def path_of_uri(uri: str, *, windows: bool = _WINDOWS) -> str:
    """The path `file_uri` was given. Raises ValueError for any other URI."""
    host, slash, tail = uri[7:].partition("/")
    raw = unquote_to_bytes(slash + tail)
    local = host.lower() in ("", "localhost")
    if uri[:7].lower() != "file://" or not slash or b"\0" in raw or not (local or windows):
        raise ValueError(f"{uri!r} is not the URI of a file on this machine")
    if windows:
        text = raw.decode("utf-8", "surrogatepass").replace("/", "\\")
        return text[1:] if local else f"\\\\{host}{text}"
    return os.fsdecode(raw)


def _windows_uri(path: str) -> str:
    drive = re.match(r"[A-Za-z]:/", path)
    if drive is None and not path.startswith("//"):
        raise ValueError(f"{path!r} is not an absolute path")
    text = quote(path.encode("utf-8", "surrogatepass"), safe="/:" if drive else "/")
    return f"file:///{text}" if drive else f"file:{text}"
