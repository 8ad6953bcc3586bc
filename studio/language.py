"""The language of the window: the system's, where there is a translation, else English."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication


def speak(app: QApplication, locale: QLocale) -> list[QTranslator]:
    """Installs what there is for `locale`: Qt's own words, then ours. Before anything of the window is built."""
    folders = {
        "qtbase": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
        "studio": str(files("resources") / "translations"),
    }
    spoken = []
    for name, folder in folders.items():
        translator = QTranslator(app)
        if translator.load(locale, name, "_", folder) and app.installTranslator(translator):
            spoken.append(translator)
    return spoken
