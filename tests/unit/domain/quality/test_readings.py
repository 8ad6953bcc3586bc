"""What FFmpeg's detectors wrote, as values."""

from __future__ import annotations

from math import inf, isnan

from hypothesis import given
from hypothesis import strategies as st

from server.domain.quality.readings import Reading, Span, SpanReader, joined, parse_readings

WRITTEN = """frame:0    pts:0       pts_time:0
lavfi.scd.mafd=0.000
lavfi.black_start=0
frame:1    pts:40000   pts_time:0.04
lavfi.scd.mafd=3.401
lavfi.black_end=0.04
"""


def test_a_frame_and_its_values() -> None:
    assert list(parse_readings(WRITTEN.splitlines())) == [
        Reading(0.0, {"scd.mafd": 0.0, "black_start": 0.0}),
        Reading(0.04, {"scd.mafd": 3.401, "black_end": 0.04}),
    ]


def test_a_time_before_the_start_is_a_time() -> None:
    assert next(parse_readings(["frame:0 pts:-21333 pts_time:-0.021333"])).time == -0.021333


def test_silence_has_a_level() -> None:
    (reading,) = parse_readings(["frame:0 pts:0 pts_time:0", "lavfi.a.Peak_level=-inf", "lavfi.a.Flat=nan"])
    assert reading.values["a.Peak_level"] == -inf
    assert isnan(reading.values["a.Flat"])


def test_what_is_no_reading_is_passed_over() -> None:
    lines = ["lavfi.scd.mafd=1", "frame:0 pts:0 pts_time:0", "title=lavfi.scd.mafd=9", "lavfi.x=y", "frame:1 pts:?", ""]
    assert list(parse_readings(lines)) == [Reading(0.0, {})]


@given(st.lists(st.text(max_size=40), max_size=20))
def test_no_text_breaks_it(lines: list[str]) -> None:
    list(parse_readings(lines))


def spans_of(*marks: dict[str, float], end: float = 9.0) -> list[Span]:
    reader = SpanReader("start", "end")
    for mark in marks:
        reader.take(mark)
    return reader.spans(end)


def test_marks_make_spans() -> None:
    assert spans_of({"start": 1.0}, {}, {"end": 2.0}, {"start": 3.0}, {"end": 4.0}) == [Span(1, 2), Span(3, 4)]


def test_what_is_still_open_lasts_to_the_end() -> None:
    assert spans_of({"start": 1.0}) == [Span(1, 9)]


def test_one_frame_may_hold_both_marks() -> None:
    assert spans_of({"start": 1.0, "end": 2.0}) == [Span(1, 2)]
    assert spans_of({"start": 1.0}, {"end": 2.0, "start": 2.0}, {"end": 3.0}) == [Span(1, 2), Span(2, 3)]


def test_an_end_without_a_start_is_none() -> None:
    assert spans_of({"end": 2.0}) == []


def test_near_spans_are_one_and_keep_the_greatest_value() -> None:
    spans = [Span(0, 1, 5.0), Span(1.1, 2, 7.0), Span(4, 5, 1.0)]
    assert joined(spans, 0.2) == [Span(0, 2, 7.0), Span(4, 5, 1.0)]
    assert joined(spans, 0.2, sum)[0].value == 12.0
    assert joined([Span(0, 1), Span(1, 2)], 0) == [Span(0, 2)]
