"""Keeps the machine from falling asleep while proxies are made: a program of the system holds the lock for us."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QProcess

from studio.words import mark, tr

WHY = mark("Proxies are being made")
_ES_CONTINUOUS, _ES_SYSTEM_REQUIRED = 0x80000000, 0x00000001  # SetThreadExecutionState of the Windows API


def holder_command(platform: str, pid: int) -> list[str]:
    """The program that holds sleep back until it ends, which is when `pid` ends at the latest; empty where there is
    none."""
    if platform == "darwin":
        return ["caffeinate", "-i", "-w", str(pid)]
    if platform.startswith("linux"):
        # `cat` ends when our end of its pipe does.
        return ["systemd-inhibit", "--what=sleep:idle", "--who=Rushes", f"--why={tr(WHY)}", "--mode=block", "cat"]
    return []


class Awake(QObject):
    """`hold(True)` from the first running job on, `hold(False)` after the last. Where the system has no such program,
    nothing happens."""

    def __init__(
        self, parent: QObject | None = None, command: Callable[[str, int], list[str]] = holder_command
    ) -> None:
        super().__init__(parent)
        self._command = command
        self._process: QProcess | None = None
        self.held = False

    def hold(self, wanted: bool) -> None:
        if wanted == self.held:
            return
        self.held = wanted
        if sys.platform == "win32":
            _hold_windows(wanted)
        elif wanted:
            self._start()
        else:
            self._stop()

    def _start(self) -> None:
        command = self._command(sys.platform, os.getpid())
        if command:
            self._process = QProcess(self)
            self._process.start(command[0], command[1:])

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.state() != QProcess.ProcessState.NotRunning:
            process.closeWriteChannel()
            process.terminate()
            process.waitForFinished(1_000)


def _hold_windows(wanted: bool) -> None:
    import ctypes

    state = _ES_CONTINUOUS | (_ES_SYSTEM_REQUIRED if wanted else 0)
    ctypes.windll.kernel32.SetThreadExecutionState(state)  # type: ignore[attr-defined]
