"""Numbers, times and states as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from server.domain.job import Status
from server.errors import CopyIncomplete, StorageError, VolumeAway
from studio.format import (
    DASH,
    STATUS_FILTERS,
    STATUS_LOOKS,
    check_value,
    facts_line,
    failure_title,
    file_name,
    folder_name,
    left_text,
    length_text,
    percent_text,
    preset_text,
    size_text,
    speed_text,
    spoken,
    status_look,
    time_text,
)

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def test_every_state_of_the_ledger_has_a_look() -> None:
    assert set(STATUS_LOOKS) == set(map(str, Status))


def test_every_state_is_behind_exactly_one_filter() -> None:
    shown = [status for choice in STATUS_FILTERS for status in choice.statuses]
    assert sorted(shown) == sorted(map(str, Status))


def test_a_state_of_a_newer_server_is_shown_too() -> None:
    assert status_look("sleeping").word == "Unknown"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (59.6, "1:00"), (61, "1:01"), (3599.6, "1:00:00"), (36_000, "10:00:00"), (None, DASH), (-1, DASH)],
)
def test_lengths(seconds: float | None, text: str) -> None:
    assert length_text(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "1 s"), (59.4, "59 s"), (61, "1 min 01 s"), (600, "10 min"), (5_400, "1 h 30 min"), (None, DASH)],
)
def test_time_left_is_no_more_exact_than_it_is_known(seconds: float | None, text: str) -> None:
    assert left_text(seconds) == text


@pytest.mark.parametrize(("speed", "text"), [(0.44, "0.4×"), (3.4, "3.4×"), (31.6, "32×"), (0, DASH), (None, DASH)])
def test_speeds(speed: float | None, text: str) -> None:
    assert speed_text(speed) == text


@pytest.mark.parametrize(
    ("fraction", "text"), [(0.999, "99 %"), (1.0, "100 %"), (0.29, "29 %"), (-1, "0 %"), (7, "100 %")]
)
def test_only_what_is_done_says_100_percent(fraction: float, text: str) -> None:
    assert percent_text(fraction) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (1_500, "2 kB"), (4_812_000_000, "4.8 GB"), (480e9, "480 GB"), (None, DASH)],
)
def test_sizes(size: float | None, text: str) -> None:
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("iso", "text"),
    [
        ("2026-11-24T14:31:00.000Z", "14:31"),
        ("2026-11-03T14:31:00.000Z", "3 Nov"),
        ("2025-11-03T14:31:00.000Z", "Nov 2025"),
        ("soon", DASH),
        ("2026-11-24T14:31:00", DASH),
        (None, DASH),
    ],
)
def test_times(iso: str | None, text: str) -> None:
    assert time_text(iso, NOW) == text


def test_times_are_those_of_the_zone_one_is_in() -> None:
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    assert time_text("2026-11-24T14:31:00.000Z", tokyo) == "24 Nov"
    assert time_text("2026-11-24T15:31:00.000Z", tokyo) == "00:31"


@pytest.mark.parametrize(
    ("path", "name", "folder"),
    [
        ("/a/b/C.mov", "C.mov", "/a/b"),
        ("C:\\a\\C.mov", "C.mov", "C:\\a"),
        ("/C.mov", "C.mov", "/"),
        ("s3://bucket/a/C.mov", "C.mov", "s3://bucket/a"),
        ("", DASH, ""),
    ],
)
def test_paths(path: str, name: str, folder: str) -> None:
    assert (file_name(path), folder_name(path)) == (name, folder)


def test_a_job_that_makes_no_proxy_says_what_it_does() -> None:
    assert preset_text({"kind": "upload", "preset": "prores-proxy"}) == "Upload"
    assert preset_text({"kind": "proxy", "preset": "h264-720p"}) == "h264-720p"
    assert preset_text({"kind": "colour_match", "preset": ""}) == "Colour_match"


def test_whatever_a_bucket_refuses_has_a_title() -> None:
    for trouble in StorageError.__subclasses__():
        assert failure_title(trouble.code) != failure_title("unheard_of")
    assert failure_title("unheard_of", final=False) == "The last try failed"


def test_whatever_befalls_a_copy_or_a_disk_has_a_title() -> None:
    for trouble in (VolumeAway, CopyIncomplete, *CopyIncomplete.__subclasses__()):
        assert failure_title(trouble.code, final=False) != failure_title("unheard_of", final=False)


def test_what_is_asked_of_a_clip_first() -> None:
    metadata = {"width": 3840, "height": 2160, "fps": "24000/1001", "timecode": "01:00:00:00", "audio": [{}, {}]}
    words = facts_line(metadata).replace("\u00a0", " ").split("  ·  ")
    assert words == ["3840×2160", "23.976 fps", "TC 01:00:00:00", "2 × audio"]
    assert facts_line(None) == ""
    assert "fps" not in facts_line({"fps": "1/0"})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, DASH),
        (True, "yes"),
        (59.9770, "59.977"),
        ([48000, None], f"48000 {DASH}"),
        ({"a": "bt709", "b": None}, "bt709"),
    ],
)
def test_sides_of_a_check(value: object, text: str) -> None:
    assert check_value(value) == text


def test_commands_stand_in_quotation_marks() -> None:
    assert spoken("See `rushes jobs`, or `x`.") == "See “rushes jobs”, or “x”."
