"""The presets at hand: those that ship with Rushes, and the user's own, which come first."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from server.domain.preset import Preset, parse_preset
from server.errors import PresetError

_Marks: TypeAlias = tuple[tuple[str, int, int], ...]
_Shelf: TypeAlias = tuple[dict[str, Preset], list[PresetError]]


class Presets:
    """Reads `*.toml` of each folder; a later folder's preset of the same name takes the earlier one's place."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._seen: tuple[_Marks, _Shelf] | None = None

    def _read(self) -> _Shelf:
        """What is there now: a file that comes, goes or changes counts at once, also in a server that runs on."""
        files = [file for folder in self._folders for file in sorted(folder.glob("*.toml"))]
        marks = tuple(_mark(file) for file in files)
        seen = self._seen
        if seen is None or seen[0] != marks:
            seen = self._seen = marks, _read_all(files)
        return seen[1]

    def all(self) -> list[Preset]:
        return list(self._read()[0].values())

    def ships(self, name: str) -> bool:
        """Whether one of that name comes with Rushes."""
        return (self._folders[0] / f"{name}.toml").is_file()

    @property
    def refused(self) -> list[PresetError]:
        """Files that cannot be used, each with file, key and reason."""
        return self._read()[1]

    def get(self, name: str) -> Preset:
        """Raises PresetError: unknown, or the file of that name cannot be used."""
        good, bad = self._read()
        found = good.get(name)
        if found is not None:
            return found
        refused = next((e for e in bad if f"{name}.toml" in e.message), None)
        if refused is not None:
            raise refused
        raise PresetError(f"There is no preset {name!r}; there are {', '.join(good)}.")


def _mark(file: Path) -> tuple[str, int, int]:
    try:
        facts = file.stat()
    except OSError:
        return str(file), 0, 0
    return str(file), facts.st_mtime_ns, facts.st_size


def _read_all(files: Sequence[Path]) -> _Shelf:
    good: dict[str, Preset] = {}
    bad: list[PresetError] = []
    for file in files:
        try:
            good[file.stem] = read_preset(file)
        except PresetError as error:
            bad.append(error)
    return good, bad


def read_preset(file: Path) -> Preset:
    """Raises PresetError naming file, key and reason."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PresetError(f"Preset {file}: {error}.", "Mend or remove the file.") from error
    return parse_preset(data, file.stem, str(file))
