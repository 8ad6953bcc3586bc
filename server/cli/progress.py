"""What is shown while jobs run: bars on a terminal, a sentence for each job elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.cli.output import Output, clean, count_text, duration_text
from server.domain.job import Job, Status

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_NAME_WIDTH = 40


class SilentView:
    """For --json: standard output holds one document and nothing else."""

    def progressed(self, job: Job, event: Mapping[str, Any]) -> None:
        """Nothing to show."""

    def waits(self, job: Job) -> None:
        """Nothing to show."""

    def finished(self, job: Job) -> None:
        """Nothing to show."""

    def joined(self, number: int) -> None:
        """Nothing to show."""


class LineView:
    """A sentence for each job that ends or has to wait."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    def progressed(self, job: Job, event: Mapping[str, Any]) -> None:
        """A line for each step of progress would drown the others."""

    def waits(self, job: Job) -> None:
        self._say(wait_line(job))

    def finished(self, job: Job) -> None:
        self._say(end_line(job))

    def joined(self, number: int) -> None:
        """Each says itself when it ends."""


class BarView:
    """A bar for each clip that is being worked on and one for the whole, with speed and time left."""

    def __init__(self, progress: Progress, total: int, now: Callable[[], float] = time.monotonic) -> None:
        self._progress = progress
        self._now = now
        self._started = now()
        self._total, self._done, self._noun = total, 0, "clip"
        self._bars: dict[str, TaskID] = {}
        self._shares: dict[str, float] = {}
        self._speeds: dict[str, float] = {}
        self._whole = progress.add_task(count_text(total, "clip"), total=total, speed="", left="")

    def progressed(self, job: Job, event: Mapping[str, Any]) -> None:
        share, speed = event.get("progress"), event.get("speed")
        self._shares[job.id], self._speeds[job.id] = share or 0.0, speed or 0.0
        bar = self._bars.get(job.id)
        if bar is None:
            bar = self._bars[job.id] = self._progress.add_task(_bar_name(job), total=1.0, speed="", left="")
        left = duration_text(event.get("eta"))
        self._progress.update(bar, completed=share or 0.0, speed=_speed_text(speed), left=left)
        self._show_whole()

    def waits(self, job: Job) -> None:
        self._forget(job)
        self._progress.console.print(clean(wait_line(job)), markup=False, highlight=False)
        self._show_whole()

    def finished(self, job: Job) -> None:
        self._forget(job)
        self._done += 1
        if job.status is not Status.COMPLETED:
            self._progress.console.print(clean(end_line(job)), markup=False, highlight=False)
        self._show_whole()

    def joined(self, number: int) -> None:
        self._total += number
        self._noun = "job"  # a clip and its upload are two
        self._progress.update(self._whole, total=self._total)
        self._show_whole()

    def _forget(self, job: Job) -> None:
        self._shares.pop(job.id, None)
        self._speeds.pop(job.id, None)
        bar = self._bars.pop(job.id, None)
        if bar is not None:
            self._progress.remove_task(bar)

    def _show_whole(self) -> None:
        done = self._done + sum(self._shares.values())
        words = f"{self._done} of {count_text(self._total, self._noun)}"
        speed = _speed_text(sum(self._speeds.values()))
        self._progress.update(self._whole, completed=done, description=words, speed=speed, left=self._left(done))

    def _left(self, done: float) -> str:
        """Clips differ in length, so this is a guess until some of them are done."""
        if done <= 0 or self._total <= 0:
            return ""
        return duration_text((self._now() - self._started) * (self._total - done) / done)


@contextmanager
def open_view(output: Output, total: int) -> Iterator[SilentView | LineView | BarView]:
    """Bars on standard error where that is a terminal; the lines that stay go to standard output."""
    if output.err.isatty():
        with _open_bars(output) as progress:
            yield BarView(progress, total)
    elif output.as_json:
        yield SilentView()
    else:
        yield LineView(output.say)


def _open_bars(output: Output) -> Progress:
    from rich.console import Console  # a tenth of a second that only bars have to wait for
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(markup=False),
        TextColumn("{task.fields[speed]}", markup=False),
        TextColumn("{task.fields[left]}", markup=False),
        console=Console(file=output.err, highlight=False),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )


def end_line(job: Job) -> str:
    """How a job ended, in one line."""
    name = Path(job.source).name
    if job.status is Status.COMPLETED and job.kind == "upload":
        return f"{name}: in the bucket, {_first_url(job)}"
    if job.status is Status.COMPLETED:
        return f"{name}: done, {job.output}" if job.output else f"{name}: {job.kind} done"
    name = f"{name} (upload)" if job.kind == "upload" else name
    why = job.error["message"] if job.error else job.reason or "no reason given"
    return f"{name}: {job.status.value}. {why}"


def wait_line(job: Job) -> str:
    """Why a job waits, in one line."""
    why = job.error["message"] if job.error else job.reason or "no reason given"
    when = "it is tried again" if job.status is Status.RETRYING else "it goes on"
    return f"{Path(job.source).name}: waits; {when} by itself. {why}"


def _first_url(job: Job) -> str:
    objects = (job.result or {}).get("objects") or [{}]
    return str(objects[0].get("url", ""))


def _bar_name(job: Job) -> str:
    return f"↑ {_short_name(job)}" if job.kind == "upload" else _short_name(job)


def _short_name(job: Job) -> str:
    name = clean(Path(job.source).name)
    return name if len(name) <= _NAME_WIDTH else f"{name[: _NAME_WIDTH - 9]}…{name[-8:]}"


def _speed_text(speed: float | None) -> str:
    return f"{speed:.1f}x" if speed else ""
