"""Which files a watched folder's globs let in."""

from __future__ import annotations

import pytest

from server.domain.watch import is_wanted


@pytest.mark.parametrize(
    ("relative", "include", "exclude", "wanted"),
    [
        ("A001.mov", (), (), True),
        ("day1/A001.MOV", ("*.mov",), (), True),
        ("day1/A001.mxf", ("*.mov", "*.mp4"), (), False),
        ("day1/A001.mov", ("day1",), (), True),
        ("day2/A001.mov", ("day1/",), (), False),
        ("card/trash/x/A001.mov", (), ("Trash",), False),
        ("card/CLIP/A001.mov", ("card/CLIP/*",), (), True),
        ("card/SUB/A001.mov", ("card/CLIP/*",), (), False),
        ("card/SUB/A001.mov", (), ("card/SUB",), False),
        ("B001.mov", ("*.mov",), ("b*",), False),
        ("A[1].mov", ("A[[]1].mov",), (), True),
    ],
)
def test_globs(relative: str, include: tuple[str, ...], exclude: tuple[str, ...], wanted: bool) -> None:
    assert is_wanted(relative, include, exclude) is wanted
