"""`rushes open` and `rushes tokens`: who may use the server, from a browser or another program."""

from __future__ import annotations

import os
import sys
import time
import webbrowser
from datetime import UTC, datetime
from pathlib import Path

import click

from server.cli.output import count_text
from server.cli.session import Session, command
from server.client import Client, find_server, start_server
from server.domain.access import Scope
from server.errors import EnvironmentFault
from server.schema import time_text
from server.system.tokens import FILE_NAME, TokenFile

_START_SECONDS = 30.0
_LOOK_SECONDS = 0.1


@command("open", short_help="Open the dashboard in a browser.", examples=("open", "open --no-browser"))
@click.option("--no-browser", is_flag=True, help="Only print the link.")
def open_dashboard(session: Session, no_browser: bool) -> int:
    """Prints a link to the dashboard that lets one browser in, once, within a minute; opens it where there is a
    desktop. Where no server runs, one is started, which ends when nothing is left to do and nobody looks."""
    client = session.find_client() or _started(session)
    told = client.new_login_code()
    # Behind the #, because a browser sends that part to nobody.
    link = f"{client.url}/login#{told['code']}"
    opened = not no_browser and _has_desktop() and webbrowser.open(link)
    session.output.document({"url": link, "expires_in": told["expires_in"], "opened": opened})
    session.output.say(link)
    session.output.say("Opened in your browser." if opened else "Open it within a minute; it works once.")
    return 0


def _started(session: Session) -> Client:
    home = session.find_home()
    start_server(home)
    deadline = time.monotonic() + _START_SECONDS
    while find_server(home) is None:
        if time.monotonic() > deadline:
            raise EnvironmentFault("The server does not start.", f"{home / 'logs' / 'server.out'} says why.")
        time.sleep(_LOOK_SECONDS)
    client = session.find_client()
    if client is None:
        raise EnvironmentFault("The server ended at once.", f"{home / 'logs' / 'server.out'} says why.")
    return client


def _has_desktop() -> bool:
    """On Linux a text browser would take the terminal."""
    if not sys.stdout.isatty():
        return False
    on_linux = sys.platform.startswith("linux")
    return not on_linux or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@click.group("tokens", short_help="Let other programs use the server.")
def tokens() -> None:
    """Tokens for other programs. Each may read, also submit and steer jobs, or do everything (admin); paths only below
    the folders that `roots` under [server] in config.toml names. They can only be made here, never over HTTP."""


@command("add", short_help="Make a token.", examples=("tokens add pipeline --scope submit",))
@click.argument("name")
@click.option(
    "--scope",
    type=click.Choice([scope.value for scope in Scope]),
    default="read",
    show_default=True,
    help="`read` looks, `submit` also queues and steers jobs, `admin` also changes lanes and watched folders.",
)
def add(session: Session, name: str, scope: str) -> int:
    """Makes a token and prints it; it cannot be shown again."""
    token = _file(session).add(name, Scope(scope), time_text(datetime.now(UTC)))
    session.output.document({"name": name, "scope": scope, "token": token})
    session.output.say(token)
    session.output.note("Keep it as you keep a password: it is not shown again.")
    return 0


@command("list", short_help="List the tokens.", examples=("tokens list",))
def list_all(session: Session) -> int:
    """Lists the tokens there are, but for the home's own."""
    known = _file(session).all()
    told = [{"name": one.name, "scope": one.scope.value, "added_at": one.added_at} for one in known]
    session.output.document({"tokens": told})
    for one in known:
        session.output.say(f"{one.name}  {one.scope.value}  {one.added_at}")
    session.output.say(count_text(len(known), "token"))
    return 0


@command("remove", short_help="Take a token away.", examples=("tokens remove pipeline",))
@click.argument("name")
def remove(session: Session, name: str) -> int:
    """Takes a token away: from now on it opens nothing, and browsers that came in by it are out."""
    _file(session).remove(name)
    session.output.document({"removed": name})
    session.output.say(f"{name} opens nothing any more.")
    return 0


def _file(session: Session) -> TokenFile:
    return TokenFile(Path(session.find_home()) / FILE_NAME)


for _command in (add, list_all, remove):
    tokens.add_command(_command)
