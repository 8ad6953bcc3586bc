"""A card that is away is not a deleted clip, and a full disk is no failure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from server.domain.awaited import Room, Volume, parse_need
from server.domain.job import Job
from server.domain.media import MediaFacts, VideoTrack
from server.domain.steps import Encode
from server.errors import (
    Cancelled,
    DiskFull,
    EncodeError,
    NotMedia,
    OutputUnwritable,
    RushesError,
    SourceDamaged,
    SourceMissing,
    VolumeAway,
)
from server.services.space import Space
from server.services.volumes import VolumeNotes
from server.system.originals import identity_of
from server.worker.resources import Resources
from tests.helpers.fakes import FakeDisks, FakeLedger, HandClock, wish
from tests.unit.domain.test_forecast import facts, preset

MB = 1_000_000


class House:
    """A card with one clip on it, a raid for proxies, and a home on the system's disk."""

    def __init__(self, folder: Path) -> None:
        self.disks = FakeDisks()
        self.card, self.raid = folder / "card", folder / "raid"
        for place in (self.card, self.raid):
            place.mkdir()
            self.disks.mount(str(place), place.name)
        self.clip = self.card / "A001.mov"
        self.clip.write_bytes(b"clip")
        self.space = Space(self.disks, 0)
        self.resources = Resources(self.disks, self.space, folder / "home")

    def job(self, to: Path | None = None) -> Job:
        request = VolumeNotes(self.disks).of(str(self.clip), None if to is None else str(to))
        return FakeLedger(HandClock()).submit([wish(str(self.clip), request=request)])[0]

    def pull_card(self) -> None:
        self.clip.unlink()
        del self.disks.mounted[str(self.card)]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def away(act: Callable[[], object]) -> Volume:
    with pytest.raises(VolumeAway) as told:
        act()
    need = parse_need(told.value.awaits)
    assert isinstance(need, Volume)
    assert need.at in told.value.message
    return need


class TestVolumes:
    def test_all_there_is_well(self, house: House) -> None:
        house.resources.check_volumes(house.job(house.raid / "day 1"))

    def test_a_card_that_was_pulled_is_waited_for(self, house: House) -> None:
        job = house.job()
        house.pull_card()
        assert away(lambda: house.resources.check_volumes(job)) == Volume(str(house.card), "card")

    def test_another_card_in_its_place_is_not_the_one(self, house: House) -> None:
        job = house.job()
        house.pull_card()
        house.disks.mount(str(house.card), "another")
        assert away(lambda: house.resources.check_volumes(job)).id == "card"

    def test_a_clip_deleted_from_a_card_that_is_there_is_missing(self, house: House) -> None:
        job = house.job()
        house.clip.unlink()
        house.resources.check_volumes(job)
        with pytest.raises(SourceMissing):
            identity_of(job.source)

    def test_a_target_that_is_away_is_waited_for_before_anything_is_made(self, house: House) -> None:
        job = house.job(house.raid / "day 1")
        del house.disks.mounted[str(house.raid)]
        assert away(lambda: house.resources.check_volumes(job)).at == str(house.raid)

    def test_a_job_that_knows_of_no_volume_is_let_through(self, house: House) -> None:
        house.disks.mounted.clear()
        job = house.job()
        assert "volumes" not in job.request
        house.resources.check_volumes(job)

    @pytest.mark.parametrize("error", [SourceDamaged("I/O"), EncodeError("odd"), OutputUnwritable("no"), NotMedia("?")])
    def test_what_failed_while_the_card_went_was_its_going(self, house: House, error: RushesError) -> None:
        job = house.job()
        assert house.resources.explained(job, error) is error
        del house.disks.mounted[str(house.card)]  # its folder may still be read for a while
        assert isinstance(house.resources.explained(job, error), VolumeAway)

    def test_a_wish_to_cancel_stays_one(self, house: House) -> None:
        job = house.job()
        house.pull_card()
        assert isinstance(house.resources.explained(job, Cancelled("no")), Cancelled)


