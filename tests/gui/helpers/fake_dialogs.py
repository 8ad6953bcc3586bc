"""Answers the window's questions instead of a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from studio.views.first_steps import FirstSteps


class FakeDialogs:
    """`files`, `folder`: what is chosen. `told`: (title, text) of what was shown."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self.folder = ""
        self.saved_to = ""
        self.told: list[tuple[str, str]] = []
        self.quit_answer = ""
        self.server: tuple[str, str] | None = None
        self.steps: FirstSteps | None = None

    def choose_files(self) -> list[str]:
        return self.files

    def choose_folder(self, title: str) -> str:
        return self.folder

    def choose_save(self, title: str, name: str) -> str:
        return self.saved_to

    def ask_quit(self, running: int, going_on: int) -> str:
        return self.quit_answer

    def ask_server(self, address: str) -> tuple[str, str] | None:
        return self.server

    def first_steps(self, presets: Sequence[Mapping[str, Any]], preset: str) -> FirstSteps | None:
        return self.steps

    def tell(self, title: str, text: str) -> None:
        self.told.append((title, text))
