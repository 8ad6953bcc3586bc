"""One file of a copy: read once, written beside its final names, and read back."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from server.domain import mhl
from server.domain.offload import Entry
from server.errors import SourceChanged
from server.storage.offload.digests import Digests
from server.storage.offload.target import Target, naming
from server.system.originals import READ_ONLY, identity_in
from server.system.uncached import CHUNK, read_uncached

_FLUSH = 32 * 1024 * 1024  # what is written goes to the disk while more is read, not all at the end
# What file systems say that keep no rights, or not these times.
_NOT_KEPT = (errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
Beat = Callable[[int], None]


@dataclass
class Work:
    """A file of the source on its way. `hashes` are those of the source as it was read."""

    entry: Entry
    targets: list[Target]
    hashes: dict[str, str] = field(default_factory=dict)


def look_at(path: str, entry: Entry) -> str:
    """What has a final name: "nothing", "same_size", "source" (the original itself), or "other"."""
    try:
        facts = os.lstat(path)
    except FileNotFoundError:
        return "nothing"
    except NotADirectoryError:  # one of its folders is a file there
        return "other"
    if (facts.st_dev, facts.st_ino) == entry.identity[:2]:
        return "source"
    return "same_size" if stat.S_ISREG(facts.st_mode) and facts.st_size == entry.size else "other"


def pour(path: str, work: Work, formats: Sequence[str], beat: Beat) -> None:
    """Reads the source once into every target that has nothing yet. Raises SourceChanged, OSError; one of a target
    names the target's file."""
    digests, done = Digests(formats), 0
    writing = [target for target in work.targets if target.held == "nothing"]
    descriptor = os.open(path, READ_ONLY)
    try:
        if identity_in(os.fstat(descriptor)) != work.entry.identity:
            raise SourceChanged(f"{work.entry.path} is not what it was when the copy began.")
        for target in writing:
            target.open(work.entry.size)
        with memoryview(bytearray(min(CHUNK, work.entry.size + 1))) as buffer:
            while got := _read_into(descriptor, buffer):
                with buffer[:got] as piece:
                    digests.update(piece)
                    for target in writing:
                        _write(target, piece, done)
                done += got
                beat(got)
        if done != work.entry.size or identity_in(os.fstat(descriptor)) != work.entry.identity:
            raise SourceChanged(f"{work.entry.path} changed while it was read.")
        _forget(descriptor, 0, done)
    finally:
        os.close(descriptor)
    work.hashes = digests.told()


def _read_into(descriptor: int, buffer: memoryview) -> int:
    if hasattr(os, "readv"):
        return os.readv(descriptor, [buffer])
    data = os.read(descriptor, len(buffer))
    buffer[: len(data)] = data
    return len(data)


def _write(target: Target, piece: memoryview, at: int) -> None:
    assert target.file is not None
    target.write(piece, at)
    if (at + len(piece)) // _FLUSH > at // _FLUSH:
        _forget(target.file.fileno(), at - at % _FLUSH, _FLUSH)


def _forget(descriptor: int, offset: int, length: int) -> None:
    """Linux begins to write such pages at once."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(descriptor, offset, length, os.POSIX_FADV_DONTNEED)


def settle(target: Target, entry: Entry, sync: Callable[[int], object]) -> None:
    """Times and rights of the original, as far as they are kept there, then all of it to the disk. Raises OSError: then
    nothing of it is to be trusted."""
    if target.file is None:
        return
    descriptor = target.file.fileno()
    with naming(target.temporary):
        with _where_kept():
            os.chmod(descriptor, (entry.mode & 0o777) | 0o600)  # noqa: PTH101
        with _where_kept():
            os.utime(descriptor, ns=(entry.mtime_ns, entry.mtime_ns))
        sync(descriptor)
    target.close()


@contextmanager
def _where_kept() -> Iterator[None]:
    """Passes on what is wrong with the disk."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NOT_KEPT:
            raise
    except (NotImplementedError, TypeError, OverflowError):  # no such call of an open file here; a time beyond all
        return


def read_back(target: Target, beat: Beat) -> None:
    """Raises OSError."""
    digests = Digests()

    def take(piece: memoryview) -> None:
        digests.update(piece)
        beat(len(piece))

    target.read_back = read_uncached(target.at, take)
    target.hash = digests.told()[mhl.HASH]
