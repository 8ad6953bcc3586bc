"""How large a proxy's picture is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.media import VideoTrack
from server.domain.preset import AudioRule, Codec, Preset, SizeRule
from server.domain.raster import LEAST_EXACT_LINES, MOST_LINES, plan_size

PRORES = Preset("p", "P", "all", "mov", Codec.PRORES, "proxy", SizeRule(divisor=2), AudioRule.PCM, ())
DNXHR = replace(PRORES, codec=Codec.DNXHR, profile="lb")
H264 = replace(PRORES, codec=Codec.H264, profile="high")
LINES_720 = replace(H264, size=SizeRule(lines=720))
VIDEO = VideoTrack(0, "h264", "yuv420p", 8, 1920, 1080, Fraction(25))
SIDES = st.integers(16, 8192)
LARGE = st.integers(64, 8192)
EVERY_SIDE = st.integers(1, 70_000)


def video(width: int, height: int, **more: object) -> VideoTrack:
    return replace(VIDEO, width=width, height=height, **more)


@pytest.mark.parametrize(
    ("source", "proxy", "exact"),
    [
        ((1920, 1080), (960, 540), True),
        ((3840, 2160), (1920, 1080), True),
        ((4096, 2160), (2048, 1080), True),
        ((7680, 4320), (1920, 1080), True),
        ((6144, 3240), (2048, 1080), True),
        ((1280, 720), (640, 360), True),
        ((1440, 1080), (720, 540), True),
        ((1280, 718), (1280, 718), True),
        ((720, 576), (720, 576), True),
        ((1998, 1080), (1000, 540), False),
        ((2720, 1530), (1360, 764), False),
        ((321, 181), (320, 180), False),
        ((16, 16), (64, 64), False),
    ],
)
def test_half_size_a_third_a_quarter_or_full(source: tuple[int, int], proxy: tuple[int, int], exact: bool) -> None:
    assert plan_size(video(*source), PRORES) == (*proxy, exact)


@pytest.mark.parametrize(
    ("source", "proxy"),
    [((64, 48), (256, 192)), ((200, 100), (400, 200)), ((1920, 1080), (960, 540)), ((320, 180), (320, 180))],
)
def test_dnxhr_never_goes_below_its_least_picture(source: tuple[int, int], proxy: tuple[int, int]) -> None:
    assert plan_size(video(*source), DNXHR)[:2] == proxy


@pytest.mark.parametrize(
    ("source", "proxy"),
    [((1920, 1080), (1280, 720)), ((640, 360), (640, 360)), ((3840, 2160), (1280, 720)), ((1998, 1080), (1332, 720))],
)
def test_a_fixed_number_of_lines_never_enlarges(source: tuple[int, int], proxy: tuple[int, int]) -> None:
    assert plan_size(video(*source), LINES_720)[:2] == proxy


def test_a_turned_picture_is_planned_as_it_is_shown() -> None:
    assert plan_size(video(1920, 1080, rotation=90), PRORES) == (540, 960, True)
    assert plan_size(video(1280, 700, rotation=270), PRORES) == (700, 1280, True)


@given(LARGE, LARGE, st.sampled_from([0, 90, 180, 270]), st.sampled_from([PRORES, H264, LINES_720]))
def test_always_even_and_never_enlarged_without_need(width: int, height: int, rotation: int, preset: Preset) -> None:
    track = video(width, height, rotation=rotation)
    out_width, out_height, _ = plan_size(track, preset)
    assert out_width % 2 == out_height % 2 == 0
    # An odd side may be rounded up by one.
    assert out_width <= track.shown[0] + 1
    assert out_height <= track.shown[1] + 1


@pytest.mark.parametrize(
    ("source", "preset", "proxy"),
    [
        ((2, 2), PRORES, (64, 64)),
        ((2, 2), LINES_720, (16, 16)),
        ((16, 16), H264, (16, 16)),
        ((16, 16), DNXHR, (256, 256)),
        ((3, 300), H264, (18, 1800)),
        ((4000, 100), DNXHR, (8000, 200)),
        ((40000, 1080), H264, (13334, 360)),
    ],
)
def test_tiny_and_huge_pictures_fit_the_codec(source: tuple[int, int], preset: Preset, proxy: tuple[int, int]) -> None:
    assert plan_size(video(*source), preset)[:2] == proxy


def test_a_strip_no_codec_has_room_for_gets_oblong_pixels() -> None:
    assert plan_size(video(100, 4000), DNXHR) == (300, 8192, False)


@given(EVERY_SIDE, EVERY_SIDE, st.sampled_from([PRORES, DNXHR, H264, LINES_720]))
def test_always_within_what_the_codec_can_hold(width: int, height: int, preset: Preset) -> None:
    out, least, most = plan_size(video(width, height), preset)[:2], preset.traits.least, preset.traits.most
    assert all(side % 2 == 0 for side in out)
    assert least[0] <= out[0] <= most[0]
    assert least[1] <= out[1] <= most[1]


@given(SIDES, SIDES)
def test_exact_means_a_whole_fraction_of_the_original(width: int, height: int) -> None:
    out_width, out_height, exact = plan_size(video(width, height), PRORES)
    whole = width % out_width == 0 and height % out_height == 0 and width // out_width == height // out_height
    assert whole or not exact


@given(st.integers(2, 64), st.integers(180, 540))
def test_an_exact_size_is_found_where_half_of_it_is_even(across: int, lines: int) -> None:
    width, height = across * 64, lines * 4
    assert plan_size(video(width, height), PRORES) == (width // 2, height // 2, True)


@given(st.integers(512, 8192), st.integers(2162, 8192))
def test_a_tall_picture_comes_down_to_1080_lines(width: int, height: int) -> None:
    _, lines, _ = plan_size(video(width, height), PRORES)
    assert lines <= MOST_LINES + 1
    assert lines >= min(LEAST_EXACT_LINES, height // 16) - 1
