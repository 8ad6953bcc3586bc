"""Room on a disk is promised once."""

from __future__ import annotations

import pytest

from server.domain.awaited import Room, parse_need
from server.errors import DiskFull
from server.services.space import Space
from tests.helpers.fakes import FakeDisks

MB = 1_000_000


def room(size: int, folder: str = "/out") -> Room:
    return Room(folder, size)


def nothing() -> int:
    return 0


def test_the_reserve_is_left_alone() -> None:
    space = Space(FakeDisks(100 * MB), 30 * MB)
    assert space.available("/out") == 70 * MB
    with space.held("J1", room(70 * MB), nothing):
        pass
    with pytest.raises(DiskFull), space.held("J1", room(70 * MB + 1), nothing):
        raise AssertionError("it has no room")


def test_who_is_refused_is_told_how_much_and_what_it_waits_for() -> None:
    space = Space(FakeDisks(100 * MB), 30 * MB)
    with (
        pytest.raises(DiskFull, match=r"80\.0 MB are needed, 70\.0 MB are free") as refused,
        space.held("J1", room(80 * MB), nothing),
    ):
        pass
    assert parse_need(refused.value.awaits) == room(80 * MB)


def test_two_that_begin_at_once_do_not_count_on_the_same_bytes() -> None:
    space = Space(FakeDisks(100 * MB), 0)
    with space.held("J1", room(60 * MB), nothing):
        with pytest.raises(DiskFull), space.held("J2", room(60 * MB), nothing):
            pass
        with space.held("J2", room(40 * MB), nothing):
            assert space.available("/out") == 0
    assert space.available("/out") == 100 * MB


def test_what_is_written_by_now_is_not_promised_any_more() -> None:
    disks = FakeDisks(100 * MB)
    space, written = Space(disks, 0), 0
    with space.held("J1", room(60 * MB), lambda: written):
        written, disks.room = 50 * MB, 50 * MB
        assert space.available("/out") == 40 * MB
        written, disks.room = 80 * MB, 20 * MB  # more than was forecast
        assert space.available("/out") == 20 * MB


def test_another_disk_is_another_matter() -> None:
    disks = FakeDisks(100 * MB)
    disks.mount("/mnt/raid")
    space = Space(disks, 0)
    with space.held("J1", room(60 * MB), nothing), space.held("J2", room(60 * MB, "/mnt/raid/day"), nothing):
        assert space.available("/mnt/raid") == 40 * MB


def test_where_nobody_can_tell_it_is_tried() -> None:
    space = Space(FakeDisks(None), 30 * MB)
    assert space.available("/out") is None
    with space.held("J1", room(10**15), nothing):
        pass


def test_a_job_that_fails_gives_its_room_back() -> None:
    space = Space(FakeDisks(100 * MB), 0)
    with pytest.raises(ZeroDivisionError), space.held("J1", room(60 * MB), nothing):
        raise ZeroDivisionError
    assert space.available("/out") == 100 * MB
