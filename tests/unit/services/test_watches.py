"""Which folders may be watched, and what is told about them and their files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from server.domain.job import Job, JobQuery
from server.domain.naming import Placement
from server.domain.settle import Answer, Look
from server.domain.watch import CROWDED, Entry, Hints, Watch, WatchState
from server.errors import ConfigError, PresetError, UnknownId, UsageError
from server.services.ingest import Ingested
from server.services.lookout import Tools
from server.services.walk import Skipped
from server.services.watch_rules import RuleBook
from server.services.watches import Watches
from tests.helpers.fakes import FakeLedger, FakeWatches, HandClock, wish


class FakeEyes:
    """A file system in a dict: path -> look."""

    def __init__(self) -> None:
        self.files: dict[str, Look] = {}
        self.network = False
        self.scans: list[tuple[str, bool]] = []
        self.mount: str | None = None
        self.answer = Answer()
        self.asked_about_writers: list[bool] = []

    def put(self, path: Path, size: int = 10, mtime_ns: int = 1) -> None:
        self.files[str(path)] = Look(1, 1, size, mtime_ns, mtime_ns)

    def identity(self, folder: str) -> tuple[object, ...] | None:
        return (1, 1) if Path(folder).is_dir() else None

    def is_network(self, folder: str) -> bool:
        return self.network

    def mount_of(self, folder: str) -> str | None:
        return self.mount

    def is_mounted(self, mount: str) -> bool:
        return self.mount == mount

    def scan(self, folder: str, *, deep: bool) -> Iterator[Entry]:
        self.scans.append((folder, deep))
        return iter([Entry(path, look) for path, look in self.files.items() if path.startswith(folder)])

    def look(self, path: str) -> Look | None:
        return self.files.get(path)

    def ask(self, path: str, *, about_writers: bool) -> Answer:
        self.asked_about_writers.append(about_writers)
        return self.answer


class FakeIngest:
    """A job for each path; what `faults` names raises that instead, what `left` names is left alone, and what `landing`
    names is part of a clip that still grows."""

    def __init__(self, ledger: FakeLedger) -> None:
        self._ledger = ledger
        self.calls: list[list[str]] = []
        self.options: dict[str, Any] = {}
        self.faults: dict[str, Exception] = {}
        self.left: set[str] = set()
        self.landing: set[str] = set()

    def ingest(self, paths: Sequence[str], **options: Any) -> Ingested:
        self.calls.append(list(paths))
        self.options = options
        for path in paths:
            if path in self.faults:
                raise self.faults[path]
        skipped = [Skipped(path, "not_media", "No film.") for path in paths if path in self.left]
        landing = [Skipped(path, "landing", "More of it comes.") for path in paths if path in self.landing]
        taken = [path for path in paths if path not in self.left | self.landing]
        wishes = [wish(path, preset=options["preset"]) for path in taken]
        return Ingested(self._ledger.submit(wishes), skipped, landing)


class FakePresets:
    def get(self, name: str) -> str:
        if name == "nope":
            raise PresetError("There is no preset nope.")
        return name


def no_bucket() -> None:
    raise ConfigError("There is no bucket.")


class Desk:
    """The service with stand-ins for all around it, and a real folder to watch."""

    def __init__(self, folder: Path) -> None:
        self.card = folder / "card"
        self.card.mkdir()
        self.clock = HandClock()
        self.ledger = FakeLedger(self.clock)
        self.eyes = FakeEyes()
        self.ingest = FakeIngest(self.ledger)
        self.cancelled: list[str] = []
        self.copied: list[str] = []
        self.copying = False
        self.passed = 0.0  # since the look began, in seconds
        tools = Tools(
            FakeWatches(),
            self.ingest,
            self.eyes,
            self.clock,
            Placement(),
            lambda ids, _: self.cancelled.extend(ids),
            monotonic=lambda: self.passed,
            offload=self.copy,
        )
        self.watches = Watches(self.ledger, tools, RuleBook(FakePresets(), no_bucket))

    def copy(self, unit: str, watch: Watch) -> Job | None:
        self.copied.append(unit)
        return None if self.copying else self.ledger.submit([wish(unit, kind="copy")])[0]

    def add(self, path: Path | str | None = None, **rules: Any) -> dict[str, Any]:
        return self.watches.add(str(path or self.card), **rules)

    def look(self, *times: float, hints: Hints | None = None) -> None:
        (watch,) = self.watches.watched()
        for now in times:
            self.clock.forward(1)
            self.watches.look(watch, now, hints)

    def why(self, name: str) -> dict[str, Any]:
        return self.watches.why(str(self.card / name))


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
    for name in ("A.mov", "B.mov", "C.mov", "D.xml", "E.mov"):
        (desk.card / name).write_text("x")
        desk.eyes.put(desk.card / name)
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
    for name in ("A.mov", "B.mov"):
        (desk.card / name).write_text("x")
        desk.eyes.put(desk.card / name)
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
    for name in ("a001.dpx", "B.mov"):
        (desk.card / name).write_text("x")
        desk.eyes.put(desk.card / name)
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
    (desk.card / "A.mov").write_text("x")
    desk.eyes.put(desk.card / "A.mov")
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
    (desk.card / "A001.mov").write_bytes(b"x")
    desk.eyes.put(desk.card / "A001.mov")
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


def land(desk: Desk, *names: str) -> list[str]:
    for name in names:
        path = desk.card / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
        desk.eyes.put(path)
    return list(names)


def test_a_card_is_copied_once_nothing_more_of_it_comes(desk: Desk) -> None:
    desk.add(copy_to=["/raid"], settle=5)
    land(desk, "A001/1.mov", "A001/1.xml")
    desk.look(0, 4)
    land(desk, "A001/2.mov")
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
    land(desk, "A001/1.mov", "loose.mov")
    desk.look(0, 6)
    assert {desk.why(name)["reason"] for name in ("A001/1.mov", "loose.mov")} == {"copying"}
    desk.copying = False
    desk.look(50)
    assert desk.copied[2:] == [str(desk.card / "A001"), str(desk.card / "loose.mov")]


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


def test_outside_of_its_hours_a_folder_waits_and_says_until_when(desk: Desk) -> None:
    desk.add(hours="19:00-07:00")  # it is noon
    (desk.card / "A.mov").write_bytes(b"x")
    desk.eyes.put(desk.card / "A.mov")
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
    for state, why in ((WatchState.SCANNING, f"{CROWDED} (12)."), (WatchState.AWAY, "Gone.")):
        desk.watches.set_state(watch, state, why)
        assert str(desk.card) in desk.watches.degraded()[0]
