"""What a watched folder takes: from the last byte to FFmpeg's start, a burst, a tree at rest, and nothing early.

    python -m tests.benchmarks.watch drop [COUNT]      cp, mv in and rsync, each COUNT times (100)
    python -m tests.benchmarks.watch early [COUNT]     slow, paused and preallocated copies (1000)
    python -m tests.benchmarks.watch burst [FILES]     created at once (20000); also with low limits, also with a kill
    python -m tests.benchmarks.watch rest [FILES]      a tree that nobody touches (100000)
    python -m tests.benchmarks.watch folders [COUNT]   a tree of so many folders (100000)
    python -m tests.benchmarks.watch share [COUNT]     two servers, a home each, watch one folder (40)

Each prints JSON lines. Real servers, real FFmpeg for `drop`; a machine that does other work makes all of it slower.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from server.domain.naming import display_text
from tests.helpers.footage import Take, film
from tests.helpers.serving import Served, serving, until

_QUEUES = Path("/proc/sys/fs/inotify/max_queued_events")


def drop(folder: Path, count: int) -> None:
    """Seconds from the last byte until the job is claimed, and until FFmpeg has created its output. The sandbox keeps
    a wrapper of FFmpeg from telling when it starts: that lies between the two."""
    model = film(folder / "model.mov", Take(frames=5, size="128x72")).read_bytes()
    with _watching(folder) as (server, card):
        _dropped(server, card, folder, "warm.mov", model, _copy)
        for name, bring in _WAYS.items():
            if name == "rsync" and shutil.which("rsync") is None:
                name, bring = "rsync's way (no rsync here)", _temporary_then_rename
            waits = [_dropped(server, card, folder, f"{bring.__name__}{n}.mov", model, bring) for n in range(count)]
            claimed, writing = ([pair[k] for pair in waits] for k in (0, 1))
            tell("drop", way=name, count=count, claimed=_shares(claimed), writing=_shares(writing))


def _dropped(
    server: Served, card: Path, folder: Path, name: str, model: bytes, bring: Callable[[Path, Path], None]
) -> tuple[float, float]:
    outside = folder / "outside" / name
    outside.parent.mkdir(exist_ok=True)
    outside.write_bytes(unique(model, name))
    bring(outside, card / name)
    landed = time.time()
    job = until(lambda: _completed(server, name), 60, f"{name} was not done")
    return seconds_of(job["started_at"]) - landed, _born(card / "Proxy" / name) - landed


def _completed(server: Served, name: str) -> dict[str, Any] | None:
    jobs = server.client.jobs(search=name, limit=1)["jobs"]
    return jobs[0] if jobs and jobs[0]["status"] == "completed" else None


def _born(path: Path) -> float:
    told = subprocess.run(["stat", "-c", "%.9W", path], capture_output=True, text=True, check=True)
    return float(told.stdout)


def seconds_of(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", source, target], check=True)


def _move(source: Path, target: Path) -> None:
    source.rename(target)


def _rsync(source: Path, target: Path) -> None:
    subprocess.run(["rsync", "-t", source, target], check=True)


def _temporary_then_rename(source: Path, target: Path) -> None:
    temporary = target.with_name(f".{target.name}.Ab3dEf")
    shutil.copyfile(source, temporary)
    shutil.copystat(source, temporary)
    temporary.rename(target)


_WAYS: Mapping[str, Callable[[Path, Path], None]] = {"cp": _copy, "mv": _move, "rsync": _rsync}


def early(folder: Path, count: int) -> None:
    """Copies that are slow, pause, or have their final size at once: how many were taken before their end."""
    model = film(folder / "model.mov", Take(frames=5, size="128x72")).read_bytes()
    model += box(b"free", bytes(range(1, 251)) * 400)
    written: dict[str, float] = {}
    with _watching(folder, "--no-worker") as (server, card):
        lots = [range(start, min(start + 50, count)) for start in range(0, count, 50)]
        for lot in lots:
            copies = [threading.Thread(target=_slowly, args=(card, number, model, written)) for number in lot]
            for copy in copies:
                copy.start()
            for copy in copies:
                copy.join()
        jobs = until(lambda: _all_jobs(server, count), 300, "not all were found")
    taken = {Path(job["source"]).name: seconds_of(job["queued_at"]) for job in jobs}
    too_early = [name for name, at in taken.items() if at < written[name] - 0.001]
    tell("early", copies=count, found=len(taken), jobs=len(jobs), early=len(too_early))


def _slowly(card: Path, number: int, model: bytes, written: dict[str, float]) -> None:
    """Preallocated or growing, opened once or for each piece, with pauses around those after which files are taken."""
    chance = random.Random(number)
    content, path = unique(model, str(number)), card / f"C{number:05}.mov"
    keep, allocate = chance.random() < 0.6, chance.random() < 0.4
    with path.open("wb") as file:
        if allocate:
            os.posix_fallocate(file.fileno(), 0, len(content))
    cuts = sorted({0, len(content), *(chance.randrange(len(content)) for _ in range(chance.randint(1, 5)))})
    file = path.open("r+b")
    for start, end in itertools.pairwise(cuts):
        time.sleep(chance.choice((0.0, 0.05, 0.2, 0.4, 1.0, 2.0)))
        if file.closed:
            file = path.open("r+b")
        file.seek(start)
        file.write(content[start:end])
        file.flush()
        written[path.name] = time.time()
        if not keep:
            file.close()
    file.close()


def burst(folder: Path, files: int) -> None:
    """Created as fast as one can: how long until each has its job, once."""
    for name, limit, kill in (
        ("plain", None, False),
        ("queue of 64 events", 64, False),
        ("killed half way", None, True),
    ):
        with _queue_of(limit) as possible:
            if possible:
                here = Path(tempfile.mkdtemp(dir=folder))
                seen, seconds, jobs = _burst(here, files, kill=kill)
                counts = {"files": files, "found": len({job["source"] for job in jobs}), "jobs": len(jobs)}
                tell("burst", case=name, **counts, all_seen_s=round(seen, 2), all_queued_s=round(seconds, 2))


def _burst(folder: Path, files: int, *, kill: bool) -> tuple[float, float, list[dict[str, Any]]]:
    """Seconds from the last file (or the new start) until each has a decision, and until each has its job."""
    content = film(folder / "model.mov", Take(frames=1, size="64x36", tones=())).read_bytes()
    with _watching(folder, "--no-worker") as (server, card):
        folders = [card / f"R{number:03}" for number in range(-(-files // 500))]
        for number in range(files):
            place = folders[number // 500]
            if number % 500 == 0:
                place.mkdir()
            (place / f"A{number:06}.mov").write_bytes(unique(content, str(number)))
        if not kill:
            return _found(server, files)
        until(lambda: _count(server) >= files // 2, 600)
        server.process.kill()
        server.process.wait()
    with serving(folder / "home", "--no-worker") as again:
        return _found(again, files)


def _found(server: Served, files: int) -> tuple[float, float, list[dict[str, Any]]]:
    began = time.monotonic()
    until(lambda: sum(server.client.watches()["watches"][0]["files"].values()) >= files, 600)
    seen = time.monotonic() - began
    jobs: list[dict[str, Any]] = until(lambda: _all_jobs(server, files), 600, "not all were found")
    return seen, time.monotonic() - began, jobs


def rest(folder: Path, files: int) -> None:
    """Files that were decided upon long ago: what they cost in a minute."""
    card = folder / "card"
    for number in range(files):
        place = card / f"R{number // 1000:03}" / f"D{number // 100 % 10}"
        if number % 100 == 0:
            place.mkdir(parents=True)
        (place / f"A{number:06}.txt").touch()
    with _watching(folder, "--no-worker") as (server, _):
        until(lambda: server.client.watches()["watches"][0]["files"]["left_alone"] >= files, 300)
        time.sleep(5)
        process = psutil.Process(server.process.pid)
        before = process.cpu_times()
        time.sleep(120)
        after = process.cpu_times()
        used = after.user + after.system - before.user - before.system
        tell("rest", files=files, cpu_percent=round(100 * used / 120, 2), memory_mb=process.memory_info().rss // 2**20)
    tell("rest", look_seconds=_timed(lambda: _look_through(card)), plain_scandir_seconds=_timed(lambda: _plain(card)))


def folders(folder: Path, count: int) -> None:
    """Until the tree is followed, and what that costs; then a clip lands in its last folder."""
    for number in range(count // 100):
        for inner in range(99):
            (folder / "card" / f"R{number:04}" / f"D{inner:02}").mkdir(parents=True)
    began = time.monotonic()
    with _watching(folder, "--no-worker") as (server, card):
        watch = until(lambda: _settled(server), 600, "the tree is not followed")
        followed = time.monotonic() - began
        process = psutil.Process(server.process.pid)
        clip, landed = sorted(card.iterdir())[-1] / "D98" / "A001.mov", time.monotonic()
        clip.write_bytes(film(folder / "model.mov", Take(frames=1, size="64x36", tones=())).read_bytes())
        until(lambda: _count(server), 120, "the clip was not found")
        figures = {"followed_s": round(followed, 2), "found_s": round(time.monotonic() - landed, 2)}
        memory, cpu = process.memory_info().rss // 2**20, sum(process.cpu_times()[:2])
        tell("folders", folders=count, state=watch["state"], why=watch["why"], memory_mb=memory, cpu_s=cpu, **figures)


def share(folder: Path, count: int) -> None:
    """What each clip has in the end: one proxy, which one side encoded and the other took over."""
    model = film(folder / "model.mov", Take(frames=25, size="128x72")).read_bytes()
    with _watching(folder) as (server, card), serving(folder / "other") as other:
        other.client.add_watch(str(card))
        until(lambda: other.client.watches()["watches"][0]["state"] == "watching")
        for number in range(count):
            (card / f"C{number:03}.mov").write_bytes(unique(model, str(number)))
        sides = [until(lambda side=side: _ended(side, count), 600, "not all were done") for side in (server, other)]
        proxies = sorted(path.name for path in (card / "Proxy").rglob("*") if path.is_file())
        ends = [[job["status"] for job in jobs].count("completed") for jobs in sides]
        encoded = [sum("encoder" in (job["result"] or {}) for job in jobs) for jobs in sides]
        tell("share", clips=count, proxies=len(proxies), names=len(set(proxies)), completed=ends, encoded=encoded)


def _ended(server: Served, count: int) -> list[dict[str, Any]] | None:
    jobs: list[dict[str, Any]] = server.client.jobs(limit=1000, kind="proxy")["jobs"]
    over = [job for job in jobs if job["status"] in ("completed", "failed")]
    return [server.client.job(job["id"]) for job in over] if len(over) >= count else None


def _settled(server: Served) -> dict[str, Any] | None:
    (watch,) = server.client.watches()["watches"]
    return watch if watch["state"] == "watching" or "every" in (watch["why"] or "") else None


def _look_through(card: Path) -> int:
    from server.watch.scan import Eyes

    return sum(1 for _ in Eyes().scan(str(card), deep=True))


def _plain(card: Path) -> int:
    count, folders = 0, [str(card)]
    while folders:
        with os.scandir(folders.pop()) as listing:
            for entry in listing:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    entry.stat(follow_symlinks=False)
                    count += 1
    return count


def _timed(work: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return round(statistics.median(times), 3)


@contextmanager
def _watching(folder: Path, *words: str, **settings: str) -> Iterator[tuple[Served, Path]]:
    card = folder / "card"
    card.mkdir(exist_ok=True)
    with serving(folder / "home", *words, **settings) as server:
        server.client.add_watch(str(card))
        until(lambda: server.client.watches()["watches"][0]["state"] == "watching")
        time.sleep(1)
        yield server, card


@contextmanager
def _queue_of(events: int | None) -> Iterator[bool]:
    """A kernel's queue that short, where we may ask for one; it counts for whoever listens from then on."""
    before = _QUEUES.read_text() if _QUEUES.exists() else ""
    try:
        if events is not None:
            _QUEUES.write_text(str(events))
    except OSError:
        yield False
        return
    try:
        yield True
    finally:
        if events is not None:
            _QUEUES.write_text(before)


