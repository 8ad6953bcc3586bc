"""Moves that never overwrite, whatever the file system can do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from server.system import files
from server.system.files import find_obstacle, make_folder, rename_without_replacing, sync_file, sync_folder


@pytest.fixture(params=["atomic", "hard link", "placeholder"])
def file_system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each way to take a name; the two fallbacks are for file systems that lack what comes before."""

    def lacking(*_arguments: str, **_options: object) -> None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    if request.param != "atomic":
        monkeypatch.setattr(files, "_rename_exclusive", lacking)
    if request.param == "placeholder":
        monkeypatch.setattr(os, "link", lacking)
    return str(request.param)


@pytest.mark.usefixtures("file_system")
def test_a_free_name_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("ours")
    rename_without_replacing(str(tmp_path / "a"), str(tmp_path / "b"))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"b": "ours"}


@pytest.mark.usefixtures("file_system")
@pytest.mark.parametrize("content", ["theirs", ""])
def test_a_taken_name_is_left_alone(content: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("ours")
    (tmp_path / "b").write_text(content)
    with pytest.raises(FileExistsError):
        rename_without_replacing(str(tmp_path / "a"), str(tmp_path / "b"))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "ours", "b": content}


@pytest.mark.usefixtures("file_system")
def test_a_dangling_link_holds_its_name_too(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("ours")
    (tmp_path / "b").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        rename_without_replacing(str(tmp_path / "a"), str(tmp_path / "b"))
    assert not (tmp_path / "nowhere").exists()
    assert (tmp_path / "a").read_text() == "ours"


@pytest.mark.usefixtures("file_system")
def test_a_missing_source_is_an_error_and_leaves_no_name_behind(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        rename_without_replacing(str(tmp_path / "a"), str(tmp_path / "b"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("file_system")
@pytest.mark.skipif(os.name != "posix", reason="names of bytes")
def test_names_of_any_bytes(tmp_path: Path) -> None:
    first, second = (os.fsdecode(os.fsencode(tmp_path) + name) for name in (b"/a\xff\n", b"/b\xfe%03d"))
    Path(first).write_text("ours")
    rename_without_replacing(first, second)
    assert Path(second).read_text() == "ours"


def test_sync(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("ours")
    sync_file(str(tmp_path / "a"))
    assert sync_folder(str(tmp_path)) is (os.name == "posix")
    assert sync_folder(str(tmp_path / "none")) is False
    with pytest.raises(FileNotFoundError):
        sync_file(str(tmp_path / "none"))


def test_a_folder_is_made_where_it_can_be(tmp_path: Path) -> None:
    assert find_obstacle(str(tmp_path / "a" / "b")) is None
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    obstacle = find_obstacle(str(tmp_path / "file" / "below"))
    assert obstacle is not None
    assert obstacle.errno == errno.ENOTDIR


def test_new_folders_are_made_with_those_above(tmp_path: Path) -> None:
    for _ in range(2):
        make_folder(str(tmp_path / "a" / "b" / "c"))
        assert (tmp_path / "a" / "b" / "c").is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        make_folder(str(tmp_path / "file" / "a"))
