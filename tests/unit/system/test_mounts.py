"""Which disk a folder is on, and whether it is still the same one: on real, small file systems where we may mount."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from server.domain.awaited import Volume
from server.system import mounts
from server.system.mounts import SystemDisks
from tests.helpers.mounting import mounted, needs_mounts


def test_the_systems_own_disk_is_no_volume(tmp_path: Path) -> None:
    disks = SystemDisks()
    assert disks.volume_of("/") is None
    assert disks.free(str(tmp_path)) == disks.free(str(tmp_path / "not" / "there"))
    assert disks.device(str(tmp_path)) == disks.device(str(tmp_path / "not there"))


def test_what_is_no_mount_point_is_not_there(tmp_path: Path) -> None:
    assert not SystemDisks().is_there(Volume(str(tmp_path)))
    assert not SystemDisks().is_there(Volume(str(tmp_path / "gone")))


@pytest.mark.skipif(sys.platform != "linux", reason="udev's links are Linux's")
def test_another_disk_in_its_place_is_not_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disks, here = SystemDisks(), os.path.realpath("/proc")
    for now, was, same in (("A", "A", True), ("B", "A", False), (None, "A", False), ("B", None, True)):
        monkeypatch.setattr(mounts, "_volume_id", lambda _at, now=now: now)
        assert disks.is_there(Volume(here, was)) is same


@needs_mounts
class TestMounts:
    def test_free_bytes_are_those_of_the_disk_below(self, tmp_path: Path) -> None:
        disks = SystemDisks()
        with mounted(tmp_path / "card", megabytes=8) as card:
            before = disks.free(str(card / "Proxy" / "not there yet"))
            assert before is not None
            assert 7_000_000 < before <= 8 * 1024 * 1024
            (card / "A.mov").write_bytes(bytes(2_000_000))
            after = disks.free(str(card))
            assert after is not None
            assert 1_900_000 < before - after < 2_200_000
            assert disks.device(str(card)) != disks.device(str(tmp_path))

    def test_it_is_there_until_it_is_taken_away(self, tmp_path: Path) -> None:
        disks = SystemDisks()
        with mounted(tmp_path / "card") as card:
            volume = disks.volume_of(str(card / "DCIM" / "A.mov"))
            assert volume is not None
            assert volume.at == str(card)
            assert disks.is_there(volume)
        assert not disks.is_there(volume)
        assert disks.volume_of(str(card)) != volume
