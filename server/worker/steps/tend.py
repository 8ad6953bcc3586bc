"""Step Tend: one task of upkeep; the job's result says what it did."""

from __future__ import annotations

from server.domain.steps import Tend
from server.worker.attempt import Attempt


def run(step: Tend, attempt: Attempt) -> None:
    attempt.result |= attempt.tools.tend(step.task)
