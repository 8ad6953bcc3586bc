"""From what libavformat says of a file to what a clip is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from server.media.facts import build_facts


def raw(stream: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Findings of a clip of ten pictures at 25 a second."""
    video = {
        "index": 0, "type": "video", "codec": "png", "tag": "png", "tags": {}, "time_base": [1, 25], "start": 0,
        "duration": 10, "frames": 10, "picture": False, "width": 320, "height": 180, "pix_fmt": "rgb24", "sar": None,
        "average_rate": [25, 1], "base_rate": [25, 1], "field_order": 1, "color": None,
    }  # fmt: skip
    return {
        "format": "mov,mp4", "duration": 400_000, "start": 0, "tags": {}, "streams": [{**video, **stream}],
        "size": 1000, "times": {"ticks": list(range(10)), "whole": True, "ends": {"0": 10}, "shown": 10},
        "frame": None, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("pix_fmt", "alpha"),
    [("yuva444p12le", True), ("rgba64be", True), ("gbrap10le", True), ("ya8", True), ("gray10le", False),
     ("yuv422p", False), ("bgr0", False), ("pal8", False)],
)  # fmt: skip
def test_transparency_is_told(pix_fmt: str, alpha: bool) -> None:
    facts = build_facts(raw({"pix_fmt": pix_fmt}))
    assert facts.video is not None
    assert facts.video.alpha is alpha
    assert any("transparency" in note for note in facts.notes) is alpha


@pytest.mark.parametrize(
    ("said", "timecode"), [("1:2:3:4", "01:02:03:04"), ("hello", None), ("01:02:03:25", None), ("01:02:03;04", None)]
)
def test_what_is_no_timecode_at_the_rate_is_left_out_and_named(said: str, timecode: str | None) -> None:
    facts = build_facts(raw({"tags": {"timecode": said}}))
    assert facts.timecode == timecode
    assert any(said in note for note in facts.notes) is (timecode is None)


def test_a_varying_clip_lasts_from_its_first_frame() -> None:
    late = {"ticks": [50, 67, 83, 150, 233], "whole": True, "ends": {"0": 250}, "shown": 5}
    stream = {"time_base": [1, 1000], "start": None, "duration": 250, "average_rate": [60, 1]}
    facts = build_facts(raw(stream, format="matroska,webm", times=late))
    assert facts.video is not None
    assert (facts.video.vfr, facts.video.duration) == (True, 0.2)


def test_h264_in_avi_is_counted_from_zero() -> None:
    coded = {"ticks": list(range(1, 11)), "whole": True, "ends": {"0": 11}, "shown": 10}
    facts = build_facts(raw({"codec": "h264"}, format="avi", times=coded, starts={"0": 0.04}))
    assert facts.video is not None
    assert (facts.video.start, facts.video.clockless) == (0.0, True)


def test_a_bare_stream_has_the_rate_of_its_header_and_a_frame_a_packet() -> None:
    guessed = {"ticks": [0, 96000, 144000, 192000], "whole": True, "ends": {"0": 240000}, "shown": 5}
    stream = {"codec": "mpeg1video", "time_base": [1, 1_200_000], "start": None, "duration": 17387, "frames": 0}
    facts = build_facts(raw(stream, format="mpegvideo", times=guessed, duration=14489))
    assert facts.duration == 0.2
    assert facts.video is not None
    assert (facts.video.fps, facts.video.vfr, facts.video.frames, facts.video.duration) == (25, False, 5, 0.2)


def test_the_last_time_of_a_gxf_file_is_no_reason_to_call_its_rate_uneven() -> None:
    fields = {"ticks": [2, 4, 6, 8, 10, 12, 14, 16, 18, 19], "whole": True, "ends": {"0": 20}, "shown": 10}
    facts = build_facts(raw({"time_base": [1, 50], "average_rate": [50, 1]}, format="gxf", times=fields))
    assert facts.video is not None
    assert (facts.video.fps, facts.video.vfr, facts.video.frames) == (25, False, 10)


