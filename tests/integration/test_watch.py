"""Watched folders on a real disk with a real ledger: what lands is queued whole, and once.

Only the look into the clip is a stand-in; jobs are counted, not done.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from server.domain.job import Event, Job, JobQuery, Status
from server.domain.media import MediaFacts
from server.domain.naming import Placement
from server.domain.watch import Decision, Sighting
from server.errors import DiskFull, UsageError
from server.services.ingest import Ingest, Ingested, IngestRules
from server.services.lookout import Tools
from server.services.watch_rules import RuleBook
from server.services.watches import Watches
from server.store.clip_store import ClipStore
from server.store.database import open_database
from server.store.job_store import JobStore
from server.store.watch_store import WatchStore
from server.watch.native import Natives
from server.watch.scan import Eyes
from server.watch.watcher import Watcher
from tests.helpers.fakes import FakeBell

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX files")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can say who writes")
SETTLE = 0.6


def film(size: int = 4000, seed: int = 0) -> bytes:
    """Boxes as in a QuickTime file, the index last: what is cut off anywhere does not tile."""
    boxes = [(b"ftyp", b"qt  \0\0\0\0"), (b"mdat", bytes([seed % 251 + 1]) * size), (b"moov", b"\1" * 100)]
    return b"".join((len(body) + 8).to_bytes(4, "big") + kind + body for kind, body in boxes)


class FakePresets:
    def get(self, name: str) -> str:
        return name


class FakeProber:
    """Every file is a film."""

    def probe(self, path: str) -> MediaFacts:
        raise AssertionError("a watch only looks at clips")

    def look_many(self, paths: Sequence[str]) -> list[str]:
        return ["video" for _ in paths]


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class TellingIngest:
    """Notes how large each file was when it was taken, and when."""

    def __init__(self, ingest: Ingest) -> None:
        self._ingest = ingest
        self.sizes: dict[str, int] = {}
        self.at: dict[str, float] = {}

    def ingest(self, paths: list[str], **options: Any) -> Ingested:
        for path in paths:
            self.sizes[Path(path).name] = Path(path).stat().st_size
            self.at.setdefault(Path(path).name, time.monotonic())
        return self._ingest.ingest(paths, **options)


class House:
    """A home and a folder to watch; `open` starts the program, `close` ends it."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.card = folder / "card"
        self.card.mkdir()
        self._home = folder / "home"
        self._stack = stack
        self._running: Watcher | None = None
        self._assemble()

    def _assemble(self) -> None:
        clock = RealClock()
        self.database = open_database(self._home / "jobs.db")
        self._stack.callback(self.database.close)
        self.ledger = JobStore(self.database, clock)
        clips = ClipStore(self.database, clock)
        rules = IngestRules()
        ingest = Ingest(self.ledger, clips, FakeProber(), FakeBell(), FakePresets(), rules)
        self.taken = TellingIngest(ingest)
        self.watches = self.watches_on(WatchStore)

    def watches_on(self, store: type[WatchStore]) -> Watches:
        tools = Tools(
            store(self.database, RealClock()),
            self.taken,
            Eyes(),
            RealClock(),
            Placement(),
            self._cancel,
            str(self._home),
        )
        return Watches(self.ledger, tools, RuleBook(FakePresets(), lambda: None))

    def _cancel(self, ids: list[str], reason: str) -> None:
        for job_id in ids:
            if not self.ledger.get(job_id).final:
                self.ledger.change(job_id, Event.CANCEL, reason=reason)

    def add(self, **rules: Any) -> dict[str, Any]:
        return self.watches.add(str(self.card), **{"settle": SETTLE, **rules})

    def open(self, natives: Any = None, every: float = 60.0) -> None:
        self._running = Watcher(self.watches, every=every, session=self.database.session, natives=natives or Natives())
        self._running.start()

    def close(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None

    def restart(self) -> None:
        """A new program on the same home: nothing is remembered but what is in the ledger."""
        self.close()
        self._assemble()
        self.open()

    def jobs(self) -> list[Job]:
        return list(self.ledger.find(JobQuery(limit=10_000)).jobs)[::-1]

    def names(self) -> list[str]:
        return sorted(Path(job.source).name for job in self.jobs())

    def until(self, done: Callable[[], bool], seconds: float = 20.0) -> None:
        deadline = time.monotonic() + seconds
        while not done():
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {seconds} s; queued: {self.names()}; {self.watches.list()}")
            time.sleep(0.05)

    def stays(self, seconds: float = SETTLE + 0.8) -> list[str]:
        """What is queued after a time in which nothing more should be."""
        time.sleep(seconds)
        return self.names()

    def why(self, name: str) -> dict[str, Any]:
        return self.watches.why(str(self.card / name))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with ExitStack() as stack:
        house = House(tmp_path, stack)
        yield house
        house.close()


@pytest.fixture
def watched(house: House) -> House:
    """The folder is watched, and the program runs."""
    house.add()
    house.open()
    house.until(lambda: house.watches.list()[0]["state"] == "watching")
    return house


def write_slowly(path: Path, content: bytes, pieces: int, pause: float, *, keep_open: bool) -> None:
    """Another program copies: with the file open all the time, or opening it anew for each piece."""
    code = (
        "import sys, time\n"
        "path, pieces, pause, keep = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4] == '1'\n"
        "content = sys.stdin.buffer.read()\n"
        "step = -(-len(content) // pieces)\n"
        "file = open(path, 'wb')\n"
        "for start in range(0, len(content), step):\n"
        "    if not keep:\n"
        "        file.close()\n"
        "        file = open(path, 'ab')\n"
        "    file.write(content[start:start + step])\n"
        "    file.flush()\n"
        "    if not keep:\n"
        "        file.close()\n"
        "    time.sleep(pause if start + step < len(content) else 0)\n"
        "file.close()\n"
    )
    arguments = [str(path), str(pieces), str(pause), "1" if keep_open else "0"]
    subprocess.run([sys.executable, "-c", code, *arguments], input=content, check=True, timeout=60)


def test_a_clip_that_lands_is_queued_once(watched: House) -> None:
    (watched.card / "A001.mov").write_bytes(film())
    watched.until(lambda: watched.names() == ["A001.mov"])
    assert watched.stays() == ["A001.mov"]
    told = watched.why("A001.mov")
    assert (told["decision"], told["reason"]) == ("queued", "queued")
    assert told["job_id"] == watched.jobs()[0].id


@linux
def test_what_the_system_knows_to_be_whole_is_not_kept_waiting(house: House) -> None:
    house.add(settle=30.0)
    house.open()
    house.until(lambda: house.watches.list()[0]["state"] == "watching")
    (house.card / "A001.mov").write_bytes(film())
    (house.card / "B001.mts").write_bytes(b"\x47" * 1880)  # nothing in it says where it ends
    written = time.monotonic()
    house.until(lambda: house.names() == ["A001.mov"], seconds=5.0)
    assert house.taken.at["A001.mov"] - written >= 0.1
    assert house.why("B001.mts")["reason"] == "settling"


@pytest.mark.parametrize("keep_open", [True, False])
def test_a_slow_copy_is_never_taken_early(watched: House, keep_open: bool) -> None:
    content = film(200_000)
    write_slowly(watched.card / "A001.mov", content, 6, 0.4, keep_open=keep_open)
    watched.until(lambda: watched.names() == ["A001.mov"])
    assert watched.stays() == ["A001.mov"]
    assert watched.taken.sizes["A001.mov"] == len(content)


@linux
def test_a_copy_that_pauses_longer_than_the_settle_time_with_the_file_open_is_not_taken(watched: House) -> None:
    path = watched.card / "A001.mts"
    with path.open("wb") as file:
        file.write(b"\x47" * 1880)
        file.flush()
        assert watched.stays(SETTLE * 2) == []
        assert watched.why("A001.mts")["reason"] == "being_written"
        file.write(b"\x47" * 1880)
    watched.until(lambda: watched.names() == ["A001.mts"])
    assert watched.taken.sizes["A001.mts"] == 3760


def test_a_copy_that_pauses_with_the_file_closed_is_known_by_its_missing_rest(watched: House) -> None:
    content = film(50_000)
    path = watched.card / "A001.mov"
    path.write_bytes(content[:30_000])
    assert watched.stays(SETTLE * 2) == []
    assert watched.why("A001.mov")["reason"] == "incomplete"
    with path.open("ab") as file:
        file.write(content[30_000:])
    watched.until(lambda: watched.names() == ["A001.mov"])
    assert watched.taken.sizes["A001.mov"] == len(content)


@posix
def test_a_file_of_its_final_size_that_is_still_filled_is_not_taken(watched: House) -> None:
    content = film(60_000)
    path = watched.card / "A001.mov"
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY)
    os.posix_fallocate(descriptor, 0, len(content))
    os.close(descriptor)
    for start in range(0, len(content), 20_000):
        time.sleep(0.4)
        with path.open("r+b") as file:
            file.seek(start)
            file.write(content[start : start + 20_000])
        assert watched.names() == []
    watched.until(lambda: watched.names() == ["A001.mov"])
    assert path.read_bytes() == content


