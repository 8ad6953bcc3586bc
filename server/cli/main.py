"""`rushes`: the list of commands, loaded when called, and the one place where errors become exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

import click

from server import __version__
from server.cli.output import OutputLost, ReaderGone
from server.cli.session import Session, common_options
from server.errors import Interrupted, RushesError, ServerNeeded, UsageError

FAILED, MISUSED, NO_SERVER, INTERRUPTED = 1, 2, 3, 130

# name -> (where its click command is, one line for `rushes --help`)
COMMANDS: Mapping[str, tuple[str, str]] = {
    "demo": ("ingest:demo", "Make three short clips and their proxies: a first look."),
    "ingest": ("ingest:ingest", "Make proxies of every clip below the paths."),
    "submit": ("submit:submit", "Queue one job of any kind."),
    "copy": ("copy:copy", "Copy a card, prove the copies, say whether it may be wiped."),
    "jobs": ("jobs:jobs", "List the jobs."),
    "job": ("jobs:job", "Show one job, its history and log."),
    "cancel": ("control:cancel", "Cancel jobs."),
    "retry": ("control:retry", "Start failed or cancelled jobs again."),
    "remove": ("control:remove", "Take jobs that ended out of the list."),
    "restore": ("control:restore", "Put removed jobs back into the list."),
    "priority": ("control:priority", "Set which job goes first."),
    "watch": ("watches:watch", "Watch folders: what lands there is done by itself."),
    "purge": ("control:purge", "Cancel everything that waits in a lane."),
    "clips": ("clips:clips", "List or search the clips seen so far."),
    "cards": ("cards:cards", "List the camera cards: clips, proxies, safe to wipe or not."),
    "probe": ("clips:probe", "Show the metadata of a file."),
    "verify": ("clips:verify", "Check that a proxy matches its original."),
    "adopt": ("moves:adopt", "Register proxies made elsewhere, after proving them."),
    "relocate": ("moves:relocate", "Tell Rushes that a project was moved."),
    "export": ("export:export", "Write the catalogue, or a clip's findings as markers."),
    "presets": ("presets:presets", "List the presets, or show one."),
    "stats": ("stats:stats", "Count jobs and show how long they take."),
    "server": ("server:server", "Serve this home: API, watch folders and a worker."),
    "open": ("access:open_dashboard", "Open the dashboard in a browser."),
    "tokens": ("access:tokens", "Let other programs use the server."),
    "completion": ("completion:completion", "Print what lets a shell complete commands."),
    "doctor": ("doctor:doctor", "Check this machine and home, and say what to do."),
    "acknowledge": ("control:acknowledge", "Say that failures were seen: they may leave the list in time."),
    "maintenance": ("upkeep:maintenance", "Upkeep now: cleanup, watchdog, recover, vacuum."),
    "backup": ("upkeep:backup", "Copy the job list into a file."),
    "support": ("support:support", "Collect what a developer needs, without secrets."),
    "worker": ("workers:worker", "Work through the queue until stopped."),
    "workers": ("workers:workers", "List the workers of a running server."),
    "active": ("workers:active", "Show what a running server works on."),
    "pause": ("workers:pause", "Pause a lane or a job of a running server."),
    "resume": ("workers:resume", "Go on with a lane or a job of a running server."),
}


class LazyGroup(click.Group):
    """Imports the module of a command only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        found = getattr(import_module(f"server.cli.{module}"), attribute)
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 (click's signature)
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rushes")
@common_options
def rushes() -> None:
    """Camera footage becomes proxies that relink.

    Every command takes --json, --home DIR and --server URL too; `rushes COMMAND --help` says more, with examples.
    """


def run(argv: Sequence[str]) -> int:
    """Runs one command; the exit code of design section 4."""
    session = Session(as_json=wants_json(argv))
    try:
        code = _run(argv, session)
        session.output.flush()
    except (BrokenPipeError, ReaderGone):
        _close_stdout()
        return FAILED
    except OutputLost as lost:
        _close_stdout()
        session.output.note(f"What this command says cannot be written: {lost}.")
        return FAILED
    return code


def _run(argv: Sequence[str], session: Session) -> int:
    try:
        code = rushes.main(list(argv), prog_name="rushes", obj=session, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return MISUSED
    except click.ClickException as error:
        session.output.failure("usage", _sentence(error), _usage_hint(error))
        return MISUSED
    except (click.Abort, KeyboardInterrupt):
        session.output.error(Interrupted("Interrupted.", "Give the same command again to go on."))
        return INTERRUPTED
    except RushesError as error:
        session.output.error(error)
        return exit_code(error)
    return code if isinstance(code, int) else 0


def exit_code(error: RushesError) -> int:
    if isinstance(error, UsageError):
        return MISUSED
    if isinstance(error, ServerNeeded):
        return NO_SERVER
    return INTERRUPTED if isinstance(error, Interrupted) else FAILED


def wants_json(argv: Sequence[str]) -> bool:
    """Whether --json is among the options, also where the rest of the line cannot be understood."""
    options = argv[: argv.index("--")] if "--" in argv else argv
    return "--json" in options


def _sentence(error: click.ClickException) -> str:
    return " ".join(error.format_message().split())  # lists of choices come with tabs and line ends


def _usage_hint(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"See `{context.command_path if context else 'rushes'} --help`."


def _close_stdout() -> None:
    """Without this Python complains once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
