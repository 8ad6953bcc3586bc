"""What of a watched folder is copied together."""

from __future__ import annotations

import pytest

from server.domain.units import folder_of_copy, units_of


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("/in/A001/DCIM/100GOPRO/GX010001.MP4", "/in/A001"),
        ("/in/day1/A001/DCIM/100GOPRO/GX010001.MP4", "/in/day1/A001"),
        ("/in/day1/A001/notes.txt", "/in/day1/A001"),
        ("/in/day1/B002/clip.mov", "/in/day1"),
        ("/in/loose.mov", "/in/loose.mov"),
    ],
)
def test_a_card_goes_together_else_a_folder_else_a_file(path: str, unit: str) -> None:
    card = "/in/day1/A001/DCIM/100GOPRO/GX010001.MP4"
    assert units_of([card, path], "/in")[path] == unit


@pytest.mark.parametrize("root", ["/in/A001", "/in/A001/DCIM"])
def test_a_watched_card_is_one_thing(root: str) -> None:
    path = "/in/A001/DCIM/100GOPRO/GX010001.MP4"
    assert units_of([path], root) == {path: root}


def test_a_disk_is_one_thing() -> None:
    assert units_of(["/card/a/1.mov", "/card/2.mov"], "/card", is_disk=True) == {
        "/card/a/1.mov": "/card",
        "/card/2.mov": "/card",
    }


def test_copies_lie_as_their_originals_do() -> None:
    assert folder_of_copy("/in/day1/A001", "/in", is_file=False) == "day1/A001"
    assert folder_of_copy("/in/day1/A001", "/in", is_file=False, number=1) == "day1/A001-2"
    assert folder_of_copy("/media/A001", "/media/A001", is_file=False) == "A001"
    assert folder_of_copy("/in/loose.mov", "/in", is_file=True) == ""
