"""Which picture and which sound a proxy gets."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from server.domain.media import AudioTrack, Color, MediaFacts, Scan, VideoTrack
from server.domain.plan import find_unworkable, is_rgb, plan_encode, plan_tags, plan_timecode
from server.domain.preset import AudioRule, Codec, Preset, SizeRule

PRORES = Preset("p", "P", "all", "mov", Codec.PRORES, "proxy", SizeRule(divisor=2), AudioRule.PCM, ())
H264 = replace(PRORES, codec=Codec.H264, profile="high")
VIDEO = VideoTrack(0, "h264", "yuv420p", 8, 1920, 1080, Fraction(25))


def video(width: int, height: int, **more: object) -> VideoTrack:
    return replace(VIDEO, width=width, height=height, **more)


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


UNTAGGED = (("color_primaries", "unknown"), ("color_trc", "unknown"))


def test_prores_says_by_another_number_what_its_header_has_none_for() -> None:
    pal = Color(matrix="bt470bg")
    assert plan_tags(pal, PRORES) == (*UNTAGGED, ("colorspace", "smpte170m"))
    assert plan_tags(replace(pal, primaries="bt470bg", transfer="bt709"), PRORES)[2] == ("colorspace", "bt470bg")
    assert plan_tags(pal, H264) == (*UNTAGGED, ("colorspace", "bt470bg"))
    assert plan_tags(Color(matrix="gbr"), H264) == UNTAGGED


def test_what_the_scaler_has_no_formula_for_is_kept_from_it() -> None:
    strange = facts(replace(VIDEO, color=Color("bt2020", "log100", "ictcp")))
    picture = plan_encode("a", strange, H264).picture
    assert picture.unworkable == ("colorspace", "color_trc")
    assert dict(picture.tags) == {"color_primaries": "bt2020", "color_trc": "log100", "colorspace": "ictcp"}
    assert find_unworkable(Color("bt709", "bt709", "bt709")) == ()


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


@pytest.mark.parametrize(
    ("rate", "layout", "codec"),
    [(48000, "quad", "aac"), (48000, "5.1(side)", "pcm"), (44056, "mono", "pcm"), (192000, "stereo", "pcm"),
     (48000, "hexadecagonal", "pcm"), (48000, "5.1.2", "pcm"), (48000, None, "pcm")],
)  # fmt: skip
def test_sound_that_aac_has_no_place_for_stays_pcm(rate: int, layout: str | None, codec: str) -> None:
    track = AudioTrack(1, "pcm_s24le", 2, layout, rate, 1.0, bits=24)
    (sound,) = plan_encode("a", facts(VIDEO, track), replace(H264, audio=AudioRule.AAC)).sound
    assert (sound.codec, sound.bits) == (codec, 24)


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
