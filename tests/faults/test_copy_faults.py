"""Copies that are killed, whose disk runs full, turns read-only or is pulled out: nothing half has a final name, what
is said is what happened, and the next attempt goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from server.domain.offload import GOES_ON_BYTES, judge
from server.errors import DiskFull, OutputUnwritable, VolumeAway
from server.storage.offload.target import size_begun, unfinished_path
from tests.helpers.mounting import mount, mounted, move_mount, needs_mounts, unmount
from tests.helpers.offload import Onlooker, copy

REPOSITORY = Path(__file__).resolve().parents[2]
KILLS = 20
LARGE = 400_000_000
_PROGRAM = """
import sys
from pathlib import Path
from tests.helpers.offload import copy
print("begun", flush=True)
copy(*map(Path, sys.argv[1:4]), journal=Path(sys.argv[4]))
"""


@pytest.fixture
def card(tmp_path: Path) -> Path:
    card = tmp_path / "card"
    for number in range(150):
        clip = card / f"{number % 7}" / f"{number:03d}.mov"
        clip.parent.mkdir(parents=True, exist_ok=True)
        clip.write_bytes(os.urandom(64 * 1024 + number))
    return card


def faults_in(card: Path, place: Path) -> list[str]:
    """Files under a final name that are not what they are on the card."""
    there = [path for path in place.rglob("*.mov") if path.is_file()]
    return [path.name for path in there if path.read_bytes() != (card / path.relative_to(place)).read_bytes()]


def leftovers(place: Path) -> list[Path]:
    return list(place.rglob("*.partial"))


def test_killed_at_any_moment_it_goes_on(card: Path, tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    draw, places, done = random.Random(seed), (tmp_path / "a", tmp_path / "b"), []
    words = [str(path) for path in (card, *places, tmp_path / "journal")]
    for _ in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *words], cwd=REPOSITORY, stdout=subprocess.PIPE
        ) as program:
            assert program.stdout is not None
            program.stdout.readline()
            time.sleep(draw.uniform(0, 0.15))
            program.send_signal(signal.SIGKILL)
        assert not any(faults_in(card, place) for place in places)
        done.append(sum(1 for _ in places[0].rglob("*.mov")))
    assert done == sorted(done)
    tally = copy(card, *places, journal=tmp_path / "journal")
    assert judge(tally)[0]
    for place in places:
        assert not faults_in(card, place)
        assert not leftovers(place)
        assert len(list(place.rglob("*.mov"))) == 150


def test_killed_inside_a_large_file_it_goes_on_there(tmp_path: Path) -> None:
    (tmp_path / "card").mkdir()
    clip, place = tmp_path / "card" / "A.mov", tmp_path / "a"
    clip.write_bytes(os.urandom(1_000_000) * (LARGE // 1_000_000))
    words = [str(path) for path in (tmp_path / "card", place, tmp_path / "b", tmp_path / "journal")]
    begun = Path(unfinished_path(str(place / "A.mov"), "j1"))
    with subprocess.Popen([sys.executable, "-c", _PROGRAM, *words], cwd=REPOSITORY) as program:
        while size_begun(str(begun)) < 2 * GOES_ON_BYTES:
            assert program.poll() is None
        program.send_signal(signal.SIGKILL)
    there = begun.stat().st_size
    assert there < LARGE
    tally = copy(tmp_path / "card", place, tmp_path / "b", journal=tmp_path / "journal")
    assert judge(tally)[0]
    assert tally.places[0].resumed == there
    assert not any(faults_in(tmp_path / "card", one) or leftovers(one) for one in (place, tmp_path / "b"))


@needs_mounts
def test_a_full_disk_is_said_and_goes_on_with_room(card: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", megabytes=7) as disk:
        with pytest.raises(DiskFull):
            copy(card, disk / "copy", journal=tmp_path / "journal")
        assert not faults_in(card, disk / "copy")
        assert not leftovers(disk)
        kept = len(list(disk.rglob("*.mov")))
        assert kept > 0
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        assert judge(copy(card, disk / "copy", journal=tmp_path / "journal"))[0]


@needs_mounts
def test_a_disk_that_turns_read_only_is_said(card: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", megabytes=64) as disk:
        bundles = []

        def protect(paths: Sequence[str]) -> None:
            bundles.append(paths)
            if len(bundles) == 2:
                subprocess.run(["mount", "-o", "remount,ro", disk], check=True)

        with pytest.raises(OutputUnwritable):
            copy(card, disk / "copy", journal=tmp_path / "journal", watch=Onlooker(on_synced=protect))
        assert not faults_in(card, disk / "copy")
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        assert judge(copy(card, disk / "copy", journal=tmp_path / "journal"))[0]
        assert not leftovers(disk)


@needs_mounts
def test_a_disk_that_is_pulled_out_gets_nothing_written_in_its_place(card: Path, tmp_path: Path) -> None:
    disk, away = tmp_path / "disk", tmp_path / "away"
    mount(disk, megabytes=64)
    try:
        bundles = []

        def pull(paths: Sequence[str]) -> None:
            bundles.append(paths)
            if len(bundles) == 2:
                move_mount(disk, away)

        with pytest.raises((VolumeAway, OutputUnwritable)):
            copy(card, disk / "copy", journal=tmp_path / "journal", watch=Onlooker(on_synced=pull))
        assert not list(disk.iterdir())
        move_mount(away, disk)
        assert judge(copy(card, disk / "copy", journal=tmp_path / "journal"))[0]
        assert not leftovers(disk)
    finally:
        unmount(disk)
        unmount(away)


@needs_mounts
def test_another_disk_in_its_place_gets_nothing(card: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    mount(disk, megabytes=64)
    (disk / "copy").mkdir()
    try:
        bundles = []

        def exchange(paths: Sequence[str]) -> None:
            bundles.append(paths)
            if len(bundles) == 2:
                mount(disk, megabytes=64)
                (disk / "copy").mkdir()

        with pytest.raises((VolumeAway, OutputUnwritable)):
            copy(card, disk / "copy", journal=tmp_path / "journal", watch=Onlooker(on_synced=exchange))
        assert not list((disk / "copy").iterdir())
    finally:
        unmount(disk)
        unmount(disk)
