"""Answers may come when the widget they are for is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid


def while_alive(owner: QObject, slot: Callable[..., object]) -> Callable[..., None]:
    """`slot`, called only as long as Qt has not deleted `owner`."""

    def called(*arguments: Any) -> None:
        if isValid(owner):
            slot(*arguments)

    return called
