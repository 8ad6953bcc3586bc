"""Kinds `cleanup` and `watchdog`: what the program does for itself, by the clock or by `rushes maintenance`."""

from __future__ import annotations

from server.domain.job import Job
from server.domain.steps import Step, Tend
from server.domain.upkeep import CLEANUP_TASKS, Task


def plan_cleanup(_job: Job) -> tuple[Step, ...]:
    return tuple(map(Tend, CLEANUP_TASKS))


def plan_watchdog(_job: Job) -> tuple[Step, ...]:
    return (Tend(Task.STUCK), Tend(Task.BACKUP))
