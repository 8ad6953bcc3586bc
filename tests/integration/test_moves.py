"""Proxies made elsewhere, and a project that moves to another disk."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.footage import Take, film
from tests.helpers.program import rushes
from tests.helpers.serving import Served, serving, until


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
    with serving(home) as served:
        _moves(served, card, moved)


def _ingest(served: Served, path: Path) -> dict[str, Any]:
    """The job of A001, once all are done."""
    asked = served.client.add_clips([str(path)])["jobs"]
    until(lambda: all(served.client.job_status(job["id"])["status"] == "completed" for job in asked))
    return next(
        {**served.client.job(j["id"]), "reused": j["reused"]} for j in asked if j["source"].endswith("A001.mov")
    )


def _moves(served: Served, card: Path, moved: Path) -> None:
    home, client = served.home, served.client
    _ingest(served, card)
    watch = client.add_watch(str(card))["watch"]["id"]
    client.change_watch(watch, paused=True)
    shutil.copytree(card, moved, copy_function=shutil.copy2)
    (moved / "B001.mov").write_bytes(b"another")
    (card / "A001.mov").unlink()
    tried = rushes(home, "relocate", card, moved, "--dry-run")
    assert (tried.code, tried.document["watches"]) == (1, [])
    assert client.relocate(str(card), str(moved)) == {
        "from": str(card), "to": str(moved), "dry_run": False, "moved": [str(card / "A001.mov")], "missing": [],
        "differs": [str(card / "B001.mov")], "watches": [watch],
    }  # fmt: skip
    job = _ingest(served, moved / "A001.mov")
    assert (job["reused"], job["output"]) == (True, str(moved / "Proxy" / "A001.mov"))
    assert client.watches()["watches"][0]["path"] == str(moved)
    (moved / "A001.mov").rename(card / "A001.mov")
    back = client.relocate(str(moved), str(card))
    assert (back["moved"], back["watches"]) == ([str(moved / "A001.mov")], [watch])
    assert _ingest(served, card / "A001.mov")["reused"]


@pytest.mark.parametrize(("old", "new"), [("card", "card"), ("card", "nowhere"), (".", "card"), ("card", ".")])
def test_a_move_that_cannot_be_is_refused(card: Path, old: str, new: str) -> None:
    answer = rushes(card.parent / "home", "relocate", card.parent / old, card.parent / new)
    assert (answer.code, answer.document["error"]["code"]) == (2, "usage")
