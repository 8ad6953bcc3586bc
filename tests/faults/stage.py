"""A whole Rushes to be killed: real server, worker and FFmpeg processes on a home and footage of its own.

A shell script stands in for FFmpeg where volume counts: it writes what the real one once wrote for the same clip, a
piece at a time and with a child process, as an encoder does. Every process bears a mark in its environment.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil

from server.bootstrap import open_home
from server.config import load_settings
from server.media import verify
from server.media.launch import Program
from server.worker import attempt
from server.worker.executor import Executor
from server.worker.orders import Orders
from tests.faults.oracles import Original, Scene
from tests.faults.warm import WarmStart
from tests.helpers.claimer import LANE
from tests.helpers.footage import Take, executable, film
from tests.helpers.program import REPOSITORY

MARK = "TMPDIR"  # FFmpeg and the probe are told little of the environment; this they are
_FAKE = r"""#!/bin/sh
lib=${{0%/*}}/../lib
case "$2" in -version|-encoders|-decoders) exec cat "$lib/$2" ;; esac
case "$*" in *original.frames*) step=encode ;; *) step=prove ;; esac
for word in "$@"; do
    path=${{word#file:}}
    name=${{path##*/}}
    case $name in *.partial) name=proxy; [ $step = encode ] || continue ;; esac
    [ "$path" != "$word" ] && [ -f "$lib/$name" ] || continue
    head -c 900 "$lib/$name" > "$path" || exit 228
    if [ $name = proxy ]; then
        printf 'frame=1\nout_time_us=40000\ntotal_size=900\nprogress=continue\n'
        sleep "0.$(($$ % 3))"
    fi
    tail -c +901 "$lib/$name" >> "$path" || exit 228
