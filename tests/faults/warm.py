"""Starts `rushes` processes in a fraction of the time: a process that has imported everything forks them.

`python -m tests.faults.warm`, with the environment they are to have. A line of JSON on standard input, the words of
the command, forks one; its pid comes back. What is forked is a process like any other, with nobody waiting for it.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import server
from tests.helpers.program import REPOSITORY


class WarmStart:
    """One such process, to be ended by `close`."""

    def __init__(self, environment: dict[str, str], errors: Path) -> None:
        with open(errors, "ab") as sink:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.warm"], cwd=REPOSITORY, env=environment, stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=sink, text=True,
            )  # fmt: skip
        self.pid = self._process.pid

    def fork(self, *words: str) -> int:
        """The pid of a `rushes` that runs this command."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate()


def main() -> None:
    for module in pkgutil.walk_packages(server.__path__, "server."):
        if not module.name.endswith(("__main__", "probe_child")):
            importlib.import_module(module.name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            run(json.loads(line))
        print(pid, flush=True)


def run(words: Sequence[str]) -> None:
    """Never returns."""
    from server.cli.main import run as command

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(nothing, descriptor)
    os._exit(command(words))


if __name__ == "__main__":
    main()
