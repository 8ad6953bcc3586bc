"""What somebody took away under an attempt: its clip, the folder of the proxy, or the proxy that was begun."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.domain.naming import display_text
from server.errors import EncodeError, OutputError, OutputGone, RushesError, SourceError, SourceMissing
from server.worker.attempt import Attempt


@contextmanager
def explaining_losses(attempt: Attempt) -> Iterator[None]:
    """Whatever a step stumbled over then, it says what is gone. Raises SourceMissing, OutputGone."""
    try:
        yield
    except (OSError, SourceError, OutputError, EncodeError) as error:
        lost = _lost(attempt)
        if lost is None:
            raise
        raise lost from error


def removed(unfinished: str) -> OutputGone:
    """Why the proxy that was begun is not there."""
    folder = Path(unfinished).parent
    what = "The unfinished proxy in" if folder.is_dir() else "The folder"
    return OutputGone(f"{what} {display_text(str(folder))} was removed or renamed while the proxy was made.")


def _lost(attempt: Attempt) -> RushesError | None:
    if not os.path.lexists(attempt.job.source):
        return SourceMissing(f"{display_text(attempt.job.source)} was removed or renamed while it was read.")
    unfinished = attempt.temporary
    if unfinished is None or os.path.lexists(unfinished):
        return None
    encoded = "encoder" in attempt.result
    return removed(unfinished) if encoded or not Path(unfinished).parent.is_dir() else None
