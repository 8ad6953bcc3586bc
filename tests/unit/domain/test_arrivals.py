"""What a file that comes in over HTTP may be called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.arrivals import numbered, safe_name


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("A001.mov", "A001.mov"),
        ("Ä 1.MXF", "Ä 1.MXF"),
        ("../../etc/passwd", "passwd"),
        ("C:\\cards\\A.mov", "A.mov"),
        (".hidden.mov", "hidden.mov"),
        ("a\n\x1b[31m.mov", "a__[31m.mov"),
        ("what?.mov", "what_.mov"),
        ("dots. . .", "dots"),
        ("", "clip"),
        ("..", "clip"),
        ("a" * 400 + ".mov", "a" * 196 + ".mov"),
    ],
)
def test_a_name_is_made_plain(told: str, name: str) -> None:
    assert safe_name(told) == name


@given(st.text(max_size=300))
def test_whatever_is_told(told: str) -> None:
    name = safe_name(told)
    assert name
    assert len(name.encode()) <= 200
    assert not name.startswith(".")
    assert not set(name) & set('/\\\0\n<>:"|?*')


def test_a_taken_name_gets_a_number() -> None:
    assert [numbered("A.mov", n) for n in range(3)] == ["A.mov", "A-2.mov", "A-3.mov"]
