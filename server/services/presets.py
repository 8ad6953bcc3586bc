"""The presets at hand: those that ship with Rushes, and the user's own, which come first."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from server.domain.preset import Preset, parse_preset
from server.errors import PresetError


class Presets:
    """Reads `*.toml` of each folder; a later folder's preset of the same name takes the earlier one's place."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    @cached_property
    def _read(self) -> tuple[dict[str, Preset], list[PresetError]]:
        good: dict[str, Preset] = {}
        bad: list[PresetError] = []
        for file in (f for folder in self._folders for f in sorted(folder.glob("*.toml"))):
            try:
                good[file.stem] = read_preset(file)
            except PresetError as error:
                bad.append(error)
        return good, bad

    def all(self) -> list[Preset]:
        return list(self._read[0].values())

    @property
    def refused(self) -> list[PresetError]:
        """Files that cannot be used, each with file, key and reason."""
        return self._read[1]

    def get(self, name: str) -> Preset:
        """Raises PresetError: unknown, or the file of that name cannot be used."""
        found = self._read[0].get(name)
        if found is not None:
            return found
        refused = next((e for e in self.refused if f"{name}.toml" in e.message), None)
        if refused is not None:
            raise refused
        raise PresetError(f"There is no preset {name!r}; there are {', '.join(self._read[0])}.")


def read_preset(file: Path) -> Preset:
    """Raises PresetError naming file, key and reason."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PresetError(f"Preset {file}: {error}.", "Mend or remove the file.") from error
    return parse_preset(data, file.stem, str(file))
