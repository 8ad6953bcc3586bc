"""A copy that was cut off inside a large file: what is there is compared before it counts, and the rest is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from server.domain.offload import GOES_ON_BYTES, judge
from server.errors import DiskFull, Interrupted, VolumeAway
from server.storage.offload.target import unfinished_path
from tests.helpers.offload import Onlooker, copy

SIZE = GOES_ON_BYTES + 9_000_001
CUT = GOES_ON_BYTES + 4_000_000


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    card = tmp_path_factory.mktemp("card")
    (card / "A001.mov").write_bytes(os.urandom(SIZE))
    return card


def cut_off(card: Path, place: Path, journal: Path, error: Exception) -> Path:
    """An attempt that ends with `error` inside the file; where its bytes are."""

    def stop(_size: int) -> None:
        if watch.seen > CUT:
            raise error

    watch = Onlooker(on_beat=stop)
    with pytest.raises(type(error)):
        copy(card, place, journal=journal, watch=watch)
    return Path(unfinished_path(str(place / "A001.mov"), "j1"))


@pytest.mark.parametrize("error", [Interrupted("asked to stop"), VolumeAway("The card is not there.")])
def test_it_goes_on_where_it_was(card: Path, tmp_path: Path, error: Exception) -> None:
    begun = cut_off(card, tmp_path / "a", tmp_path / "journal", error)
    there, number = begun.stat().st_size, begun.stat().st_ino
    assert CUT < there < SIZE
    watch = Onlooker()
    tally = copy(card, tmp_path / "a", journal=tmp_path / "journal", watch=watch)
    assert judge(tally)[0]
    assert tally.places[0].resumed == there
    assert watch.lacking == {str(tmp_path / "a"): SIZE - there}
    assert (tmp_path / "a" / "A001.mov").stat().st_ino == number
    assert (tmp_path / "a" / "A001.mov").read_bytes() == (card / "A001.mov").read_bytes()


def test_a_full_disk_gets_all_its_room_back(card: Path, tmp_path: Path) -> None:
    assert not cut_off(card, tmp_path / "a", tmp_path / "journal", DiskFull("It is full.")).exists()


def test_two_destinations_go_on_each_from_its_own_place(card: Path, tmp_path: Path) -> None:
    begun = cut_off(card, tmp_path / "a", tmp_path / "journal", Interrupted("asked to stop"))
    tally = copy(card, tmp_path / "a", tmp_path / "b", journal=tmp_path / "journal")
    assert judge(tally)[0]
    assert not begun.exists()
    assert [place.resumed > CUT for place in tally.places] == [True, False]
    assert (tmp_path / "b" / "A001.mov").read_bytes() == (card / "A001.mov").read_bytes()


def damage(begun: Path) -> None:
    with open(begun, "r+b") as file:
        file.seek(5_000_000)
        file.write(b"another")


def grow(begun: Path) -> None:
    with open(begun, "ab") as file:
        file.write(bytes(SIZE))


def cut(begun: Path) -> None:
    os.truncate(begun, 3)


@pytest.mark.parametrize(("happens", "least", "most"), [(damage, 4_000_000, 5_000_000), (grow, CUT, SIZE), (cut, 3, 3)])
def test_what_is_there_is_never_trusted_unread(
    card: Path, tmp_path: Path, happens: Callable[[Path], None], least: int, most: int
) -> None:
    happens(cut_off(card, tmp_path / "a", tmp_path / "journal", Interrupted("asked to stop")))
    tally = copy(card, tmp_path / "a", journal=tmp_path / "journal")
    assert judge(tally)[0]
    assert least <= tally.places[0].resumed <= most
    assert (tmp_path / "a" / "A001.mov").read_bytes() == (card / "A001.mov").read_bytes()


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_a_link_in_its_place_leads_nowhere(card: Path, tmp_path: Path, link: Callable[[Path, Path], None]) -> None:
    theirs = tmp_path / "theirs.mov"
    theirs.write_bytes(bytes(GOES_ON_BYTES))
    begun = cut_off(card, tmp_path / "a", tmp_path / "journal", Interrupted("asked to stop"))
    begun.unlink()
    link(theirs, begun)
    assert judge(copy(card, tmp_path / "a", journal=tmp_path / "journal"))[0]
    assert theirs.read_bytes() == bytes(GOES_ON_BYTES)
    assert not (tmp_path / "a" / "A001.mov").is_symlink()
