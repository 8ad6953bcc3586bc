"""How several files are named to FFmpeg: as data, never as syntax."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import pytest

from server.domain.media import VideoTrack
from server.domain.take import Joint, Take
from server.media.graph import Graph, Reading
from server.media.opening import STREAMS_A_FILE, open_take, pattern_of

VIDEO = VideoTrack(0, "dpx", "rgb24", 8, 320, 180, Fraction(24000, 1001))


def pictures(*names: str) -> Take:
    numbers = tuple(int("".join(filter(str.isdigit, os.path.basename(name)))) for name in names)  # noqa: PTH119
    return Take(Joint.FRAMES, names, numbers)


@pytest.mark.parametrize(
    ("first", "pattern"),
    [
        ("/shot/a.0995.dpx", "/shot/a.%04d.dpx"),
        ("/100%d/a%s.7.dpx", "/100%%d/a%%s.%01d.dpx"),
        ("/shot/0001.exr", "/shot/%04d.exr"),
        ("/shot/12345678901.dpx", "/shot/12%09d.dpx"),
    ],
)
def test_only_the_number_is_a_pattern(first: str, pattern: str) -> None:
    assert pattern_of(Take(Joint.FRAMES, (first,), (1,))) == pattern


def test_pictures_are_opened_as_pictures_only(tmp_path: Path) -> None:
    (opened,) = open_take(pictures("/s/a7.dpx", "/s/a8.dpx"), VIDEO, tmp_path)
    assert opened.url == "file:/s/a%01d.dpx"
    assert opened.options["format_whitelist"] == "image2"
    assert (opened.options["start_number"], opened.options["framerate"]) == (7, "24000/1001")
    assert list(tmp_path.iterdir()) == []


def test_a_list_quotes_what_it_names_and_each_file_may_only_be_a_picture(tmp_path: Path) -> None:
    (opened,) = open_take(pictures("/it's/a1.dpx", "/it's/\udcffa3.dpx"), VIDEO, tmp_path)
    lines = (tmp_path / "take.list").read_bytes().splitlines()
    assert lines[1] == b"file 'file:/it'\\''s/a1.dpx'"
    assert [line for line in lines if line.startswith(b"file ")][1] == lines[1]
    assert lines[-4] == b"file 'file:/it'\\''s/\xffa3.dpx'"
    assert all(b"mov" not in line and b"concat" not in line for line in lines[1:])
    assert opened.options["format_whitelist"] == "concat"


def test_no_error_adds_up_over_a_long_film(tmp_path: Path) -> None:
    open_take(Take(Joint.FRAMES, ("/a1.dpx", "/a3000.dpx"), (1, 3000)), VIDEO, tmp_path)
    lines = (tmp_path / "take.list").read_text().splitlines()
    total = sum(int(line.removeprefix("duration ").removesuffix("us")) for line in lines if "duration" in line)
    assert total == round(3000 * 1_000_000 * Fraction(1001, 24000))


def test_a_cut_stream_may_only_be_one(tmp_path: Path) -> None:
    (opened,) = open_take(Take(Joint.STREAM, ("/c/0.MTS", "/c/1|x.MTS")), VIDEO, tmp_path)
    assert opened.url == f"concatf:{tmp_path}/take.list"
    assert opened.options == {"protocol_whitelist": "file,concatf", "format_whitelist": "mpegts"}
    assert (tmp_path / "take.list").read_text() == "'file:/c/0.MTS'\n'file:/c/1|x.MTS'\n"


def test_streams_of_further_files_have_numbers_of_their_own(tmp_path: Path) -> None:
    take = Take(Joint.CLIPS, ("/v/A.MXF",), sound=(("/a/A00.MXF",), ("/a/A01.MXF",)))
    reading = Reading(1, takes={"/v/A.MXF": open_take(take, VIDEO, tmp_path)})
    graph = Graph("/v/A.MXF", reading)
    graph.write(graph.source["0"], graph.source[str(2 * STREAMS_A_FILE)], path="/out", format="mov")
    words = graph.arguments()
    assert [words[i + 1] for i, word in enumerate(words) if word == "-i"] == ["file:/v/A.MXF", "file:/a/A01.MXF"]
    assert [words[i + 1] for i, word in enumerate(words) if word == "-map"] == ["0:0", "1:0"]
