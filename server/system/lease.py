"""Asks the system whether anyone has a file open for writing. Only Linux can say; it was run there."""

from __future__ import annotations

import errno
import os
import signal
import sys

from server.system.originals import READ_ONLY


def is_written(path: str) -> bool | None:
    """Whether a program of this host has the file open for writing; None where nobody can tell.

    A read lease (fcntl(2), F_SETLEASE) is granted only while there is no writer; it is given back at once. The file
    must be ours, or we need CAP_LEASE. On network file systems the answer would be about this host alone: do not ask.
    """
    if sys.platform != "linux":
        return None
    try:
        descriptor = os.open(path, READ_ONLY)
    except OSError:
        return None
    try:
        return _ask(descriptor)
    finally:
        os.close(descriptor)


def _ask(descriptor: int) -> bool | None:
    import fcntl

    # A writer that comes in this very moment is told by a signal to us. The usual one, SIGIO, would end the process;
    # SIGURG does nothing unless someone asks for it.
    fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as refusal:
        return True if refusal.errno in (errno.EAGAIN, errno.EBUSY) else None
    fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False
