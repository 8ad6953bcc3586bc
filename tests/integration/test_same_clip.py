"""The same clip under another name, in another folder, or done by another server: never encoded twice."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.footage import Take, film
from tests.helpers.program import rushes


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A clip whose size lets a difference hide from a look at its beginning, middle and end."""
    clip = film(tmp_path_factory.mktemp("model") / "A001.mov", Take(frames=10)).read_bytes()
    return clip + (600_008).to_bytes(4, "big") + b"free" + bytes(600_000)


@pytest.fixture
def card(tmp_path: Path, model: bytes) -> Path:
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "A001.mov").write_bytes(model)
    return tmp_path / "card"


def ingest(card: Path, *words: str, home: str = "home") -> dict[str, dict[str, Any]]:
    answer = rushes(card.parent / home, "ingest", card, *words)
    assert answer.code == 0, answer.document
    return answer.by_name()


def is_linked(job: dict[str, Any]) -> bool:
    assert job["status"] == "completed"
    assert job["result"]["conformance"]["conforms"]
    assert Path(job["output"]).exists()
    return bool(job["result"].get("linked"))


def test_a_clip_that_is_there_twice_is_encoded_once(card: Path, model: bytes) -> None:
    assert not is_linked(ingest(card)["A001.mov"])
    (card / "day2").mkdir()
    (card / "day2" / "B007.mov").write_bytes(model)
    job = ingest(card)["B007.mov"]
    assert is_linked(job)
    assert Path(job["output"]) == card / "day2" / "Proxy" / "B007.mov"
    assert (card / "Proxy" / "A001.mov").samefile(job["output"])
    assert ingest(card)["B007.mov"]["reused"]


def test_one_that_only_looks_the_same_is_not(card: Path, model: bytes) -> None:
    ingest(card)
    other = bytearray(model)
    other[-200_000] = 1
    (card / "B007.mov").write_bytes(other)
    assert not is_linked(ingest(card)["B007.mov"])


def test_a_renamed_clip_keeps_its_proxy(card: Path) -> None:
    ingest(card)
    (card / "A001.mov").rename(card / "Scene 1.mov")
    job = ingest(card)["Scene 1.mov"]
    assert is_linked(job)
    assert (card / "Proxy" / "Scene 1.mov").exists()


def test_a_project_that_moved_with_its_proxies_keeps_them(card: Path) -> None:
    ingest(card)
    moved = card.rename(card.parent / "moved")
    before = (moved / "Proxy" / "A001.mov").stat()
    assert is_linked(ingest(moved)["A001.mov"])
    after = (moved / "Proxy" / "A001.mov").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_what_another_home_made_is_proved_and_taken(card: Path) -> None:
    ingest(card)
    inode = (card / "Proxy" / "A001.mov").stat().st_ino
    job = ingest(card, home="other")["A001.mov"]
    assert is_linked(job)
    assert (card / "Proxy" / "A001.mov").stat().st_ino == inode
    assert ingest(card, home="other")["A001.mov"]["reused"]


def test_the_proxy_of_another_clip_is_not_taken(card: Path) -> None:
    (card / "Proxy").mkdir()
    film(card / "Proxy" / "A001.mov", Take(frames=10, picture="negate"))
    answer = rushes(card.parent / "home", "ingest", card)
    assert answer.by_name()["A001.mov"]["error"]["code"] == "output_exists"


def test_two_homes_at_once_publish_one_proxy(card: Path) -> None:
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(lambda home: ingest(card, home=home)["A001.mov"], ("home", "other"))
    assert sorted((is_linked(first), is_linked(second))) == [False, True]
    assert os.listdir(card / "Proxy") == ["A001.mov"]
    shutil.rmtree(card / "Proxy")
