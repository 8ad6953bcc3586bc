"""Where the home folder cannot be used: another one, for this time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from studio.settings import find_home
from studio.words import tr

Ask = Callable[[str], str]
_NOBODY_THERE = ("offscreen", "minimal")


def usable_home(option: str | None, environ: Mapping[str, str], ask: Ask | None = None) -> Path | None:
    """The home as the server finds it; another one as long as none can be used; None: thought better of it. `ask` gets
    a sentence and gives a folder, empty for none."""
    wanted = option
    while True:
        try:
            return find_home(wanted, environ)
        except OSError as error:
            wanted = (ask or ask_for_home)(why_not(error))
            if not wanted:
                return None


def why_not(error: OSError) -> str:
    words = tr("Rushes keeps its jobs and settings in a folder, but cannot use {folder}: {why}.")
    return words.format(folder=error.filename, why=error.strerror)


def ask_for_home(sentence: str) -> str:
    """A question of its own: there is no window yet. The sentence goes to the terminal too."""
    print(f"rushes-studio: {sentence}", file=sys.stderr)
    app = QApplication.instance() or QApplication(["rushes-studio"])
    return "" if app.platformName() in _NOBODY_THERE else home_question(sentence)


def home_question(sentence: str) -> str:
    box = QMessageBox()
    box.setWindowTitle("Rushes")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    box.setInformativeText(tr("Choose a folder on a disk of this machine, or mend the rights of that one."))
    other = box.addButton(tr("Choose another folder…"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("Quit"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    if box.clickedButton() is not other:
        return ""
    return QFileDialog.getExistingDirectory(None, tr("Home of Rushes"))
