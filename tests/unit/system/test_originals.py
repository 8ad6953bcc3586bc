"""What is known of other people's files."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from server.errors import RushesError, SourceMissing, SourceUnreadable, VolumeAway
from server.system.originals import READ_ONLY, identity_of


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOENT, SourceMissing),
        (errno.ENOTDIR, SourceMissing),
        (errno.EACCES, SourceUnreadable),
        (errno.EIO, SourceUnreadable),
        (errno.ESTALE, VolumeAway),
        (errno.ENOTCONN, VolumeAway),
        (errno.EHOSTDOWN, VolumeAway),
    ],
)
def test_what_the_system_says_of_the_original(number: int, kind: type[RushesError], monkeypatch: Any) -> None:
    def fails(_path: str) -> os.stat_result:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "stat", fails)
    with pytest.raises(kind):
        identity_of("/card/A001.mov")


def test_a_file_that_was_written_to_is_another(tmp_path: Path) -> None:
    clip = tmp_path / "A.mov"
    clip.write_bytes(b"x")
    before = identity_of(str(clip))
    assert identity_of(str(clip)) == before
    clip.write_bytes(b"yy")
    assert identity_of(str(clip)) != before


def test_no_link_is_followed_and_no_pipe_waited_for(tmp_path: Path) -> None:
    (tmp_path / "clip").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "clip")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="link"):
        os.open(tmp_path / "link", READ_ONLY)
    os.close(os.open(tmp_path / "pipe", READ_ONLY))
