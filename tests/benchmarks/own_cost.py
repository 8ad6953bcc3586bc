"""What Rushes itself costs a job: claim to publish, less the time its FFmpeg runs took.

FFmpeg is timed by a wrapper that stands in its place (RUSHES_FFMPEG__PATH) and writes down when it ran, and for what.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from server.domain.naming import temporary_path
from tests.benchmarks.measure import run_timed

_WRAPPER = """#!{python} -IS
import json, os, sys, time
begun = time.time()
child = os.posix_spawn({ffmpeg!r}, [{ffmpeg!r}, *sys.argv[1:]], os.environ)
status = os.waitpid(child, 0)[1]
line = json.dumps({{"begun": begun, "ended": time.time(), "arguments": sys.argv[1:]}}) + "\\n"
log = os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
os.write(log, line.encode())
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
"""


@dataclass(frozen=True)
class Wrapper:
    """A timed FFmpeg. `overhead`: seconds each run takes beyond what its log says."""

    path: Path
    log: Path
    overhead: float


@dataclass(frozen=True)
class Cost:
    """Of one job, in milliseconds; `runs` is how often it started FFmpeg."""

    name: str
    total: float
    ffmpeg: float
    own: float
    runs: int


def make_wrapper(folder: Path, ffmpeg: str) -> Wrapper:
    """Writes the wrapper and measures what it costs by itself."""
    path, log = folder / "timed-ffmpeg", folder / "runs.jsonl"
    path.write_text(_WRAPPER.format(python=sys.executable, ffmpeg=ffmpeg, log=str(log)))
    path.chmod(0o755)
    walls = [run_timed([str(path), "-version"], folder).spent.wall for _ in range(7)]
    inside = [run["ended"] - run["begun"] for run in _runs(log)]
    log.unlink()
    return Wrapper(path, log, max(0.0, statistics.median(w - i for w, i in zip(walls, inside, strict=True))))


def costs_of(jobs: Sequence[Mapping[str, Any]], wrapper: Wrapper) -> list[Cost]:
    """`jobs` as `rushes ingest --json` gives them; those that completed at their first attempt count."""
    runs = _runs(wrapper.log)
    wrapper.log.unlink()
    return [_cost(job, runs, wrapper) for job in jobs if job["status"] == "completed" and job["attempt"] == 1]


def _runs(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def _cost(job: Mapping[str, Any], runs: Sequence[Mapping[str, Any]], wrapper: Wrapper) -> Cost:
    begun, ended = (_seconds(job[key]) for key in ("started_at", "completed_at"))
    mine = [run for run in runs if run["begun"] >= begun - 0.001 and run["ended"] <= ended and _is_for(run, job)]
    inside = sum(run["ended"] - run["begun"] for run in mine)  # a job starts them one after the other
    own = ended - begun - inside - len(mine) * wrapper.overhead
    return Cost(Path(job["source"]).name, 1000 * (ended - begun), 1000 * inside, 1000 * own, len(mine))


def _is_for(run: Mapping[str, Any], job: Mapping[str, Any]) -> bool:
    """By the original, the temporary proxy, or the job's folder of traces, whichever the run names."""
    temporary = temporary_path(job["output"], job["id"], job["attempt"])
    named = {f"file:{job['source']}", f"file:{temporary}"}
    return any(word in named or job["id"] in word for word in run["arguments"])


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
