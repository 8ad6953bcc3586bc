"""Step Describe: the result is what the probe found."""

from __future__ import annotations

from server.domain.steps import Describe
from server.worker.attempt import Attempt


def run(step: Describe, attempt: Attempt) -> None:
    attempt.result = {"metadata": step.facts.metadata()}
