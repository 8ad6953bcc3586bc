"""Other people's files as the system shows them: how one is opened, and by what it is seen to have changed."""

from __future__ import annotations

import errno
import os

from server.domain.naming import display_text
from server.errors import RushesError, SourceMissing, SourceUnreadable, VolumeAway

# No link is followed, and a fifo put in a file's place between look and open holds nobody up.
READ_ONLY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# What the system says of a file whose disk, server or connection is not there just now.
_AWAY = frozenset(
    getattr(errno, name)
    for name in ("ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "ENODEV", "ENXIO")
    if hasattr(errno, name)
)


def identity_in(facts: os.stat_result) -> tuple[int, ...]:
    """(device, inode, size, mtime_ns, ctime_ns): another when the file is, or was written to."""
    return facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns


def identity_of(path: str) -> tuple[int, ...]:
    """`identity_in` of that file as it is now. Raises SourceMissing, SourceUnreadable, VolumeAway."""
    try:
        return identity_in(os.stat(path))  # noqa: PTH116  surrogate-escaped names
    except OSError as error:
        raise _unseen(path, error) from error


def _unseen(path: str, error: OSError) -> RushesError:
    if error.errno in _AWAY:
        return VolumeAway(f"The disk or share with {display_text(path)} does not answer: {error.strerror}.")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SourceMissing(f"{display_text(path)} is not there any more.")
    return SourceUnreadable(f"{display_text(path)} cannot be read: {error.strerror}.")
