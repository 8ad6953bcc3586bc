"""A clip, a folder or an unfinished proxy that is taken away is what the job says, whatever stumbled over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from server.errors import EncodeError, OutputGone, SourceMissing
from server.worker.attempt import Attempt
from server.worker.losses import explaining_losses


@pytest.fixture
def attempt(tmp_path: Path) -> Attempt:
    clip, unfinished = tmp_path / "A.mov", tmp_path / "Proxy" / ".rushes-1.partial"
    unfinished.parent.mkdir()
    for file in (clip, unfinished):
        file.write_bytes(b"film")
    job = SimpleNamespace(source=str(clip))
    return cast("Attempt", SimpleNamespace(job=job, temporary=str(unfinished), result={"encoder": "libx264"}))


def _all(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


@pytest.mark.parametrize("stumble", [EncodeError("FFmpeg failed."), FileNotFoundError(2, "No such file")])
@pytest.mark.parametrize(
    ("deed", "kind", "word"),
    [
        (lambda folder: (folder / "A.mov").unlink(), SourceMissing, "A.mov was removed"),
        (lambda folder: shutil.rmtree(folder / "Proxy"), OutputGone, "The folder"),
        (lambda folder: (folder / "Proxy" / ".rushes-1.partial").unlink(), OutputGone, "The unfinished proxy in"),
        (_all, SourceMissing, "A.mov was removed"),
    ],
)
def test_what_is_gone_is_said(
    attempt: Attempt, tmp_path: Path, deed: Callable[[Path], Any], kind: type[Exception], word: str, stumble: Exception
) -> None:
    deed(tmp_path)
    with pytest.raises(kind, match=word), explaining_losses(attempt):
        raise stumble


def test_where_all_is_there_the_error_stays(attempt: Attempt) -> None:
    with pytest.raises(EncodeError, match="FFmpeg failed"), explaining_losses(attempt):
        raise EncodeError("FFmpeg failed.")


def test_an_encode_that_failed_before_it_wrote_lost_nothing(attempt: Attempt) -> None:
    attempt.result.clear()
    Path(attempt.temporary or "").unlink()
    with pytest.raises(EncodeError, match="FFmpeg failed"), explaining_losses(attempt):
        raise EncodeError("FFmpeg failed.")


def test_a_folder_that_went_is_tried_again() -> None:
    assert OutputGone("gone").transient
