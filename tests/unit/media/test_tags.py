"""Timecode, reel, camera and date, wherever a camera wrote them."""

from __future__ import annotations

from typing import Any

import pytest

from server.media.tags import camera_of, created_at_of, reel_of, timecode_of


def stream(kind: str = "video", **tags: str) -> dict[str, Any]:
    return {"type": kind, "tags": tags}


@pytest.mark.parametrize("name", ["timecode", "TIMECODE", "Timecode"])
def test_timecode_is_found_however_the_container_writes_its_tags(name: str) -> None:
    assert timecode_of({name: "01:02:03;04"}, [stream()], None) == "01:02:03;04"


def test_the_video_tracks_own_timecode_outranks_the_others() -> None:
    chosen = stream(timecode="01:00:00:00")
    others = [stream("data", timecode="02:00:00:00"), chosen]
    assert timecode_of({"timecode": "03:00:00:00"}, others, chosen) == "01:00:00:00"


def test_a_timecode_track_outranks_the_container() -> None:
    others = [stream(), stream("data", timecode="02:00:00:00")]
    assert timecode_of({"timecode": "03:00:00:00"}, others, others[0]) == "02:00:00:00"


def test_blank_tags_say_nothing() -> None:
    assert timecode_of({"timecode": "  "}, [stream(timecode="")], None) is None


@pytest.mark.parametrize("name", ["reel_name", "REEL_NAME", "tape_name", "com.apple.proapps.reel"])
def test_reel(name: str) -> None:
    assert reel_of({}, [stream(), stream("data", **{name: " A001 "})]) == "A001"


def test_the_date_with_a_time_zone_comes_first() -> None:
    tags = {"creation_time": "2026-01-01T10:00:00Z", "com.apple.quicktime.creationdate": "2026-01-01T11:00:00+0100"}
    assert created_at_of(tags, []) == "2026-01-01T11:00:00+0100"


def test_camera_is_make_and_model() -> None:
    assert camera_of({"com.apple.quicktime.make": "Apple", "com.apple.quicktime.model": "iPhone"}, []) == "Apple iPhone"


def test_a_gopro_names_itself_by_its_tracks() -> None:
    assert camera_of({"firmware": "HD7.01"}, [stream("data", handler_name="\tGoPro MET  ")]) == "GoPro HD7.01"
