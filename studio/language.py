"""The language of the window: the system's, where there is a translation, else English."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication


def speak(app: QApplication, locale: QLocale) -> list[QTranslator]:
    """Installs our words for `locale`, and Qt's own beside them. Before anything of the window is built."""
    ours = _loaded(app, locale, "studio", str(files("resources") / "translations"))
    if not ours:
        return []  # Qt's buttons alone in another language would only confuse
    qt = _loaded(app, locale, "qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return [one for one in (*qt, *ours) if app.installTranslator(one)]


def _loaded(app: QApplication, locale: QLocale, name: str, folder: str) -> list[QTranslator]:
    translator = QTranslator(app)
    return [translator] if translator.load(locale, name, "_", folder) else []
