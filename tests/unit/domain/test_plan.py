"""Which picture and which sound a proxy gets."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.media import AudioTrack, Color, MediaFacts, Scan, VideoTrack
from server.domain.plan import LEAST_EXACT_LINES, MOST_LINES, is_rgb, plan_encode, plan_size, plan_timecode
from server.domain.preset import AudioRule, Codec, Preset, SizeRule

PRORES = Preset("p", "P", "all", "mov", Codec.PRORES, "proxy", SizeRule(divisor=2), AudioRule.PCM, ())
DNXHR = replace(PRORES, codec=Codec.DNXHR, profile="lb")
H264 = replace(PRORES, codec=Codec.H264, profile="high")
LINES_720 = replace(H264, size=SizeRule(lines=720))
VIDEO = VideoTrack(0, "h264", "yuv420p", 8, 1920, 1080, Fraction(25))
SIDES = st.integers(16, 8192)


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
        ((16, 16), (16, 16), True),
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


@given(SIDES, SIDES, st.sampled_from([0, 90, 180, 270]), st.sampled_from([PRORES, H264, LINES_720]))
def test_always_even_and_never_enlarged(width: int, height: int, rotation: int, preset: Preset) -> None:
    track = video(width, height, rotation=rotation)
    out_width, out_height, _ = plan_size(track, preset)
    assert out_width % 2 == out_height % 2 == 0
    # An odd side may be rounded up by one.
    assert out_width <= track.shown[0] + 1
    assert out_height <= track.shown[1] + 1


@given(SIDES, SIDES)
def test_dnxhr_is_even_and_large_enough(width: int, height: int) -> None:
    out_width, out_height, _ = plan_size(video(width, height), DNXHR)
    assert out_width % 2 == out_height % 2 == 0
    assert out_width >= 256
    assert out_height >= 120


@given(SIDES, SIDES)
def test_exact_means_a_whole_fraction_of_the_original(width: int, height: int) -> None:
    out_width, out_height, exact = plan_size(video(width, height), PRORES)
    whole = width % out_width == 0 and height % out_height == 0 and width // out_width == height // out_height
    assert whole or not exact


@given(st.integers(1, 64), st.integers(180, 540))
def test_an_exact_size_is_found_where_half_of_it_is_even(across: int, lines: int) -> None:
    width, height = across * 64, lines * 4
    assert plan_size(video(width, height), PRORES) == (width // 2, height // 2, True)


@given(st.integers(256, 8192), st.integers(2162, 8192))
def test_a_tall_picture_comes_down_to_1080_lines(width: int, height: int) -> None:
    _, lines, _ = plan_size(video(width, height), PRORES)
    assert lines <= MOST_LINES + 1
    assert lines >= min(LEAST_EXACT_LINES, height // 16) - 1


# Fields, levels, sound, timecode


def facts(track: VideoTrack, *audio: AudioTrack, timecode: str | None = None, reel: str | None = None) -> MediaFacts:
    return MediaFacts("mov", 10.0, 1000, track, audio, timecode=timecode, reel=reel)


def test_fields_are_kept_where_the_codec_can_and_split_one_for_one_elsewhere() -> None:
    tff = video(1920, 1080, scan=Scan.TFF)
    kept, split = (plan_encode("a", facts(tff), preset).picture for preset in (PRORES, H264))
    assert (kept.keep_fields, kept.deinterlace, kept.scan) == (True, False, Scan.TFF)
    assert (split.keep_fields, split.deinterlace, split.scan) == (False, True, Scan.PROGRESSIVE)


def test_fields_of_a_turned_picture_cannot_be_kept() -> None:
    assert plan_encode("a", facts(video(1920, 1080, scan=Scan.BFF, rotation=90)), PRORES).picture.deinterlace


@pytest.mark.parametrize("scan", [Scan.PROGRESSIVE, Scan.UNKNOWN])
def test_a_progressive_picture_is_left_alone(scan: Scan) -> None:
    picture = plan_encode("a", facts(video(1920, 1080, scan=scan)), PRORES).picture
    assert not picture.keep_fields
    assert not picture.deinterlace


def test_full_range_is_kept_where_the_codec_can_say_so() -> None:
    full = facts(replace(VIDEO, color=Color(range="pc")))
    assert plan_encode("a", full, H264).picture.full_range
    assert not plan_encode("a", full, PRORES).picture.full_range


def test_rgb_becomes_video_levels() -> None:
    picture = plan_encode("a", facts(replace(VIDEO, pix_fmt="argb", color=Color(range="pc"))), H264).picture
    assert picture.from_rgb
    assert not picture.full_range


@pytest.mark.parametrize(("name", "rgb"), [("rgb24", True), ("gbrp10le", True), ("pal8", True), ("yuv420p", False),
                                           ("gray", False), ("yuva444p10le", False)])  # fmt: skip
def test_rgb_by_name(name: str, rgb: bool) -> None:
    assert is_rgb(name) is rgb


def test_every_track_that_can_be_decoded_is_kept_in_order() -> None:
    tracks = [
        AudioTrack(1, "pcm_s16le", 1, None, 48000, 1.0),
        AudioTrack(2, "apac", 4, None, 48000, 1.0, decodable=False),
        AudioTrack(3, "pcm_s24le", 2, None, 48000, 1.0, bits=24),
    ]
    sound = plan_encode("a", facts(VIDEO, *tracks), PRORES).sound
    assert [(s.index, s.codec, s.bits) for s in sound] == [(1, "pcm", 16), (3, "pcm", 24)]
    assert plan_encode("a", facts(VIDEO, *tracks), replace(PRORES, audio=AudioRule.NONE)).sound == ()


def test_a_steady_clip_is_counted_and_a_varying_one_or_a_damaged_one_goes_by_time() -> None:
    assert plan_encode("a", facts(VIDEO), PRORES).constant
    assert not plan_encode("a", facts(replace(VIDEO, vfr=True)), PRORES).constant
    assert not plan_encode("a", facts(VIDEO), PRORES, by_time=True).constant
    assert not plan_encode("a", facts(VIDEO), replace(PRORES, fps=Fraction(10))).constant


def test_a_proxy_needs_a_picture() -> None:
    with pytest.raises(ValueError, match="video"):
        plan_encode("a", MediaFacts("mov", 1.0, 1, None), PRORES)


@pytest.mark.parametrize(
    ("text", "source", "proxy", "expected"),
    [
        ("01:00:00;02", Fraction(30000, 1001), Fraction(30000, 1001), "01:00:00;02"),
        ("11:12:47:22", Fraction(30000, 1001), Fraction(10), "11:12:47:07"),
        ("10:00:00:12", Fraction(25), Fraction(10), "10:00:00:05"),
        (None, Fraction(25), Fraction(25), None),
        ("not a timecode", Fraction(25), Fraction(25), None),
        ("10:00:00:29", Fraction(25), Fraction(25), None),
    ],
)
def test_start_timecode(text: str | None, source: Fraction, proxy: Fraction, expected: str | None) -> None:
    assert plan_timecode(text, source, proxy) == expected
