"""The launcher FFmpeg is started through: puts limits on itself, then becomes FFmpeg.

Run as `python -I -S sandbox.py MEMORY_MB NICE PARENT_PID EXECUTABLE ARG…`; the process id stays the same, so signals
reach FFmpeg itself. A launcher, because code between fork and exec is unsafe in a program with threads.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys

MARK = "RUSHES_CHILD"  # by which what FFmpeg started is known when FFmpeg itself is gone (server/system/processes.py)
PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38


def main(argv: list[str]) -> None:
    """Never returns."""
    memory_mb, niceness, parent, executable = int(argv[0]), int(argv[1]), int(argv[2]), argv[3]
    if sys.platform.startswith("linux"):
        _bind_to(parent)
    os.environ[MARK] = str(os.getpid())
    if os.name == "posix":
        _limit(memory_mb)
        with contextlib.suppress(OSError):
            os.nice(niceness)
    os.execv(executable, [executable, *argv[4:]])


def _bind_to(parent: int) -> None:
    import ctypes

    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:  # it was gone before we asked
        os._exit(1)


def _limit(memory_mb: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory_mb > 0 and sys.platform.startswith("linux"):
        size = memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


if __name__ == "__main__":
    main(sys.argv[1:])
