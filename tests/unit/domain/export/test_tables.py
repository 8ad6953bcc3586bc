"""The catalogue as CSV and ALE."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from server.domain.export.ale import catalogue_ale, rates_in
from server.domain.export.tables import catalogue_csv, csv_text

METADATA = {
    "container": "mov", "duration": 4.0, "frames": 100, "fps": "25/1", "width": 1920, "height": 1080,
    "video_codec": "h264", "timecode": "10:00:00:00", "reel": "A001", "camera": "ALEXA", "created_at": None,
    "size_bytes": 5, "audio": [{"codec": "pcm_s16le", "channels": 2, "layout": "stereo", "sample_rate": 48000}],
}  # fmt: skip


def clip(source: str = "/card/A001.mov", analysis: dict[str, Any] | None = None, **metadata: Any) -> dict[str, Any]:
    return {
        "id": "c1", "source": source, "source_uri": f"file://{source}", "state": "online", "first_seen_at": "2026",
        "metadata": {**METADATA, **metadata}, "analysis": analysis,
        "proxies": [{"preset": "prores-proxy", "path": "/card/Proxy/A001.mov", "job_id": "j1"}],
    }  # fmt: skip


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_clip_is_a_row() -> None:
    found = {"findings": [{"kind": "silence"}, {"kind": "black"}, {"kind": "black"}]}
    (row,) = read_csv(catalogue_csv([clip(analysis=found)]))
    assert (row["Name"], row["Path"], row["Reel"], row["FPS"]) == ("A001.mov", "/card/A001.mov", "A001", "25/1")
    assert row["Audio"] == "2 ch 48000 Hz pcm_s16le"
    assert row["Proxies"] == "prores-proxy: /card/Proxy/A001.mov"
    assert row["Findings"] == "black, silence"


def test_a_clip_nobody_looked_into_is_a_row_too() -> None:
    (row,) = read_csv(catalogue_csv([{**clip(), "metadata": None}]))
    assert (row["Name"], row["Codec"]) == ("A001.mov", "")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_of_text_is_a_formula(name: str) -> None:
    text = csv_text(("a", "b", "c", "d"), [(name, 5, -5, "A=1")])
    _, row = csv.reader(io.StringIO(text, newline=""))
    assert row == [f"'{name}", "5", "-5", "A=1"]


def ale_parts(text: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    heading, columns, data = (part.strip("\n").splitlines()[1:] for part in text.split("\n\n"))
    names = columns[0].split("\t")
    rows = [dict(zip(names, line.split("\t"), strict=True)) for line in data]
    return dict(line.split("\t") for line in heading), rows


def test_an_ale_names_tape_times_and_tracks() -> None:
    heading, (row,) = ale_parts(catalogue_ale([clip()]))
    assert heading == {"FIELD_DELIM": "TABS", "VIDEO_FORMAT": "1080", "AUDIO_FORMAT": "48khz", "FPS": "25"}
    assert (row["Name"], row["Tape"], row["Source File"]) == ("A001.mov", "A001", "A001.mov")
    assert (row["Start"], row["End"], row["Duration"]) == ("10:00:00:00", "10:00:04:00", "00:00:04:00")
    assert (row["Tracks"], row["FPS"]) == ("VA1A2", "25")


def test_drop_frame_is_counted_as_drop_frame() -> None:
    _, (row,) = ale_parts(catalogue_ale([clip(fps="30000/1001", timecode="10:00:59;28", frames=4)]))
    assert (row["Start"], row["End"], row["FPS"]) == ("10:00:59;28", "10:01:00;04", "29.97")


def test_a_clip_without_timecode_and_reel_counts_from_zero_under_its_own_name() -> None:
    _, (row,) = ale_parts(catalogue_ale([clip(timecode=None, reel=None)]))
    assert (row["Start"], row["Tape"]) == ("00:00:00:00", "A001")


def test_the_heading_has_the_most_frequent_rate() -> None:
    clips = [clip(), clip(fps="24/1"), clip(fps="24/1")]
    heading, rows = ale_parts(catalogue_ale(clips))
    assert heading["FPS"] == "24"
    assert [row["FPS"] for row in rows] == ["25", "24", "24"]
    assert rates_in(clips) == {"25/1", "24/1"}


def test_what_has_no_frames_is_left_out_of_an_ale() -> None:
    assert len(ale_parts(catalogue_ale([clip(fps=None), {**clip(), "metadata": None}, clip()]))[1]) == 1


def test_a_name_with_a_tab_or_a_line_end_stays_in_its_cell() -> None:
    _, (row,) = ale_parts(catalogue_ale([clip("/card/A\t0\n1.mov")]))
    assert row["Name"] == "A 0 1.mov"
