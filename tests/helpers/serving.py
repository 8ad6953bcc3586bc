"""A real `rushes server` in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from server.client import Client, find_server, read_token
from tests.helpers.program import REPOSITORY

READY_SECONDS = 30.0
END_SECONDS = 30.0


@dataclass
class Served:
    """A server that runs; `process` is its own, the worker hangs below."""

    home: Path
    url: str
    process: subprocess.Popen[str]

    @property
    def client(self) -> Client:
        return Client(self.url, read_token(self.home) or "")

    def worker(self) -> psutil.Process:
        """The worker process; waits until one has reported."""
        return until(lambda: next((psutil.Process(row["pid"]) for row in self.client.workers()["workers"]), None))

    def end(self, number: int = signal.SIGTERM) -> int:
        """Sends the signal and waits; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(END_SECONDS)


def command(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "server", "server", "--json", "--home", str(home), *words]


def environment(**settings: str) -> dict[str, str]:
    """Nothing of ours but `settings`; with bytecode, as an installed program has it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RUSHES_")}
    clean.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**clean, **settings}


@contextmanager
def serving(home: Path, *words: str, **settings: str) -> Iterator[Served]:
    """Until the block ends; whatever was left of it then is killed."""
    home.mkdir(exist_ok=True)
    with open(home / "server.err", "ab") as errors:
        process = subprocess.Popen(
            command(home, *words),
            cwd=REPOSITORY,
            env=environment(**settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        told = json.loads(line if line.rstrip().endswith("}") else line + process.stdout.read())  # an error is spread
        assert "url" in told, told
        yield Served(home, told["url"], process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        process.stdout.close()


def until(look: Callable[[], Any], seconds: float = 30.0, what: str = "it did not happen") -> Any:
    """The first truthy answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(what)


def is_gone(pid: int) -> bool:
    """A zombie has ended: in a container nobody may ever fetch it."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def no_server(home: Path) -> bool:
    return find_server(home) is None
