"""What comes out of the proxy's decode besides the proxy."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.domain.extras import (
    PLACES,
    STRIP_PICTURES,
    AnalysisProxy,
    Extra,
    Filmstrip,
    Poster,
    QualityCheck,
    Waveform,
    plan_extras,
)
from server.domain.kinds import KINDS
from server.domain.media import AudioTrack, MediaFacts
from server.domain.peaks import LEAST_SAMPLES, MOST_PEAKS, peaks_of, stretch_of
from server.media.branches import BRANCHES

STEREO = AudioTrack(1, "pcm_s16le", 2, "stereo", 48000, 20.0)
UNREADABLE = AudioTrack(2, "apac", 4, None, 48000, 20.0, decodable=False)


def clip(*audio: AudioTrack) -> MediaFacts:
    return MediaFacts("mov", 20.0, 1000, None, audio)


def strip_of(frames: int | None) -> tuple[int, ...]:
    return next(e.frames for e in plan_extras(frames, clip(), analysis=False) if isinstance(e, Filmstrip))


def test_each_extra_has_a_branch_a_place_and_a_kind_that_makes_it_again() -> None:
    extras = set(Extra.__args__)
    assert extras == set(PLACES) == set(BRANCHES)
    assert {place.redone_by for place in PLACES.values()} <= set(KINDS)
    assert len({(place.folder, place.extension) for place in PLACES.values()}) == len(PLACES)


def test_a_clip_gets_poster_strip_and_waveform_and_on_request_a_proxy_for_analysis_and_a_check() -> None:
    facts = clip(STEREO, UNREADABLE)
    plain = plan_extras(500, facts, analysis=False)
    assert plain == (Poster(250), Filmstrip(strip_of(500)), Waveform(((1, 2),)))
    assert plan_extras(500, facts, analysis=True) == (*plain, AnalysisProxy(), QualityCheck(facts))


def test_a_clip_without_sound_has_no_waveform() -> None:
    assert not any(isinstance(e, Waveform) for e in plan_extras(500, clip(UNREADABLE), analysis=True))


@given(st.integers(0, 10_000_000))
def test_the_strip_holds_different_frames_of_the_clip_in_order(frames: int) -> None:
    chosen = strip_of(frames)
    assert len(chosen) == min(STRIP_PICTURES, max(1, frames))
    assert list(chosen) == sorted(set(chosen))
    assert 0 <= chosen[0] <= chosen[-1] < max(1, frames)


def test_the_strip_is_spread_over_the_whole_clip() -> None:
    assert strip_of(1000) == (50, 150, 250, 350, 450, 550, 650, 750, 850, 950)


def test_a_clip_that_does_not_say_how_long_it_is_shows_its_beginning() -> None:
    assert strip_of(None) == strip_of(250)


def test_peaks_are_the_loudest_moments_of_either_sign() -> None:
    assert list(peaks_of([bytes([128, 128]), bytes([128, 138]), bytes([8, 130]), b"\xff", b"\0", b""])) == [
        0, 20, 240, 254, 255,
    ]  # fmt: skip


@given(st.integers(0, 3_000_000_000))
def test_a_waveform_stays_small_however_long_the_sound(samples: int) -> None:
    stretch = stretch_of(samples)
    assert stretch >= LEAST_SAMPLES
    assert -(-samples // stretch) <= MOST_PEAKS
