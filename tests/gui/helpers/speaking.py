"""A real translation, for tests to look at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from studio.language import speak

TRANSLATIONS = Path(__file__).resolve().parents[3] / "resources" / "translations"
LANGUAGES = sorted(file.stem.removeprefix("studio_") for file in TRANSLATIONS.glob("*.qm"))


@contextmanager
def speaking(app: QApplication, language: str) -> Iterator[None]:
    before, translators = QLocale(), speak(app, [language])
    assert translators, f"nobody translated the window into {language}"
    try:
        yield
    finally:
        QLocale.setDefault(before)
        for translator in translators:
            app.removeTranslator(translator)
