"""`rushes export`: files that appear whole, and over nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.footage import Take, film
from tests.helpers.program import rushes


@pytest.fixture
def clip(tmp_path: Path, home: Path) -> Path:
    black = "drawbox=color=black:t=fill:enable='between(n,10,14)'"
    made = film(tmp_path / "A001.mov", Take(picture=black, options="-timecode 10:00:00:00"))
    assert rushes(home, "submit", "analysis", made).code == 0
    return made


def test_the_catalogue_and_the_markers_of_a_clip_are_written(tmp_path: Path, home: Path, clip: Path) -> None:
    answer = rushes(home, "export", tmp_path / "all.json")
    assert answer.document == {"file": str(tmp_path / "all.json"), "format": "json", "clips": 1}
    (row,) = json.loads((tmp_path / "all.json").read_text())["clips"]
    (job,) = rushes(home, "jobs").document["jobs"]
    assert row == rushes(home, "clips").document["clips"][0]
    assert rushes(home, "export", "--format", "ale", tmp_path / "bin.txt").code == 0
    assert (tmp_path / "bin.txt").read_text().startswith("Heading\nFIELD_DELIM\tTABS\n")
    for named in (clip, row["id"], job["id"]):
        answer = rushes(home, "export", "--markers", named, "--force", tmp_path / "A001.edl")
        assert (answer.code, answer.document["clip"]) == (0, row["id"])
        assert "10:00:00:10" in (tmp_path / "A001.edl").read_text()


def test_a_file_that_is_there_stays_unless_forced(tmp_path: Path, home: Path) -> None:
    target = tmp_path / "all.csv"
    target.write_text("mine")
    answer = rushes(home, "export", target)
    assert (answer.code, answer.document["error"]["code"]) == (1, "output_exists")
    assert target.read_text() == "mine"
    assert rushes(home, "export", "--force", target).code == 0
    assert target.read_text().startswith("Name,Path,")
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["all.csv"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("all.xls",), "usage"),
        (("all.edl",), "usage"),
        (("--markers", "nothing", "A.edl"), "unknown_id"),
        (("--markers", "nothing", "A.ale"), "usage"),
        (("no/such/folder/all.csv",), "usage"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path: Path, home: Path, words: tuple[str, ...], code: str) -> None:
    answer = rushes(home, "export", *words[:-1], tmp_path / words[-1])
    assert answer.code == 2
    assert answer.document["error"]["code"] == code
    assert not (tmp_path / words[-1]).exists()


def test_a_clip_that_was_not_checked_has_no_markers(tmp_path: Path, home: Path) -> None:
    clip = film(tmp_path / "A.mov", Take())
    assert rushes(home, "submit", "metadata", clip).code == 0
    answer = rushes(home, "export", "--markers", clip, tmp_path / "A.csv")
    assert (answer.code, answer.document["error"]["code"]) == (2, "no_analysis")
