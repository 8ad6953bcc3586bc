"""Writes what somebody asked to keep where they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from studio.dialogs import Dialogs
from studio.words import tr


def save_text(dialogs: Dialogs, say: Callable[[str, str, str], None], title: str, name: str, text: str) -> bool:
    """Whether it was written; what went wrong is said."""
    chosen = dialogs.choose_save(title, name)
    if not chosen:
        return False
    try:
        Path(chosen).write_text(text, encoding="utf-8")
    except OSError as error:
        say("saving", "bad", tr("{file} cannot be written: {why}.").format(file=chosen, why=error.strerror))
        return False
    say("saving", "good", tr("Saved: {file}").format(file=chosen))
    return True
