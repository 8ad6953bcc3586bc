"""Answers the window's questions instead of a person."""

from __future__ import annotations


class FakeDialogs:
    """`files`, `folder`: what is chosen. `told`: (title, text) of what was shown."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self.folder = ""
        self.saved_to = ""
        self.told: list[tuple[str, str]] = []

    def choose_files(self) -> list[str]:
        return self.files

    def choose_folder(self, title: str) -> str:
        return self.folder

    def choose_save(self, title: str, name: str) -> str:
        return self.saved_to

    def tell(self, title: str, text: str) -> None:
        self.told.append((title, text))
