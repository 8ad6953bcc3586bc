"""Wall and processor time of a process and all it waited for; medians and ranges of them."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Spent:
    """Seconds. `cpu` counts the process and every descendant that was waited for."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Run:
    """A process that has ended."""

    spent: Spent
    code: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Range:
    """Median, least and greatest of some figures."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Range:
        return cls(statistics.median(values), min(values), max(values))

    def text(self, digits: int) -> str:
        if self.least == self.most:
            return f"{self.median:.{digits}f}"
        return f"{self.median:.{digits}f} ({self.least:.{digits}f}-{self.most:.{digits}f})"


def run_timed(
    argv: Sequence[str], scratch: Path, *, stdin: Path | None = None, env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Run:  # fmt: skip
    """Runs to the end; its output goes through files in `scratch`, so that nobody has to read along."""
    out, err = scratch / "stdout", scratch / "stderr"
    with open(stdin or os.devnull, "rb") as source, open(out, "wb") as stdout, open(err, "wb") as stderr:
        begun = time.monotonic()
        child = subprocess.Popen(argv, stdin=source, stdout=stdout, stderr=stderr, env=env, cwd=cwd)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - begun
    child.returncode = os.waitstatus_to_exitcode(status)  # Popen did not see it end
    spent = Spent(wall, usage.ru_utime + usage.ru_stime)
    return Run(spent, child.returncode, out.read_text(errors="replace"), err.read_text(errors="replace"))
