"""Timecode, reel, camera and date, wherever a camera wrote them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from server.media.containers.label import Label
from server.media.tags import (
    camera_of,
    created_at_of,
    labelled_timecode,
    location_of,
    package_of,
    reel_of,
    sound_timecode,
    timecode_of,
)


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


def test_where_it_was_filmed() -> None:
    assert (
        location_of({"com.apple.quicktime.location.ISO6709": "+51.5334-000.1255+026.756/"})
        == "+51.5334-000.1255+026.756/"
    )
    assert location_of({"location-eng": "+1-1/"}) is None


def test_the_date_of_the_sidecar_has_a_time_zone_and_goes_before_the_containers() -> None:
    tags = {"creation_time": "2026-01-01T10:00:00Z"}
    assert created_at_of(tags, [], "2026-01-01T11:00:00+01:00") == "2026-01-01T11:00:00+01:00"


def test_the_package_an_avid_knows_a_clip_by() -> None:
    own, told = {"material_package_umid": "0x060A2B34"}, Label(package="0B", title="Interview")
    assert package_of(own, Label()) == {"umid": "060A2B34", "name": None}
    assert package_of({**own, "material_package_name": "A001"}, told) == {"umid": "060A2B34", "name": "A001"}
    assert package_of({}, told) == {"umid": "0B", "name": "Interview"}
    assert package_of({}, Label()) is None


@pytest.mark.parametrize(
    ("label", "fps", "timecode"),
    [
        (Label("10:00:00:24"), Fraction(25), "10:00:00:24"),
        (Label("10:00:00:24", (25, 1)), Fraction(50), "10:00:00:48"),
        (Label("10:00:00;28"), Fraction(60000, 1001), "10:00:00;56"),
        (Label("10:00:00:29"), Fraction(25), None),
        (Label("10:00:00:10", (30, 1)), Fraction(25), None),
        (Label("10:01:00;00"), Fraction(30000, 1001), None),
        (Label("10:00:00;00"), Fraction(25), None),
        (Label(), Fraction(25), None),
    ],
)
def test_a_timecode_told_elsewhere_is_put_on_the_clips_own_count(
    label: Label, fps: Fraction, timecode: str | None
) -> None:
    assert labelled_timecode(label, fps) == timecode


@pytest.mark.parametrize(
    ("label", "timecode"),
    [
        (Label(samples=48000 * 3600, rate=(25, 1)), "01:00:00:00"),
        (Label(samples=48000 * 3600 + 24000, rate=(24, 1)), "01:00:00:12"),
        (Label(samples=48000 * 3600, rate=(30000, 1001), drop=True), "01:00:00;00"),
        (Label(samples=48000 * 3600, rate=(30000, 1001), drop=False), "00:59:56:12"),
        (Label(samples=48000 * 3600), "01:00:00:00"),
        (Label(samples=0), None),
        (Label(samples=0, rate=(25, 1)), "00:00:00:00"),
        (Label(samples=48000, rate=(25, 1), drop=True), None),
        (Label(), None),
    ],
)
def test_a_time_reference_becomes_a_timecode(label: Label, timecode: str | None) -> None:
    assert sound_timecode(label, 48000) == timecode
