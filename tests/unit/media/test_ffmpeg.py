"""The runner of FFmpeg, tried with scripts that behave as FFmpeg does on its worst days."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil
import pytest

from server.domain.progress import Sample
from server.errors import Cancelled, EncodeStalled, Interrupted, LostClaim, RushesError, TimeLimit
from server.media import ffmpeg
from server.media.ffmpeg import LOG_LINE_CHARS, LOG_LINES, Limits, Outcome, Watch, ended_early, run_ffmpeg
from server.media.launch import Launcher, Program

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the fakes are shell scripts")
PROGRESS = "printf 'frame=%d\\nout_time_us=%d\\ntotal_size=%d\\nprogress=continue\\n'"


class Stage:
    """A fake FFmpeg, and what the runner told about it."""

    def __init__(self, folder: Path, launcher: Launcher) -> None:
        self._script = folder / "ffmpeg"
        self._program = Program(str(self._script), launcher.start)
        self.children: list[Mapping[str, Any]] = []
        self.samples: list[Sample] = []

    def run(
        self,
        body: str,
        limits: Limits | None = None,
        stop: Callable[[], RushesError | None] = lambda: None,
        paused: Callable[[], bool] = lambda: False,
        glimpse: Callable[[], int | None] = lambda: None,
    ) -> Outcome:
        self._script.write_text(f"#!/bin/sh\n{body}\n")
        self._script.chmod(0o755)
        watch = Watch(self.children.append, self.samples.append, stop, paused, glimpse=glimpse)
        return run_ffmpeg(self._program, ["-i", "file:a.mov"], limits or Limits(), watch)

    @property
    def pid(self) -> int:
        return int(self.children[0]["pid"])

    def group_lives(self) -> bool:
        """Whether anything of FFmpeg's process group is left, zombies aside; what was killed may take a moment."""
        deadline = time.monotonic() + 3
        while self._any_lives() and time.monotonic() < deadline:
            time.sleep(0.02)
        return self._any_lives()

    def _any_lives(self) -> bool:
        living = (p for p in psutil.process_iter(["pid", "status"]) if p.info["status"] != psutil.STATUS_ZOMBIE)
        return any(_group(p.info["pid"]) == self.pid for p in living)


def _group(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    launcher = Launcher()
    yield launcher
    launcher.close()


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, launcher: Launcher) -> Stage:
    monkeypatch.setattr(ffmpeg, "ASK_SECONDS", 0.5)
    return Stage(tmp_path, launcher)


def once_started(stage: Stage, error: RushesError) -> Callable[[], RushesError | None]:
    """Asks to stop as soon as there is progress."""
    return lambda: error if stage.samples else None


def test_a_good_run_is_told_step_by_step(stage: Stage) -> None:
    outcome = stage.run(f"{PROGRESS} 1 40000 10\n{PROGRESS} 2 80000 20\necho '[info] fine' >&2; sleep 0.3")
    assert (outcome.returncode, outcome.complaints, outcome.frames, outcome.signal) == (0, 0, 2, None)
    assert [sample.frame for sample in stage.samples] == [1, 2]
    assert set(stage.children[0]) >= {"pid", "started"}
    assert outcome.says("fine")


def test_exit_0_without_a_frame_is_no_error_here_but_can_be_told(stage: Stage) -> None:
    outcome = stage.run("exit 0")
    assert (outcome.returncode, outcome.frames) == (0, None)


@pytest.mark.parametrize("line", ["[h264 @ 0x1] [error] left block unavailable", "[mov] [fatal] moov not found",
                                  "[mov] [warning] corrupt decoded frame in stream 0"])  # fmt: skip
def test_what_could_not_be_read_is_counted(line: str, stage: Stage) -> None:
    outcome = stage.run(f"echo '{line}' >&2; echo '{line}' >&2")
    assert outcome.complaints == 2
    assert outcome.first_complaint == line


def test_complaints_about_our_own_output_are_not_the_clips(stage: Stage) -> None:
    assert stage.run("echo '[out#0/mov @ 0x1] [error] Error writing trailer' >&2; exit 1").complaints == 0


def test_a_flood_of_lines_neither_hangs_nor_fills_memory(stage: Stage) -> None:
    outcome = stage.run("yes '[h264] [error] concealing errors' | head -n 60000 >&2; echo last >&2")
    assert outcome.complaints == 60000
    assert len(outcome.log) == LOG_LINES
    assert outcome.log[-1] == "last"


def test_a_line_without_end_is_cut(stage: Stage) -> None:
    outcome = stage.run("head -c 3000000 /dev/zero | tr '\\0' x >&2")
    assert all(len(line) <= LOG_LINE_CHARS for line in outcome.log)


def test_bytes_that_are_no_text_are_shown_as_such(stage: Stage) -> None:
    assert stage.run("printf 'file:\\377.mov\\n' >&2").log == ["file:\ufffd.mov"]


def test_a_hang_is_found_and_ended(stage: Stage) -> None:
    begun = time.monotonic()
    with pytest.raises(EncodeStalled):
        stage.run(f"{PROGRESS} 1 40000 10\nsleep 60", Limits(no_progress=0.4))
    assert time.monotonic() - begun < 10
    assert not stage.group_lives()


