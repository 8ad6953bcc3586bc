"""What every command is given: the options all commands share, the output, the opened home."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from server import __version__
from server.cli.output import Output, standard_output
from server.config import find_home, load_settings
from server.errors import EnvironmentFault, HomeUnusable, UsageError
from server.logs import open_log
from server.system.signals import ending_as_ctrl_c

if TYPE_CHECKING:
    from server.bootstrap import App
    from server.cli.desk import Desk
    from server.client import Client


PATH = click.Path(readable=False)  # what may not be read is told of beside the others, and stops none of them
_TOKEN_HINT = "Set RUSHES_TOKEN to what the file `token` of that server's home holds, or give that home by `--home`."


@dataclass
class Session:
    """One call of `rushes`."""

    as_json: bool = False
    home: str | None = None
    server: str | None = None

    @property
    def output(self) -> Output:
        return standard_output(self.as_json)

    def find_home(self) -> Path:
        """Raises HomeUnusable."""
        return find_home(self.home, os.environ)

    def find_client(self) -> Client | None:
        """The server of --server, else the one that runs on the home, else None. Raises UsageError (no token),
        EnvironmentFault (it does not answer, or is of another version), HomeUnusable."""
        from server.client import Client, check_address, find_server, read_token

        home = self.find_home()
        running = None if self.server else find_server(home)
        url = self.server or (running.url if running else None)
        if url is None:
            return None
        check_address(url)
        token = os.environ.get("RUSHES_TOKEN") or read_token(home)
        if not token:
            raise UsageError(f"There is no token for the server at {url}.", _TOKEN_HINT, code="bad_token")
        client = Client(url, token)
        health = client.health()
        _check_version(url, str(health.get("version")))
        if "ffmpeg_missing" in health.get("reasons", ()):
            self.output.note("The server finds no FFmpeg: jobs wait until there is one. `rushes doctor` says more.")
        return client

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The server that runs on the home, or the home itself. Raises as `find_client` and `open` do."""
        from server.cli.desk import LocalDesk
        from server.cli.remote import RemoteDesk

        client = self.find_client()
        if client is not None:
            with ending_as_ctrl_c():
                yield RemoteDesk(client)
            return
        with self.open() as app:
            yield LocalDesk(app)

    @contextmanager
    def open(self, role: str = "cli") -> Iterator[App]:
        """The home, with logging to `logs/<role>.log`. Raises HomeUnusable, ConfigError."""
        from server.bootstrap import open_home  # loads the database and more, which `--help` need not wait for

        home = self.find_home()
        if self.server:
            self.output.note("This command works on the home itself: --server is not used.")
        settings = load_settings(home, os.environ)
        with ExitStack() as stack:
            if role == "cli":  # the others have their own ways to end
                stack.enter_context(ending_as_ctrl_c())
            stack.enter_context(_logging(home, role, settings.log.json))
            app = stack.enter_context(open_home(home, settings))
            try:
                yield app
            finally:
                if app.restored is not None:
                    self.output.note(app.restored.sentence())


def _check_version(url: str, version: str) -> None:
    if version != __version__:
        raise EnvironmentFault(
            f"The server at {url} is Rushes {version}, and this is {__version__}.",
            "End that server (Ctrl-C where it runs, or `kill` with the pid of server.json) and start this one's.",
            code="other_version",
        )


@contextmanager
def _logging(home: Path, role: str, as_json: bool) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(open_log(home, role, as_json=as_json))
        except OSError as error:
            raise HomeUnusable(f"No log can be written in the home folder {home}: {error.strerror}.") from error
        yield


def command(name: str, *, examples: Sequence[str], **attributes: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with --json, --home and --server; its function gets the Session first and returns the exit code.

    `examples`: what may stand behind `rushes`, for --help.
    """

    def decorate(function: Callable[..., Any]) -> click.Command:
        wrapped = common_options(click.pass_obj(function))
        return click.command(name, cls=click.Command, epilog=_epilog(examples), **attributes)(wrapped)

    return decorate


def common_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """--json, --home and --server, kept in the Session."""
    for option in (_server_option, _home_option, _json_option):
        function = option(function)
    return function


def _epilog(examples: Sequence[str]) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  rushes {line}" for line in examples)  # \b: lines stay as they are


def _into_session(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value and param.name is not None:
        setattr(ctx.find_object(Session), param.name, value)


def _json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    words = "One JSON document on standard output and nothing else there."
    return click.option("--json", "as_json", is_flag=True, expose_value=False, callback=_into_session, help=words)(
        function
    )


def _home_option(function: Callable[..., Any]) -> Callable[..., Any]:
    words = "Home of queue and settings (default: $RUSHES_HOME, else your data folder)."
    return click.option("--home", metavar="DIR", expose_value=False, callback=_into_session, is_eager=True, help=words)(
        function
    )


def _server_option(function: Callable[..., Any]) -> Callable[..., Any]:
    words = "Address of a running server."
    return click.option("--server", metavar="URL", expose_value=False, callback=_into_session, help=words)(function)
