"""The picture of a clip while its proxy is still being made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from server.worker.kept import EarlyPoster

WHOLE = b"\xff\xd8 first \xff\xd9"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "job").mkdir()
    return tmp_path / "job"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "posters" / "c1.jpg"


def test_the_first_picture_is_shown_as_soon_as_it_is_whole(folder: Path, kept: Path) -> None:
    early = EarlyPoster(folder, kept)
    early.look()
    (folder / "thumbnail.jpg").write_bytes(WHOLE[:-1])
    early.look()
    assert not kept.exists()
    (folder / "thumbnail.jpg").write_bytes(WHOLE)
    early.look()
    assert kept.read_bytes() == WHOLE
    assert (folder / "thumbnail.jpg").read_bytes() == WHOLE


def test_a_later_picture_takes_its_place_and_the_same_is_not_copied_again(folder: Path, kept: Path) -> None:
    early, made = EarlyPoster(folder, kept), folder / "thumbnail.jpg"
    made.write_bytes(WHOLE)
    early.look()
    before = kept.stat().st_ino
    early.look()
    assert kept.stat().st_ino == before
    made.write_bytes(b"\xff\xd8 second \xff\xd9")
    os.utime(made, ns=(1, made.stat().st_mtime_ns + 1))
    early.look()
    assert kept.read_bytes() == b"\xff\xd8 second \xff\xd9"


def test_a_place_that_cannot_be_written_is_no_fault(folder: Path, kept: Path) -> None:
    kept.parent.write_text("a file where the folder should be")
    (folder / "thumbnail.jpg").write_bytes(WHOLE)
    EarlyPoster(folder, kept).look()
