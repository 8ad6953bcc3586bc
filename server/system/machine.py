"""What this machine has to work with. Linux was run; elsewhere only the plain figures are asked."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_CGROUP = Path("/sys/fs/cgroup")
_MB = 1024 * 1024


def usable_cores() -> int:
    """The processors this process may use: a container may be held to fewer than the machine has."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    share = _cpu_share(_CGROUP)
    return cores if share is None else max(1, min(cores, share))


def usable_memory_mb() -> int | None:
    """The memory of the machine, or of the container we are in; None where nobody says."""
    known = [size for size in (_installed(), _limit(_CGROUP)) if size is not None]
    return min(known) // _MB if known else None


def clock_with_sleep() -> float:
    """Seconds of a clock that no change of date moves, and that goes on while the computer sleeps."""
    if sys.platform == "win32":
        return time.monotonic()
    # On macOS the plain one goes on, unlike `time.monotonic` there.
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _installed() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def _limit(cgroup: Path) -> int | None:
    text = _said(cgroup / "memory.max")
    return int(text) if text.isdigit() else None


def _cpu_share(cgroup: Path) -> int | None:
    """Whole processors of `cpu.max` ("200000 100000" is two), rounded up."""
    quota, _, period = _said(cgroup / "cpu.max").partition(" ")
    return -(-int(quota) // int(period)) if quota.isdigit() and period.isdigit() else None


def _said(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
