"""Watched folders on a real disk with a real ledger: what lands is queued whole, and once.

Only the look into the clip is a stand-in; jobs are counted, not done. How a file counts as whole: test_watch_whole.py.
"""

from __future__ import annotations

import logging
import os
import shutil
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from server.domain.job import JobQuery, Status
from server.domain.watch import Decision, Sighting
from server.errors import DiskFull, UsageError
from server.store.watch_store import WatchStore
from server.watch.native import NativeHints, Natives
from tests.helpers.mounting import mount, mounted, needs_mounts, unmount
from tests.helpers.watching import SETTLE, House, film

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX files")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can say who writes")


def test_a_clip_that_lands_is_queued_once(watched: House) -> None:
    (watched.card / "A001.mov").write_bytes(film())
    watched.until(lambda: watched.names() == ["A001.mov"])
    assert watched.stays() == ["A001.mov"]
    told = watched.why("A001.mov")
    assert (told["decision"], told["reason"]) == ("queued", "queued")
    assert told["job_id"] == watched.jobs()[0].id


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
    watched.look_at_the_table()
    time.sleep(0.3)
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
        for clip in range(200):
            (watched.card / f"R{folder}" / f"A{folder}{clip:03}.mov").write_bytes(film(100, seed=clip))
    watched.until(lambda: watched.ledger.find(JobQuery(limit=1)).total >= 800, seconds=90)
    assert Counter(watched.stays()).most_common(1)[0][1] == 1
    assert len(watched.names()) == 800
    assert watched.watches.list()[0]["files"] == {"waiting": 0, "queued": 800, "left_alone": 0}


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


class DeafNatives(Natives):
    """The system tells only that it lost something."""

    def open(self, folder: str, tell: Callable[[str, bool], None]) -> NativeHints | str:
        return super().open(folder, lambda place, deep: tell(place, deep) if place == folder and deep else None)


@pytest.fixture
def deaf(house: House) -> House:
    """One that runs and looks through all for the first time, and by itself not again for an hour."""
    house.add()
    house.open(DeafNatives(), every=3600.0)
    house.until(lambda: house.watches.list()[0]["state"] == "watching")
    (house.card / "A001.mov").write_bytes(film())
    assert house.stays() == []
    return house


def test_what_the_system_lost_is_found(deaf: House) -> None:
    logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed; filesystem events were lost")
    deaf.until(lambda: deaf.names() == ["A001.mov"])


def test_what_landed_while_the_computer_slept_is_found(deaf: House, monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.monotonic()
    monkeypatch.setattr("server.watch.folder.clock_with_sleep", lambda: (time.monotonic() - began) * 100)
    deaf.until(lambda: deaf.names() == ["A001.mov"])


@posix
def test_names_in_any_bytes_twins_by_case_and_sockets_are_what_they_are(watched: House) -> None:
    odd = [os.fsdecode(b"A\xff.mov"), "new\nline.mov", "-i.mov", "%04d.mov", "a001.mov", "A001.mov", "A001.MOV"]
    for number, name in enumerate(odd):
        (watched.card / name).write_bytes(film(seed=number))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(watched.card / "S.mov"))
    watched.until(lambda: watched.names() == sorted(odd))
    assert watched.stays() == sorted(odd)
    assert watched.why("S.mov")["reason"] == "not_media"


@needs_mounts
def test_a_disk_that_is_pulled_is_away_and_another_in_its_place_is_looked_through(house: House) -> None:
    with mounted(house.card):
        house.add()
        house.open()
        (house.card / "A001.mov").write_bytes(film())
        house.until(lambda: house.names() == ["A001.mov"])
        unmount(house.card)
        house.until(lambda: house.watches.watched()[0].state == "away")
        (house.card / "under the mount.mov").write_bytes(film(seed=2))  # on the system's own disk
        assert house.stays() == ["A001.mov"]
        mount(house.card)
        (house.card / "B001.mov").write_bytes(film(seed=3))
        house.until(lambda: house.names() == ["A001.mov", "B001.mov"])
        assert house.watches.list()[0]["state"] == "watching"


@needs_mounts
def test_a_card_that_is_mounted_in_the_folder_is_looked_through_at_once(watched: House) -> None:
    slot = watched.card / "SLOT"
    slot.mkdir()
    watched.until(lambda: watched.watches.list()[0]["state"] == "watching")
    with mounted(slot):
        (slot / "A001.mov").write_bytes(film())  # of what happens on a new disk nobody is told
        watched.until(lambda: watched.names() == ["A001.mov"], seconds=15.0)
