"""When frames are said to hold fields: only where there is no doubt."""

from __future__ import annotations

import pytest

from server.domain.media import Scan
from server.media.combing import judge_fields


@pytest.mark.parametrize(
    ("tff", "bff", "progressive", "verdict"),
    [
        (40, 0, 0, Scan.TFF),
        (0, 40, 2, Scan.BFF),
        (31, 0, 6, None),
        (9, 0, 0, None),
        (30, 30, 0, None),
        (0, 0, 60, None),
        (0, 0, 0, None),
    ],
)
def test_fields(tff: int, bff: int, progressive: int, verdict: Scan | None) -> None:
    assert judge_fields({"tff": tff, "bff": bff, "progressive": progressive}) is verdict


def test_a_picture_nobody_looked_at_says_nothing() -> None:
    assert judge_fields(None) is None
