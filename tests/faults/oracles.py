"""What must hold after any fault, asked of the disk, the processes and the database file: no product code.

O1 originals, O2 nothing lost and nothing done twice, O3 no half file under a final name, O4 no process left,
O5 a sound ledger that tells how it came to be, O7 nothing leaks. Each gives the violations in words.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

FINAL = {"completed", "failed", "cancelled"}
STEPS = {
    (None, "pending"), ("pending", "running"), ("retrying", "running"), ("waiting", "running"),
    ("running", "completed"), ("running", "failed"), ("running", "retrying"), ("running", "waiting"),
    ("running", "pending"), ("running", "cancelling"), ("cancelling", "completed"), ("cancelling", "cancelled"),
    ("pending", "cancelled"), ("retrying", "cancelled"), ("waiting", "cancelled"),
}  # fmt: skip


@dataclass(frozen=True)
class Original:
    """A source file, down to the time of its last change of any kind, which no program can set."""

    sha256: str
    mode: int
    inode: int
    mtime_ns: int
    ctime_ns: int

    @staticmethod
    def of(path: Path) -> Original:
        facts = path.stat()
        return Original(_sha256(path), facts.st_mode, facts.st_ino, facts.st_mtime_ns, facts.st_ctime_ns)


@dataclass
class Scene:
    """What a campaign did: its originals, and which job each accepted wish was told to be."""

    home: Path
    footage: Path
    originals: dict[Path, Original] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)  # clip -> job id
    expected: frozenset[str] = frozenset({"completed", "cancelled"})

    def rows(self, sql: str) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(self.home / "jobs.db")) as ledger:
            ledger.row_factory = sqlite3.Row
            return [dict(row) for row in ledger.execute(sql)]

    def proxies(self) -> list[Path]:
        return [path for path in self.footage.rglob("*") if "Proxy" in path.parts and path.is_file()]


def check_all(scene: Scene) -> list[str]:
    """After the end: every job is to be in a final state."""
    found = [*check_originals(scene), *check_jobs(scene), *check_files(scene), *check_ledger(scene)]
    return sorted(found)


def check_originals(scene: Scene) -> Iterator[str]:
    """O1"""
    for path, before in scene.originals.items():
        if not path.exists():
            yield f"O1 {path.name} is gone"
        elif Original.of(path) != before:
            yield f"O1 {path.name} was touched"
    known = set(scene.originals)
    yield from (f"O1 {p.name} came from nowhere" for p in scene.footage.iterdir() if p.is_file() and p not in known)


def check_jobs(scene: Scene) -> Iterator[str]:
    """O2"""
    jobs = scene.rows("select id, status, source, error from job where kind = 'proxy'")
    by_source = Counter(_text(job["source"]) for job in jobs)
    known = {job["id"] for job in jobs}
    for clip, job_id in scene.accepted.items():
        if job_id not in known:
            yield f"O2 {clip} was accepted as {job_id}, which is not there"
        if by_source[clip] != 1:
            yield f"O2 {clip} has {by_source[clip]} jobs"
    ends = Counter(row["job_id"] for row in scene.rows("select * from timeline") if row["to_status"] in FINAL)
    for job in jobs:
        if job["status"] not in scene.expected:
            yield f"O2 {job['id']} is {job['status']}: {job['error']}"
        if ends[job["id"]] != (job["status"] in FINAL):
            yield f"O2 {job['id']} ended {ends[job['id']]} times"


def check_files(scene: Scene) -> Iterator[str]:
    """O3"""
    jobs = scene.rows("select id, output, result from job where status = 'completed' and kind = 'proxy'")
    told = {_text(job["output"]): json.loads(job["result"])["sha256"] for job in jobs}
    if len(told) != len(jobs):
        yield "O3 two jobs say they made one file"
    there = {str(path): path for path in scene.proxies()}
    for path in there.values():
        if path.name.endswith(".partial"):
            yield f"O3 {path.name} was left over"
        elif str(path) not in told:
            yield f"O3 {path.name} has a final name, and no job that made it"
        elif _sha256(path) != told[str(path)]:
            yield f"O3 {path.name} is not what was published"
    yield from (f"O3 {Path(path).name} is not there" for path in told if path not in there)
    yield from (f"O3 scratch {path.name} was left over" for path in (scene.home / "cache" / "jobs").glob("*"))


def check_processes(left: Iterable[psutil.Process]) -> Iterator[str]:
    """O4"""
    for process in left:
        try:
            yield f"O4 {process.pid} still runs: {' '.join(process.cmdline())[:120]}"
        except psutil.NoSuchProcess:
            continue


def check_zombies() -> Iterator[str]:
    """O4, of this process's own children."""
    for child in psutil.Process().children():
        if child.status() == psutil.STATUS_ZOMBIE:
            yield f"O4 {child.pid} is a zombie"


def check_ledger(scene: Scene) -> Iterator[str]:
    """O5"""
    for pragma in ("integrity_check", "foreign_key_check"):
        said = [value for row in scene.rows(f"pragma {pragma}") for value in row.values()]
        yield from (f"O5 {pragma}: {value}" for value in said if value != "ok")
    state: dict[str, str] = {}
    for row in scene.rows("select * from timeline order by id"):
        step = (row["from_status"], row["to_status"])
        if row["from_status"] != state.get(row["job_id"]) or step not in STEPS:
            yield f"O5 {row['job_id']} went from {state.get(row['job_id'])} by {step}"
        state[row["job_id"]] = row["to_status"]
    for job in scene.rows("select id, status, attempt from job"):
        if state.get(job["id"]) != job["status"]:
            yield f"O5 {job['id']} is {job['status']}, its timeline says {state.get(job['id'])}"


def check_usage(before: Mapping[str, int], after: Mapping[str, int], slack: Mapping[str, int]) -> Iterator[str]:
    """O7: no more than 5 % and `slack` above the baseline."""
    for name, value in before.items():
        if after[name] > value * 1.05 + slack.get(name, 0):
            yield f"O7 {name} grew from {value} to {after[name]}"


def usage(process: psutil.Process, home: Path) -> dict[str, int]:
    """Memory (bytes), open files and threads of a process; bytes of temporary files in the home."""
    temporary = sum(p.stat().st_size for p in (home / "cache" / "jobs").rglob("*") if p.is_file())
    return {
        "rss": process.memory_info().rss, "fds": process.num_fds(), "threads": process.num_threads(),
        "temporary": temporary,
    }  # fmt: skip


def _text(stored: Any) -> str:
    """Paths are kept as text or, for odd bytes, as bytes."""
    return os.fsdecode(stored) if isinstance(stored, bytes) else str(stored)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
