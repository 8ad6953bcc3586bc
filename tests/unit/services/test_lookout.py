"""What is taken in a watched folder, when, and how often."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from server.domain.job import JobQuery
from server.domain.watch import Hints
from server.errors import PresetError, UsageError
from server.services.ingest import Ingested
from tests.helpers.lookout import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_nobody_is_asked_about_writers_where_other_computers_write(desk: Desk) -> None:
    desk.eyes.network = True
    desk.add()
    desk.eyes.put(desk.card / "A.mov")
    desk.look(0, 30)
    assert desk.eyes.asked_about_writers == [False]
    assert len(desk.ingest.calls) == 1


def test_a_file_is_taken_once_however_often_one_looks(desk: Desk) -> None:
    desk.add()
    desk.eyes.put(desk.card / "A.mov")
    desk.look(0, 1, 5, 6, 100, 1000)
    assert desk.ingest.calls == [[str(desk.card / "A.mov")]]


@pytest.mark.parametrize(
    "end", [lambda watches, one: watches.remove(one), lambda w, one: w.change(one, preset="other")]
)
def test_what_was_ended_or_changed_a_moment_ago_takes_nothing_more(desk: Desk, end: Callable[..., Any]) -> None:
    watch_id = desk.add()["id"]
    (before,) = desk.watches.watched()  # as the one who follows it still has it
    desk.eyes.put(desk.card / "A.mov")
    desk.watches.look(before, 0)
    end(desk.watches, watch_id)
    desk.watches.look(before, 5)
    assert desk.ingest.calls == []


def test_a_change_counts_from_when_it_was_seen(desk: Desk) -> None:
    desk.add()
    for now in (0, 4, 8):
        desk.eyes.put(desk.card / "A.mov", size=now + 1)
        desk.look(now)
    desk.look(12.9)
    assert desk.ingest.calls == []
    desk.look(13)
    assert len(desk.ingest.calls) == 1


def test_a_file_that_changed_gets_a_new_job_and_the_old_one_is_cancelled(desk: Desk) -> None:
    desk.add()
    desk.eyes.put(desk.card / "A.mov")
    desk.look(0, 5)
    old = desk.why("A.mov")["job_id"]
    (desk.card / "A.mov").write_text("x")
    desk.eyes.put(desk.card / "A.mov", mtime_ns=2)
    desk.look(10)
    assert (desk.why("A.mov")["decision"], desk.why("A.mov")["job_id"]) == ("waiting", old)
    desk.look(15)
    assert desk.why("A.mov")["job_id"] not in (None, old)
    assert desk.cancelled == [old]


def test_a_file_that_goes_in_the_moment_of_queueing_holds_up_no_other(desk: Desk) -> None:
    desk.add()
    desk.land("A.mov", "B.mov")
    desk.ingest.faults[str(desk.card / "A.mov")] = UsageError("There is no file A.mov.")
    desk.look(0, 5)
    assert desk.why("B.mov")["decision"] == "queued"
    assert (desk.why("A.mov")["decision"], desk.why("A.mov")["reason"]) == ("waiting", "usage")
    desk.ingest.faults.clear()
    desk.look(6)
    assert desk.why("A.mov")["decision"] == "waiting"
    desk.look(40)
    assert desk.why("A.mov")["decision"] == "queued"


def test_a_part_of_a_clip_that_still_grows_waits_for_the_rest(desk: Desk) -> None:
    desk.add()
    desk.land("a001.dpx", "B.mov")
    desk.ingest.landing = {str(desk.card / "a001.dpx")}
    desk.look(0, 5)
    assert desk.why("B.mov")["decision"] == "queued"
    assert (desk.why("a001.dpx")["decision"], desk.why("a001.dpx")["reason"]) == ("waiting", "landing")
    desk.ingest.landing.clear()
    desk.look(40)
    assert desk.why("a001.dpx")["decision"] == "queued"


def test_a_preset_that_is_gone_is_said_and_tried_again(desk: Desk) -> None:
    desk.add()
    path = str(desk.card / "A.mov")
    desk.land("A.mov")
    desk.ingest.faults[path] = PresetError("There is no preset prores-proxy.")
    desk.look(0, 5)
    assert desk.why("A.mov")["message"].startswith("There is no preset")
    desk.ingest.faults.clear()
    desk.look(36)
    assert desk.why("A.mov")["decision"] == "queued"


def test_a_file_that_changes_while_others_are_queued_waits_again(desk: Desk) -> None:
    desk.add()
    for number in range(60):
        desk.eyes.put(desk.card / f"A{number:03}.mov")
    ingest, last = desk.ingest.ingest, desk.card / "A059.mov"

    def slow(paths: Sequence[str], **options: Any) -> Ingested:
        if str(last) not in paths:
            desk.eyes.put(last, size=99)  # its copy goes on
            desk.passed += 25
        return ingest(paths, **options)

    desk.ingest.ingest = slow
    desk.look(0, 5)
    assert [len(call) for call in desk.ingest.calls] == [50, 9]
    desk.look(34.9)
    assert len(desk.ingest.calls) == 2
    desk.look(35)
    assert desk.ingest.calls[2:] == [[str(last)]]


def test_a_job_is_asked_for_by_the_folders_rules(desk: Desk) -> None:
    desk.add(preset="h264-half", priority=8, analysis=True, duplicates="second")
    desk.eyes.put(desk.card / "A.mov")
    desk.look(0, 5)
    given = {name: desk.ingest.options[name] for name in ("preset", "priority", "analysis", "duplicates", "root")}
    assert given == {
        "preset": "h264-half", "priority": 8, "analysis": True, "duplicates": "second", "root": str(desk.card),
    }  # fmt: skip


def test_what_lands_in_a_paused_folder_is_taken_when_it_goes_on(desk: Desk) -> None:
    watch = desk.add(paused=True)
    desk.land("A001.mov")
    desk.look(0, 10, 20)
    assert (desk.why("A001.mov")["decision"], desk.why("A001.mov")["reason"]) == ("waiting", "paused")
    assert desk.watches.get(watch["id"])["files"]["waiting"] == 1
    assert not desk.watches.change(watch["id"], paused=False)["paused"]
    desk.look(21, 31)
    assert desk.ingest.calls == [[str(desk.card / "A001.mov")]]


def test_rules_that_were_changed_a_moment_ago_count_already(desk: Desk) -> None:
    desk.add()
    (watch,) = desk.watches.watched()
    inner = desk.card / "inner"
    inner.mkdir()
    desk.add(inner)
    desk.eyes.put(inner / "A001.mov")
    looked = [desk.watches.look(watch, now) for now in (0, 10)]
    assert looked[-1].again_at == 10.5
    desk.watches.look(desk.watches.watched()[0], 20)
    assert desk.ingest.calls == []
    for now in (20, 30):
        desk.watches.look(desk.watches.watched()[1], now)
    assert desk.ingest.calls == [[str(inner / "A001.mov")]]


def test_a_card_is_copied_once_nothing_more_of_it_comes(desk: Desk) -> None:
    desk.add(copy_to=["/raid"], settle=5)
    desk.land("A001/1.mov", "A001/1.xml")
    desk.look(0, 4)
    desk.land("A001/2.mov")
    desk.look(4, 6)
    assert desk.copied == []
    assert desk.why("A001/1.mov")["reason"] == "landing"
    desk.look(10)
    assert desk.copied == [str(desk.card / "A001")]
    assert desk.ingest.calls == []
    told = [desk.why(name) for name in ("A001/1.mov", "A001/2.mov", "A001/1.xml")]
    assert {(one["decision"], one["reason"]) for one in told} == {("queued", "copied")}
    assert {one["job_id"] for one in told} == {job.id for job in desk.ledger.find(JobQuery()).jobs}


def test_what_comes_while_its_card_is_copied_is_copied_after_it(desk: Desk) -> None:
    desk.add(copy_to=["/raid"], settle=5)
    desk.copying = True
    desk.land("A001/1.mov", "loose.mov")
    desk.look(0, 6)
    assert {desk.why(name)["reason"] for name in ("A001/1.mov", "loose.mov")} == {"copying"}
    desk.copying = False
    desk.look(50)
    assert desk.copied[2:] == [str(desk.card / "A001"), str(desk.card / "loose.mov")]


def test_outside_of_its_hours_a_folder_waits_and_says_until_when(desk: Desk) -> None:
    desk.add(hours="19:00-07:00")  # it is noon
    desk.land("A.mov")
    desk.look(0, 5, 6)
    assert desk.ingest.calls == []
    told = desk.why("A.mov")
    assert (told["decision"], told["reason"]) == ("waiting", "working_hours")
    assert "19:00" in told["message"]
    desk.clock.forward(7 * 3600)
    desk.look(5 + 7 * 3600)
    assert desk.ingest.calls == [[str(desk.card / "A.mov")]]


def test_without_its_subfolders_a_folder_is_looked_at_alone(desk: Desk) -> None:
    desk.add(subfolders=False)
    (desk.card / "day1").mkdir()
    (desk.card / "day1" / "A.mov").write_bytes(b"x")
    desk.look(0, hints=Hints(True))
    desk.look(1, hints=Hints(False, trees=frozenset({str(desk.card / "day1")})))
    assert desk.eyes.scans == [(str(desk.card), False)]
    assert desk.why("day1/A.mov")["reason"] == "excluded"


def test_of_two_watched_folders_the_inner_one_takes_what_lies_in_it(desk: Desk) -> None:
    (desk.card / "in").mkdir()
    desk.add()
    inner = desk.add(desk.card / "in", preset="h264-half")
    desk.eyes.put(desk.card / "in" / "A.mov")
    for now in (0, 5):
        desk.clock.forward(1)
        for watch in desk.watches.watched():
            desk.watches.look(watch, now)
    assert [one["files"]["queued"] for one in desk.watches.list()] == [0, 1]
    assert desk.ingest.options["preset"] == "h264-half"
    desk.watches.remove(inner["id"])
    desk.look(10, 15)
    assert len(desk.ingest.calls) == 2
