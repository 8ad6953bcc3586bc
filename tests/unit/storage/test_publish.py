"""How a proxy gets its name: whole, durable, and never in the place of another file."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from server.errors import DiskFull, OutputExists, OutputUnwritable
from server.storage import publish as module
from server.storage.publish import choose_target, describe, is_same_file, output_error, publish, set_aside


def test_publish(tmp_path: Path) -> None:
    (tmp_path / "t.partial").write_bytes(b"proxy")
    assert publish(str(tmp_path / "t.partial"), str(tmp_path / "a.mov")) is (os.name == "posix")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.mov": b"proxy"}


def test_a_name_that_is_taken_is_refused_and_both_files_stay(tmp_path: Path) -> None:
    (tmp_path / "t.partial").write_bytes(b"proxy")
    (tmp_path / "a.mov").write_bytes(b"theirs")
    with pytest.raises(OutputExists) as caught:
        publish(str(tmp_path / "t.partial"), str(tmp_path / "a.mov"))
    assert "a.mov" in caught.value.message
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"t.partial": b"proxy", "a.mov": b"theirs"}


def test_the_data_is_on_the_disk_before_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(module, "sync_file", lambda _path: order.append("file"))
    monkeypatch.setattr(module, "rename_without_replacing", lambda _a, _b: order.append("name"))
    monkeypatch.setattr(module, "sync_folder", lambda _path: order.append("folder"))
    publish(str(tmp_path / "t"), str(tmp_path / "a"))
    assert order == ["file", "name", "folder"]


def test_nothing_is_named_whose_data_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: str) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(module, "sync_file", full)
    (tmp_path / "t").touch()
    with pytest.raises(DiskFull):
        publish(str(tmp_path / "t"), str(tmp_path / "a"))
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("number", "error"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EROFS, OutputUnwritable),
                          (errno.EACCES, OutputUnwritable), (errno.EIO, OutputUnwritable)],
)  # fmt: skip
def test_failed_writes_are_told_apart(number: int, error: type[Exception]) -> None:
    assert type(output_error(OSError(number, os.strerror(number)), "/card/Proxy/a.mov")) is error


def test_ours_is_known_again_by_size_and_time_through_a_rename(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"proxy")
    known = describe(str(tmp_path / "a"))
    assert known["sha256"] == hashlib.sha256(b"proxy").hexdigest()
    (tmp_path / "a").rename(tmp_path / "b")
    assert is_same_file(str(tmp_path / "b"), known)
    (tmp_path / "b").write_bytes(b"PROXY")
    os.utime(tmp_path / "b", ns=(1, 1))
    assert not is_same_file(str(tmp_path / "b"), known)
    assert not is_same_file(str(tmp_path / "none"), known)
    assert not is_same_file(str(tmp_path / "b"), {})


def test_an_earlier_proxy_is_set_aside_and_never_over_another(tmp_path: Path) -> None:
    proxy = tmp_path / "Proxy" / "a.mov"
    proxy.parent.mkdir()
    proxy.write_bytes(b"first")
    aside = Path(set_aside(str(proxy), "job1"))
    assert aside == tmp_path / "Proxy" / ".superseded" / "job1" / "a.mov"
    assert aside.read_bytes() == b"first"
    proxy.write_bytes(b"second")
    with pytest.raises(OutputUnwritable):
        set_aside(str(proxy), "job1")
    assert (proxy.read_bytes(), aside.read_bytes()) == (b"second", b"first")


def test_the_wanted_place_then_the_fallback_then_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    blocked, free = str(tmp_path / "file" / "Proxy" / "a.mov"), str(tmp_path / "spare" / "a.mov")
    assert choose_target(free, None) == free
    assert choose_target(blocked, free) == free
    with pytest.raises(OutputUnwritable, match="cannot be written: Not a directory"):
        choose_target(blocked, None)


def test_a_full_disk_is_waited_for_not_fled_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    monkeypatch.setattr("server.storage.publish.find_obstacle", lambda folder: full if "Proxy" in folder else None)
    with pytest.raises(DiskFull):
        choose_target("/card/Proxy/a.mov", str(tmp_path / "a.mov"))


def test_a_disk_that_fails_to_confirm_is_told_from_one_that_may_not_be_written() -> None:
    failed = output_error(OSError(errno.EIO, "Input/output error"), "/Proxy/A.mov")
    assert (failed.code, failed.transient) == ("sync_failed", False)
    assert output_error(OSError(errno.EACCES, "Permission denied"), "/Proxy/A.mov").code == "output_unwritable"