@pytest.mark.parametrize(("ends", "empty"), [({"0": 10}, True), ({"0": 10, "1": 480}, False), ({}, False)])
def test_a_sound_track_without_a_sample_is_empty(ends: dict[str, int], empty: bool) -> None:
    sound = {"index": 1, "type": "audio", "codec": "aac", "tags": {}, "time_base": [1, 48000], "start": 0,
             "duration": 480, "frames": 0, "picture": False, "channels": 1, "layout": "mono",
             "rate": 48000}  # fmt: skip
    found = raw({})
    found["streams"].append(sound)
    (track,) = build_facts({**found, "times": {**found["times"], "ends": ends}}).audio
    assert (track.empty, track.decodable) == (empty, not empty)


def test_pieces_that_an_edit_list_puts_together_are_steady() -> None:
    """Two times 15 frames with B frames, as libavformat 8 tells them: 0.08 s of nothing between."""
    ticks = [512 * n for n in range(15)] + [8704 + 512 * n for n in range(15)]
    times = {"ticks": ticks, "whole": True, "ends": {"0": 16384}, "shown": 30}
    edited = {"codec": "h264", "time_base": [1, 12800], "frames": 50}
    facts = build_facts(raw({**edited, "duration": 15360}, times=times))
    assert facts.video is not None
    assert (facts.video.fps, facts.video.vfr, facts.video.frames, facts.video.duration) == (25, False, 30, 1.2)
    frames_lost = build_facts(raw({**edited, "duration": 16384}, times=times)).video
    assert frames_lost is not None
    assert frames_lost.vfr


def test_an_avi_keeps_its_rate_where_pictures_were_dropped() -> None:
    times = {"ticks": [0, *range(2, 52)], "whole": True, "ends": {"0": 52}, "shown": 51}
    facts = build_facts(raw({"codec": "mpeg4", "duration": 52, "frames": 52}, format="avi", times=times))
    assert facts.video is not None
    assert (facts.video.fps, facts.video.vfr, facts.video.duration, facts.cut) == (25, True, 2.08, False)


@pytest.mark.parametrize(("matrix", "rotation", "tilted"), [
    ([65536, 0, 0, 0, 65536, 0, 0, 0, 0], 0, False),
    ([65500, 2287, 0, -2287, 65500, 0, 0, 0, 0], 0, True),
    ([2287, 65500, 0, -65500, 2287, 0, 0, 0, 0], 90, True),
])  # fmt: skip
def test_a_turn_by_no_right_angle_is_told(matrix: list[int], rotation: int, tilted: bool) -> None:
    color = dict.fromkeys(("primaries", "transfer", "matrix", "range"), 2)
    frame = {"matrix": matrix, "interlaced": False, "width": 320, "height": 180, "pix_fmt": "yuv420p", "color": color}
    facts = build_facts(raw({}, frame=frame))
    assert facts.video is not None
    assert (facts.video.rotation, facts.video.tilted) == (rotation, tilted)
    assert any("no right angle" in note for note in facts.notes) is tilted


@pytest.mark.parametrize(("end", "cut"), [(20, False), (12, True)])
def test_gxf_says_how_long_it_should_be(end: int, cut: bool) -> None:
    fields = {"ticks": list(range(2, end, 2)), "whole": True, "ends": {"0": end}, "shown": end // 2 - 1}
    facts = build_facts(raw({"time_base": [1, 50], "duration": 20}, format="gxf", times=fields))
    assert facts.cut is cut


def test_a_hole_in_mxf_is_frames_that_are_missing_not_another_rate() -> None:
    holed = {"ticks": [0, 1, 2, 3, 6, 7, 8, 9], "whole": True, "ends": {"0": 10}, "shown": 8}
    facts = build_facts(raw({"codec": "mpeg2video"}, format="mxf", times=holed))
    assert facts.video is not None
    assert (facts.video.fps, facts.video.vfr, facts.video.frames) == (25, False, 10)
