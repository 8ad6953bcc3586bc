"""What every clip ledger keeps to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.domain.clip import ClipQuery
from server.domain.job import Event
from server.domain.settle import Look
from server.domain.watch import Decision, Sighting, Watch
from server.errors import UnknownId, UsageError
from server.ports import ClipLedger
from server.store.clip_store import ClipStore
from server.store.database import open_database
from server.store.job_store import JobStore
from server.store.watch_store import WatchStore
from tests.helpers.fakes import NOON, FakeClips, HandClock, wish

SECOND = 1_000_000_000


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


class TestPages:
    """Five clips, seen one after the other."""

    @pytest.fixture
    def five(self, clips: ClipLedger, clock: HandClock) -> list[str]:
        ids = []
        for name in "ABCDE":
            ids.append(clips.remember(f"/{name}.mov", 1, 0, "h"))
            clock.forward(1)
        return ids

    @pytest.mark.parametrize("newest", [False, True])
    def test_one_after_the_other(self, clips: ClipLedger, five: list[str], newest: bool) -> None:
        seen, cursor = [], None
        for length in (2, 2, 1):
            page = clips.page(ClipQuery(2, newest, cursor=cursor))
            assert (len(page.rows), page.total) == (length, 5)
            seen += [row["id"] for row in page.rows]
            cursor = page.next
        assert cursor is None
        assert seen == (five[::-1] if newest else five)

    def test_a_clip_that_comes_meanwhile_moves_nothing(self, clips: ClipLedger, five: list[str]) -> None:
        first = clips.page(ClipQuery(2, newest=True))
        clips.remember("/new.mov", 1, 0, "h")
        second = clips.page(ClipQuery(2, newest=True, cursor=first.next))
        assert [row["id"] for row in second.rows] == [five[2], five[1]]

    def test_from_the_middle_or_whole(self, clips: ClipLedger, five: list[str]) -> None:
        assert [row["id"] for row in clips.page(ClipQuery(2, offset=3)).rows] == five[3:]
        whole = clips.page(ClipQuery(None))
        assert ([row["id"] for row in whole.rows], whole.next) == (five, None)
        assert clips.page(ClipQuery(2, offset=9)).rows == ()

    @pytest.mark.parametrize("cursor", ["", "x", "found-1"])
    def test_a_cursor_nobody_gave_out(self, clips: ClipLedger, five: list[str], cursor: str) -> None:
        with pytest.raises(UsageError):
            clips.page(ClipQuery(2, cursor=cursor))

    def test_some_by_their_ids(self, clips: ClipLedger, five: list[str]) -> None:
        assert [row["id"] for row in clips.get_many([five[3], "nope", five[0]])] == [five[3], five[0]]


class TestWhatTheCatalogueHasToBeTold:
    def test_each_clip_once_with_its_newest_change(self, clips: ClipLedger) -> None:
        first, second = (clips.remember(f"/{name}.mov", 1, 0, "h") for name in "AB")
        mark, ids = clips.changed_since(0, 10)
        assert ids == [first, second]
        assert clips.changed_since(mark, 10) == (mark, [])
        clips.set_metadata(first, {"fps": "24/1"})
        newer, ids = clips.changed_since(mark, 10)
        assert (ids, newer > mark) == ([first], True)
        assert clips.changed_since(0, 10)[1] == [second, first]

    def test_in_portions(self, clips: ClipLedger) -> None:
        ids = [clips.remember(f"/{number}.mov", 1, 0, "h") for number in range(5)]
        told, mark = [], 0
        while some := clips.changed_since(mark, 2)[1]:
            mark = clips.changed_since(mark, 2)[0]
            told += some
        assert told == ids

    def test_another_identity_changes_the_one_before(self, clips: ClipLedger) -> None:
        first = clips.remember("/A.mov", 1, 0, "h")
        mark, _ = clips.changed_since(0, 10)
        second = clips.remember("/A.mov", 2, 0, "i")
        assert sorted(clips.changed_since(mark, 10)[1]) == sorted([first, second])

    def test_what_is_seen_again_as_it_was_is_no_change(self, clips: ClipLedger) -> None:
        clip_id = clips.remember("/A.mov", 1, 0, "h")
        clips.set_metadata(clip_id, {"fps": "24/1"})
        mark, _ = clips.changed_since(0, 10)
        clips.remember("/A.mov", 1, 0, "h")
        assert clips.changed_since(mark, 10) == (mark, [])

    def test_a_mark_of_a_ledger_that_was_longer_begins_anew(self, clips: ClipLedger) -> None:
        clip_id = clips.remember("/A.mov", 1, 0, "h")
        assert clips.changed_since(10_000, 10)[1] == [clip_id]


def test_a_job_that_found_something_changes_its_clip(tmp_path: Path, clock: HandClock) -> None:
    with closing(open_database(tmp_path / "jobs.db")) as database:
        clips, jobs = ClipStore(database, clock), JobStore(database, clock)
        clip_id = clips.remember("/A.mov", 1, SECOND, "h")
        mark, _ = clips.changed_since(0, 10)
        jobs.submit([wish("/A.mov", kind="analysis", clip_id=clip_id)])
        claim = jobs.claim("video_processing", "w")
        assert claim is not None
        assert clips.changed_since(mark, 10)[1] == []
        jobs.change(claim.job.id, Event.COMPLETE, token=claim.token, result={})
        assert clips.changed_since(mark, 10)[1] == [clip_id]


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
