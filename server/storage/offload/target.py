"""One file at one destination: written beside its final name, or gone on with where an attempt was cut off."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from typing import Any

from server.domain.naming import temporary_path
from server.domain.offload import GOES_ON_BYTES, Place, ReadBack
from server.system.uncached import bypass_memory

# No link, which would lead into a file of somebody else.
_GO_ON = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Moved(Exception):
    """A destination is on another file system than when the copy began: its disk went away under us."""


class naming:
    """Errors inside are about this file: those of a write do not say so themselves."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: Any, error: BaseException | None, _trace: Any) -> None:
        if isinstance(error, OSError) and error.filename is None:
            error.filename = self._path


@dataclass
class Target:
    """`held` says what has the final name: nothing, a file of its size, or something else. `standing`: bytes under the
    temporary name that an earlier attempt wrote and nobody has compared yet. `hash` is what was read back."""

    place: Place
    device: int
    final: str
    temporary: str
    held: str
    file: FileIO | None = None
    standing: int = 0
    named: bool = False
    left: bool = False
    hash: str | None = None
    read_back: ReadBack = ReadBack.CACHED

    @property
    def at(self) -> str:
        """Where its bytes are just now."""
        return self.temporary if self.is_ours else self.final

    @property
    def is_ours(self) -> bool:
        """Whether there is a file that only we know of."""
        return self.held == "nothing" and not self.named

    def open(self, size: int) -> None:
        """`size` is that of the original. Raises Moved, OSError."""
        self.file = _begun(self.temporary)
        if self.file is None:
            with suppress(FileNotFoundError):
                os.unlink(self.temporary)  # noqa: PTH108
            self.file = FileIO(self.temporary, "xb+")
        facts = os.fstat(self.file.fileno())
        if facts.st_dev != self.device:
            raise Moved(self.place.path)
        if facts.st_size > size:
            self.file.truncate(size)
        self.standing = min(facts.st_size, size)
        bypass_memory(self.file.fileno())

    def write(self, piece: memoryview, at: int) -> None:
        """The bytes of the original from `at` on. What stands there already is not written again if it is equal, and
        from the first piece on that differs nothing of it counts."""
        assert self.file is not None
        with naming(self.temporary):
            left = piece[self._proved(piece, at) :]
            while left:
                left = left[self.file.write(left) :]

    def _proved(self, piece: memoryview, at: int) -> int:
        assert self.file is not None
        count = min(len(piece), self.standing - at)
        if count <= 0:
            return 0
        there = bytearray(count)  # compares as a whole, which a view would do byte by byte
        if self.file.readinto(there) == count and there == piece[:count]:
            self.place.resumed += count
            return count
        self.file.seek(at)
        self.file.truncate()
        self.standing = 0
        return 0

    def leave(self) -> None:
        """What an attempt that comes later may go on with stays."""
        self.left = self.is_ours and is_worth_keeping(self.temporary)

    def drop(self) -> None:
        """Nothing else of it stays; what was there before is not touched."""
        self.close()
        if self.is_ours and not self.left:
            with suppress(OSError):
                os.unlink(self.temporary)  # noqa: PTH108

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None


def unfinished_path(final: str, job_id: str) -> str:
    """The same for every attempt of a job, so that one goes on where another was cut off."""
    return temporary_path(final, job_id, 0)


def size_begun(path: str) -> int:
    """Bytes that an attempt wrote there; 0 without a file."""
    try:
        facts = os.lstat(path)
    except OSError:
        return 0
    return facts.st_size if stat.S_ISREG(facts.st_mode) else 0


def is_worth_keeping(path: str) -> bool:
    return size_begun(path) >= GOES_ON_BYTES


def _begun(path: str) -> FileIO | None:
    """A file that an attempt began, if it is one that only we can have: no other name leads to it."""
    try:
        descriptor = os.open(path, _GO_ON)
    except OSError:
        return None
    facts = os.fstat(descriptor)
    if stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1:
        return FileIO(descriptor, "rb+")
    os.close(descriptor)
    return None
