"""Proxies made elsewhere, and a project that moves to another disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.helpers.footage import Take, film
from tests.helpers.program import rushes


@pytest.fixture
def card(tmp_path: Path) -> Path:
    film(tmp_path / "card" / "A001.mov", Take(frames=10))
    return tmp_path / "card"


def test_proxies_made_elsewhere_are_proved_and_registered(card: Path) -> None:
    made = rushes(card.parent / "first", "ingest", card).by_name()["A001.mov"]["output"]
    own = card / "small"
    own.mkdir()
    Path(made).rename(own / "A001.mov")
    (card / "Proxy").rmdir()
    film(own / "X001.mov", Take(frames=5))
    film(card / "B001.mov", Take(frames=10))
    film(own / "B001.mov", Take(frames=9))
    home = card.parent / "home"
    answer = rushes(home, "adopt", own)
    jobs = answer.by_name()
    assert (answer.code, jobs["A001.mov"]["status"], jobs["B001.mov"]["status"]) == (1, "completed", "failed")
    assert jobs["A001.mov"]["output"] == str(own / "A001.mov")
    assert jobs["B001.mov"]["error"]["code"] == "conformance_failed"
    assert answer.reasons() == {"X001.mov": "no_original"}
    assert rushes(home, "adopt", own).by_name()["A001.mov"]["reused"]
    assert rushes(home, "ingest", card / "A001.mov").by_name()["A001.mov"]["reused"]
    assert not (card / "Proxy").exists()


def test_what_is_known_of_a_project_goes_with_it_and_back(card: Path) -> None:
    home, moved = card.parent / "home", card.parent / "raid" / "card"
    film(card / "B001.mov", Take(frames=5))
    rushes(home, "ingest", card)
    watch = rushes(home, "watch", "add", card).document["watch"]["id"]
    shutil.copytree(card, moved, copy_function=shutil.copy2)
    (moved / "B001.mov").write_bytes(b"another")
    (card / "A001.mov").unlink()
    tried = rushes(home, "relocate", card, moved, "--dry-run")
    assert (tried.code, tried.document["watches"]) == (1, [])
    assert rushes(home, "relocate", card, moved).document == {
        "from": str(card), "to": str(moved), "dry_run": False, "moved": [str(card / "A001.mov")], "missing": [],
        "differs": [str(card / "B001.mov")], "watches": [watch],
    }  # fmt: skip
    job = rushes(home, "ingest", moved / "A001.mov").by_name()["A001.mov"]
    assert (job["reused"], job["output"]) == (True, str(moved / "Proxy" / "A001.mov"))
    assert rushes(home, "watch", "list").document["watches"][0]["path"] == str(moved)
    (moved / "A001.mov").rename(card / "A001.mov")
    back = rushes(home, "relocate", moved, card).document
    assert (back["moved"], back["watches"]) == ([str(moved / "A001.mov")], [watch])
    assert rushes(home, "ingest", card / "A001.mov").by_name()["A001.mov"]["reused"]


@pytest.mark.parametrize(("old", "new"), [("card", "card"), ("card", "nowhere"), (".", "card"), ("card", ".")])
def test_a_move_that_cannot_be_is_refused(card: Path, old: str, new: str) -> None:
    answer = rushes(card.parent / "home", "relocate", card.parent / old, card.parent / new)
    assert (answer.code, answer.document["error"]["code"]) == (2, "usage")
