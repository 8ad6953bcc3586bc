"""`rushes copy` as its users meet it: its answer, its exit code, and what lies on the disks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.helpers.program import rushes


@pytest.fixture
def card(tmp_path: Path) -> Path:
    card = tmp_path / "card"
    (card / "CLIPS").mkdir(parents=True)
    for name in ("A001.mov", "CLIPS/A002.mov"):
        (card / name).write_bytes(os.urandom(10_000))
    return card


def test_a_card_goes_to_two_places_and_is_safe_to_wipe(home: Path, card: Path, tmp_path: Path) -> None:
    answer = rushes(home, "copy", card, tmp_path / "a", tmp_path / "b")
    told = answer.document
    assert (answer.code, told["safe_to_wipe"], told["files"], told["bytes"]) == (0, True, 2, 20_000)
    assert [place["copied"] for place in told["destinations"]] == [2, 2]
    (job,) = told["jobs"]
    assert (job["kind"], job["queue"], job["status"]) == ("copy", "transfer", "completed")
    assert job["output"] == str(tmp_path / "a")
    assert (tmp_path / "b" / "CLIPS" / "A002.mov").read_bytes() == (card / "CLIPS" / "A002.mov").read_bytes()
    assert not list((home / "cache" / "copies").iterdir())

    again = rushes(home, "copy", card, tmp_path / "a", tmp_path / "b").document
    assert [(place["copied"], place["reused"]) for place in again["destinations"]] == [(0, 2), (0, 2)]
    assert sorted(path.name[:4] for path in (tmp_path / "a" / "ascmhl").glob("*.mhl")) == ["0001", "0002"]


def test_a_file_that_differs_is_left_and_said(home: Path, card: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "A001.mov").write_text("another")
    answer = rushes(home, "copy", card, tmp_path / "a")
    told = answer.document
    assert told["error"]["code"] == told["jobs"][0]["error"]["code"] == "destination_differs"
    assert told["error"]["hint"].startswith("Do not wipe the card.")
    assert (answer.code, told["safe_to_wipe"], told["failed"]) == (1, False, 1)
    assert told["why"].startswith("1 file of 2 not safely copied: A001.mov in ")
    assert (tmp_path / "a" / "A001.mov").read_text() == "another"


def test_a_card_with_nothing_on_it_is_not_safe(home: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    answer = rushes(home, "copy", tmp_path / "empty", tmp_path / "a")
    assert (answer.code, answer.document["error"]["code"]) == (1, "copy_incomplete")
    assert "is the card mounted?" in answer.document["why"]
