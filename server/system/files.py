"""Durable, never-overwriting file moves. Linux was run; the macOS and Windows branches were not."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
import tempfile
from pathlib import Path

_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
_RENAME_EXCL = 4  # macOS renamex_np
_F_FULLFSYNC = 51  # macOS: fsync alone leaves the data in the drive's cache
_UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


def rename_without_replacing(source: str, target: str) -> None:
    """Atomic where the file system can. Raises FileExistsError if `target` exists, OSError otherwise."""
    try:
        _rename_exclusive(source, target)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
        _rename_by_link(source, target)


def _rename_exclusive(source: str, target: str) -> None:
    old, new = os.fsencode(source), os.fsencode(target)
    if sys.platform.startswith("linux"):
        libc = ctypes.CDLL(None, use_errno=True)
        failed = libc.renameat2(_AT_FDCWD, old, _AT_FDCWD, new, _RENAME_NOREPLACE)
    elif sys.platform == "darwin":
        libc = ctypes.CDLL(None, use_errno=True)
        failed = libc.renamex_np(old, new, _RENAME_EXCL)
    else:
        os.rename(source, target)  # noqa: PTH104  Windows refuses an existing target by itself
        return
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), source, None, target)


def _rename_by_link(source: str, target: str) -> None:
    """A hard link fails where the name is taken; without links, an empty placeholder takes the name first."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        _rename_over_placeholder(source, target)
        return
    os.unlink(source)  # noqa: PTH108


def _rename_over_placeholder(source: str, target: str) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
    try:
        os.replace(source, target)  # noqa: PTH105
    except OSError:
        if os.path.getsize(target) == 0:  # noqa: PTH202
            os.unlink(target)  # noqa: PTH108  an empty file must not hold the name of a proxy
        raise


def write_whole(path: Path, data: bytes) -> None:
    """All of it under that name, or what was there before; for the owner's eyes only. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
        Path(partial).replace(path)
    except OSError:
        Path(partial).unlink(missing_ok=True)
        raise
    sync_folder(str(path.parent))


def sync_file(path: str) -> None:
    """Data and size on the disk. Raises OSError: after a failed fsync the file must not be trusted."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        sync_descriptor(descriptor)
    finally:
        os.close(descriptor)


def sync_descriptor(descriptor: int) -> None:
    """As `sync_file`, of a file that is open for writing."""
    if sys.platform == "darwin":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, _F_FULLFSYNC)
            return
    os.fsync(descriptor)


def sync_folder(path: str) -> bool:
    """Whether the folder's entries are on the disk; False where the system cannot say (Windows, some shares)."""
    if os.name != "posix":
        return False
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        os.fsync(descriptor)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def make_folder(path: str) -> None:
    """With the folders above it. A file is no safer than the names of the folders it is in: those are synced too."""
    folder = Path(path)
    above = next((parent for parent in folder.parents if parent.is_dir()), folder)
    missing = [] if folder.is_dir() else [folder, *(p for p in folder.parents if p != above and above in p.parents)]
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
        sync_folder(str(new.parent))


def find_obstacle(path: str) -> OSError | None:
    """Why no file can be made in a folder, which is made if it is missing; None where one can."""
    try:
        make_folder(path)
        if os.access(path, os.W_OK | os.X_OK):
            return None
        locked = os.name == "posix" and bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except FileExistsError:  # a file has the name of that folder, or of one above it
        return OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    except OSError as error:
        return error
    number = errno.EROFS if locked else errno.EACCES
    return OSError(number, os.strerror(number))