done
printf 'frame=5\nout_time_us=200000\ntotal_size=9000\nprogress=end\n'
"""


@dataclass(frozen=True)
class Kit:
    """What every stage is made from: one clip, and an FFmpeg that needs no encoder for it."""

    clip: Path
    fake: Path

    @staticmethod
    def make(folder: Path) -> Kit:
        """Lets the real FFmpeg do the work once, and keeps what it wrote."""
        clip, lib = film(folder / "clip" / "A.mov", Take(size="64x36", frames=5)), folder / "lib"
        for made in (lib, folder / "bin", folder / "home"):
            made.mkdir()
        for flag in ("-version", "-encoders", "-decoders"):
            said = subprocess.run([executable(), "-hide_banner", flag], capture_output=True, check=True)
            (lib / flag).write_bytes(said.stdout)
        _work_once(folder / "home", clip, lib)
        fake = folder / "bin" / "ffmpeg"
        fake.write_text(_FAKE.format())
        fake.chmod(0o755)
        return Kit(clip, fake)


def _work_once(home: Path, clip: Path, kept: Path) -> None:
    settings = load_settings(home, {"RUSHES_FFMPEG__PATH": executable()})
    with open_home(home, settings) as app, _keeping(kept):
        app.ingest.ingest([str(clip)])
        claim = app.ledger.claim(LANE, "kit")
        assert claim is not None
        parts = app._worker_parts(lambda _event: None)
        Executor(parts.tools, Orders(parts.ledger), "kit", parts.policy_for).run(claim)
        assert app.ledger.get(claim.job.id).status == "completed", app.ledger.get(claim.job.id).error


@contextmanager
def _keeping(kept: Path) -> Iterator[None]:
    """Copies what each run of FFmpeg writes; in its box it could not do so itself."""
    real = verify.run_ffmpeg

    def run(program: Program, arguments: Sequence[str], *more: Any, **options: Any) -> Any:
        outcome = real(program, arguments, *more, **options)
        for before, word in pairwise(arguments):
            path = Path(word.removeprefix("file:"))
            if before != "-i" and word.startswith("file:"):
                shutil.copy(path, kept / ("proxy" if path.suffix == ".partial" else path.name))
        return outcome

    for module in (attempt, verify):
        module.run_ffmpeg = run  # type: ignore[assignment]
    try:
        yield
    finally:
        for module in (attempt, verify):
            module.run_ffmpeg = real


def _box(number: int) -> bytes:
    """A `free` box (ISO/IEC 14496-12, 8.1.2), which no reader minds."""
    return (16).to_bytes(4, "big") + b"free" + number.to_bytes(8, "big")


class Stage:
    """One home with its footage, and the processes on it."""

    def __init__(self, folder: Path, kit: Kit, dice: random.Random, ffmpeg: str | None = None) -> None:
        self.home, self.footage, self.dice = folder / "home", folder / "footage", dice
        self.footage.mkdir(parents=True)
        self.home.mkdir()
        (folder / "tmp").mkdir()
        self.mark = str(folder / "tmp")
        self._kit = kit
        self._ffmpeg = ffmpeg or str(kit.fake)
        self._numbers = 0
        self.scene = Scene(self.home, self.footage)
        self.server: subprocess.Popen[bytes] | None = None
        self._warm: WarmStart | None = None

    def add_clip(self) -> Path:
        """One more original, remembered as it is; none holds the same as another, whose proxy would be linked."""
        self._numbers += 1
        clip = self.footage / f"A{self._numbers:04d}.mov"
        clip.write_bytes(self._kit.clip.read_bytes() + _box(self._numbers))
        self.scene.originals[clip] = Original.of(clip)
        return clip

    @property
    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("RUSHES_")}
        return {**clean, MARK: self.mark, "RUSHES_FFMPEG__PATH": self._ffmpeg, "RUSHES_RETRY__DELAY_SECONDS": "0.1"}

    @contextmanager
    def warm(self) -> Iterator[Callable[[], psutil.Process]]:
        """Starts a server quickly; it is like one of `start`, but tells nobody its exit code."""
        warm = WarmStart(self.environment, self.home / "server.err")
        self._warm = warm
        try:
            yield lambda: psutil.Process(warm.fork("server", "--json", "--home", str(self.home)))
        finally:
            self._warm = None
            warm.close()

    def start(self) -> subprocess.Popen[bytes]:
        """A server in the ordinary way."""
        command = [sys.executable, "-m", "server", "server", "--json", "--home", str(self.home)]
        with open(self.home / "server.err", "ab") as errors:
            self.server = subprocess.Popen(
                command, cwd=REPOSITORY, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=errors,
            )  # fmt: skip
        return self.server

    def end(self, number: int = signal.SIGTERM) -> int:
        """The server's exit code."""
        assert self.server is not None
        self.server.send_signal(number)
        return self.server.wait(60)

    def processes(self) -> list[psutil.Process]:
        """All of ours: server, worker, probe, FFmpeg and what it started."""
        return [one for one in marked(self.mark) if self._warm is None or one.pid != self._warm.pid]

    def encodes(self) -> bool:
        """Whether an FFmpeg is at work."""
        return any(_is_called(process, ("original.frames", "proxy.frames")) for process in self.processes())

    def kill_all(self, server: psutil.Process) -> int:
        """Everything at once, in any order; how many processes that were."""
        everyone = [*server.children(recursive=True), server] if server.is_running() else []
        self.dice.shuffle(everyone)
        for process in everyone:
            _kill(process)
        psutil.wait_procs(everyone, timeout=10)
        return len(everyone)

    def kill_one(self, *names: str) -> bool:
        """One process of ours whose command line has one of the words; False if there is none."""
        found = [process for process in self.processes() if _is_called(process, names)]
        return bool(found) and _kill(self.dice.choice(found))


def marked(mark: str) -> Iterator[psutil.Process]:
    """Processes that bear the mark, zombies aside; looked up without psutil's own many questions."""
    wanted = f"{MARK}={mark}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _bears(entry, wanted):
            try:
                yield psutil.Process(int(entry.name))
            except psutil.NoSuchProcess:
                continue


def _bears(entry: Path, wanted: bytes) -> bool:
    try:
        return wanted in (entry / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


def _is_called(process: psutil.Process, names: tuple[str, ...]) -> bool:
    try:
        words = " ".join(process.cmdline())
    except psutil.Error:
        return False
    return any(name in words for name in names)


def _kill(process: psutil.Process) -> bool:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return False
    return True


def settle(seconds: float, every: float = 0.01) -> Iterator[None]:
    """Lets the caller look again until the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        yield
        time.sleep(every)
