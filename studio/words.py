"""Every word the window shows goes through here, so that it can be shown in another language.

`packaging/translations.sh` collects what is given to `tr` and `mark` into resources/translations, but for what stands
within an f-string, which it does not read.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale


def tr(text: str, one: str = "", n: int | None = None) -> str:
    """`text` in the language of the window. With a number `{n}` stands for it: `one` is the English of 1, and other
    languages have as many forms as they need. Other `{names}` are filled in by the caller."""
    if n is None:
        return QCoreApplication.translate("", text) if text else ""
    told = QCoreApplication.translate("", text, one, n)
    if told == text and n == 1:
        told = one
    return told.replace("{n}", number_text(n))


def mark(text: str) -> str:
    """A text of a table, where nothing is said yet: whoever shows it calls `tr` with it."""
    return text


def number_text(number: float, digits: int = 0) -> str:
    """As the language of the window writes it; `digits` after the decimal sign."""
    return QLocale().toString(float(number), "f", digits)
