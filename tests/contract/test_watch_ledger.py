"""What every ledger of watched folders keeps to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from server.domain.settle import Look
from server.domain.watch import Decision, Sighting, Watch, WatchState
from server.errors import UnknownId
from server.ports import WatchLedger
from server.store.database import open_database
from server.store.watch_store import WatchStore
from tests.helpers.fakes import NOON, FakeWatches, HandClock

LOOK = Look(device=2**63 + 1, inode=2**64 - 1, size=2**40, mtime_ns=1_700_000_000_123_456_789, ctime_ns=5)


def a_watch(path: str = "/cards/in\udcff", **rules: object) -> Watch:
    return Watch("", path, "prores-proxy", NOON, **rules)


def a_sighting(watch: Watch, path: str = "/cards/in/A\udcff.mov", **fields: object) -> Sighting:
    common = {"look": LOOK, "decision": Decision.WAITING, "reason": "settling", "message": "Wait.", "decided_at": NOON}
    return Sighting(**{"watch_id": watch.id, "path": path, **common, **fields})


@pytest.fixture(params=["fake", "peewee"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WatchLedger]:
    if request.param == "fake":
        yield FakeWatches()
        return
    database = open_database(tmp_path / "jobs.db")
    yield WatchStore(database, HandClock())
    database.close()


def test_a_watch_comes_back_as_it_was_given_with_an_id_of_its_own(ledger: WatchLedger) -> None:
    wish = a_watch(to="/out", include=("*.mov",), exclude=("B*", "x/y"), settle_seconds=0.5, upload=True, analysis=True,
                   lut="/l\udcff.cube", priority=7, subfolders=False, hours="19:00-07:00", also=("camera_proxy",),
                   duplicates="second", paused=True, copy_to=("/raid\udcff", "/lto"), mount="/cards",
                   why="new")  # fmt: skip
    watch = ledger.add(wish)
    assert watch.id
    assert watch == replace(wish, id=watch.id) == ledger.get(watch.id)
    assert ledger.watches() == [watch]


def test_the_same_folder_again_is_the_same_watch_with_the_new_rules(ledger: WatchLedger) -> None:
    first = ledger.add(a_watch())
    ledger.ask_rescan(first.id)
    ledger.set_state(first.id, WatchState.AWAY, "gone")
    again = ledger.add(replace(a_watch(), preset="h264-half", exclude=("*.mxf",), added_at=NOON + timedelta(1)))
    kept = replace(first, rescan=1, state=WatchState.AWAY, why="gone")
    assert again == replace(kept, preset="h264-half", exclude=("*.mxf",)) == ledger.get(first.id)


def test_rules_change_and_how_it_stands_does_not(ledger: WatchLedger) -> None:
    first = ledger.add(a_watch())
    ledger.set_state(first.id, WatchState.WATCHING, None)
    wished = replace(first, priority=9, include=("*.mov",))
    assert ledger.change(wished) == replace(wished, state=WatchState.WATCHING, why=None) == ledger.get(first.id)
    with pytest.raises(UnknownId):
        ledger.change(replace(first, id="nope"))


def test_watches_are_listed_oldest_first_and_go_one_by_one(ledger: WatchLedger) -> None:
    first, second = ledger.add(a_watch("/b")), ledger.add(a_watch("/a"))
    assert {watch.id for watch in ledger.watches()} == {first.id, second.id}
    ledger.remove(first.id)
    assert ledger.watches() == [second]


def test_an_unknown_watch_is_said_to_be_so(ledger: WatchLedger) -> None:
    for act in (ledger.get, ledger.remove, ledger.ask_rescan):
        with pytest.raises(UnknownId):
            act("nope")
    ledger.set_state("nope", WatchState.AWAY, None)  # it was removed while someone looked


def test_the_newest_decision_about_a_file_counts(ledger: WatchLedger) -> None:
    watch = ledger.add(a_watch())
    waiting = a_sighting(watch)
    queued = replace(waiting, decision=Decision.QUEUED, reason="queued", message="Whole.", job_id="j", look=LOOK)
    ledger.record([waiting])
    ledger.record([waiting, queued])
    assert ledger.sightings(watch.id) == [queued]
    assert ledger.find(waiting.path) == queued


def test_files_are_counted_by_decision(ledger: WatchLedger) -> None:
    watch, other = ledger.add(a_watch("/a")), ledger.add(a_watch("/b"))
    ledger.record([a_sighting(watch, "/a/1"), a_sighting(watch, "/a/2"), a_sighting(other, "/b/1")])
    ledger.record([a_sighting(watch, "/a/3", decision=Decision.LEFT_ALONE)])
    assert ledger.counts(watch.id) == {Decision.WAITING: 2, Decision.QUEUED: 0, Decision.LEFT_ALONE: 1}
    assert [one.path for one in ledger.sightings(watch.id)] == ["/a/1", "/a/2", "/a/3"]


def test_of_two_watches_the_later_decision_answers(ledger: WatchLedger) -> None:
    outer, inner = ledger.add(a_watch("/a")), ledger.add(a_watch("/a/b"))
    later = a_sighting(inner, "/a/b/1", decided_at=NOON + timedelta(seconds=1))
    ledger.record([later, a_sighting(outer, "/a/b/1")])
    assert ledger.find("/a/b/1") == later
    assert ledger.find("/a/b/2") is None


def test_what_was_decided_outlives_the_watch_until_the_next_one_is_added(ledger: WatchLedger) -> None:
    watch, stays = ledger.add(a_watch("/a")), ledger.add(a_watch("/s"))
    ledger.record([a_sighting(watch, "/a/1"), a_sighting(stays, "/s/1")])
    ledger.remove(watch.id)
    assert ledger.find("/a/1") is not None
    ledger.add(a_watch("/a"))
    assert ledger.find("/a/1") is None
    assert ledger.find("/s/1") is not None


def test_nothing_to_record_is_nothing(ledger: WatchLedger) -> None:
    ledger.record([])
    assert ledger.find("/a") is None
