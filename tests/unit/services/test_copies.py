"""Copies that a watched folder asks for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from server.domain.job import Event, Job
from server.domain.kinds.copy import destinations_in
from server.domain.watch import Watch
from server.services.copies import Copies
from tests.helpers.fakes import FakeBell, FakeDisks, FakeLedger, HandClock


class Desk:
    """A folder `in` that is copied to `raid` and `lto`, with a card A001 in it."""

    def __init__(self, folder: Path) -> None:
        self.ledger, self.disks, self.made = FakeLedger(HandClock()), FakeDisks(), list[Any]()
        self.copies = Copies(self.ledger, FakeBell(), self.disks, make_proxies=self.make)
        self.root, self.places = folder / "in", (str(folder / "raid"), str(folder / "lto"))
        self.card = self.root / "A001"
        self.card.mkdir(parents=True)
        at = datetime(2026, 1, 1, tzinfo=UTC)
        self.watch = Watch("w", str(self.root), "h264-half", at, upload=True, also=("hidden",), copy_to=self.places)

    def make(self, *asked: Any) -> list[Job]:
        self.made.append(asked)
        return []

    def offload(self, unit: Path | None = None) -> Job | None:
        return self.copies.offload(str(unit or self.card), self.watch)

    def finish(self) -> Job:
        claim = self.ledger.claim("transfer", "w")
        assert claim is not None
        return self.ledger.change(claim.job.id, Event.COMPLETE, token=claim.token)

    def folder(self, unit: Path | None = None) -> str:
        """Where it is copied to, below the places; then the copy is done."""
        job = self.offload(unit)
        assert job is not None
        self.finish()
        first, second = (Path(place) for place in destinations_in(job.request))
        inside = first.relative_to(self.places[0]).as_posix()
        assert second == Path(self.places[1], inside)
        return inside


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_card_is_copied_to_every_place_and_its_copy_gets_what_the_folder_asks_for(desk: Desk) -> None:
    desk.offload()
    done = desk.finish()
    assert destinations_in(done.request) == tuple(str(Path(place, "A001")) for place in desk.places)
    desk.copies.follow_up(done)
    then = {"priority": 5, "upload": True, "analysis": False, "also": ("hidden",), "duplicates": "link"}
    assert desk.made == [(f"{desk.places[0]}/A001", "h264-half", done.id, then)]


def test_a_copy_that_has_not_begun_will_do_and_one_under_way_is_waited_for(desk: Desk) -> None:
    first = desk.offload()
    assert desk.offload() == first
    claim = desk.ledger.claim("transfer", "w")
    assert claim is not None
    assert desk.offload() is None
    desk.ledger.change(claim.job.id, Event.COMPLETE, token=claim.token)
    assert desk.folder() == "A001"  # there is more on it now


def test_another_card_of_that_name_gets_a_folder_of_its_own(desk: Desk) -> None:
    desk.disks.mount(str(desk.card), "1111-1111")
    assert desk.folder() == "A001"
    desk.disks.mount(str(desk.card), "2222-2222")
    assert desk.folder() == "A001-2"
    assert desk.folder() == "A001-2"


def test_files_that_lie_loose_go_to_the_place_itself(desk: Desk) -> None:
    for name in ("1.mov", "2.mov"):
        (desk.root / name).write_bytes(b"film")
        assert desk.folder(desk.root / name) == "."
