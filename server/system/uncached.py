"""Reads a file from its disk, not from what the system remembers of it. Linux was run; macOS and Windows were not."""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import sys
from collections.abc import Callable
from contextlib import suppress

from server.domain.offload import ReadBack

CHUNK = 4 * 1024 * 1024
_F_NOCACHE = 48  # macOS fcntl(2)
_F_RDAHEAD = 45
_REFUSED = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)
_BINARY = getattr(os, "O_BINARY", 0)
Take = Callable[[memoryview], object]


def read_uncached(path: str, take: Take) -> ReadBack:
    """Gives the file piece by piece, and says where it came from. What was written has to be synced before.

    A piece is valid only until the next one comes. Raises OSError.
    """
    forget(path)  # file systems that compress or encrypt answer a direct read from memory where it is there
    if hasattr(os, "O_DIRECT"):
        try:
            _read(path, os.O_DIRECT, take)
        except _NotDirect:
            return _read_dropped(path, take)
        return ReadBack.DIRECT
    if sys.platform == "darwin":
        _read(path, 0, take, bypass_memory)
        return ReadBack.DROPPED
    _read(path, 0, take)
    return ReadBack.CACHED


def bypass_memory(descriptor: int) -> None:
    """macOS keeps nothing of what is read or written there from now on; no difference elsewhere."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, _F_NOCACHE, 1)
        fcntl.fcntl(descriptor, _F_RDAHEAD, 0)


def forget(path: str) -> None:
    """Asks the system to drop what it remembers of a file that was synced."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)


class _NotDirect(Exception):
    """The file system has no way past the page cache."""


def _read(path: str, flags: int, take: Take, prepare: Callable[[int], object] = bool) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY | _BINARY | flags)
    except OSError as error:
        if flags and error.errno in _REFUSED:
            raise _NotDirect from error
        raise
    try:
        prepare(descriptor)
        size = os.fstat(descriptor).st_size
        # Direct reads need memory, place and length in whole blocks: a map is aligned to pages.
        with mmap.mmap(-1, min(CHUNK, size + -size % mmap.PAGESIZE) or mmap.PAGESIZE) as pages:
            _read_into(descriptor, pages, take, direct=bool(flags))
    finally:
        os.close(descriptor)


def _read_into(descriptor: int, pages: mmap.mmap, take: Take, *, direct: bool) -> None:
    done = 0
    with memoryview(pages) as whole:
        while True:
            try:
                got = os.readv(descriptor, [whole]) if hasattr(os, "readv") else _read_plain(descriptor, whole)
            except OSError as error:
                if direct and not done and error.errno in _REFUSED:
                    raise _NotDirect from error
                raise
            if not got:
                return
            done += got
            with whole[:got] as piece:
                take(piece)


def _read_plain(descriptor: int, whole: memoryview) -> int:
    data = os.read(descriptor, len(whole))
    whole[: len(data)] = data
    return len(data)


def _read_dropped(path: str, take: Take) -> ReadBack:
    forget(path)
    dropped = not _is_remembered(path)
    _read(path, 0, take)
    return ReadBack.DROPPED if dropped else ReadBack.CACHED


def _is_remembered(path: str) -> bool:
    """Whether any page of the file is in memory (mincore(2)); True where that cannot be told."""
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size == 0:
            return False
        pages = (ctypes.c_ubyte * (-(-size // mmap.PAGESIZE)))()
        libc = ctypes.CDLL(None, use_errno=True)
        libc.mmap.restype, libc.mmap.argtypes = ctypes.c_void_p, [
            ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long,
        ]  # fmt: skip
        at = libc.mmap(None, size, mmap.PROT_READ, mmap.MAP_SHARED, file.fileno(), 0)
        if at in (None, ctypes.c_void_p(-1).value):
            return True
        try:
            failed = libc.mincore(ctypes.c_void_p(at), ctypes.c_size_t(size), pages)
        finally:
            libc.munmap(ctypes.c_void_p(at), ctypes.c_size_t(size))
    return bool(failed) or any(page & 1 for page in pages)
