"""The same folder under two names: as this computer mounts it, and as the server of another one does."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


@dataclass(frozen=True)
class PathMap:
    """Pairs of `file:` URIs of folders: here, there."""

    pairs: tuple[tuple[str, str], ...] = ()

    def there(self, uri: str) -> str:
        """As the server knows it; as it is where no pair fits. Of several the longest counts."""
        place = _bytes_of(uri)
        fitting = [(_bytes_of(here), there) for here, there in self.pairs if _is_below(place, _bytes_of(here))]
        if not fitting:
            return uri
        here, there = max(fitting, key=lambda pair: len(pair[0]))
        return there.rstrip("/") + quote(place[len(here.rstrip(b"/")) :])

    def with_pair(self, here: str, there: str) -> PathMap:
        return PathMap((*(pair for pair in self.pairs if pair[0] != here), (here, there)))

    def without(self, uris: Sequence[str]) -> PathMap:
        """The pairs that say something else of these."""
        places = [_bytes_of(uri) for uri in uris]
        kept = (pair for pair in self.pairs if not any(_is_below(place, _bytes_of(pair[0])) for place in places))
        return PathMap(tuple(kept))


def common_folder(uris: Sequence[str]) -> str:
    """The folder in which all of them lie, as a URI."""
    folders = [_bytes_of(uri).rstrip(b"/").rpartition(b"/")[0] or b"/" for uri in uris]
    return "file://" + quote(os.path.commonpath(folders)) if folders else ""


def folder_text(uri: str) -> str:
    """To be read and changed."""
    return _bytes_of(uri).decode("utf-8", "replace")


def folder_uri(text: str) -> str:
    """Of an absolute path of any system; empty for what is none."""
    text = text.strip()
    if text.startswith("\\\\"):
        return "file:" + quote(text.replace("\\", "/"))
    if _DRIVE.match(text):
        return "file:///" + text[:2] + quote(text[2:].replace("\\", "/"))
    return "file://" + quote(os.path.normpath(text)) if text.startswith("/") else ""


def _bytes_of(uri: str) -> bytes:
    return unquote_to_bytes(urlsplit(uri).path)


def _is_below(place: bytes, folder: bytes) -> bool:
    folder = folder.rstrip(b"/")
    return place == folder or place.startswith(folder + b"/")
