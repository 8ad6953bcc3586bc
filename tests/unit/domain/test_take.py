"""Which numbered files are one film, and which are stills."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.take import Joint, Take, describe_numbers, find_canon_spans, find_runs


def numbered(pattern: str, *numbers: int) -> list[str]:
    return [pattern % number for number in numbers]


def runs(names: list[str]) -> list[tuple[str, str, int]]:
    """(first, last, how many) of each film."""
    return [(run.names[0], run.names[-1], len(run.names)) for run in find_runs(names)]


def test_numbers_that_run_over_their_width_are_one_film() -> None:
    assert runs(numbered("a%03d.dpx", 998, 999, 1000, 1001)) == [("a998.dpx", "a1001.dpx", 4)]


def test_unpadded_numbers_are_in_the_order_of_their_value() -> None:
    assert runs(numbered("shot.%d.exr", 10, 9, 11)) == [("shot.9.exr", "shot.11.exr", 3)]


def test_two_ways_to_write_a_number_are_two_films() -> None:
    assert len(runs([*numbered("a%d.dpx", 7, 8), *numbered("a%03d.dpx", 7, 8)])) == 2


def test_name_and_extension_tell_films_apart() -> None:
    names = [*numbered("a.%04d.dpx", 1, 2), *numbered("b.%04d.dpx", 1, 2), *numbered("a.%04d.exr", 1, 2)]
    assert sorted(run[0] for run in runs(names)) == ["a.0001.dpx", "a.0001.exr", "b.0001.dpx"]


@pytest.mark.parametrize(
    ("pattern", "count", "films"),
    [
        ("%04d.dpx", 2, 1),
        ("%04d.dpx", 1, 0),
        ("frame%04d.png", 8, 1),
        ("frame%04d.png", 7, 0),
        ("Screenshot %d.png", 9, 0),
        ("frame%04d.jpg", 24, 1),
        ("frame%04d.jpg", 23, 0),
        ("IMG_%04d.JPG", 400, 0),
        ("DSC0%04d.JPG", 400, 0),
        ("timelapse_%05d.jpg", 400, 1),
        ("a%04d.mov", 400, 0),
        ("a%04d.bmp", 400, 0),
    ],
)
def test_how_many_pictures_make_a_film(pattern: str, count: int, films: int) -> None:
    assert len(find_runs(numbered(pattern, *range(1, count + 1)))) == films


def test_a_film_may_have_gaps_where_its_format_is_one_of_films() -> None:
    assert runs(numbered("a%04d.dpx", 1, 2, 3, 6, 7)) == [("a0001.dpx", "a0007.dpx", 5)]
    assert runs(numbered("a%04d.dpx", 1, 900)) == []
    assert runs(numbered("a%04d.jpg", *range(1, 30), 40)) == []


def test_what_is_missing() -> None:
    take = Take(Joint.FRAMES, tuple("abcd"), (1, 2, 5, 7))
    assert take.missing == (3, 4, 6)
    assert describe_numbers(take.missing) == "3-4, 6"
    assert describe_numbers(range(0, 40, 2)) == "0, 2, 4, 6, 8, 10, 12, 14 and 12 more gaps"


def test_the_pieces_of_a_canon_take_have_its_name_and_a_number() -> None:
    names = ["AA000101.MXF", "AA000102.MXF", "AA000104.MXF", "AA000101.CIF", "AB000102.MXF"]
    assert find_canon_spans("AA0001", names) == [("AA000101.MXF", "AA000102.MXF")]
    assert find_canon_spans("AA0002", names) == []


@given(names=st.lists(st.from_regex(r"(a|IMG_|7)?[0-9]{0,11}\.(dpx|png|jpg|mov)", fullmatch=True), unique=True))
def test_a_file_is_in_one_film_at_most_and_numbers_grow(names: list[str]) -> None:
    found = find_runs(names)
    taken = [name for run in found for name in run.names]
    assert len(taken) == len(set(taken))
    assert set(taken) <= set(names)
    assert all(run.numbers == tuple(sorted(set(run.numbers))) for run in found)
