"""Does anyone have a file open for writing?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from server.system.lease import is_written

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can say")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "A001.mov"
    path.write_bytes(b"picture")
    if is_written(str(path)) is None:
        pytest.skip("this file system knows no leases")
    return path


def test_a_closed_file_is_written_by_nobody(clip: Path) -> None:
    assert is_written(str(clip)) is False


def test_readers_do_not_count(clip: Path) -> None:
    with clip.open("rb"):
        assert is_written(str(clip)) is False


def test_a_writer_is_seen_also_in_another_process(clip: Path) -> None:
    code = "import sys; f = open(sys.argv[1], 'ab'); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(clip)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        assert is_written(str(clip)) is True
        writer.communicate()
    assert is_written(str(clip)) is False


def test_a_writer_that_comes_later_is_not_held_up_and_ends_nobody(clip: Path) -> None:
    for _ in range(200):
        assert is_written(str(clip)) is False
        with clip.open("ab") as file:
            file.write(b"more")


@pytest.mark.parametrize("name", ["gone.mov", "pipe", "link"])
def test_of_anything_else_nothing_is_known(clip: Path, name: str) -> None:
    os.mkfifo(clip.parent / "pipe")
    (clip.parent / "link").symlink_to(clip)
    assert is_written(str(clip.parent / name)) in (None, False)
