"""Cards: known again, told apart, and what may be said of each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from server.card_schema import card_detail_json, card_json
from server.domain.card_report import Card, Receipt, card_text
from server.domain.job import Event, Job
from server.errors import UnknownId
from server.services.card_marks import CardMarks
from server.services.cards import Cards
from server.services.copies import Copies
from server.services.walk import sight
from server.store.clip_store import ClipStore
from server.store.database import Database, open_database
from server.store.job_store import JobStore
from tests.helpers.fakes import FakeBell, HandClock, wish

CLIPS = ("GX010001.MP4", "GX010002.MP4")


@dataclass
class Desk:
    folder: Path
    database: Database
    clock: HandClock = field(default_factory=HandClock)
    receipts: dict[str, Mapping[str, Receipt]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ledger, self.clips = JobStore(self.database, self.clock), ClipStore(self.database, self.clock)
        self.copies = Copies(self.ledger, FakeBell())
        self.cards = Cards(self.ledger, self.clips, self.copies, lambda job_id: self.receipts.get(job_id, {}))

    def shoot(self, root: Path, *names: str, what: str = "") -> Path:
        folder = root / "DCIM" / "100GOPRO"
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            (folder / name).write_bytes(f"{name} {what}".encode() * 1000)
        return root

    def see(self, root: Path) -> list[str]:
        """What an ingest of the card does."""
        self.clock.forward(60)
        paths = sorted(map(str, root.rglob("*.MP4")))
        seen = [(path, *(lambda s: (s.size, s.mtime_ns, s.content_hash))(sight(path))) for path in paths]
        clip_ids = self.clips.remember_many(seen)
        CardMarks(self.clips).mark(clip_ids, seen)
        self.every()
        return clip_ids

    def make(self, clip_id: str, end: Event = Event.COMPLETE) -> None:
        source = str(self.clips.get(clip_id)["source"])
        (job,) = self.ledger.submit([wish(source, clip_id=clip_id)])
        claim = self.ledger.claim("video_processing", "w")
        assert claim is not None
        self.every()
        self.ledger.change(job.id, end, token=claim.token)
        self.every()

    def copy(self, root: Path, place: Path, *, safe: bool = True) -> Job:
        job = self.copies.submit(str(root), {"to": str(place)})
        self.receipts[job.id] = {
            path.relative_to(root).as_posix(): Receipt(path.stat().st_size, path.stat().st_mtime_ns, "ab" * 16)
            for path in root.rglob("*.MP4")
        }
        claim = self.ledger.claim("transfer", "w")
        assert claim is not None
        result = {"safe_to_wipe": safe, "why": "All 2 files were read back."}
        error = None if safe else {"code": "copy_damaged", "message": "It is damaged.", "hint": "", "transient": False}
        end = Event.COMPLETE if safe else Event.FAIL
        self.every()
        done = self.ledger.change(job.id, end, token=claim.token, result=result, error=error)
        self.every()
        return done

    def only(self) -> Card:
        (card,) = self.every()
        return card

    def every(self) -> list[Card]:
        """What is told of all cards is what is told of each."""
        told = self.cards.all()
        cards = [self.cards.get(one["id"]) for one in told]
        assert told == [card_json(card) for card in cards]
        return cards


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = open_database(tmp_path / "home" / "jobs.db")
    yield Desk(tmp_path, database)
    database.leave()


@pytest.fixture
def card(desk: Desk) -> Path:
    return desk.shoot(desk.folder / "slot", *CLIPS)


def test_a_card_is_one_thing_with_its_clips(desk: Desk, card: Path) -> None:
    desk.see(card)
    found = card_json(desk.only())
    assert (found["name"], found["layout"], found["tried"]) == ("slot", "GoPro", True)
    assert (found["clips"], found["done"], found["open"], found["complete"]) == (2, 0, 2, False)
    assert found["roots"] == [str(card)]


def test_it_is_complete_when_its_last_clip_is(desk: Desk, card: Path) -> None:
    first, second = desk.see(card)
    desk.make(first)
    desk.make(second, Event.FAIL)
    assert (desk.only().is_complete, desk.only().counts["failed"]) == (False, 1)
    desk.make(second)
    assert desk.only().is_complete


def test_footage_that_is_on_no_card_makes_none(desk: Desk) -> None:
    (desk.folder / "A.MP4").write_bytes(b"clip")
    desk.see(desk.folder)
    assert desk.every() == []


def test_a_card_that_comes_back_is_the_same(desk: Desk, card: Path) -> None:
    before = desk.see(card)
    assert desk.see(card) == before
    assert len(desk.only().clips) == 2


def test_a_card_with_more_on_it_is_the_same(desk: Desk, card: Path) -> None:
    desk.see(card)
    desk.shoot(card, "GX010003.MP4")
    desk.see(card)
    assert len(desk.only().clips) == 3


def test_clips_that_land_one_by_one_are_on_one_card(desk: Desk) -> None:
    for name in CLIPS:
        desk.see(desk.shoot(desk.folder / "slot", name))
    assert len(desk.only().clips) == 2


def test_the_same_card_in_another_slot_is_the_same(desk: Desk, card: Path) -> None:
    first, second = desk.see(card)
    desk.make(first)
    desk.make(second)
    moved = desk.folder / "other slot"
    shutil.copytree(card, moved)
    shutil.rmtree(card)
    desk.see(moved)
    found = desk.only()
    assert found.roots == (str(moved), str(card))
    assert (len(found.clips), found.is_complete) == (2, True)


@pytest.mark.parametrize("names", [CLIPS, ("GX010007.MP4",)])
def test_another_card_in_the_same_slot_is_another(desk: Desk, card: Path, names: tuple[str, ...]) -> None:
    desk.see(card)
    before = desk.only()
    shutil.rmtree(card)
    desk.see(desk.shoot(card, *names, what="of another day"))
    newest, older = desk.every()
    assert older.id == before.id != newest.id
    assert (len(older.clips), len(newest.clips)) == (2, len(names))


def test_a_card_that_was_not_copied_is_not_safe(desk: Desk, card: Path) -> None:
    desk.see(card)
    safe, why = desk.only().verdict()
    assert not safe
    assert "Rushes has not copied it" in why


def test_a_card_of_which_a_proved_copy_has_all_is_safe(desk: Desk, card: Path) -> None:
    desk.see(card)
    desk.copy(card, desk.folder / "raid")
    found = desk.only()
    assert found.verdict() == (True, "All 2 files were read back.")
    assert {clip.hash for clip in found.clips} == {"ab" * 16}


def test_a_card_in_a_folder_of_what_was_copied_is_safe(desk: Desk) -> None:
    card = desk.shoot(desk.folder / "day" / "slot", *CLIPS)
    desk.see(card)
    desk.copy(desk.folder / "day", desk.folder / "raid")
    assert desk.only().verdict()[0]


def test_clips_that_came_after_the_copy_are_not_safe(desk: Desk, card: Path) -> None:
    desk.copy(card, desk.folder / "raid")
    desk.shoot(card, "GX010003.MP4", "GX010004.MP4")
    desk.see(card)
    assert desk.only().verdict() == (
        False, "DCIM/100GOPRO/GX010003.MP4 and 1 more came after the copy, or changed since.",
    )  # fmt: skip


def test_another_card_in_the_slot_is_not_covered_by_the_copy_of_the_first(desk: Desk, card: Path) -> None:
    desk.copy(card, desk.folder / "raid")
    shutil.rmtree(card)
    desk.see(desk.shoot(card, *CLIPS, what="of another day"))
    safe, why = desk.only().verdict()
    assert (safe, "Rushes has not copied it" in why) == (False, True)


def test_a_copy_that_failed_says_why(desk: Desk, card: Path) -> None:
    desk.see(card)
    desk.copy(card, desk.folder / "raid", safe=False)
    assert desk.only().verdict() == (False, "It is damaged.")


def test_a_copy_under_way_is_said(desk: Desk, card: Path) -> None:
    desk.see(card)
    desk.copies.submit(str(card), {"to": str(desk.folder / "raid")})
    assert desk.only().verdict() == (False, "A copy of it is under way.")


def test_where_only_the_copy_was_ingested_it_is_the_card_all_the_same(desk: Desk, card: Path) -> None:
    desk.copy(card, desk.folder / "raid")
    shutil.copytree(card, desk.folder / "raid")
    desk.see(desk.folder / "raid")
    assert desk.only().verdict()[0]


def test_a_report_is_plain_text(desk: Desk, card: Path) -> None:
    first, _ = desk.see(card)
    desk.make(first)
    desk.copy(card, desk.folder / "raid")
    found = desk.only()
    text = card_text(card_detail_json(found))
    assert text.startswith(f"Card slot (GoPro), {found.id}\nSAFE TO WIPE: All 2 files were read back.\n")
    assert "DCIM/100GOPRO/GX010001.MP4" in text
    assert f"Copy:   {desk.folder / 'raid'}" in text


def test_a_card_nobody_knows_is_said(desk: Desk) -> None:
    with pytest.raises(UnknownId):
        desk.cards.get("card-none")


def test_a_failure_taken_out_of_the_list_is_not_told_any_more(desk: Desk, card: Path) -> None:
    first, _ = desk.see(card)
    desk.make(first, Event.FAIL)
    assert desk.only().counts["failed"] == 1
    desk.ledger.remove_many([job.id for job in desk.ledger.of_clips([first], "proxy")[first]])
    assert desk.only().counts["failed"] == 0


def test_what_the_list_has_forgotten_is_still_done(desk: Desk, card: Path) -> None:
    for clip_id in desk.see(card):
        desk.make(clip_id)
    desk.clock.forward(60)
    desk.ledger.forget(desk.clock.now())
    assert desk.only().is_complete
    assert all(clip.job and desk.ledger.get(clip.job.id) for clip in desk.only().clips)


def test_only_what_changed_is_looked_at_again(desk: Desk, card: Path) -> None:
    first, _ = desk.see(card)
    desk.see(desk.shoot(desk.folder / "other", "GX010009.MP4"))
    looked: list[set[str]] = []
    read = desk.clips.on_cards
    desk.clips.on_cards = lambda cards: read(looked.append(set(cards)) or looked[-1])  # type: ignore[method-assign]
    assert len(desk.cards.all()) == 2
    assert looked == [set()]
    desk.ledger.submit([wish(str(card), clip_id=first)])
    desk.cards.all()
    of_first = desk.clips.get(first)["card"]
    assert looked[1:] == [{of_first}]
    desk.copies.submit(str(card), {"to": str(desk.folder / "raid")})
    desk.cards.all()
    assert looked[2:] == [{of_first}]


def test_another_ledger_is_looked_at_from_its_beginning(desk: Desk, card: Path) -> None:
    desk.see(card)
    known = desk.cards
    database = open_database(desk.folder / "restored" / "jobs.db")
    known._clips = ClipStore(database, desk.clock)
    assert known.all() == []
    database.leave()
