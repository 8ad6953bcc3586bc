"""Which folders may be watched, and what is told about them and their files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from server.domain.watch import CROWDED, WatchState
from server.errors import PresetError, UnknownId, UsageError
from server.services.watches import away_sentence
from tests.helpers.lookout import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_folder_is_watched_with_what_was_asked_for(desk: Desk) -> None:
    watch = desk.add(preset="h264-half", include=["*.mov"], exclude=["B*"], settle=2, analysis=True)
    given = ("h264-half", ["*.mov"], ["B*"], 2.0, None, False, True)
    names = ("preset", "include", "exclude", "settle_seconds", "to", "upload", "analysis")
    assert tuple(watch[name] for name in names) == given
    assert watch["path"] == str(desk.card)
    assert desk.watches.list() == [watch] == [desk.watches.get(watch["id"])]


def test_the_settle_time_is_longer_where_other_computers_write(desk: Desk) -> None:
    assert desk.add()["settle_seconds"] == 5.0
    desk.eyes.network = True
    assert desk.add()["settle_seconds"] == 30.0


def test_the_same_folder_is_the_same_watch_however_it_is_named(desk: Desk) -> None:
    first = desk.add()
    (desk.card.parent / "link").symlink_to(desk.card)
    again = desk.add(desk.card.parent / "link", preset="h264-half")
    assert (again["id"], again["preset"]) == (first["id"], "h264-half")
    assert len(desk.watches.list()) == 1


@pytest.mark.parametrize(
    "rules",
    [
        {"settle": -1},
        {"settle": float("nan")},
        {"include": [""]},
        {"upload": True},
        {"priority": 10},
        {"hours": "late"},
        {"also": ["own_output"]},
        {"duplicates": "delete"},
        {"to": "/dev/null"},
    ],
)
def test_rules_that_cannot_be_are_refused(desk: Desk, rules: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        desk.add(**rules)
    with pytest.raises(PresetError):
        desk.add(preset="nope")
    assert desk.watches.list() == []


@pytest.mark.parametrize("name", ["nope", "file", "Proxy", "Proxy/sub"])
def test_what_is_no_folder_of_footage_is_refused(desk: Desk, name: str) -> None:
    (desk.card / "Proxy" / "sub").mkdir(parents=True)
    (desk.card / "file").write_text("x")
    with pytest.raises(UsageError) as refusal:
        desk.add(desk.card / name)
    assert refusal.value.hint


def test_the_whole_machine_is_refused(desk: Desk) -> None:
    with pytest.raises(UsageError):
        desk.add("/")


@pytest.mark.parametrize("to", ["card", "card/out", "."])
def test_a_folder_that_would_watch_its_own_output_is_refused(desk: Desk, to: str) -> None:
    with pytest.raises(UsageError):
        desk.add(to=str(desk.card.parent / to))


def test_neither_may_one_watch_the_output_of_another(desk: Desk) -> None:
    out, other = desk.card.parent / "out", desk.card.parent / "other"
    (out / "sub").mkdir(parents=True)
    other.mkdir()
    desk.add(to=str(out))
    for path, rules in ((out, {}), (out / "sub", {}), (other, {"to": str(desk.card / "x")})):
        with pytest.raises(UsageError):
            desk.add(path, **rules)
    desk.add(other, to=str(out))  # two may share one output


def test_an_unknown_id_is_said_to_be_so(desk: Desk) -> None:
    for act in (desk.watches.get, desk.watches.remove, desk.watches.rescan):
        with pytest.raises(UnknownId):
            act("nope")


def test_a_folder_that_is_not_there_is_away_and_nothing_of_it_is_forgotten(desk: Desk) -> None:
    desk.add()
    desk.eyes.put(desk.card / "A.mov")
    desk.look(0, 5)
    desk.card.rename(desk.card.parent / "elsewhere")
    (watch,) = desk.watches.list()
    assert watch["state"] == "away"
    assert watch["files"]["queued"] == 1
    assert desk.watches.look(desk.watches.watched()[0], 10).away


def test_every_file_says_why(desk: Desk) -> None:
    desk.add(exclude=["C*"])
    desk.land("A.mov", "B.mov", "C.mov", "D.xml", "E.mov")
    desk.eyes.put(desk.card / "E.mov", size=0)
    desk.ingest.left.add(str(desk.card / "B.mov"))
    assert desk.why("A.mov")["decision"] == "unseen"
    desk.look(0, 5)
    told = {name: (desk.why(name)["decision"], desk.why(name)["reason"]) for name in ("A.mov", "B.mov", "C.mov")}
    assert told == {
        "A.mov": ("queued", "queued"),
        "B.mov": ("left_alone", "not_media"),
        "C.mov": ("left_alone", "excluded"),
    }
    assert desk.why("D.xml")["reason"] == "sidecar"
    assert (desk.why("E.mov")["decision"], desk.why("E.mov")["reason"]) == ("waiting", "empty")
    assert "pending" in desk.why("A.mov")["message"]
    (desk.card / "A.mov").unlink()
    assert desk.why("A.mov")["decision"] == "gone"
    assert desk.watches.why(str(desk.card.parent / "x.mov"))["decision"] == "not_watched"


def test_rules_change_one_by_one(desk: Desk) -> None:
    watch = desk.add(preset="h264-half", priority=7, hours="19:00-7:00", also=["hidden"], include=["*.mov"])
    changed = desk.watches.change(watch["id"], priority=9, include=[], subfolders=False)
    assert changed == {**watch, "priority": 9, "include": [], "subfolders": False}
    assert changed["hours"] == "19:00-07:00"
    unset = desk.watches.change(watch["id"], hours="", preset="", settle=None, to="")
    assert (unset["hours"], unset["preset"], unset["settle_seconds"]) == (None, "prores-proxy", 5.0)
    with pytest.raises(UnknownId):
        desk.watches.change("nope", priority=1)
    with pytest.raises(UsageError):
        desk.watches.change(watch["id"], to=str(desk.card / "out"))


def test_what_is_left_alone_is_shown_and_can_be_taken(desk: Desk) -> None:
    desk.add()
    desk.eyes.put(desk.card / "A.LRV")
    desk.look(0, 5)
    assert desk.why("A.LRV")["reason"] == "camera_proxy"
    watch = desk.add(also=["camera_proxy"])
    assert "camera_proxy" not in watch["left_alone"]
    assert "own_output" in watch["left_alone"]
    shown = {one["reason"]: one["left_alone"] for one in desk.watches.rules(watch["id"])["left_alone"]}
    assert (shown["camera_proxy"], shown["hidden"]) == (False, True)
    desk.look(10, 15)
    assert desk.ingest.calls == [[str(desk.card / "A.LRV")]]
    assert desk.ingest.options["also"] == ("camera_proxy",)


def test_copies_that_would_be_copied_again_are_refused(desk: Desk, tmp_path: Path) -> None:
    for name in ("raid", "lto"):
        (tmp_path / name).mkdir()
    with pytest.raises(UsageError):
        desk.add(copy_to=[str(desk.card / "copies")])
    desk.add(copy_to=[str(tmp_path / "raid")])
    with pytest.raises(UsageError):
        desk.add(tmp_path / "raid", copy_to=[str(tmp_path / "lto")])
    desk.add(tmp_path / "raid")
    desk.add(tmp_path / "lto", copy_to=[str(tmp_path / "raid" / "more")])


def test_a_folder_whose_rights_were_taken_is_not_said_to_be_gone(desk: Desk) -> None:
    desk.add()
    (watch,) = desk.watches.watched()
    assert away_sentence(watch).startswith(f"{desk.card} is not there")
    desk.card.chmod(0)
    everything = os.access(desk.card, os.R_OK)
    told = away_sentence(watch)
    desk.card.chmod(0o755)
    if everything:
        pytest.skip("root may read everything")
    assert told.startswith(f"There is no right to look into {desk.card};")


def test_the_empty_place_of_a_disk_that_was_pulled_is_away(desk: Desk) -> None:
    desk.eyes.mount = str(desk.card.parent)
    desk.add()
    assert desk.watches.list()[0]["state"] == "scanning"
    desk.eyes.mount = None
    (watch,) = desk.watches.watched()
    assert desk.watches.list()[0]["state"] == "away"
    assert desk.watches.look(watch, 0.0).away


def test_what_keeps_a_folder_from_being_followed_is_said(desk: Desk) -> None:
    desk.add()
    (watch,) = desk.watches.watched()
    assert desk.watches.degraded() == []
    desk.watches.set_state(watch, WatchState.SCANNING, "It is on a network file system.")
    assert desk.watches.degraded() == []  # slower, but as it should be
    for state, why in ((WatchState.SCANNING, f"{CROWDED} (12)."), (WatchState.AWAY, f"{desk.card} is gone.")):
        desk.watches.set_state(watch, state, why)
        assert str(desk.card) in desk.watches.degraded()[0]
