"""A language for tests: every text is marked and longer by two fifths, as German or Finnish may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

OPEN, CLOSE = "[", "]"
LONGER = 0.4
_PADDING = "über lang "  # breaks between words, as real texts do


def pseudo(text: str) -> str:
    padding = _PADDING * ceil(len(text) * LONGER / len(_PADDING))
    return f"{OPEN}{text} {padding[: ceil(len(text) * LONGER)].strip()}{CLOSE}"


class PseudoTranslator(QTranslator):
    """Knows every text."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, comment: str = "", n: int = -1) -> str:
        return pseudo(text)


@contextmanager
def speaking_pseudo(app: QApplication) -> Iterator[None]:
    translator = PseudoTranslator(app)
    assert app.installTranslator(translator)
    try:
        yield
    finally:
        app.removeTranslator(translator)


def untranslated(text: str) -> str:
    """What is left of a shown text without the parts that were translated. They may hold one another."""
    inner = re.compile(r"\[[^\[\]]*\]")
    while inner.search(text):
        text = inner.sub("", text)
    return text
