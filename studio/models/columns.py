"""The columns of the job table: one line of COLUMNS each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from studio.format import (
    failure_title,
    file_name,
    folder_name,
    length_text,
    percent_text,
    preset_text,
    rate_text,
    size_text,
    speed_text,
    status_look,
    time_text,
)
from studio.words import mark, tr

MOVING = ("running", "cancelling")


@dataclass(frozen=True, slots=True)
class Facts:
    """A job as its cells need it. `now`: aware, in the zone times are shown in. `fraction`: None for no bar."""

    job: Mapping[str, Any]
    metadata: Mapping[str, Any]
    now: datetime
    fraction: float | None

    @property
    def moving(self) -> bool:
        return self.fraction is not None


@dataclass(frozen=True)
class Column:
    """`title`, `sample`: English here; the sample is as wide as a text usually gets. `sort`: the server's name of this
    order, empty for none. `live`: progress alone changes it. `shown`: until somebody chooses otherwise."""

    name: str
    title: str
    text: Callable[[Facts], str]
    sample: str
    sort: str = ""
    right: bool = False
    live: bool = False
    shown: bool = True


def _status(facts: Facts) -> str:
    job = facts.job
    if job.get("paused") and job["status"] in ("pending", "running"):
        return tr("Paused")
    if job["status"] == "completed" and job.get("reused"):
        return tr("Already done")
    return status_look(str(job["status"])).word


def _fact(name: str, write: Callable[[Any], str] = str) -> Callable[[Facts], str]:
    """A fact of the clip, empty until it is known."""
    return lambda facts: write(value) if (value := facts.metadata.get(name)) is not None else ""


def _told(name: str, write: Callable[[Any], str] = str) -> Callable[[Facts], str]:
    """A value of the job itself."""
    return lambda facts: write(value) if (value := facts.job.get(name)) is not None else ""


def _time(name: str) -> Callable[[Facts], str]:
    return lambda facts: time_text(told, facts.now) if (told := facts.job.get(name)) else ""


def _resolution(facts: Facts) -> str:
    width, height = facts.metadata.get("width"), facts.metadata.get("height")
    return f"{width}×{height}" if width and height else ""


def _rate(facts: Facts) -> str:
    return rate_text(facts.metadata.get("fps"), facts.metadata.get("vfr"))


def _camera(facts: Facts) -> str:
    return str(facts.metadata.get("reel") or facts.metadata.get("camera") or "")


def _error(facts: Facts) -> str:
    error = facts.job.get("error")
    return failure_title(str(error.get("code")), facts.job["status"] == "failed") if error else ""


def _attempts(facts: Facts) -> str:
    return tr("{number} of {most}").format(number=facts.job.get("attempt", 0), most=facts.job.get("max_attempts", 0))


COLUMNS = (
    Column("name", mark("Name"), lambda facts: file_name(facts.job.get("source")), "A001_C008_1124XY.mov", "name"),
    Column("status", mark("Status"), _status, mark("Already done"), "status"),
    Column(
        "progress",
        mark("Progress"),
        lambda facts: "" if facts.fraction is None else percent_text(facts.fraction),
        "100 % 100 % 1",
        "progress",
        live=True,
    ),
    Column(
        "speed",
        mark("Speed"),
        lambda facts: speed_text(facts.job.get("speed")) if facts.moving else "",
        mark("Speed"),
        "speed",
        right=True,
        live=True,
    ),
    Column(
        "left",
        mark("Time left"),
        lambda facts: length_text(facts.job.get("eta_seconds")) if facts.moving else "",
        mark("Time left"),
        "eta_seconds",
        right=True,
        live=True,
    ),
    Column("preset", mark("Preset"), lambda facts: preset_text(facts.job), "prores-proxy0", "preset"),
    Column("length", mark("Duration"), _fact("duration", length_text), mark("Duration"), right=True),
    Column("size", mark("Size"), _fact("size_bytes", size_text), "99.9 GB", right=True),
    Column("added", mark("Added"), _time("queued_at"), "Nov 2026", "queued_at"),
    Column("output", mark("Proxy"), _told("output", file_name), "A001_C008_1124XY", shown=False),
    Column("finished", mark("Finished"), _time("completed_at"), "Nov 2026", "completed_at", shown=False),
    Column(
        "took",
        mark("Took"),
        _told("duration_seconds", length_text),
        "0:00:00",
        "duration_seconds",
        right=True,
        shown=False,
    ),
    Column("folder", mark("Folder"), _told("source", folder_name), "/footage/Day 1/A-Cam", shown=False),
    Column("codec", mark("Codec"), _fact("video_codec"), "prores0", shown=False),
    Column("resolution", mark("Resolution"), _resolution, mark("Resolution"), shown=False),
    Column("rate", mark("Frame rate"), _rate, "23.976 fps 0", shown=False),
    Column("timecode", mark("Timecode"), _fact("timecode"), "00:00:00:00", shown=False),
    Column("reel", mark("Reel, camera"), _camera, mark("Reel, camera"), shown=False),
    Column("worker", mark("Worker"), _told("worker"), "workstation-1", "worker", shown=False),
    Column("attempts", mark("Attempts"), _attempts, mark("Attempts"), "attempt", shown=False),
    Column("priority", mark("Priority"), _told("priority"), mark("Priority"), "turn", shown=False),
    Column("error", mark("What went wrong"), _error, mark("The clip cannot be read"), shown=False),
    Column(
        "checksum",
        mark("Checksum"),
        lambda facts: str((facts.job.get("result") or {}).get("sha256") or ""),
        "0123456789abcdef",
        shown=False,
    ),
)
NAMES = tuple(column.name for column in COLUMNS)
LIVE = tuple(position for position, column in enumerate(COLUMNS) if column.live)
