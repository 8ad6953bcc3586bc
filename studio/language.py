"""The language of the window: the first that its user reads and we speak, else English."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

_ENGLISH = (QLocale.Language.English, QLocale.Language.C)


def speak(app: QApplication, languages: Sequence[str]) -> list[QTranslator]:
    """Installs our words and Qt's own, and writes numbers as that language does. Before anything of the window is
    built. `languages`: such as de-AT, the best first, as QLocale.uiLanguages() gives them."""
    for locale in map(QLocale, languages):
        if locale.language() in _ENGLISH:
            break  # who reads English before German wants no German
        ours = _loaded(app, locale, "studio", str(files("resources") / "translations"))
        if ours:  # Qt's buttons alone in another language would only confuse
            QLocale.setDefault(locale)
            qt = _loaded(app, locale, "qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
            return [one for one in (*qt, *ours) if app.installTranslator(one)]
    QLocale.setDefault(QLocale(QLocale.Language.English))
    return []


def _loaded(app: QApplication, locale: QLocale, name: str, folder: str) -> list[QTranslator]:
    translator = QTranslator(app)
    return [translator] if translator.load(locale, name, "_", folder) else []
