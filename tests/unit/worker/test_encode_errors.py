"""Every bad end of FFmpeg has its own clear error."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from server.errors import (
    DiskFull,
    EncodeCrashed,
    EncodeError,
    Interrupted,
    RushesError,
    SourceDamaged,
    SourceMissing,
    SourceTooLarge,
    UnsupportedCodec,
)
from server.media.ffmpeg import Outcome
from server.worker.steps.encode import failure_of

ENDS: list[tuple[Outcome, type[RushesError], bool]] = [
    (Outcome(228, log=["[out#0/mov] [error] No space left on device"]), DiskFull, True),
    (Outcome(122, log=["[error] Disk quota exceeded"]), DiskFull, True),
    (Outcome(1, log=["[error] Picture size 15000x15000 exceeds specified max pixel count 1"]), SourceTooLarge, False),
    (Outcome(1, log=["[fatal] Decoding requested, but no decoder found for: none"]), UnsupportedCodec, False),
    (Outcome(244, log=["[error] Cannot allocate memory"]), EncodeCrashed, True),
    (Outcome(1, 3, ["[h264] [error] bad"], "[h264 @ 0x1] [error] bad"), SourceDamaged, False),
    (Outcome(1, log=["something odd"]), EncodeError, False),
    (Outcome(1), EncodeError, False),
    (Outcome(-signal.SIGSEGV), EncodeCrashed, True),
    (Outcome(-signal.SIGABRT), EncodeCrashed, True),
    (Outcome(-signal.SIGKILL), Interrupted, True),
    (Outcome(-signal.SIGTERM), Interrupted, True),
    (Outcome(255), Interrupted, True),  # it caught SIGTERM or SIGINT
    (Outcome(255, log=["[error] out.mov: Operation not permitted."]), EncodeError, False),
]


@pytest.mark.parametrize(("outcome", "kind", "transient"), ENDS)
def test_each_end_has_its_error(outcome: Outcome, kind: type[RushesError], transient: bool, tmp_path: Path) -> None:
    clip = tmp_path / "A001.mov"
    clip.touch()
    error = failure_of(outcome, str(clip))
    assert type(error) is kind
    assert error.transient is transient
    assert error.message.endswith((".", "odd", "status 1"))
    assert error.hint


def test_a_clip_that_went_away_is_missing_whatever_ffmpeg_says(tmp_path: Path) -> None:
    error = failure_of(Outcome(1, 1, ["[error] x"], "[error] x"), str(tmp_path / "A001.mov"))
    assert isinstance(error, SourceMissing)


def test_a_name_that_is_no_text_can_be_said(tmp_path: Path) -> None:
    assert "\ufffd" in failure_of(Outcome(1), str(tmp_path / "a\udcff.mov")).message