def unique(model: bytes, name: str) -> bytes:
    """The same film as another: with a box behind it that nobody reads."""
    return model + box(b"free", name.encode().ljust(64, b"."))


def box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def _count(server: Served) -> int:
    return int(server.client.jobs(limit=1)["total"])


def _all_jobs(server: Served, wanted: int) -> list[dict[str, Any]] | None:
    if _count(server) < wanted:
        time.sleep(0.2)
        return None
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = server.client.jobs(limit=1000, cursor=cursor)
        found += page["jobs"]
        cursor = page["next"]
        if cursor is None:
            return found


def _shares(values: list[float]) -> dict[str, float]:
    ranked = sorted(values)
    return {f"p{share}": round(ranked[min(len(ranked) - 1, len(ranked) * share // 100)], 3) for share in (50, 95)}


def tell(what: str, **figures: object) -> None:
    print(json.dumps({"what": what, **figures}), flush=True)


_PARTS: Mapping[str, tuple[Callable[[Path, int], None], int]] = {
    "drop": (drop, 100),
    "early": (early, 1000),
    "burst": (burst, 20_000),
    "rest": (rest, 100_000),
    "folders": (folders, 100_000),
    "share": (share, 40),
}


def main() -> None:
    asked = sys.argv[1:] or list(_PARTS)
    numbers = [int(word) for word in asked if word.isdecimal()]
    for name in [word for word in asked if word in _PARTS]:
        run, usual = _PARTS[name]
        folder = Path(tempfile.mkdtemp(prefix="rushes-watch-"))
        try:
            run(folder, numbers[0] if numbers else usual)
        finally:
            shutil.rmtree(display_text(str(folder)), ignore_errors=True)


if __name__ == "__main__":
    main()
