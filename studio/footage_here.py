"""The clips below folders of this computer, looked for beside the window's thread."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QMimeDatabase, QObject, QRunnable, QThreadPool, QUrl, Signal

MOST_FILES = 20_000
# What QMimeDatabase does not call a video.
_MORE = (".mxf", ".r3d", ".braw", ".ari", ".arx", ".crm")
_LEFT_OUT = ("proxy",)


class FootageHere(QObject):
    """`found(files)`: (path, bytes) of each, in order."""

    found = Signal(list)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._number = 0

    def look(self, uris: Sequence[str]) -> None:
        """What was looked for before is not told any more."""
        self._number += 1
        number, paths = self._number, [QUrl.fromEncoded(uri.encode()).toLocalFile() for uri in uris]
        job = _Look(self, number, paths)
        self._pool.start(job)

    def stop(self) -> None:
        """Without waiting: the disk may be gone."""
        self._number += 1

    def is_wanted(self, number: int) -> bool:
        return number == self._number


class _Look(QRunnable):
    def __init__(self, owner: FootageHere, number: int, paths: Sequence[str]) -> None:
        super().__init__()
        self._owner, self._number, self._paths = owner, number, paths

    def run(self) -> None:
        files: list[tuple[str, int]] = []
        for one in footage_below(self._paths):
            if not self._owner.is_wanted(self._number) or len(files) >= MOST_FILES:
                break
            files.append(one)
        if self._owner.is_wanted(self._number):
            self._owner.found.emit(files)


def footage_below(paths: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Links are not followed; what cannot be read, our own proxies and hidden folders are left out."""
    kinds = QMimeDatabase()
    for path in paths:
        if not Path(path).is_dir():
            yield from _sized(path)
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(one for one in folders if one.lower() not in _LEFT_OUT and not one.startswith("."))
            for name in sorted(names):
                if is_footage(name, kinds):
                    yield from _sized(str(Path(folder, name)))


def is_footage(name: str, kinds: QMimeDatabase) -> bool:
    """By its name alone."""
    if name.startswith("."):
        return False
    kind = kinds.mimeTypeForFile(name, QMimeDatabase.MatchMode.MatchExtension).name()
    return kind.startswith("video/") or name.lower().endswith(_MORE)


def _sized(path: str) -> Iterator[tuple[str, int]]:
    with suppress(OSError):
        facts = os.lstat(path)
        if stat.S_ISREG(facts.st_mode) and facts.st_size:
            yield path, facts.st_size
