"""Kinds `cleanup` and `watchdog`: what the program does for itself, by the clock or by `rushes maintenance`."""

from __future__ import annotations

from server.domain.job import Job
from server.domain.steps import Step, Tend
from server.domain.upkeep import Task


def plan_cleanup(_job: Job) -> tuple[Step, ...]:
    """The backup comes first: what is forgotten is in it once more."""
    return tuple(map(Tend, (Task.BACKUP, Task.FORGET, Task.SWEEP, Task.CATALOGUE, Task.CHECKPOINT)))


def plan_watchdog(_job: Job) -> tuple[Step, ...]:
    return (Tend(Task.STUCK), Tend(Task.BACKUP))