def test_a_name_of_a_copy_under_way_waits_for_its_rename(watched: House) -> None:
    part = watched.card / "A001.mov.part"
    part.write_bytes(film())
    assert watched.stays() == []
    told = watched.why("A001.mov.part")
    assert (told["decision"], told["reason"]) == ("left_alone", "temporary")
    part.rename(watched.card / "A001.mov")
    watched.until(lambda: watched.names() == ["A001.mov"])
    assert watched.why("A001.mov.part")["decision"] == "gone"


def test_what_is_moved_in_is_found(watched: House, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "day1" / "CLIP").mkdir(parents=True)
    (outside / "A001.mov").write_bytes(film())
    (outside / "day1" / "CLIP" / "B001.mov").write_bytes(film())
    (outside / "A001.mov").rename(watched.card / "A001.mov")
    (outside / "day1").rename(watched.card / "day1")
    watched.until(lambda: watched.names() == ["A001.mov", "B001.mov"])


def test_a_copied_tree_is_found_whole(watched: House, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    for folder in range(10):
        (tree / f"R{folder}" / "CLIP").mkdir(parents=True)
        for clip in range(10):
            (tree / f"R{folder}" / "CLIP" / f"A{folder}{clip}.mov").write_bytes(film(seed=clip))
    shutil.copytree(tree, watched.card / "tree")
    watched.until(lambda: len(watched.names()) == 100)
    assert len(set(watched.stays())) == len(watched.names()) == 100


def test_a_clip_replaced_in_place_is_done_anew_and_the_old_job_ends(watched: House) -> None:
    path = watched.card / "A001.mov"
    path.write_bytes(film(seed=1))
    watched.until(lambda: len(watched.jobs()) == 1)
    path.write_bytes(film(5000, seed=2))
    watched.until(lambda: [job.status for job in watched.jobs()] == [Status.CANCELLED, Status.PENDING])
    old, new = watched.jobs()
    assert old.clip_id != new.clip_id
    watched.until(lambda: watched.why("A001.mov")["job_id"] == new.id)


def test_a_failed_clip_is_done_anew_only_when_it_changes(watched: House) -> None:
    path = watched.card / "A001.mov"
    path.write_bytes(film(seed=1))
    watched.until(lambda: len(watched.jobs()) == 1)
    claim = watched.ledger.claim("video_processing", "w")
    assert claim is not None
    watched.ledger.change(claim.job.id, Event.FAIL, token=claim.token)
    watched.watches.rescan()
    assert len(watched.stays()) == 1
    path.write_bytes(film(5000, seed=2))
    watched.until(lambda: len(watched.jobs()) == 2)


def test_what_only_changes_its_rights_is_not_done_again(watched: House) -> None:
    path = watched.card / "A001.mov"
    path.write_bytes(film())
    watched.until(lambda: len(watched.jobs()) == 1)
    path.chmod(0o600)
    watched.watches.rescan()
    assert watched.stays() == ["A001.mov"]


def test_what_landed_while_no_program_ran_is_found(house: House) -> None:
    house.add()
    (house.card / "A001.mov").write_bytes(film())
    assert house.why("A001.mov")["decision"] == "unseen"
    house.open()
    house.until(lambda: house.names() == ["A001.mov"])


def test_a_restart_queues_nothing_again(watched: House) -> None:
    (watched.card / "A001.mov").write_bytes(film())
    watched.until(lambda: watched.names() == ["A001.mov"])
    watched.restart()
    (watched.card / "A002.mov").write_bytes(film(seed=2))
    watched.until(lambda: watched.names() == ["A001.mov", "A002.mov"])
    assert watched.stays() == ["A001.mov", "A002.mov"]


def test_a_clip_that_changed_while_no_program_ran_replaces_its_job(watched: House) -> None:
    path = watched.card / "A001.mov"
    path.write_bytes(film(seed=1))
    watched.until(lambda: len(watched.jobs()) == 1)
    watched.close()
    path.write_bytes(film(5000, seed=2))
    watched.restart()
    watched.until(lambda: [job.status for job in watched.jobs()] == [Status.CANCELLED, Status.PENDING])


def test_a_folder_that_vanishes_is_away_and_comes_back_by_itself(watched: House, tmp_path: Path) -> None:
    (watched.card / "A001.mov").write_bytes(film())
    watched.until(lambda: watched.names() == ["A001.mov"])
    watched.until(lambda: watched.why("A001.mov")["decision"] == "queued")
    watched.card.rename(tmp_path / "elsewhere")
    watched.until(lambda: watched.watches.watched()[0].state == "away")
    assert watched.why("A001.mov")["decision"] == "gone"
    (tmp_path / "elsewhere" / "A002.mov").write_bytes(film(seed=2))
    (tmp_path / "elsewhere").rename(watched.card)
    watched.until(lambda: watched.names() == ["A001.mov", "A002.mov"])
    assert watched.watches.list()[0]["state"] == "watching"
    (watched.card / "A003.mov").write_bytes(film(seed=3))
    watched.until(lambda: watched.names() == ["A001.mov", "A002.mov", "A003.mov"])


def test_another_card_in_the_place_of_the_first_is_told_apart(watched: House, tmp_path: Path) -> None:
    (watched.card / "A001.mov").write_bytes(film(seed=1))
    (watched.card / "A002.mov").write_bytes(film(seed=1))
    watched.until(lambda: len(watched.jobs()) == 2)
    watched.card.rename(tmp_path / "first card")
    watched.card.mkdir()
    (watched.card / "A001.mov").write_bytes(film(5000, seed=2))
    watched.until(lambda: len(watched.jobs()) == 3)
    watched.until(lambda: watched.why("A001.mov")["job_id"] == watched.jobs()[-1].id)
    assert watched.why("A002.mov")["decision"] == "gone"


def test_our_own_home_inside_the_folder_is_left_alone(house: House) -> None:
    house.watches.add(str(house.card.parent), settle=SETTLE)
    house.open()
    (house.card / "A001.mov").write_bytes(film())
    house.until(lambda: house.names() == ["A001.mov"])
    assert house.watches.why(str(house.card.parent / "home" / "jobs.db"))["reason"] == "own_output"
    with pytest.raises(UsageError):
        house.watches.add(str(house.card.parent / "home"))


def test_a_folder_removed_and_added_again_does_nothing_twice(watched: House) -> None:
    (watched.card / "A001.mov").write_bytes(film())
    watched.until(lambda: watched.names() == ["A001.mov"])
    watched.watches.remove(watched.watches.list()[0]["id"])
    time.sleep(1.5)  # the program looks at the table every second
    (watched.card / "A002.mov").write_bytes(film(seed=2))
    assert watched.stays() == ["A001.mov"]
    watched.add()
    watched.until(lambda: watched.names() == ["A001.mov", "A002.mov"])
    watched.until(lambda: watched.why("A001.mov")["reason"] == "reused")


def test_proxies_links_pipes_and_hidden_files_are_left_alone(watched: House) -> None:
    (watched.card / "Proxy").mkdir()
    (watched.card / "Proxy" / "A001.mov").write_bytes(film())
    (watched.card / "._A001.mov").write_bytes(film())
    (watched.card / "A001.LRV").write_bytes(film())
    if os.name != "nt":
        os.mkfifo(watched.card / "P001.mov")
        (watched.card / "L001.mov").symlink_to("/etc/passwd")
        (watched.card / "loop").symlink_to(watched.card)
    (watched.card / "A001.mov").write_bytes(film())
    watched.until(lambda: watched.names() == ["A001.mov"])
    assert watched.stays() == ["A001.mov"]
    assert watched.why("Proxy/A001.mov")["reason"] == "own_output"
    assert watched.why("._A001.mov")["reason"] == "hidden"
    assert watched.why("A001.LRV")["reason"] == "camera_proxy"
    if os.name != "nt":
        assert watched.why("P001.mov")["reason"] == "not_media"
        assert watched.why("L001.mov")["reason"] == "link"


def test_a_folders_rules_say_what_is_taken(house: House) -> None:
    house.add(include=("*.mov",), exclude=("trash", "B*"))
    house.open()
    (house.card / "trash").mkdir()
    for name in ("A001.mov", "A002.mxf", "B001.mov", "trash/A003.mov"):
        (house.card / name).write_bytes(film())
    house.until(lambda: house.names() == ["A001.mov"])
    assert house.stays() == ["A001.mov"]
    assert {house.why(name)["reason"] for name in ("A002.mxf", "B001.mov", "trash/A003.mov")} == {"excluded"}
    house.add()  # the same folder without them
    house.until(lambda: len(house.names()) == 4)


def test_where_nobody_tells_of_changes_the_folder_is_looked_through(house: House) -> None:
    house.add()
    house.open(natives=Natives(most=lambda: 0), every=0.3)
    house.until(lambda: "looked through every" in (house.watches.list()[0]["why"] or ""))
    assert house.watches.list()[0]["state"] == "scanning"
    (house.card / "A001.mov").write_bytes(film())
    house.until(lambda: house.names() == ["A001.mov"])


def test_a_burst_is_queued_whole_and_once(watched: House) -> None:
    for folder in range(4):
        (watched.card / f"R{folder}").mkdir()
        for clip in range(500):
            (watched.card / f"R{folder}" / f"A{folder}{clip:03}.mov").write_bytes(film(100, seed=clip))
    watched.until(lambda: watched.ledger.find(JobQuery(limit=1)).total >= 2000, seconds=90)
    assert Counter(watched.stays()).most_common(1)[0][1] == 1
    assert len(watched.names()) == 2000
    assert watched.watches.list()[0]["files"] == {"waiting": 0, "queued": 2000, "left_alone": 0}


class DeafStore(WatchStore):
    """A program that is killed before it writes down that a file was queued."""

    def record(self, sightings: Sequence[Sighting]) -> None:
        if any(sighting.decision is Decision.QUEUED for sighting in sightings):
            raise DiskFull("killed here")
        super().record(sightings)


def test_a_kill_between_queueing_and_writing_it_down_queues_nothing_twice(house: House) -> None:
    house.add(settle=0.0)
    (house.card / "A001.mov").write_bytes(film())
    (watch,) = house.watches.watched()
    killed = house.watches_on(DeafStore)
    killed.look(watch, 0.0)
    with pytest.raises(DiskFull):
        killed.look(watch, 10.0)
    assert house.names() == ["A001.mov"]
    house.watches.look(watch, 0.0)
    house.watches.look(watch, 10.0)
    assert house.names() == ["A001.mov"]
    assert house.why("A001.mov")["reason"] == "reused"


def test_many_threads_may_ask_while_the_program_looks(watched: House) -> None:
    faults: list[BaseException] = []

    def ask() -> None:
        try:
            with watched.database.session():
                for _ in range(20):
                    watched.watches.list()
                    watched.watches.why(str(watched.card / "A001.mov"))
        except BaseException as fault:
            faults.append(fault)
            raise

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    (watched.card / "A001.mov").write_bytes(film())
    for thread in threads:
        thread.join()
    watched.until(lambda: watched.names() == ["A001.mov"])
    assert faults == []