def test_the_same_progress_again_and_again_is_a_hang(stage: Stage) -> None:
    with pytest.raises(EncodeStalled):
        stage.run(f"while :; do {PROGRESS} 1 40000 10; sleep 0.05; done", Limits(no_progress=0.6))
    assert not stage.group_lives()


def test_slow_but_steady_progress_is_no_hang(stage: Stage) -> None:
    body = f"for i in 1 2 3 4 5; do {PROGRESS} $i $i $i; sleep 0.5; done"
    assert stage.run(body, Limits(no_progress=1.8)).returncode == 0


def test_while_it_says_nothing_its_files_tell_how_far_it_is(stage: Stage) -> None:
    seen = iter(range(1, 1000))
    stage.run(f"sleep 2\n{PROGRESS} 7 40000 10", Limits(no_progress=1.5), glimpse=lambda: next(seen))
    frames = [sample.frame for sample in stage.samples]
    assert frames == [*range(1, len(frames)), 7]
    assert len(frames) > 2


def test_files_that_stand_still_are_a_hang(stage: Stage) -> None:
    with pytest.raises(EncodeStalled):
        stage.run("sleep 60", Limits(no_progress=0.7), glimpse=lambda: 3)


def test_one_that_does_not_listen_is_killed(stage: Stage) -> None:
    body = f"trap '' TERM\n{PROGRESS} 1 1 1\nwhile :; do sleep 1; done"
    with pytest.raises(Cancelled):
        stage.run(body, stop=once_started(stage, Cancelled("not wanted")))
    assert not stage.group_lives()


def test_cancel_takes_all_of_its_processes(stage: Stage) -> None:
    body = f"sleep 60 &\n{PROGRESS} 1 1 1\nwait"
    with pytest.raises(Cancelled):
        stage.run(body, stop=once_started(stage, Cancelled("not wanted")))
    assert not stage.group_lives()


def test_the_soft_limit_asks_and_the_clip_is_not_done_though_it_exits_0(stage: Stage) -> None:
    with pytest.raises(TimeLimit):
        stage.run("trap 'exit 0' TERM\nwhile :; do sleep 0.05; done", Limits(soft=0.4, hard=20))
    assert not stage.group_lives()


def test_the_hard_limit_kills(stage: Stage) -> None:
    begun = time.monotonic()
    with pytest.raises(TimeLimit):
        stage.run("trap '' TERM\nwhile :; do sleep 0.05; done", Limits(soft=0.2, hard=0.6))
    assert time.monotonic() - begun < 10
    assert not stage.group_lives()


def test_death_by_a_signal_is_told(stage: Stage) -> None:
    assert stage.run("kill -SEGV $$").signal == signal.SIGSEGV


def test_paused_it_stands_still_and_no_clock_runs(stage: Stage) -> None:
    seen: list[str] = []
    until: list[float] = []

    def paused() -> bool:
        if not stage.samples:
            return False
        until.append(time.monotonic())
        if len(until) > 3:
            seen.append(psutil.Process(stage.pid).status())
        return until[-1] - until[0] < 2.5

    limits = Limits(no_progress=1.5, soft=2.0, hard=2.2)
    # No command of its own: a shell suspended while it starts one is not shown as stopped.
    body = f"{PROGRESS} 1 1 1\ni=0; while [ $i -lt 100000 ]; do i=$((i+1)); done\n{PROGRESS} 2 2 2"
    assert stage.run(body, limits, paused=paused).returncode == 0
    assert psutil.STATUS_STOPPED in seen
    assert [sample.frame for sample in stage.samples] == [1, 2]


def test_cancel_reaches_one_that_is_paused(stage: Stage) -> None:
    begun = time.monotonic()

    def stop() -> RushesError | None:
        return Cancelled("not wanted") if time.monotonic() - begun > 0.6 else None

    with pytest.raises(Cancelled):
        stage.run("while :; do sleep 0.1; done", stop=stop, paused=lambda: True)
    assert not stage.group_lives()


def test_a_job_that_is_not_ours_any_more_leaves_no_process(tmp_path: Path, stage: Stage) -> None:
    script = tmp_path / "ffmpeg"
    script.write_text("#!/bin/sh\nsleep 60\n")
    script.chmod(0o755)

    def started(child: Mapping[str, Any]) -> None:
        stage.children.append(child)
        raise LostClaim("another attempt has it")

    with pytest.raises(LostClaim):
        run_ffmpeg(Program(str(script)), [], Limits(), Watch(started))
    assert not stage.group_lives()


def test_what_it_left_running_goes_with_it_and_nobody_waits_for_that(stage: Stage) -> None:
    begun = time.monotonic()
    assert stage.run("sleep 60 &\nexit 0").returncode == 0
    assert time.monotonic() - begun < 10
    assert not stage.group_lives()


@pytest.mark.parametrize(("says", "told"), [("bye", True), ("out.mov: Operation not permitted", False)])
def test_255_is_how_it_says_that_it_was_told_to_end(says: str, told: bool, stage: Stage) -> None:
    assert stage.run(f"echo '{says}' >&2; exit 255").told_to_end is told


def test_a_kill_under_a_script_is_one_from_outside() -> None:
    assert isinstance(ended_early(Outcome(137), "A001.mov"), Interrupted)
    assert ended_early(Outcome(1), "A001.mov") is None
