"""An FFmpeg that cannot be used is refused in words that say why."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from server.errors import FfmpegMissing
from server.media import locate
from server.media.locate import find_ffmpeg

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("exit 3", "ended with exit status 3"),
        ("kill -SEGV $$", "ended with signal 11"),
        ("echo hello", "does not say which FFmpeg it is"),
        ("echo ffmpeg version 4.0.2", "too old to be safe"),
        ("exec sleep 60", "did not answer within"),
    ],
)
def test_what_is_no_ffmpeg(tmp_path: Path, script: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locate, "ASK_SECONDS", 2)
    program = tmp_path / "ffmpeg"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    with pytest.raises(FfmpegMissing, match=words):
        find_ffmpeg(str(program))


def test_what_is_not_there_or_no_program(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "none", "No such file"), (tmp_path, "Permission denied")):
        with pytest.raises(FfmpegMissing, match=words):
            find_ffmpeg(str(path))
