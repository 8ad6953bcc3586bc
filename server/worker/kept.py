"""Where the extras of a clip are kept, and its picture while the proxy is still being made."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from server.domain.extras import PLACES, Extra, Poster
from server.system.files import sync_file

_JPEG_END = b"\xff\xd9"


def kept_at(cache: Path, extra: type[Extra], clip_id: str) -> Path:
    """Where that extra of a clip is kept, if it is a file."""
    return cache / PLACES[extra].kept_as(clip_id)


def keep_file(made: Path, kept: Path) -> None:
    """`made` takes the place of what is kept. Raises OSError."""
    sync_file(str(made))
    kept.parent.mkdir(parents=True, exist_ok=True)
    os.replace(made, kept)  # noqa: PTH105  one file system: both lie in the home's cache


class EarlyPoster:
    """Shows each picture FFmpeg writes on its way to the middle of the clip, so that people see something at once."""

    def __init__(self, folder: Path, kept: Path) -> None:
        self._made = folder / PLACES[Poster].file
        self._kept = kept
        self._shown = 0

    def look(self) -> None:
        """Cheap enough for many times a second. A picture that cannot be shown yet is no fault."""
        with suppress(OSError):
            written = self._made.stat().st_mtime_ns
            if written != self._shown:
                self._show(written)

    def _show(self, written: int) -> None:
        picture = self._made.read_bytes()
        if not picture.endswith(_JPEG_END):
            return  # FFmpeg is at it
        copy = self._made.with_name("early.jpg")
        copy.write_bytes(picture)
        self._kept.parent.mkdir(parents=True, exist_ok=True)
        os.replace(copy, self._kept)  # noqa: PTH105
        self._shown = written
