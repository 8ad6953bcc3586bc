"""What every clip ledger keeps to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.domain.settle import Look
from server.domain.watch import Decision, Sighting, Watch
from server.errors import UnknownId
from server.ports import ClipLedger
from server.store.clip_store import ClipStore
from server.store.database import open_database
from server.store.watch_store import WatchStore
from tests.helpers.fakes import NOON, FakeClips, HandClock

SECOND = 1_000_000_000


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(params=["fake", "peewee"])
def clips(request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock) -> Iterator[ClipLedger]:
    if request.param == "fake":
        yield FakeClips(clock)
        return
    database = open_database(tmp_path / "jobs.db")
    yield ClipStore(database, clock)
    database.close()


def test_a_new_clip_is_online(clips: ClipLedger) -> None:
    clip_id = clips.remember("/card/A\udcff.mov", 10, 5 * SECOND, "h")
    assert clips.get(clip_id) == {
        "id": clip_id,
        "source": "/card/A\udcff.mov",
        "size": 10,
        "mtime_ns": 5 * SECOND,
        "hash": "h",
        "metadata": None,
        "first_seen_at": NOON,
        "state": "online",
        "card": None,
        "watch_id": None,
    }


@pytest.mark.parametrize(
    ("shift", "same"), [(0, True), (2 * SECOND, True), (-2 * SECOND, True), (2 * SECOND + 1, False)]
)
def test_times_agree_to_two_seconds(clips: ClipLedger, shift: int, same: bool) -> None:
    first = clips.remember("/A.mov", 10, 100 * SECOND, "h")
    assert (clips.remember("/A.mov", 10, 100 * SECOND + shift, "h") == first) is same


@pytest.mark.parametrize(
    ("source", "size", "content_hash"), [("/B.mov", 1, "h"), ("/A.mov", 2, "h"), ("/A.mov", 1, "i")]
)
def test_another_path_size_or_content_is_another_clip(
    clips: ClipLedger, source: str, size: int, content_hash: str
) -> None:
    first = clips.remember("/A.mov", 1, 0, "h")
    assert clips.remember(source, size, 0, content_hash) != first


def test_an_older_identity_of_the_path_becomes_changed(clips: ClipLedger) -> None:
    old = clips.remember("/A.mov", 1, 0, "h")
    other = clips.remember("/B.mov", 1, 0, "h")
    new = clips.remember("/A.mov", 2, 0, "i")
    assert [clips.get(clip_id)["state"] for clip_id in (old, other, new)] == ["changed", "online", "online"]


def test_the_older_identity_can_come_back(clips: ClipLedger) -> None:
    old = clips.remember("/A.mov", 1, 0, "h")
    new = clips.remember("/A.mov", 2, 0, "i")
    assert clips.remember("/A.mov", 1, 0, "h") == old
    assert [clips.get(clip_id)["state"] for clip_id in (old, new)] == ["online", "changed"]


def test_metadata_is_kept_through_another_look(clips: ClipLedger) -> None:
    clip_id = clips.remember("/A.mov", 1, 0, "h")
    clips.set_metadata(clip_id, {"fps": "24/1", "audio": [{"channels": 2}]})
    clips.remember("/A.mov", 1, 0, "h")
    assert clips.get(clip_id)["metadata"] == {"fps": "24/1", "audio": [{"channels": 2}]}


def test_the_same_content_is_found_elsewhere_newest_first(clips: ClipLedger, clock: HandClock) -> None:
    first = clips.remember("/card/A.mov", 10, 5 * SECOND, "h")
    clock.forward(1)
    second = clips.remember("/other/B.mov", 10, 9 * SECOND, "h")
    clock.forward(1)
    third = clips.remember("/other/C.mov", 10, 9 * SECOND, "h")
    clips.remember("/other/D.mov", 11, 9 * SECOND, "h")
    assert clips.same_content(first) == [third, second]
    unread = clips.remember("/card/X.mov", 1, SECOND, ""), clips.remember("/card/Y.mov", 1, SECOND, "")
    assert clips.same_content(unread[0]) == []


def test_all_oldest_first(clips: ClipLedger, clock: HandClock) -> None:
    first = clips.remember("/B.mov", 1, 0, "h")
    clock.forward(1)
    second = clips.remember("/A.mov", 1, 0, "h")
    assert [clip["id"] for clip in clips.all()] == [first, second]


def test_an_unknown_clip_is_said_to_be_so(clips: ClipLedger) -> None:
    with pytest.raises(UnknownId):
        clips.get("nope")
    with pytest.raises(UnknownId):
        clips.set_metadata("nope", {})


def test_many_at_once_are_as_one_after_the_other(clips: ClipLedger) -> None:
    old = clips.remember("/A.mov", 1, 0, "h")
    first, other, again, changed = clips.remember_many(
        [("/A.mov", 1, 0, "h"), ("/B\udcff.mov", 1, 0, "h"), ("/B\udcff.mov", 1, SECOND, "h"), ("/A.mov", 2, 0, "i")]
    )
    assert first == old != changed
    assert other == again
    assert {row["id"]: row["state"] for row in clips.all()} == {old: "changed", other: "online", changed: "online"}
    assert clips.remember_many([]) == []


def test_the_clips_below_a_folder_are_found_at_any_depth(clips: ClipLedger, clock: HandClock) -> None:
    for source in ("/card/A.mov", "/card/in/\udcff.mov", "/card0/B.mov", "/card.mov", "/car/C.mov"):
        clips.remember(source, 1, 0, "h")
        clock.forward(1)
    assert [row["source"] for row in clips.below("/card")] == ["/card/in/\udcff.mov", "/card/A.mov"]
    assert len(clips.below("/")) == 5


def test_clips_are_found_by_their_content(clips: ClipLedger, clock: HandClock) -> None:
    clips.remember("/A.mov", 1, 0, "h")
    clock.forward(1)
    clips.remember("/B.mov", 1, 0, "h")
    clips.remember("/C.mov", 2, 0, "h")
    assert [row["source"] for row in clips.of_content(1, "h")] == ["/B.mov", "/A.mov"]


def test_a_clip_keeps_its_card_when_it_is_seen_again(clips: ClipLedger) -> None:
    clip_id = clips.remember("/A.mov", 1, 0, "h")
    clips.set_card([clip_id], "card-1")
    assert clips.remember("/A.mov", 1, 0, "h") == clip_id
    assert clips.get(clip_id)["card"] == "card-1"


def test_a_clip_names_the_watched_folder_that_took_it(tmp_path: Path, clock: HandClock) -> None:
    with closing(open_database(tmp_path / "jobs.db")) as database:
        clips, watches = ClipStore(database, clock), WatchStore(database, clock)
        outer, inner = (watches.add(Watch("", path, "prores-proxy", NOON)) for path in ("/in", "/in/card"))
        taken, left = (clips.remember(path, 1, SECOND, "h") for path in ("/in/card/A.mov", "/in/card/B.mov"))
        look = Look(device=1, inode=1, size=1, mtime_ns=1, ctime_ns=1)
        for watch, path, decision in (
            (outer, "/in/card/A.mov", Decision.LEFT_ALONE),
            (inner, "/in/card/A.mov", Decision.QUEUED),
            (inner, "/in/card/B.mov", Decision.WAITING),
        ):
            watches.record([Sighting(watch.id, path, look, decision, "why", "Why.", NOON)])
        assert clips.get(taken)["watch_id"] == inner.id
        assert {row["id"]: row["watch_id"] for row in clips.all()} == {taken: inner.id, left: None}
        watches.remove(inner.id)
        assert clips.get(taken)["watch_id"] is None
        assert clips.get(left)["watch_id"] is None
