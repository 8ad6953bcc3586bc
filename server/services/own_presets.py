"""The user's own presets: kept in the home, one TOML file each, beside the LUTs they use."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from server.domain.preset import Preset, parse_preset
from server.errors import HomeUnusable, PresetError
from server.services.presets import Presets
from server.system.files import write_whole

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,47}")
_WORDS = re.compile(r"[\w-]+", re.ASCII)
MOST_OWN = 200


class OwnPresets:
    """Writes presets; those that ship with Rushes stay as they are. Names are checked, not taken as paths."""

    def __init__(self, presets: Presets, folder: Path) -> None:
        self._presets = presets
        self._folder = folder

    def owns(self, name: str) -> bool:
        return self._file(name).is_file()

    def check(self, name: str, table: Mapping[str, Any]) -> Preset:
        """The preset it would be. Raises PresetError with the key that is wrong, and why."""
        if self._presets.ships(name):
            raise _wrong("name", f"{name} comes with Rushes and stays as it is: give yours another name")
        return self.draft(name, table)

    def draft(self, name: str, table: Mapping[str, Any]) -> Preset:
        """To look at, never to keep: of any name that could be one. Raises PresetError."""
        if not _NAME.fullmatch(name):
            raise _wrong("name", "small letters, digits and hyphens, at most 48 of them")
        for key, value in table.items():
            _check_text(key, value)
        preset = parse_preset(table, name, str(self._file(name)))
        if preset.lut is not None and not Path(preset.lut).is_file():
            raise _wrong("lut", f"there is no LUT {Path(preset.lut).name}: add it first")
        return preset

    def save(self, name: str, table: Mapping[str, Any]) -> Preset:
        """In place of the own preset of that name. Raises PresetError, HomeUnusable."""
        preset = self.check(name, table)
        if not self.owns(name) and len(list(self._folder.glob("*.toml"))) >= MOST_OWN:
            raise _wrong("name", f"there are {MOST_OWN} presets already: remove some first")
        try:
            write_whole(self._file(name), write_toml(table).encode())
        except OSError as error:
            raise HomeUnusable(f"The preset cannot be written: {error.strerror}.") from error
        return preset

    def remove(self, name: str) -> None:
        """Raises PresetError. Jobs that name it say so when they begin."""
        if not _NAME.fullmatch(name) or not self.owns(name):
            raise PresetError(f"There is no preset of yours called {name!r}.", "Only your own can be removed.")
        self._file(name).unlink()

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.toml"


def write_toml(table: Mapping[str, Any]) -> str:
    """One line a key; texts, numbers and lists of texts, as `OwnPresets.check` lets them through."""
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in table.items())


def _check_text(key: str, value: Any) -> None:
    """What TOML cannot hold as JSON writes it, or what nobody types."""
    if not _WORDS.fullmatch(key):
        raise _wrong(key[:40], "unknown key")
    texts: Sequence[Any] = value if isinstance(value, list) else [value]
    if any(isinstance(text, str) and not (text.isprintable() and len(text) <= 200) for text in texts):
        raise _wrong(key, "a line of at most 200 characters is needed")
    if any(isinstance(text, bool) or not isinstance(text, str | int | float) for text in texts):
        raise _wrong(key, "a text, a number or a list of texts is needed")


def _wrong(key: str, why: str) -> PresetError:
    return PresetError(f"Preset: `{key}`: {why}.", "Change it and save again.", key=key, why=why)