class TestRoom:
    SEEN = MediaFacts("mov", 1.0, 10, VideoTrack(0, "h264", "yuv420p", 8, 64, 64, Fraction(25)))

    def attempt(self, house: House, seen: MediaFacts | None = None) -> tuple[Any, tuple[Encode, ...]]:
        from server.domain.plan import plan_encode

        seen = seen or facts(60)
        temporary = house.raid / ".A001.tmp"
        step = plan_encode(str(house.clip), seen, preset("prores-proxy"))
        return SimpleNamespace(facts=seen, temporary=str(temporary), job=house.job()), (step,)

    def test_too_little_is_told_before_anything_is_encoded(self, house: House) -> None:
        attempt, steps = self.attempt(house)
        house.disks.room = 50 * MB
        with pytest.raises(DiskFull) as told, house.resources.room_for(attempt, steps):
            raise AssertionError("it has no room")
        need = parse_need(told.value.awaits)
        assert isinstance(need, Room)
        assert need.folder == str(house.raid)
        assert 100 * MB < need.size < 200 * MB

    def test_what_needs_no_room_is_not_held_up(self, house: House) -> None:
        attempt, _ = self.attempt(house)
        house.disks.room = 0
        with house.resources.room_for(attempt, ()):
            pass

    def test_a_disk_that_runs_full_is_waited_for_with_more_room_than_was_written(self, house: House) -> None:
        attempt, steps = self.attempt(house)
        need = self.ran_full(house, attempt, steps, written=400 * MB, left=0)
        assert need == Room(str(house.raid), 600 * MB)

    def test_where_the_figures_deny_it_time_decides(self, house: House) -> None:
        """A quota: else the job would be encoded again and again."""
        attempt, steps = self.attempt(house)
        assert self.ran_full(house, attempt, steps, written=10, left=10**12) is None

    def test_the_homes_disk_may_be_the_full_one(self, house: House, tmp_path: Path) -> None:
        attempt, steps = self.attempt(house)
        free = house.disks.free
        house.disks.free = lambda folder: -1 if folder.endswith("home") else free(folder)  # type: ignore[method-assign]
        assert self.ran_full(house, attempt, steps, written=10, left=10**12) == Room(str(tmp_path / "home"), 0)

    def ran_full(self, house: House, attempt: Any, steps: tuple[Encode, ...], written: int, left: int) -> Any:
        def encode() -> None:
            with house.resources.room_for(attempt, steps):
                with open(attempt.temporary, "wb") as file:
                    file.truncate(written)
                house.disks.room = left
                raise DiskFull("The disk became full while the proxy was written.")

        with pytest.raises(DiskFull) as told:
            encode()
        return parse_need(told.value.awaits)


def test_what_is_noted_of_a_folder_is_looked_up_once(house: House) -> None:
    asked: list[str] = []
    find = house.disks.volume_of
    house.disks.volume_of = lambda path: asked.append(path) or find(path)  # type: ignore[method-assign,func-returns-value]
    notes = VolumeNotes(house.disks)
    told = [notes.of(f"{house.card}/{n}.mov", str(house.raid)) for n in range(3)]
    assert told[0] == {"volumes": {"source": {"at": str(house.card), "id": "card"},
                                   "to": {"at": str(house.raid), "id": "raid"}}}  # fmt: skip
    assert len(asked) == 2


def test_a_job_waits_with_the_reason_and_what_it_waits_for(tmp_path: Path) -> None:
    from tests.unit.worker.test_executor import FACTS, Shop

    shop = Shop(tmp_path, lambda _path: FACTS)
    volume = shop.disks.mount(str(tmp_path))
    request = VolumeNotes(shop.disks).of(str(shop.clip))
    shop.clip.unlink()
    shop.disks.mounted.clear()
    (job,) = shop.ledger.submit([replace(wish(str(shop.clip), kind="metadata", preset=""), request=request)])
    from server.worker.gate import Gate

    shop.executor.drain(job.queue, Gate(1))
    job = shop.ledger.get(job.id)
    assert job.status == "waiting"
    assert parse_need(job.awaits) == volume
    assert job.error is not None
    assert (job.error["code"], job.error["transient"]) == ("volume_away", True)
    assert str(tmp_path) in (job.reason or "")
    assert job.counts.failures == 0
