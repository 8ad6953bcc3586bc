"""Findings as markers: CSV, EDL, OpenTimelineIO."""

from __future__ import annotations

import builtins
import csv
import io
import re
from typing import Any

import pytest

from server.cli.otio import markers_otio
from server.domain.export.markers import markers_csv, markers_edl, markers_of
from server.errors import EnvironmentFault
from tests.unit.domain.export.test_tables import clip

FOUND = {
    "findings": [
        {"kind": "black", "start": 1.2, "end": 1.6, "timecode_in": "10:00:01:05", "timecode_out": "10:00:01:15",
         "detail": "The picture is | black.\nReally, für sure.", "value": 0.4},
        {"kind": "clipping_sound", "start": 0.0, "end": 0.01, "timecode_in": "10:00:00:00",
         "timecode_out": "10:00:00:00", "detail": "The sound is clipped.", "value": 0.0},
    ],
    "shots": [
        {"start": 0.0, "end": 2.0, "timecode_in": "10:00:00:00", "timecode_out": "10:00:02:00"},
        {"start": 2.0, "end": 4.0, "timecode_in": "10:00:02:00", "timecode_out": "10:00:04:00"},
    ],
}  # fmt: skip
CLIP = clip(analysis=FOUND)


def test_findings_and_new_shots_are_markers_in_order() -> None:
    told = [(m.name, str(m.start), str(m.end), m.color) for m in markers_of(CLIP)]
    assert told == [
        ("Clipping sound", "10:00:00:00", "10:00:00:01", "Red"),
        ("Black", "10:00:01:05", "10:00:01:15", "Purple"),
        ("Shot 2", "10:00:02:00", "10:00:02:01", "Blue"),
    ]


def test_csv_has_a_row_a_marker() -> None:
    rows = list(csv.DictReader(io.StringIO(markers_csv(CLIP, markers_of(CLIP)))))
    assert [(row["Timecode In"], row["Frames"]) for row in rows] == [
        ("10:00:00:00", "1"), ("10:00:01:05", "10"), ("10:00:02:00", "1"),
    ]  # fmt: skip


def test_an_edl_is_what_resolve_reads() -> None:
    lines = markers_edl(CLIP, markers_of(CLIP)).splitlines()
    assert lines[:3] == ["TITLE: A001", "FCM: NON-DROP FRAME", ""]
    events, comments = lines[3::3], lines[4::3]
    assert events[1] == "002  001      V     C        10:00:01:05 10:00:01:06 10:00:01:05 10:00:01:06  "
    assert comments[1] == "The picture is _ black._Really, f_r sure. |C:ResolveColorPurple |M:Black |D:10"
    assert all(re.fullmatch(r"[^|]* \|C:ResolveColor\w+ \|M:[^|]+ \|D:\d+", line) for line in comments)


def test_an_edl_in_drop_frame_says_so() -> None:
    mark = {"start": 0.0, "end": 1.0, "timecode_in": "10:00:59;28", "timecode_out": "10:01:00;02"}
    found = {"findings": [{"kind": "black", "detail": "", "value": 0, **mark}], "shots": []}
    dropped = clip(analysis=found, fps="30000/1001", timecode="10:00:59;28")
    (marker,) = markers_of(dropped)
    assert marker.frames == 2
    assert "FCM: DROP FRAME" in markers_edl(dropped, [marker])


def test_a_marker_past_midnight_has_its_length() -> None:
    mark = {"start": 0.0, "end": 0.4, "timecode_in": "23:59:59:20", "timecode_out": "00:00:00:05"}
    (marker,) = markers_of(clip(analysis={"findings": [{"kind": "black", "detail": "", **mark}], "shots": []}))
    assert marker.frames == 10


def test_an_otio_file_is_read_back_by_its_own_library() -> None:
    otio = pytest.importorskip("opentimelineio")
    timeline = otio.adapters.read_from_string(markers_otio(CLIP, markers_of(CLIP)), "otio_json")
    (shown,) = timeline.find_clips()
    black = shown.markers[1]
    assert shown.media_reference.target_url == "file:///card/A001.mov"
    assert black.color == "PURPLE"
    assert black.marked_range.start_time.to_timecode() == "10:00:01:05"
    assert black.marked_range.duration.value == 10
    assert shown.available_range().start_time.to_timecode() == "10:00:00:00"


def test_without_the_package_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == "opentimelineio":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(EnvironmentFault) as caught:
        markers_otio(CLIP, [])
    assert "rushes[otio]" in caught.value.hint
