"""What every command has in common: --json, errors as sentences or as one document, exit codes, a quick --help."""

import json
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pytest

from server import __version__
from server.cli.main import COMMANDS, LazyGroup, exit_code, run, rushes, wants_json
from server.cli.session import Session
from server.errors import ConfigError, FfmpegMissing, Interrupted, NotMedia, ServerNeeded, UnknownId

HEAVY = {"peewee", "huey", "rich", "av", "ffmpeg", "sqlite_utils", "psutil", "platformdirs", "imageio_ffmpeg"}


def error_of(text: str) -> dict[str, str]:
    document = json.loads(text)
    assert list(document) == ["error"]
    assert list(document["error"]) == ["code", "message", "hint"]
    return document["error"]


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown for name in COMMANDS)


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys; from server.cli.main import run; run(['--help']); print({HEAVY!r} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_the_common_options_may_stand_before_the_command(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--json", "--home", str(home / "other"), "jobs"]) == 0
    assert json.loads(capsys.readouterr().out)["jobs"] == []
    assert (home / "other").is_dir()


def test_the_version_can_be_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_the_common_options(name: str) -> None:
    command = LazyGroup("rushes").get_command(rushes.make_context("rushes", ["jobs"]), name)
    assert command is not None
    assert command.name == name
    for one in command.commands.values() if isinstance(command, click.Group) else [command]:
        options = {option for param in one.params for option in param.opts}
        assert {"--json", "--home", "--server"} <= options
        assert one.help


def leaves(group: click.Group) -> Iterator[click.Command]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield from leaves(found) if isinstance(found, click.Group) else [found]


def examples_of(command: click.Command) -> list[str]:
    return [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  rushes ")]


@pytest.mark.parametrize("command", list(leaves(rushes)), ids=lambda command: str(command.name))
def test_every_command_has_examples_that_are_understood(command: click.Command) -> None:
    assert examples_of(command)
    for line in examples_of(command):
        found: click.Command = rushes
        words = shlex.split(line)[1:]
        while isinstance(found, click.Group):
            name, *words = words
            found = found.get_command(click.Context(found), name) or pytest.fail(f"no command {name}")
        assert found is command
        found.make_context(found.name, words, obj=Session())  # raises where an option or argument is none


@pytest.mark.parametrize("command", list(leaves(rushes)), ids=lambda command: str(command.name))
def test_every_option_says_what_it_is_for(command: click.Command) -> None:
    options = [param for param in command.params if isinstance(param, click.Option) and not param.hidden]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize(
    "argv", [["nonesuch"], ["jobs", "--nonesuch"], ["ingest"], ["jobs", "--status", "odd"], ["priority", "01J", "10"],
             ["cancel"], ["cancel", "01J", "--all"], ["retry"], ["worker", "--queue", "odd"],
             ["worker", "--queue", "transfer=0"], ["jobs", "--kind", "odd"], ["purge"]]
)  # fmt: skip
def test_wrong_use_is_told_in_both_ways(argv: list[str], capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert run(argv) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "--help" in said.err
    assert "\N{REPLACEMENT CHARACTER}" not in said.err
    assert run([*argv, "--json"]) == 2
    shown = capsys.readouterr()
    assert error_of(shown.out)["code"] == "usage"
    assert shown.err == ""


@pytest.mark.parametrize("argv", [["active"], ["workers"], ["pause"], ["resume", "transfer"]])
def test_what_needs_a_server_says_so(argv: list[str], capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert run([*argv, "--json"]) == 3
    assert error_of(capsys.readouterr().out)["code"] == "no_server"


def test_a_bad_setting_is_told(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    (home / "config.toml").write_text("[ffmpeg]\nparth = 1\n")
    assert run(["jobs", "--json"]) == 2
    error = error_of(capsys.readouterr().out)
    assert error["code"] == "bad_config"
    assert "ffmpeg.parth" in error["message"]


def test_a_home_that_cannot_be_used_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert run(["jobs", "--json", "--home", str(tmp_path / "file")]) == 1
    assert error_of(capsys.readouterr().out)["code"] == "home_unusable"


def test_a_server_that_is_named_needs_a_token(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert run(["jobs", "--json", "--server", "http://127.0.0.1:1"]) == 2
    assert error_of(capsys.readouterr().out)["code"] == "bad_token"


def test_a_server_that_does_not_answer_is_told(
    capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUSHES_TOKEN", "t" * 43)
    assert run(["jobs", "--json", "--server", "http://127.0.0.1:1"]) == 1
    assert error_of(capsys.readouterr().out)["code"] == "server_gone"


@pytest.mark.parametrize(
    "address", ["127.0.0.1:8765", "ftp://127.0.0.1", "http://", "http://127.0.0.1:x", "http://127.0.0.1:99999"]
)
def test_what_is_no_address_is_told_with_and_without_a_token(
    address: str, capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for environ in ({}, {"RUSHES_TOKEN": "t" * 43}):
        for name, token in environ.items():
            monkeypatch.setenv(name, token)
        assert run(["jobs", "--json", "--server", address]) == 2
        assert "address" in error_of(capsys.readouterr().out)["message"]


@pytest.mark.parametrize(
    "argv", [["export", "F.csv"], ["support", "F.zip"], ["backup", "F.db"], ["cards", "ID", "--report", "F.txt"]]
)
def test_a_file_in_no_folder_is_told(
    argv: list[str], capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    place = str(tmp_path / "nowhere")
    assert run([*(word.replace("F.", f"{place}/F.") for word in argv), "--json"]) == 2
    assert error_of(capsys.readouterr().out)["message"] == f"There is no folder {place}."


def test_a_command_that_works_on_the_home_says_so(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert run(["presets", "--json", "--server", "http://127.0.0.1:1"]) == 0
    assert "not used" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotMedia("x"), 1),
        (FfmpegMissing("x"), 1),
        (UnknownId("x"), 2),
        (ConfigError("x"), 2),
        (ServerNeeded("x"), 3),
        (Interrupted("x"), 130),
    ],
)
def test_errors_have_their_exit_codes(error: Exception, code: int) -> None:
    assert exit_code(error) == code


@pytest.mark.parametrize(
    ("argv", "wanted"),
    [(["jobs", "--json"], True), (["--json", "bad"], True), (["ingest", "--", "--json"], False), ([], False)],
)
def test_json_is_seen_wherever_it_stands(argv: Sequence[str], wanted: bool) -> None:
    assert wants_json(argv) is wanted


def test_a_file_in_a_folder_one_may_not_look_into_is_told(
    capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, **more: bool) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", refuse)
    assert run(["probe", "/locked/A001.mov", "--json"]) == 1
    assert error_of(capsys.readouterr().out)["code"].startswith("source_")


def test_a_reader_that_leaves_early_is_no_error(home: Path) -> None:
    line = f"{sys.executable} -m server presets --help | head -c 1"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.parametrize("command", list(leaves(rushes)), ids=lambda command: str(command.name))
def test_a_clip_without_rights_is_told_of_beside_the_others_and_stops_none(command: click.Command) -> None:
    kinds = [one.type for one in command.params if isinstance(one.type, click.Path)]
    assert not any(kind.readable for kind in kinds if kind.type is None)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
@pytest.mark.parametrize("way", ["", "--json"])
def test_what_cannot_be_written_is_said_in_a_sentence(way: str, home: Path) -> None:
    line = f"{sys.executable} -m server presets {way} > /dev/full"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "What this command says cannot be written: No space left on device.\n")
