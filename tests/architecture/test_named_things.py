"""What our texts tell people to do can be done: every command, option and setting they name exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import click
import pytest

from server.cli.main import COMMANDS, rushes
from server.config import Settings

REPOSITORY = Path(__file__).resolve().parents[2]
COMMAND = re.compile(r"`rushes ([a-z-][^`]*)`")
OPTION = re.compile(r"`(--[a-z-]+)[^`]*`")
SETTING = re.compile(r"`\[([a-z0-9]+)\] ([a-z_]+)|`([a-z_]+)` under `?\[([a-z0-9]+)\]")
# "watch pause|resume DIR": any of these.
CHOICE = re.compile(r"[a-z]+(\|[a-z]+)*")


def texts() -> Iterator[tuple[str, str]]:
    """(file, text) of all that people read: documents, what the program says, and the pages."""
    for file in (REPOSITORY / "README.md", REPOSITORY / "CHANGELOG.md", *(REPOSITORY / "resources").rglob("*.js")):
        yield file.name, file.read_text(encoding="utf-8").replace("\\`", "`")
    for file in sorted((REPOSITORY / "server").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield (
                    file.name,
                    "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values),
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield file.name, node.value


TEXTS = [(name, " ".join(text.split())) for name, text in texts()]


def options_of(command: click.Command) -> set[str]:
    return {option for param in command.params for option in (*param.opts, *param.secondary_opts)}


def commands_of(words: list[str]) -> list[click.Command]:
    """Those that the words name; KeyError where one is not there."""
    found = [_command(name) for name in words[0].split("|")]
    if isinstance(found[0], click.Group) and len(words) > 1 and CHOICE.fullmatch(words[1]):
        return [found[0].commands[name] for name in words[1].split("|")]
    return found


def _command(name: str) -> click.Command:
    if name not in COMMANDS:
        raise KeyError(name)
    command = rushes.get_command(click.Context(rushes), name)
    assert command is not None
    return command


ALL_OPTIONS = {"--help", "--version"} | {
    option
    for name in COMMANDS
    for command in (_command(name), *getattr(_command(name), "commands", {}).values())
    for option in options_of(command)
}


def wrong_with(line: str) -> str | None:
    words = line.split()
    if words[0].startswith("-"):
        return None if words[0] in ALL_OPTIONS else f"no option {words[0]}"
    try:
        commands = commands_of(words)
    except KeyError as missing:
        return f"no command {missing}"
    asked = {word.rstrip("…") for word in words if word.startswith("--")} - {"--help"}
    unknown = [option for option in asked if not all(option in options_of(command) for command in commands)]
    return f"no option {unknown[0]}" if unknown else None


def test_every_command_that_is_named_exists() -> None:
    named = [(name, line) for name, text in TEXTS for line in COMMAND.findall(text)]
    assert len(named) > 150
    assert [(name, line, fault) for name, line in named if (fault := wrong_with(line))] == []


def test_every_option_that_is_named_exists() -> None:
    other = {"--seed", "--kills"}  # of the campaigns of tests that the README tells of
    named = {(name, option) for name, text in TEXTS for option in OPTION.findall(text)}
    assert [one for one in sorted(named) if one[1] not in ALL_OPTIONS | other] == []


def test_every_setting_that_is_named_exists() -> None:
    known = {section.name: getattr(Settings(), section.name) for section in fields(Settings)}
    found = [(name, match) for name, text in TEXTS for match in SETTING.finditer(text)]
    named = [(name, match[1] or match[4], match[2] or match[3]) for name, match in found]
    assert len(named) > 20
    wrong = [one for one in named if one[1] not in known or not hasattr(known[one[1]], one[2])]
    assert wrong == []
    assert all(is_dataclass(section) for section in known.values())


@pytest.mark.parametrize("line", ["sync", "watch nope DIR", "ingest --nope", "--nope", "cancel|nope ID"])
def test_what_is_not_there_is_seen(line: str) -> None:
    assert wrong_with(line)
