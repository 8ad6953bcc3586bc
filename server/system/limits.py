"""Limits a child process puts on itself before it touches an untrusted file. Linux was run; elsewhere fewer apply."""

from __future__ import annotations

import os
import sys
import threading
import time


def limit_memory(megabytes: int) -> None:
    """Caps private memory (RLIMIT_DATA), so that a decompression bomb fails in the child; 0 = no cap."""
    if megabytes <= 0 or not sys.platform.startswith("linux"):
        return
    import resource

    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def follow_parent() -> None:
    """Ends this process soon after its parent has gone, even while it is stuck in a demuxer."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, name="follow-parent", daemon=True).start()
