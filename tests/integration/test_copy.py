"""`rushes copy` as its users meet it: its answer, its exit code, and what lies on the disks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.footage import Take, film
from tests.helpers.program import rushes
from tests.helpers.serving import Served, serving, until


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


def test_a_card_is_copied_its_copy_gets_proxies_and_the_card_is_complete(home: Path, tmp_path: Path) -> None:
    clips = tmp_path / "GOPRO" / "DCIM" / "100GOPRO"
    clips.mkdir(parents=True)
    for number in (1, 2):
        film(clips / f"GX01000{number}.MP4", Take(frames=12))
        (clips / f"GX01000{number}.THM").write_bytes(b"picture")
    answer = rushes(home, "copy", tmp_path / "GOPRO", tmp_path / "raid", "--proxy", "--preset", "h264-half")
    assert (answer.code, answer.document["safe_to_wipe"]) == (0, True)
    assert [job["kind"] for job in answer.document["jobs"]] == ["copy", "proxy", "proxy"]
    assert all(job["status"] == "completed" for job in answer.document["jobs"])

    (card,) = rushes(home, "cards").document["cards"]
    assert (card["layout"], card["clips"], card["done"], card["complete"]) == ("GoPro", 2, 2, True)
    assert card["safe_to_wipe"]
    assert {clip["card"] for clip in rushes(home, "clips").document["clips"]} == {card["id"]}
    told = rushes(home, "cards", card["id"], "--report", tmp_path / "report.txt").document
    assert [item["path"] for item in told["items"]] == ["DCIM/100GOPRO/GX010001.MP4", "DCIM/100GOPRO/GX010002.MP4"]
    assert all(len(item["hash"]) == 32 and item["proxy"] for item in told["items"])
    assert "SAFE TO WIPE" in (tmp_path / "report.txt").read_text()

    again = rushes(home, "copy", tmp_path / "GOPRO", tmp_path / "raid", "--proxy", "--preset", "h264-half").document
    assert all(job["reused"] for job in again["jobs"] if job["kind"] == "proxy")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served") / "home", RUSHES_WATCH__SETTLE_SECONDS="0.5") as served:
        yield served


def test_through_a_server_it_is_the_same_copy(served: Served, card: Path, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/raid\xff"))
    answer = rushes(served.home, "copy", card, odd, "--server", served.url)
    assert "error" not in answer.document, answer.document["error"]
    assert (answer.code, answer.document["safe_to_wipe"]) == (0, True)
    assert not any(str(card) in found["roots"] for found in served.client.cards()["cards"])
    assert (odd / "A001.mov").read_bytes() == (card / "A001.mov").read_bytes()


def test_a_card_that_lands_in_a_watched_folder_is_copied_and_its_copy_gets_proxies(
    served: Served, tmp_path: Path
) -> None:
    landing, raid, clips = tmp_path / "in", tmp_path / "raid", Path("GOPRO", "DCIM", "100GOPRO")
    landing.mkdir()
    film(tmp_path / "away" / clips / "GX010001.MP4", Take(frames=12))
    (tmp_path / "away" / clips / "GX010001.THM").write_bytes(b"picture")
    served.client.add_watch(str(landing), copy_to=[str(raid)], preset="h264-half")
    (tmp_path / "away" / "GOPRO").rename(landing / "GOPRO")
    done = until(lambda: _done(served, 2, tmp_path), 60, "not copied, or without its proxy")
    assert {job["kind"]: job["source"] for job in done} == {
        "copy": str(landing / "GOPRO"), "proxy": str(raid / clips / "GX010001.MP4"),
    }  # fmt: skip
    (card,) = served.client.cards()["cards"]
    assert (card["complete"], card["safe_to_wipe"]) == (True, True)
    assert served.client.why(str(landing / clips / "GX010001.THM"))["reason"] == "copied"
    assert (raid / "GOPRO" / "ascmhl").is_dir()
    assert not (landing / clips / "Proxy").exists()


def _done(served: Served, number: int, folder: Path) -> list[dict[str, Any]] | None:
    jobs = served.client.jobs(status="completed", search=str(folder))["jobs"]
    return jobs if len(jobs) == number else None
