"""What `rushes copy` refuses, and what it queues."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.bootstrap import open_home
from server.cli.main import run
from server.config import Settings
from server.domain.job import Status


@pytest.fixture
def card(tmp_path: Path) -> Path:
    card = tmp_path / "card"
    (card / "CLIPS").mkdir(parents=True)
    (card / "A001.mov").write_bytes(b"clip")
    return card


def test_asked_twice_it_is_one_job(home: Path, card: Path, tmp_path: Path) -> None:
    with open_home(home, Settings()) as app:
        first = app.submit.submit("copy", str(card), {"to": str(tmp_path / "a")})
        again = app.submit.submit("copy", str(card), {"to": str(tmp_path / "a")})
        other = app.submit.submit("copy", str(card), {"to": str(tmp_path / "b")})
        assert again.id == first.id != other.id
        assert first.status is Status.PENDING


@pytest.mark.parametrize(
    ("source", "places", "words"),
    [
        ("no", ["a"], "There is no file or folder"),
        ("card", ["card/in"], "in the folder it copies"),
        ("card/CLIPS", ["card"], "in the folder it copies"),
        ("card", ["a", "a"], "different destinations"),
        ("card", ["card/A001.mov"], "is a file"),
        ("card", ["a", "b", "c", "d", "e"], "At most 4"),
    ],
)
def test_a_wrong_wish_is_refused_before_anything_is_queued(
    home: Path, card: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    source: str, places: list[str], words: str,
) -> None:  # fmt: skip
    assert run(["copy", str(tmp_path / source), *(str(tmp_path / place) for place in places), "--json"]) == 2
    assert words in json.loads(capsys.readouterr().out)["error"]["message"]


@pytest.mark.parametrize("to", ["relative", "file:///a%00b", "file://elsewhere/a"])
def test_a_place_over_http_is_an_absolute_path(
    home: Path, card: Path, capsys: pytest.CaptureFixture[str], to: str
) -> None:
    assert run(["submit", "copy", str(card), "--param", f"to={to}", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "usage"
