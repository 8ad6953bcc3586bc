"""LUTs are read strictly: what is taken, what is refused and why; whatever comes, nothing else is raised."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.cube import MOST_BYTES, Cube, parse_cube, write_cube
from server.errors import LutError

EIGHT = "\n".join(f"{r} {g} {b}" for b in (0, 1) for g in (0, 1) for r in (0, 1))
numbers = st.floats(-4, 4, width=32)
triples = st.tuples(numbers, numbers, numbers)


def parsed(text: str) -> Cube:
    return parse_cube(text.encode())


def test_a_3d_lut() -> None:
    head = '# made by hand\nTITLE "Day for night"\nLUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 2 2\n\n'
    cube = parsed(head + EIGHT)
    assert (cube.title, cube.dimensions, cube.size) == ("Day for night", 3, 2)
    assert (cube.low, cube.high) == ((0, 0, 0), (2, 2, 2))
    assert cube.points[1] == (1, 0, 0)  # red changes fastest


def test_a_1d_lut_and_the_range_as_resolve_writes_it() -> None:
    cube = parsed("LUT_1D_SIZE 3\r\nLUT_1D_INPUT_RANGE -0.5 1.5\r\n0 0 0\r\n.5 5e-1 0.5\r\n1 1 1\r\n")
    assert (cube.dimensions, cube.size, cube.low, cube.high) == (1, 3, (-0.5,) * 3, (1.5,) * 3)
    assert cube.points[1] == (0.5, 0.5, 0.5)


REFUSED = {
    "": "does not say its size",
    "LUT_3D_SIZE 2\n0 0 0": "ends after 1 of its 8 points",
    f"LUT_3D_SIZE 2\n{EIGHT}\n0 0 0": "Line 10 .* more than the 8 points",
    "0 0 0\nLUT_3D_SIZE 2": "Line 1 .* before LUT_3D_SIZE",
    "LUT_3D_SIZE 66": "'66' is not a size from 2 to 65",
    "LUT_3D_SIZE 1": "not a size",
    "LUT_3D_SIZE -2": "not a size",
    "LUT_3D_SIZE ²": "not a size",
    "LUT_1D_SIZE 65537": "not a size from 2 to 65536",
    "LUT_1D_SIZE 2\nLUT_3D_SIZE 2": "Line 2 .* 1D and 3D at once",
    "LUT_3D_SIZE 2\nLUT_3D_SIZE 2": "there twice",
    "LUT_1D_SIZE 2\n0 0\n1 1 1": "Line 2 .* 3 numbers are needed, here are 2",
    "LUT_1D_SIZE 2\n0 0 nan\n1 1 1": "'nan' is not a number",
    "LUT_1D_SIZE 2\n0 0 1e9\n1 1 1": "'1e9' is not a number",
    "LUT_1D_SIZE 2\n0 0 1_0\n1 1 1": "'1_0' is not a number",
    "LUT_1D_SIZE 2\n0 0 ١\n1 1 1": "is not a number",
    "LUT_1D_SIZE 2\nDOMAIN_MIN 1 0 0\n0 0 0\n1 1 1": "domain is empty",
    "LUT_1D_SIZE 2\n0 0 0\nTITLE x\n1 1 1": "TITLE comes after the first point",
    "movie=/etc/passwd": "not a word",
    f"TITLE {'x' * 200}": "title is longer",
    f"#{'x' * 300}": "longer than 250 characters",
}


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_and_why(text: str) -> None:
    with pytest.raises(LutError, match=REFUSED[text]):
        parsed(text)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"0" * (MOST_BYTES + 1)])
def test_no_text_and_far_too_much_of_it(data: bytes) -> None:
    with pytest.raises(LutError):
        parse_cube(data)


@given(st.lists(triples, min_size=8, max_size=8), st.integers(1, 3))
def test_what_is_written_reads_the_same(points: list[tuple[float, float, float]], high: int) -> None:
    cube = Cube("", 3, 2, (0.0, 0.0, 0.0), (float(high),) * 3, tuple(points))
    again = parse_cube(write_cube(cube))
    assert [again.size, again.high, again.title] == [2, cube.high, ""]
    for told, read in zip(cube.points, again.points, strict=True):
        assert read == pytest.approx(told, rel=1e-6)


WORDS = st.sampled_from(
    [*'0123456789.-+eE# \t\n"', "LUT_3D_SIZE ", "LUT_1D_SIZE 2\n", "TITLE ", "DOMAIN_MAX ", "1 ", "inf"]
)


@given(st.one_of(st.binary(max_size=300), st.lists(WORDS, max_size=60).map(lambda parts: "".join(parts).encode())))
def test_whatever_comes_is_a_lut_or_a_lut_error(data: bytes) -> None:
    with suppress(LutError):
        cube = parse_cube(data)
        assert len(cube.points) == cube.size ** (3 if cube.dimensions == 3 else 1)
