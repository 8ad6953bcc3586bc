"""The rules of the quality check, on readings made up for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.media import AudioTrack, MediaFacts, VideoTrack
from server.domain.quality.limits import Limits, limits_of, params
from server.domain.quality.picture import (
    PictureSeen,
    find_black,
    find_bright,
    find_frozen,
    find_missing,
    find_repeated,
    is_steady,
    see_picture,
)
from server.domain.quality.readings import Reading, Span
from server.domain.quality.report import report
from server.domain.quality.shots import find_cuts
from server.domain.quality.sound import SoundSeen, find_clipped, find_opposed, find_silence
from server.errors import UsageError

VIDEO = VideoTrack(0, "h264", "yuv420p", 8, 1920, 1080, Fraction(25), frames=100, duration=4.0)
SOUND = AudioTrack(1, "pcm_s16le", 2, "stereo", 48000, 4.0)
FACTS = MediaFacts("mov", 4.0, 1000, VIDEO, (SOUND,), timecode="10:00:00:00")
LIMITS = Limits()


def picture(
    changes: Sequence[float] = (), marks: Mapping[int, Mapping[str, float]] = {}, frames: int = 100, first: float = 0.0
) -> PictureSeen:  # fmt: skip
    changes = changes or [2.0] * frames
    return see_picture(
        Reading(first + n / 25, {"scd.mafd": change, "scd.score": 0.0, **marks.get(n, {})})
        for n, change in enumerate(changes)
    )


def sound(length: float = 4.0, start: float = 0.0) -> SoundSeen:
    return SoundSeen(1, start=start, end=start + length)


class TestPicture:
    @pytest.mark.timeout(20)
    def test_an_hour_of_footage_brought_from_24_frames_to_30_is_judged_as_soon_as_read(self) -> None:
        """It took minutes when the rate of all frames was asked for anew at each."""
        seen = picture([0.0 if n % 5 == 4 else 2.0 for n in range(90_000)])
        assert is_steady(seen)
        assert find_missing(seen) == []
        assert [span.value for span in find_repeated(seen, LIMITS)] == [18_000 - 1]

    def test_short_black_is_left_alone(self) -> None:
        seen = picture(marks={10: {"black_start": 0.4}, 12: {"black_end": 0.48}})
        assert find_black(seen, LIMITS) == []
        assert find_black(seen, replace(LIMITS, black_seconds=0.08)) == [Span(0.4, 0.48)]

    def test_black_is_not_told_as_a_freeze_too(self) -> None:
        still = {"freezedetect.freeze_start": 0.44}
        seen = picture(
            marks={10: {"black_start": 0.4}, 35: still, 50: {"black_end": 2.0}, 51: {"freezedetect.freeze_end": 2.04}}
        )
        assert find_frozen(seen, LIMITS) == []
        assert find_frozen(picture(marks={35: still}), LIMITS) == [Span(0.44, 4.0)]

    def test_two_equal_frames_of_a_slow_clip_are_no_freeze(self) -> None:
        seen = see_picture(Reading(float(n), {}) for n in range(10))
        seen.frozen.take({"freezedetect.freeze_start": 2.0, "freezedetect.freeze_end": 4.0})
        assert find_frozen(seen, LIMITS) == []

    def test_white_has_to_last(self) -> None:
        white = {n: {"blackframe.pblack": 30.0 + n} for n in (10, 11, 12, 13, 14, 50)}
        assert find_bright(picture(marks=white), LIMITS) == [Span(0.4, 0.6, 44.0)]

    @pytest.mark.parametrize(
        ("changes", "found"),
        [
            ([0, 2, 2, 0.0, 2, 2], [Span(0.12, 0.16, 1)]),
            ([0, 2, 2, 0.0, 0.01, 2, 2], [Span(0.12, 0.2, 2)]),
            ([0, 0.0, 2, 2], [Span(0.04, 0.08, 1)]),
            ([0, 2, 2, 0.3, 2, 2], []),  # it moves, only less
            ([0, 0.2, 0.2, 0.0, 0.2, 0.2], []),  # hardly anything moves
            ([0, 2, 2, 0.0], []),  # how it goes on is not seen
            ([0, 0, 0, 0], []),
        ],
    )
    def test_a_frame_shown_again_among_moving_ones(self, changes: list[float], found: list[Span]) -> None:
        assert find_repeated(picture(changes), LIMITS) == [
            Span(pytest.approx(span.start), pytest.approx(span.end), span.value) for span in found
        ]

    def test_a_rhythm_of_repeats_is_told_once(self) -> None:
        (span,) = find_repeated(picture([0.0 if n % 5 == 4 else 2.0 for n in range(100)]), LIMITS)
        assert (span.start, span.value) == (0.16, 19)

    def test_gaps_are_frames_that_are_missing(self) -> None:
        times = [n / 25 for n in range(100) if n not in (30, 31, 60)]
        seen = see_picture(Reading(time, {}) for time in times)
        assert is_steady(seen)
        assert [(round(s.start, 6), round(s.end, 6), s.value) for s in find_missing(seen)] == [
            (1.2, 1.28, 2),
            (2.4, 2.44, 1),
        ]

    def test_a_clock_of_milliseconds_is_steady(self) -> None:
        seen = see_picture(Reading(round(n * 1001 / 30000, 3), {}) for n in range(100))
        assert is_steady(seen)
        assert find_missing(seen) == []

    def test_a_rate_that_wanders_has_no_gaps(self) -> None:
        seen = see_picture(Reading(n / 25 + (0.02 if n % 2 else 0), {}) for n in range(100))
        assert not is_steady(seen)
        assert find_missing(seen) == []


class TestShots:
    def test_a_cut_stands_out(self) -> None:
        assert find_cuts([0, 0, 20, 0, 0], [0, 1, 21, 1, 1], 4.0) == [2]

    def test_shake_and_flashes_are_no_cuts(self) -> None:
        assert find_cuts([0, 0, 12, 12, 0], [0, 1, 21, 21, 1], 4.0) == []

    def test_the_second_frame_has_nothing_to_be_compared_with(self) -> None:
        assert find_cuts([0, 20, 0], [0, 20, 0], 4.0) == []

    @given(st.lists(st.floats(0, 100), max_size=30), st.floats(0.5, 100))
    def test_a_higher_limit_never_finds_more(self, changes: list[float], least: float) -> None:
        assert set(find_cuts(changes, changes, least + 1)) <= set(find_cuts(changes, changes, least))


class TestSound:
    def test_silence_is_heard_to_the_end(self) -> None:
        track = sound()
        track.take_marks([Reading(3.5, {"silence_start": 3.0})])
        assert find_silence(track, LIMITS) == [Span(3.0, 4.0)]

    def test_silence_has_no_phase(self) -> None:
        track = sound()
        track.take_marks([
            Reading(1.0, {"silence_start": 1.0, "aphasemeter.out_phase_start": 1.0}),
            Reading(2.0, {"silence_end": 2.0, "aphasemeter.out_phase_end": 2.02}),
        ])  # fmt: skip
        assert find_opposed(track, LIMITS) == []

    def test_full_scale_alone_is_no_clipping(self) -> None:
        track = sound()
        track.take_peaks([Reading(1.0, {"astats.Overall.Peak_level": 0.0})], [], 0.02)
        assert find_clipped(track) == []

    def test_flat_tops_at_full_scale_are(self) -> None:
        track = sound()
        peak = {"astats.Overall.Peak_level": -0.0003}
        track.take_peaks([Reading(t, peak) for t in (1.0, 1.2, 3.0)], [Reading(t, {}) for t in (1.0, 1.2, 2.0)], 0.02)
        assert find_clipped(track) == [Span(1.0, 1.22, -0.0003)]

    def test_samples_beyond_full_scale_are(self) -> None:
        track = sound()
        track.take_peaks([Reading(1.0, {"astats.Overall.Peak_level": 1.5})], [], 0.02)
        assert find_clipped(track) == [Span(1.0, 1.02, 1.5)]

    def test_a_true_peak_above_zero_is_where_no_sample_shows_it(self) -> None:
        track = sound()
        track.take_loudness(
            Reading(n / 10, {"r128.I": -20.0, "r128.true_peak": p}) for n, p in enumerate((0.9, 1.1, 1.1))
        )
        (span,) = find_clipped(track)
        assert (span.start, span.end) == (0.1, pytest.approx(0.2))
        assert span.value == pytest.approx(0.83, abs=0.01)

    def test_loudness_below_the_gate_is_none(self) -> None:
        track = sound()
        track.take_loudness([Reading(0.0, {"r128.I": -70.0, "r128.LRA": 0.0, "r128.true_peak": 0.0})])
        assert (track.loudness()["integrated_lufs"], track.loudness()["true_peak_dbtp"]) == (None, None)


class TestReport:
    def test_times_count_from_the_first_picture(self) -> None:
        seen = picture(marks={30: {"black_start": 1.3}, 40: {"black_end": 1.7}}, first=0.1)
        (found,) = report(FACTS, seen, [], LIMITS)["findings"]
        assert (found["start"], found["end"]) == (1.2, 1.6)
        assert (found["timecode_in"], found["timecode_out"]) == ("10:00:01:05", "10:00:01:15")

    @pytest.mark.parametrize(("length", "found"), [(3.9, [-0.1]), (4.1, [0.1]), (3.95, []), (4.05, [])])
    def test_sound_and_picture_are_of_one_length(self, length: float, found: list[float]) -> None:
        told = report(FACTS, picture(), [sound(length)], LIMITS)["findings"]
        assert [one["value"] for one in told if one["kind"] == "length_drift"] == found

    def test_tracks_are_named_where_there_are_several(self) -> None:
        silent = sound()
        silent.take_marks([Reading(0.5, {"silence_start": 0.0})])
        told = report(FACTS, picture(), [sound(), silent], LIMITS)["findings"]
        assert [one["detail"] for one in told] == ["Nothing is heard on track 2 for 4.00 s."]

    def test_loudness_is_that_of_the_first_track_that_is_heard(self) -> None:
        silent, heard = sound(), sound()
        heard.take_loudness([Reading(0.0, {"r128.I": -23.0, "r128.LRA": 5.0, "r128.true_peak": 0.5})])
        told = report(FACTS, picture(), [silent, heard], LIMITS)["loudness"]
        assert (told["integrated_lufs"], told["range_lu"], len(told["tracks"])) == (-23.0, 5.0, 2)

    def test_damage_is_a_finding(self) -> None:
        told = report(FACTS, picture(), [], LIMITS, damage="broken")["findings"]
        assert [(one["kind"], one["start"], one["end"]) for one in told] == [("damaged", 0.0, 4.0)]

    def test_nothing_seen_is_nothing_told(self) -> None:
        assert report(replace(FACTS, audio=()), PictureSeen(), [], LIMITS) == {
            "findings": [],
            "loudness": {},
            "shots": [],
        }


class TestLimits:
    def test_every_limit_is_a_param_with_its_words(self) -> None:
        assert params().keys() == {one.name for one in fields(Limits)}
        assert all(one.metadata["least"] <= one.default <= one.metadata["most"] for one in fields(Limits))

    def test_text_is_read_as_a_number(self) -> None:
        assert limits_of({"black_seconds": "2", "analysis": True}) == replace(LIMITS, black_seconds=2.0)

    @pytest.mark.parametrize("value", ["soon", "", "nan", "inf", "-1", "1e99", None, "1;rm", [1]])
    def test_what_is_no_number_in_bounds_is_refused(self, value: Any) -> None:
        with pytest.raises(UsageError, match="black_seconds"):
            limits_of({"black_seconds": value})
