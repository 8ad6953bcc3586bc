"""strace: which system calls a step makes, and a death, an error or a log at the n-th of them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

# Whatever changes a file or a folder.
CHANGING = (
    "write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "ftruncate", "fallocate", "openat", "rename",
    "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir",
)  # fmt: skip
needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")


@dataclass(frozen=True)
class Trace:
    """What a traced process did; `exit_code` is None where a signal ended it."""

    lines: list[str]
    exit_code: int | None

    def points(self) -> list[tuple[str, int]]:
        """(call, its number among the calls of that name) of all that changed something, in order."""
        numbers: Counter[str] = Counter()
        found = []
        for line in self.lines:
            match = re.match(r"(\w+)\(", line)
            if match is None:
                continue
            numbers[match[1]] += 1
            if match[1] != "openat" or "O_CREAT" in line:
                found.append((match[1], numbers[match[1]]))
        return found


WHOLE = ("-y", "-xx", "-s", str(2**20))  # paths behind descriptors, every byte in hexadecimal digits


def trace(pid: int, gate: Path, log: Path, *options: str) -> Trace:
    """Opens the gate a process waits at, and follows it to its end."""
    command = ["strace", "-p", str(pid), "-o", str(log), "-e", f"trace={','.join(CHANGING)}", *options]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        said = strace.stderr.readline()
        assert "attached" in said, said
        gate.write_bytes(b"!")
    lines = log.read_text(errors="replace").splitlines()
    ended = re.search(r"\+\+\+ exited with (\d+) \+\+\+", lines[-1]) if lines else None
    return Trace(lines, int(ended[1]) if ended else None)


def injection(what: str, call: str, number: int, *, onwards: bool = False) -> tuple[str, str]:
    """`what`: "signal=KILL", "error=ENOSPC"; at the n-th such call, or from it on."""
    return "-e", f"inject={call}:{what}:when={number}{'+' if onwards else ''}"
