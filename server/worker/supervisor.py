"""Starts a worker process and listens to it. It ends when our end of the pipe closes, however that comes about."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from server.services.recovery import WorkerDeath

STOP_SECONDS = 15.0
_REAP_SECONDS = 1.0  # a process closes its pipes a moment before it is gone


class Supervisor:
    """One worker child of this process."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._child: subprocess.Popen[bytes] | None = None
        self._worker: str | None = None

    def start(self) -> None:
        with _log_file(self._home) as log:
            self._child = subprocess.Popen(
                [*_command(self._home), "--follow-stdin"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )

    def events(self) -> Iterator[Mapping[str, Any]]:
        """{"job", "status", "progress", "speed", "eta"} until the process ends; status "ended": read the ledger."""
        if self._child is None or self._child.stdout is None:
            return
        for line in self._child.stdout:
            with suppress(ValueError):
                event = json.loads(line)
                if "worker" in event:  # it introduces itself
                    self._worker = str(event["worker"])
                else:
                    yield event

    def death(self) -> WorkerDeath | None:
        """How the worker ended, once `events` has; None where nobody can say, or it never got as far as a job."""
        if self._child is None or self._worker is None:
            return None
        try:
            code = self._child.wait(_REAP_SECONDS)
        except subprocess.TimeoutExpired:
            return None
        return WorkerDeath(self._worker, signal.Signals(-code).name if code < 0 else None)

    def stop(self) -> None:
        """Closes the pipe and waits; a worker that does not end in time is killed, its jobs are recovered later."""
        child = self._child
        if child is None:
            return
        if child.stdin is not None:
            with suppress(OSError):
                child.stdin.close()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _command(home: Path) -> list[str]:
    return [sys.executable, "-m", "server", "worker", "--home", str(home)]


def _log_file(home: Path) -> Any:
    folder = home / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return open(folder / "worker.log", "ab")
