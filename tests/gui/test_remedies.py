"""What the window says is to be done names its own buttons, not commands."""

from __future__ import annotations

import inspect
import re

import pytest

from server import errors
from studio.remedies import failure_hint, refusal_hint, remedy_of

COMMANDS = re.compile(r"`|--[a-z]|config\.toml|RUSHES_|\brushes ")
ALL = [one for _name, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, errors.RushesError)]


@pytest.mark.parametrize("error", ALL, ids=lambda error: error.code)
def test_no_hint_is_for_a_command_line(error: type[errors.RushesError]) -> None:
    for told in (failure_hint, refusal_hint):
        assert not COMMANDS.search(told(error.code, error.default_hint))


@pytest.mark.parametrize("error", ALL, ids=lambda error: error.code)
def test_a_failure_is_never_without_a_way_on(error: type[errors.RushesError]) -> None:
    assert remedy_of(error.code).deeds


def test_a_hint_for_everybody_stays() -> None:
    hint = "Connect the disk, card or share again; the job goes on by itself."
    assert failure_hint("volume_away", hint) == refusal_hint("volume_away", hint) == hint


def test_a_command_in_a_hint_of_its_own_is_not_shown() -> None:
    assert refusal_hint("usage", "Give a folder with `--to`.") == ""
    assert refusal_hint("unknown_id", "`rushes watch list` lists them.") == "It may have been removed meanwhile."
