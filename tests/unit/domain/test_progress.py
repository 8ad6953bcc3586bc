"""FFmpeg's `-progress` lines, and what is said about the time left."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.progress import Estimator, ProgressParser, Sample

# The first three as FFmpeg 9.0 wrote them (null output, file before its first frame, sound alone), then the shapes of
# older builds: N/A, the smallest number for a time before zero, CRLF.
REAL_BLOCKS = [
    (
        "frame=67\nfps=0.00\nstream_0_0_q=26.2\nbitrate=N/A\ntotal_size=N/A\nout_time_us=2902494\nout_time_ms=2902494\n"
        "out_time=00:00:02.902494\ndup_frames=0\ndrop_frames=0\nspeed=  29x\nprogress=continue\n",
        Sample(67, 2902494, None, 29.0, ended=False),
    ),
    (
        "frame=0\nfps=0.00\nstream_0_0_q=0.0\nbitrate=   0.5kbits/s\ntotal_size=36\nout_time_us=554667\n"
        "out_time_ms=554667\nout_time=00:00:00.554667\ndup_frames=0\ndrop_frames=0\nspeed=5.52x\nprogress=continue\n",
        Sample(0, 554667, 36, 5.52, ended=False),
    ),
    (
        "bitrate= 146.3kbits/s\ntotal_size=9142\nout_time_us=500000\nout_time_ms=500000\nout_time=00:00:00.500000\n"
        "dup_frames=0\ndrop_frames=0\nspeed=26.3x\nprogress=end\n",
        Sample(None, 500000, 9142, 26.3, ended=True),
    ),
    (
        "frame=100\nfps=0.00\nstream_0_0_q=31.0\nbitrate= 812.4kbits/s\ntotal_size=406187\nout_time_us=4000000\n"
        "out_time_ms=4000000\nout_time=00:00:04.000000\ndup_frames=0\ndrop_frames=0\nspeed=33.2x\nprogress=end\n",
        Sample(100, 4000000, 406187, 33.2, ended=True),
    ),
    (
        "frame=0\nfps=0.00\nstream_0_0_q=0.0\nbitrate=  -0.0kbits/s\ntotal_size=0\nout_time_us=N/A\nout_time_ms=N/A\n"
        "out_time=N/A\ndup_frames=0\ndrop_frames=0\nspeed=N/A\nprogress=continue\n",
        Sample(0, None, 0, None, ended=False),
    ),
    (
        "frame=    1\nfps=0.0\nstream_0_0_q=-0.0\nbitrate=N/A\ntotal_size=36\nout_time_us=-9223372036854775808\n"
        "out_time_ms=-9223372036854775808\nout_time=-2562047788:00:54.775808\ndup_frames=0\ndrop_frames=0\n"
        "speed=   0x\nprogress=continue\n",
        Sample(1, None, 36, 0.0, ended=False),
    ),
    (
        "bitrate= 128.0kbits/s\r\ntotal_size=1024\r\nout_time_us=64000\r\nspeed=1.23e+03x\r\nprogress=end\r\n",
        Sample(None, 64000, 1024, 1230.0, ended=True),
    ),
]


@pytest.mark.parametrize(("text", "expected"), REAL_BLOCKS)
def test_a_block_is_one_sample_given_on_its_last_line(text: str, expected: Sample) -> None:
    parser = ProgressParser()
    *before, last = [parser.feed(line) for line in text.splitlines(keepends=True)]
    assert before == [None] * len(before)
    assert last == expected


def test_a_block_knows_nothing_of_the_one_before() -> None:
    parser = ProgressParser()
    for line in ("frame=10", "total_size=99", "progress=continue"):
        parser.feed(line)
    assert parser.feed("progress=end") == Sample(None, None, None, None, ended=True)


@given(st.lists(st.text()))
def test_no_line_can_break_the_parser(lines: list[str]) -> None:
    parser = ProgressParser()
    for line in [*lines, *(f"{key}={text}" for key in ("frame", "speed", "out_time_us") for text in lines)]:
        parser.feed(line)
    assert parser.feed("progress=end") is not None


def test_frames_say_the_position_where_no_time_is_told() -> None:
    estimator = Estimator(10.0, fps=Fraction(30000, 1001))
    assert estimator.position(Sample(30, None, 4096, None, ended=False)) == pytest.approx(1.001)
    assert estimator.position(Sample(30, 900_000, 4096, 1.0, ended=False)) == 0.9
    assert estimator.position(Sample(None, None, None, None, ended=False)) is None
    assert Estimator(10.0).position(Sample(30, None, 4096, None, ended=False)) is None


def test_a_steady_encode_is_estimated_exactly() -> None:
    estimator = Estimator(100)
    first = estimator.update(0, 0)
    assert (first.progress, first.speed, first.eta_seconds) == (0, None, None)
    estimate = estimator.update(5, 20)
    assert estimate.progress == pytest.approx(0.2)
    assert estimate.speed == pytest.approx(4)
    assert estimate.eta_seconds == pytest.approx(20)


def test_the_estimate_follows_a_change_of_speed() -> None:
    """FFmpeg's own figure would still be above 2 here: it is an average since the start."""
    estimator = Estimator(1000)
    out = 0.0
    for second in range(120):
        out += 4 if second < 60 else 1
        estimate = estimator.update(second, out)
    assert estimate.speed == pytest.approx(1, abs=0.05)
    assert estimate.eta_seconds == pytest.approx(1000 - out, rel=0.05)


def test_a_pause_does_not_count_as_slowness() -> None:
    estimator = Estimator(100)
    estimator.update(0, 0)
    estimator.update(1, 2)
    estimator.forget_pause()
    estimator.update(3600, 2)
    assert estimator.update(3601, 4).speed == pytest.approx(2)


def test_phases_share_the_progress_and_the_time_left() -> None:
    estimator = Estimator(100, phases=(0.8, 0.2))
    estimator.update(0, 0)
    encoding = estimator.update(40, 50)
    assert encoding.progress == pytest.approx(0.4)
    assert encoding.eta_seconds == pytest.approx(60)
    assert estimator.update(80, 100).progress == pytest.approx(0.8)
    estimator.next_phase()
    assert estimator.update(80, 0).progress == pytest.approx(0.8)
    verifying = estimator.update(90, 50)
    assert verifying.progress == pytest.approx(0.9)
    assert verifying.eta_seconds == pytest.approx(10)


@pytest.mark.parametrize("unknown", [None, 0.0])
def test_of_an_unknown_length_only_the_speed_is_told(unknown: float | None) -> None:
    estimator = Estimator(unknown)
    estimator.update(0, 0)
    estimate = estimator.update(2, 3)
    assert (estimate.progress, estimate.speed, estimate.eta_seconds) == (None, 1.5, None)


def test_a_stalled_encode_promises_nothing() -> None:
    estimator = Estimator(10)
    estimator.update(0, 0)
    assert estimator.update(60, 0).eta_seconds is None


updates = st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.booleans()), max_size=50)


@given(updates, st.floats(0.001, 1e6))
def test_progress_never_goes_back_and_never_ends_early(steps: list[tuple[float, float, bool]], expected: float) -> None:
    estimator = Estimator(expected, phases=(3, 1))
    before = 0.0
    for now, out, next_phase in steps:
        if next_phase:
            estimator.next_phase()
        estimate = estimator.update(now, out)
        assert estimate.progress is not None
        assert before <= estimate.progress <= 0.99
        assert estimate.eta_seconds is None or estimate.eta_seconds >= 0
        assert estimate.speed is None or estimate.speed >= 0
        before = estimate.progress
