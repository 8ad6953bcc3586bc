"""Whole files only: however a copy is made, it is queued at its end, once."""

from __future__ import annotations

import os
import sys
import time

import pytest

from server.domain.job import Event, Status
from tests.helpers.watching import SETTLE, House, film, write_slowly

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX files")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can say who writes")


@linux
def test_what_the_system_knows_to_be_whole_is_not_kept_waiting(house: House) -> None:
    house.add(settle=30.0)
    house.open()
    house.until(lambda: house.watches.list()[0]["state"] == "watching")
    (house.card / "A001.mov").write_bytes(film())
    (house.card / "B001.mts").write_bytes(b"\x47" * 1880)  # nothing in it says where it ends
    written = time.monotonic()
    house.until(lambda: house.names() == ["A001.mov"], seconds=5.0)
    assert house.taken.at["A001.mov"] - written >= 0.05
    assert house.why("B001.mts")["reason"] == "settling"


@pytest.mark.parametrize("keep_open", [True, False])
def test_a_slow_copy_is_never_taken_early(watched: House, keep_open: bool) -> None:
    content = film(200_000)
    write_slowly(watched.card / "A001.mov", content, 6, 0.3, keep_open=keep_open)
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
        time.sleep(0.3)
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
