"""Makes way for the people at this machine: their NLE reads its footage first. Linux was run; Windows was not."""

from __future__ import annotations

import sys

import psutil

_LEAST = 7  # of 0 to 7 in the best-effort class (ioprio_set(2)): last, yet never starved as the idle class may be


def lower_io_priority() -> None:
    """For this process and all that it starts from now on; to be called before it has threads. No error where it is
    not allowed or there is no such thing: then all is as before."""
    try:
        process = psutil.Process()
        if sys.platform.startswith("linux"):
            process.ionice(psutil.IOPRIO_CLASS_BE, value=_LEAST)
        elif sys.platform == "win32":
            process.ionice(psutil.IOPRIO_LOW)
    except (psutil.Error, OSError):
        return
