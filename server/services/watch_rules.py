"""The rules of a watched folder as people give them, checked one by one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypedDict

from server.domain.footage import REASONS, Reason
from server.domain.hours import parse_hours
from server.domain.watch import DUPLICATES
from server.errors import UsageError
from server.services.ingest import PresetNames
from server.services.jobs import check_priority
from server.services.walk import whole_path

EDITABLE = tuple(reason for reason in Reason if reason is not Reason.OWN_OUTPUT)


class WatchRules(TypedDict, total=False):
    """What is not given stays as it is, or as the settings say. `settle` in seconds; `hours` like 19:00-07:00, empty:
    always; `also`: reasons for which files are left alone elsewhere, but not here."""

    preset: str | None
    to: str | None
    include: Sequence[str]
    exclude: Sequence[str]
    settle: float | None
    upload: bool
    analysis: bool
    lut: str | None
    priority: int
    subfolders: bool
    hours: str | None
    also: Sequence[str]
    duplicates: str
    paused: bool
    copy_to: Sequence[str]


class RuleBook:
    """`check_upload` raises ConfigError where there is nothing to upload to; `keep_lut` gives the file a LUT is kept
    in, or raises LutError."""

    def __init__(
        self, presets: PresetNames, check_upload: Callable[[], None], keep_lut: Callable[[str], str] = str
    ) -> None:
        self._presets = presets
        self._check_upload = check_upload
        self._checks: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
            "preset": ("preset", self._preset),
            "to": ("to", _target),
            "include": ("include", _globs),
            "exclude": ("exclude", _globs),
            "settle": ("settle_seconds", _seconds),
            "upload": ("upload", self._upload),
            "analysis": ("analysis", bool),
            "lut": ("lut", keep_lut),
            "priority": ("priority", check_priority),
            "subfolders": ("subfolders", bool),
            "hours": ("hours", _hours),
            "also": ("also", _also),
            "duplicates": ("duplicates", _duplicates),
            "paused": ("paused", bool),
            "copy_to": ("copy_to", lambda places: tuple(map(_target, places))),
        }

    def checked(self, rules: WatchRules) -> dict[str, Any]:
        """The fields of a Watch that the rules set. Raises UsageError, PresetError, LutError, ConfigError."""
        given: Mapping[str, Any] = {**rules}
        return {
            field: None if value is None or value == "" else check(value)
            for name, (field, check) in self._checks.items()
            if (value := given.get(name, _NOT_GIVEN)) is not _NOT_GIVEN
        }

    def _preset(self, name: str) -> str:
        self._presets.get(name)
        return name

    def _upload(self, wanted: bool) -> bool:
        if wanted:
            self._check_upload()
        return wanted


_NOT_GIVEN = object()


def left_alone(also: Sequence[str]) -> list[dict[str, Any]]:
    """What the folder leaves alone by name: [{"reason", "sentence", "left_alone"}]."""
    return [
        {"reason": reason.value, "sentence": sentence, "left_alone": reason.value not in also}
        for reason, sentence in REASONS.items()
    ]


def _target(to: str) -> str:
    if os.path.lexists(to) and not Path(to).is_dir():
        raise UsageError(f"This is no folder: {to!r}", "Give a folder with `--to` or `--copy-to`.")
    return whole_path(to)


def _globs(globs: Sequence[str]) -> tuple[str, ...]:
    if any(not glob.strip("/") for glob in globs):
        raise UsageError("An empty pattern fits nothing.", "Give one such as `--include '*.mov'`.")
    return tuple(globs)


def _seconds(settle: float) -> float:
    if not 0 <= settle < float("inf"):
        raise UsageError(f"A settle time of {settle} s cannot be.", "Give seconds, such as `--settle 5`.")
    return float(settle)


def _hours(text: str) -> str:
    try:
        return str(parse_hours(text))
    except ValueError as error:
        raise UsageError(f"Working hours: {error}.", "Give them like `--hours 19:00-07:00`.") from error


def _also(reasons: Sequence[str]) -> tuple[str, ...]:
    known = [reason.value for reason in EDITABLE]
    for reason in reasons:
        if reason not in known:
            raise UsageError(f"Nothing is left alone as {reason!r}.", f"Choose from: {', '.join(known)}.")
    return tuple(sorted(set(reasons)))


def _duplicates(rule: str) -> str:
    if rule not in DUPLICATES:
        raise UsageError(f"Duplicates cannot be treated as {rule!r}.", f"Choose from: {', '.join(DUPLICATES)}.")
    return rule
