"""Runs FFmpeg: own process group, both pipes drained, progress read, bounded log, ended in time."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psutil

from server.domain.naming import display_text
from server.domain.progress import ProgressParser, Sample
from server.domain.retry import End, end_of_signal
from server.errors import EncodeCrashed, Interrupted, RushesError
from server.media.allowance import Allowance, Stopwatch, Verdict
from server.media.allowance import Limits as Limits
from server.media.box import Box
from server.media.launch import Process, Program
from server.system.processes import identify

LOG_LINES = 300
LOG_LINE_CHARS = 500
ASK_SECONDS = 0.5  # between asking FFmpeg to end and killing it: what it wrote is thrown away
_DRAIN_SECONDS = 5.0
LOOK_SECONDS = 0.1
_TOLD_TO_END = 255
_KILLED_UNDER_A_SCRIPT = 128 + 9  # POSIX shells: where the FFmpeg that is set is a script around the real one
_GROUP_SECONDS = 0.5  # for what was killed to be gone; where nobody fetches zombies they stay
# A decoder or demuxer that complains at this level has met data it could not use.
_ERROR = re.compile(r"\[(error|fatal|panic)\]")
# Only warnings, yet they say the same: data is missing or was made up.
_WARNINGS = ("corrupt decoded frame", "PES packet size mismatch", "partial file", "Packet corrupt", "truncated")
# These speak of what we write or of the run as a whole, not of the original's data.
_OURS = ("[out#", "[null @", "[vost#", "[aost#", "[enc:", "[vf#", "[af#", "[fc#", "[swscaler @", "[Parsed_", "[auto_",
         "[in#0/gxf @",  # says of the end of a whole file that it is no data
         "x265 [", "x264 [", "not on whitelist", "Conversion failed", "Error sending frames")  # fmt: skip


@dataclass
class Outcome:
    """How a run ended. `complaints` counts lines about unreadable source data; `signal` what killed it, if any."""

    returncode: int
    complaints: int = 0
    log: list[str] = field(default_factory=list)
    first_complaint: str | None = None
    frames: int | None = None

    @property
    def signal(self) -> int | None:
        if self.returncode == _KILLED_UNDER_A_SCRIPT:
            return _KILLED_UNDER_A_SCRIPT - 128
        return -self.returncode if self.returncode < 0 else None

    @property
    def told_to_end(self) -> bool:
        """FFmpeg catches SIGTERM and SIGINT, tidies up and exits with 255; EPERM, which it names, is 255 too."""
        return self.returncode == _TOLD_TO_END and not self.says("Operation not permitted")

    def says(self, text: str) -> bool:
        return any(text in line for line in self.log)


def ended_early(outcome: Outcome, name: str) -> RushesError | None:
    """The error of a run on the clip `name` that a signal ended: its own (a crash) or one from outside; else None."""
    if outcome.told_to_end:
        return Interrupted("FFmpeg was asked to end from outside.")
    if outcome.signal is None:
        return None
    number = signal.Signals(outcome.signal).name
    if end_of_signal(number) is End.CRASH:
        return EncodeCrashed(f"FFmpeg crashed on {name} ({number}).")
    return Interrupted(f"FFmpeg was ended from outside ({number}).")


@dataclass(frozen=True)
class Watch:
    """What the runner tells and asks while FFmpeg works.

    `started` gets {"pid", "started"}; `progress` gets samples; `stop` gives the error to end with, or None;
    `paused` says whether FFmpeg is to stand still; `spent` is how long the attempt has worked before; `look` may see
    how far its files have come. `glimpse` counts the frames in them, None where it cannot: FFmpeg says nothing of its
    progress before each of its outputs has begun, and a filmstrip begins when its last picture is there.
    """

    started: Callable[[Mapping[str, Any]], None] = lambda _child: None
    progress: Callable[[Sample], None] = lambda _sample: None
    stop: Callable[[], RushesError | None] = lambda: None
    paused: Callable[[], bool] = lambda: False
    spent: Stopwatch = field(default_factory=Stopwatch)
    look: Callable[[], None] = lambda: None
    glimpse: Callable[[], int | None] = lambda: None


def run_ffmpeg(
    program: Program,
    arguments: Sequence[str],
    limits: Limits,
    watch: Watch,
    folder: Path | None = None,
    reads: Sequence[str] = (),
) -> Outcome:
    """Runs to the end, whatever the end is; in `folder`, where filters leave files of their own.

    It reaches the files its arguments name, that folder, what is in `reads`, and nothing else (see box.py).
    Raises what `watch.stop` gives (the process group is gone by then), EncodeStalled, or TimeLimit.
    """
    child = start_ffmpeg(program, arguments, limits, folder=folder, reads=reads)
    reader = _Reader(child)
    try:
        watch.started(identify_child(child))  # may say that the job is not ours any more
        _supervise(child, reader, limits, watch)
    finally:
        if child.poll() is None:
            end_group(child)
        kill_left_over(child)
        reader.join()
    return reader.outcome(child.wait())


def start_ffmpeg(
    program: Program,
    arguments: Sequence[str],
    limits: Limits,
    *,
    folder: Path | None = None,
    reads: Sequence[str] = (),
    log: bool = True,
) -> Process:
    """In a session of its own, boxed in, under `limits`; it ends with this process."""
    return program.run(arguments, Box(limits.memory_mb, limits.niceness, folder, tuple(reads)), log=log)


def identify_child(child: Process) -> Mapping[str, Any]:
    """For `kill_group`. One that has ended already may have left others running."""
    return identify(child.pid) or {"pid": child.pid}


def _supervise(child: Process, reader: _Reader, limits: Limits, watch: Watch) -> None:
    allowance, effort, silent = Allowance(limits, watch.spent), _Effort(child, limits), True
    while child.poll() is None:
        sample = reader.next_sample(LOOK_SECONDS)
        if reader.ended and _has_ended(child):
            break
        silent = silent and sample is None
        if silent and (frames := watch.glimpse()) is not None:
            sample = Sample(frames, None, None, None, ended=False)
        if sample is not None:
            if effort.is_new(sample):
                allowance.alive()
            watch.progress(sample)
        watch.look()
        error = watch.stop()
        if error is not None:
            raise error
        _pause(child, allowance, watch.paused())
        _heed(child, allowance, effort)
    kill_left_over(child)
    for sample in reader.rest():
        watch.progress(sample)
    if allowance.asked:  # it may have exited with 0: yet the clip is not done
        raise allowance.too_long()


def _has_ended(child: Process) -> bool:
    """FFmpeg closes its pipe as it ends: a moment later it is gone, and nobody waits for the next look."""
    try:
        child.wait(LOOK_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def _pause(child: Process, allowance: Allowance, wanted: bool) -> None:
    if wanted == allowance.paused or os.name != "posix":
        return
    signal_group(child, signal.SIGSTOP if wanted else signal.SIGCONT)
    allowance.pause(wanted)


def _heed(child: Process, allowance: Allowance, effort: _Effort) -> None:
    match allowance.look():
        case Verdict.ASK:
            signal_group(child, signal.SIGTERM)
        case Verdict.KILL:
            raise allowance.too_long()
        case Verdict.SILENT if effort.computes():
            allowance.alive()
        case Verdict.SILENT:
            raise allowance.stalled("FFmpeg")


class _Effort:
    """Signs of life of one FFmpeg, beside what it says."""

    def __init__(self, child: Process, limits: Limits) -> None:
        self._child, self._limits = child, limits
        self._seen: tuple[int | None, ...] = ()
        self._cpu = 0.0

    def is_new(self, sample: Sample) -> bool:
        """The same position again and again is a hang."""
        before, self._seen = self._seen, (sample.frame, sample.out_time_us, sample.total_size)
        return self._seen != before

    def computes(self) -> bool:
        """A slow first frame burns processor time; a hung read does not. Doubt is given once per limit."""
        try:
            times = psutil.Process(self._child.pid).cpu_times()
        except psutil.Error:
            return False
        before, self._cpu = self._cpu, float(times.user + times.system)
        return self._cpu - before > 0.1 * self._limits.no_progress


class _Reader:
    """Drains both pipes with a thread each: an unread pipe would hang FFmpeg."""

    def __init__(self, child: Process) -> None:
        self._samples: queue.Queue[Sample | None] = queue.Queue()
        self.ended = False
        self._log: deque[str] = deque(maxlen=LOG_LINES)
        self._complaints = 0
        self._first: str | None = None
        self._frames: int | None = None
        self._threads = [
            threading.Thread(target=self._read_progress, args=(child.stdout,), daemon=True),
            threading.Thread(target=self._read_log, args=(child.stderr,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def next_sample(self, seconds: float) -> Sample | None:
        """The next block of progress, None if there is none yet, or none to come (then `ended`)."""
        try:
            sample = self._samples.get(timeout=seconds)
        except queue.Empty:
            return None
        self.ended = self.ended or sample is None
        return sample

    def rest(self) -> Iterator[Sample]:
        """What was told before the end and not yet looked at."""
        while not self.ended and (sample := self.next_sample(_DRAIN_SECONDS)) is not None:
            yield sample

    def _read_progress(self, pipe: IO[bytes]) -> None:
        parser = ProgressParser()
        with pipe:
            for line in pipe:
                sample = parser.feed(line.decode("utf-8", "replace"))
                if sample is not None:
                    self._frames = sample.frame if sample.frame is not None else self._frames
                    self._samples.put(sample)
        self._samples.put(None)

    def _read_log(self, pipe: IO[bytes]) -> None:
        with pipe:
            while raw := pipe.readline(65536):
                line = display_text(raw.decode("utf-8", "surrogateescape")).rstrip()[:LOG_LINE_CHARS]
                if line:
                    self._log.append(line)
                    self._weigh(line)

    def _weigh(self, line: str) -> None:
        if (_ERROR.search(line) or any(mark in line for mark in _WARNINGS)) and not any(mark in line for mark in _OURS):
            self._complaints += 1
            self._first = self._first or line

    def join(self) -> None:
        """Not for ever: a process that left FFmpeg's group may hold the pipes open."""
        for thread in self._threads:
            thread.join(_DRAIN_SECONDS)

    def outcome(self, returncode: int) -> Outcome:
        return Outcome(returncode, self._complaints, list(self._log), self._first, self._frames)


def signal_group(child: Process, number: int) -> None:
    """Signals FFmpeg and whatever it may have started. No error if it has just gone."""
    try:
        if os.name == "posix":
            os.killpg(child.pid, number)
        else:
            child.terminate()
    except ProcessLookupError:
        return


def kill_left_over(child: Process) -> None:
    """What an FFmpeg that has ended had started: it holds the pipes open, and nobody else would ever end it."""
    if os.name != "posix":
        return
    patience = time.monotonic() + _GROUP_SECONDS
    with contextlib.suppress(ProcessLookupError, PermissionError):  # none is left, or (macOS) zombies alone
        while time.monotonic() < patience:
            os.killpg(child.pid, signal.SIGKILL)
            time.sleep(0.005)


def end_group(child: Process) -> None:
    """Asks, waits a moment, kills. A suspended FFmpeg hears SIGTERM only once it is woken."""
    signal_group(child, signal.SIGTERM)
    if os.name == "posix":
        signal_group(child, signal.SIGCONT)
    try:
        child.wait(ASK_SECONDS)
    except subprocess.TimeoutExpired:
        if os.name == "posix":
            signal_group(child, signal.SIGKILL)
        else:
            child.kill()
        child.wait()
