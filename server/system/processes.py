"""Which process is which: a pid alone is given to another process sooner or later."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import psutil

_DEATH_SECONDS = 5.0
_LOOK_SECONDS = 0.005
MARK = "RUSHES_CHILD"  # set by server/media/sandbox.py to the pid of the process it becomes
_LINUX = sys.platform == "linux"


def identify(pid: int) -> dict[str, Any] | None:
    """{"pid", "started"} of a process that runs, else None. `started` is opaque: compare with `is_same`."""
    started = _started(pid)
    return None if started is None else {"pid": pid, "started": started}


def is_same(child: Mapping[str, Any]) -> bool:
    """Whether the process that `identify` described still runs; a zombie does not."""
    pid, started = child.get("pid"), child.get("started")
    return isinstance(pid, int) and started is not None and _started(pid) == started


def kill_group(child: Mapping[str, Any]) -> bool:
    """Kills the process `child` describes with its process group and its descendants, and waits for them to go.

    False if it had ended before, or its pid is another process's now: then only what it had started is killed.
    """
    if not is_same(child):
        _kill_left_over(child.get("pid"))
        return False
    pid = int(child["pid"])
    try:
        leader = psutil.Process(pid)
        family = [*leader.children(recursive=True), leader]
    except psutil.NoSuchProcess:
        return False
    known = [found for found in (identify(process.pid) for process in family) if found is not None]
    _kill_posix_group(pid)
    for process in family:
        _kill(process)
    _await_end(known)
    return True


def _kill_left_over(pid: object) -> None:
    """Members of the session of a leader that is gone. A daemon's session has no leader either: ours bear a mark."""
    if not _LINUX or not isinstance(pid, int) or identify(pid) is not None:
        return
    left = [process for process in psutil.process_iter() if _is_left_over(process, pid)]
    known = [found for found in (identify(process.pid) for process in left) if found is not None]
    for process in left:
        _kill(process)
    _await_end(known)


def _is_left_over(process: psutil.Process, leader: int) -> bool:
    try:
        return os.getsid(process.pid) == leader and process.environ().get(MARK) == str(leader)
    except (OSError, psutil.Error):
        return False


def _await_end(family: Iterable[Mapping[str, Any]]) -> None:
    """Zombies have ended: in a container without an init nobody may ever fetch them."""
    deadline = time.monotonic() + _DEATH_SECONDS
    while any(is_same(process) for process in family) and time.monotonic() < deadline:
        time.sleep(_LOOK_SECONDS)


def _kill(process: psutil.Process) -> None:
    with contextlib.suppress(psutil.Error):
        process.kill()  # psutil compares the start time once more


def _kill_posix_group(pid: int) -> None:
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):  # gone, or on macOS a group of zombies
        if os.getpgid(pid) == pid != os.getpgrp():
            os.killpg(pid, signal.SIGKILL)


def _started(pid: int) -> str | None:
    """Boot and start of a running process. Linux: in clock ticks since boot, which no change of the clock moves."""
    return _started_linux(pid) if _LINUX else _started_elsewhere(pid)


def _started_elsewhere(pid: int) -> str | None:
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else repr(process.create_time())
    except psutil.Error:
        return None


def _started_linux(pid: int) -> str | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return None
    # proc(5): the name in brackets may hold anything; state and start time are fields 3 and 22.
    fields = stat[stat.rindex(b")") + 2 :].split()
    return None if fields[0] in (b"Z", b"X") else f"{boot}:{int(fields[19])}"
