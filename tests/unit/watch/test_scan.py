"""What is in a folder, without opening or following anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from server.watch.scan import Eyes, count_folders

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX files")


@pytest.fixture
def card(tmp_path: Path) -> Path:
    for name in ("b/A.mov", "a/deep/B.mov", "C.mov"):
        path = tmp_path / "card" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"film")
    return tmp_path / "card"


def names(card: Path, folder: Path, *, deep: bool) -> list[str]:
    return [str(Path(entry.path).relative_to(card)) for entry in Eyes().scan(str(folder), deep=deep)]


def test_a_scan_finds_the_files_in_order(card: Path) -> None:
    assert names(card, card, deep=False) == ["C.mov"]
    assert names(card, card, deep=True) == ["C.mov", "a/deep/B.mov", "b/A.mov"]
    assert names(card, card / "gone", deep=True) == []
    assert count_folders(str(card), 100) == 4


def test_an_entry_says_what_a_look_says(card: Path) -> None:
    (entry,) = Eyes().scan(str(card), deep=False)
    facts = (card / "C.mov").stat()
    assert entry.look == Eyes().look(entry.path)
    assert (entry.look.inode, entry.look.size, entry.look.mtime_ns) == (facts.st_ino, 4, facts.st_mtime_ns)
    assert entry.odd is None


@posix
def test_what_is_no_regular_file_is_named_and_not_followed(card: Path) -> None:
    (card / "loop").symlink_to(card)
    (card / "out.mov").symlink_to("/etc/passwd")
    os.mkfifo(card / "pipe.mov")
    odd = {Path(entry.path).name: entry.odd[0] for entry in Eyes().scan(str(card), deep=True) if entry.odd}
    assert odd == {"loop": "link", "out.mov": "link", "pipe.mov": "not_media"}
    assert Eyes().look(str(card / "pipe.mov")) is None
    assert Eyes().ask(str(card / "pipe.mov"), about_writers=False).complete is None  # and it does not hang


@posix
def test_any_bytes_may_be_a_name(card: Path) -> None:
    name = os.fsdecode(b"A\xff\n'.mov")
    (card / name).write_bytes(b"film")
    assert name in names(card, card, deep=False)


@pytest.mark.skipif(not hasattr(os, "SEEK_HOLE"), reason="the system does not tell of holes")
def test_a_film_with_a_part_that_was_never_written_is_not_known_to_be_whole(card: Path) -> None:
    head = (16).to_bytes(4, "big") + b"moov" + bytes(8) + (2_000_000).to_bytes(4, "big") + b"mdat"
    film = card / "P.mov"
    film.write_bytes(head.ljust(2_000_016, b"x"))
    assert Eyes().ask(str(film), about_writers=False).complete is True
    film.write_bytes(head)
    os.truncate(film, 2_000_016)
    assert Eyes().ask(str(film), about_writers=False).complete is None


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_rights_is_named(card: Path) -> None:
    (card / "a").chmod(0)
    odd = [entry.odd for entry in Eyes().scan(str(card), deep=True) if entry.odd]
    (card / "a").chmod(0o755)
    assert [code for code, _ in odd] == ["no_access"]


def test_a_folder_that_is_gone_has_no_identity(card: Path) -> None:
    assert Eyes().identity(str(card)) == Eyes().identity(str(card / "a" / ".."))
    assert Eyes().identity(str(card / "gone")) is None
    assert Eyes().identity(str(card / "C.mov")) is None
    assert not Eyes().is_network(str(card))
