"""Nothing is lost and nothing done twice, however often everything is killed: `tests/faults/campaign.py`, shortened."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.campaign import run

Say = Callable[[str, object], None]
KILLS, SINGLES, REAL = 200, 24, 6


def seed() -> int:
    """A new one each time, unless RUSHES_TEST_SEED repeats one."""
    return int(os.environ.get("RUSHES_TEST_SEED") or random.SystemRandom().randrange(10**6))


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("kills", "singles", "real"), [(KILLS, SINGLES, False), (REAL, 4, True)])
def test_random_kills(kills: int, singles: int, real: bool, tmp_path: Path, record_property: Say) -> None:
    number = seed()
    report = run(tmp_path, number, kills, singles, systems=2 if real else 4, real=real)  # they wait more than they work
    record_property("said", f"seed {number}: {report}")
    assert report.violations == [], f"seed {number}"
    assert report.kills >= kills
    assert report.accepted > 0
    assert report.completed > 0
