"""What a folder is called after it was moved, wherever its name stands."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from server.domain.naming import display_text


@dataclass(frozen=True)
class Relocation:
    """From one absolute folder to another."""

    old: str
    new: str

    def path(self, path: str) -> str:
        """Where it is now; one that lies elsewhere stays."""
        return self.new + path[len(self.old) :] if self.holds(path) else path

    def holds(self, path: str) -> bool:
        return path == self.old or path.startswith(self.old.rstrip(os.sep) + os.sep)

    def value(self, value: Any) -> Any:
        """JSON of any depth: paths exact, as people see them, and as hexadecimal bytes."""
        if isinstance(value, Mapping):
            return {key: self.value(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.value(inner) for inner in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        for old, new, separator in self._forms:
            if text == old or text.startswith(old + separator):
                return new + text[len(old) :]
        return text

    @cached_property
    def _forms(self) -> tuple[tuple[str, str, str], ...]:
        hexed = tuple(os.fsencode(path).hex() for path in (self.old, self.new, os.sep))
        shown = display_text(self.old), display_text(self.new), os.sep
        return (self.old, self.new, os.sep), shown, (hexed[0], hexed[1], hexed[2])
