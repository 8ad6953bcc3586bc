"""The same clip under another name, in another folder, or done by another server: never encoded twice."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.footage import Take, film, own_content
from tests.helpers.serving import Served, serving, until


@dataclass(frozen=True)
class Homes:
    """Two homes, each with a server of its own for all tests."""

    first: Served
    other: Served

    def ingest(self, card: Path, *, other: bool = False) -> dict[str, dict[str, Any]]:
        """The jobs by the names of their clips, once all have ended."""
        client = (self.other if other else self.first).client
        asked = {job["id"]: job for job in client.add_clips([str(card)])["jobs"]}
        until(lambda: all(client.job_status(job_id)["status"] in _ENDS for job_id in asked), 60, "not done")
        ended = [{**client.job(job_id), "reused": job["reused"]} for job_id, job in asked.items()]
        return {Path(job["source"]).name: job for job in ended}


_ENDS = ("completed", "failed")


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homes]:
    folder = tmp_path_factory.mktemp("homes")
    with serving(folder / "first") as first, serving(folder / "other") as other:
        yield Homes(first, other)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One whose size lets a difference hide from a look at its beginning, middle and end."""
    clip = film(tmp_path_factory.mktemp("model") / "A001.mov", Take(frames=10))
    clip.write_bytes(clip.read_bytes() + (600_008).to_bytes(4, "big") + b"free" + bytes(600_000))
    return clip


@pytest.fixture
def model(clip: Path) -> bytes:
    """As no test before had it."""
    return own_content(clip)


@pytest.fixture
def card(tmp_path: Path, model: bytes) -> Path:
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "A001.mov").write_bytes(model)
    return tmp_path / "card"


def is_linked(job: dict[str, Any]) -> bool:
    assert job["status"] == "completed"
    assert job["result"]["conformance"]["conforms"]
    assert Path(job["output"]).exists()
    return bool(job["result"].get("linked"))


def test_a_clip_that_is_there_twice_is_encoded_once(homes: Homes, card: Path, model: bytes) -> None:
    assert not is_linked(homes.ingest(card)["A001.mov"])
    (card / "day2").mkdir()
    (card / "day2" / "B007.mov").write_bytes(model)
    job = homes.ingest(card)["B007.mov"]
    assert is_linked(job)
    assert Path(job["output"]) == card / "day2" / "Proxy" / "B007.mov"
    assert (card / "Proxy" / "A001.mov").samefile(job["output"])
    assert homes.ingest(card)["B007.mov"]["reused"]


def test_one_that_only_looks_the_same_is_not(homes: Homes, card: Path, model: bytes) -> None:
    homes.ingest(card)
    other = bytearray(model)
    other[-200_000] = 1
    (card / "B007.mov").write_bytes(other)
    assert not is_linked(homes.ingest(card)["B007.mov"])


def test_a_renamed_clip_keeps_its_proxy(homes: Homes, card: Path) -> None:
    homes.ingest(card)
    (card / "A001.mov").rename(card / "Scene 1.mov")
    job = homes.ingest(card)["Scene 1.mov"]
    assert is_linked(job)
    assert (card / "Proxy" / "Scene 1.mov").exists()


def test_a_project_that_moved_with_its_proxies_keeps_them(homes: Homes, card: Path) -> None:
    homes.ingest(card)
    moved = card.rename(card.parent / "moved")
    before = (moved / "Proxy" / "A001.mov").stat()
    assert is_linked(homes.ingest(moved)["A001.mov"])
    after = (moved / "Proxy" / "A001.mov").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_what_another_home_made_is_proved_and_taken(homes: Homes, card: Path) -> None:
    homes.ingest(card)
    inode = (card / "Proxy" / "A001.mov").stat().st_ino
    job = homes.ingest(card, other=True)["A001.mov"]
    assert is_linked(job)
    assert (card / "Proxy" / "A001.mov").stat().st_ino == inode
    assert homes.ingest(card, other=True)["A001.mov"]["reused"]


def test_the_proxy_of_another_clip_is_not_taken(homes: Homes, card: Path) -> None:
    (card / "Proxy").mkdir()
    film(card / "Proxy" / "A001.mov", Take(frames=10, picture="negate"))
    assert homes.ingest(card)["A001.mov"]["error"]["code"] == "output_exists"


def test_two_homes_at_once_publish_one_proxy(homes: Homes, card: Path) -> None:
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(lambda other: homes.ingest(card, other=other)["A001.mov"], (False, True))
    assert sorted((is_linked(first), is_linked(second))) == [False, True]
    assert os.listdir(card / "Proxy") == ["A001.mov"]
    shutil.rmtree(card / "Proxy")
