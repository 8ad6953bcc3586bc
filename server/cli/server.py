"""`rushes server`."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from server.cli.session import Session, command
from server.client import ServerInfo
from server.errors import DatabaseDamaged, UsageError

if TYPE_CHECKING:
    from server.serve import ServeOptions

_RESTORES = 2  # damage that is met again and again is the disk's


@command(
    "server",
    short_help="Serve this home: API, watch folders and a worker.",
    examples=("server", "server --port 8800", "server --host 0.0.0.0"),
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Beyond this machine only with a certificate.")
@click.option("--port", type=click.IntRange(1, 65535), help="Default: 8765, or a free one.")
@click.option("--no-worker", is_flag=True, help="Only API and watch folders; `rushes worker` does the jobs.")
@click.option("--queue-url", metavar="URL", help="For farms, in a later version.")
@click.option("--database-url", metavar="URL", help="For farms, in a later version.")
@click.option("--exit-when-idle", is_flag=True, hidden=True, help="End when nothing is left to do.")
def server(
    session: Session,
    host: str,
    port: int | None,
    no_worker: bool,
    queue_url: str | None,
    database_url: str | None,
    exit_when_idle: bool,
) -> int:
    """Serves this home until stopped, in the foreground; prints its address when it is ready. Ctrl-C ends it."""
    for option, url in (("--queue-url", queue_url), ("--database-url", database_url)):
        _check_url(option, url)
    from server.serve import ServeOptions  # loads the web framework

    options = ServeOptions(host, port, not no_worker, exit_when_idle)
    for _ in range(_RESTORES):
        with suppress(DatabaseDamaged):
            return _serve(session, options)
    return _serve(session, options)


def _serve(session: Session, options: ServeOptions) -> int:
    """Raises DatabaseDamaged where that was found while it ran: opened anew, the home is restored."""
    from server.serve import run_server

    with session.open("server") as app:

        def announce(info: ServerInfo) -> None:
            where = {"url": info.url, "pid": info.pid, "home": str(app.home)}
            said = json.dumps(where) if session.as_json else f"Rushes serves {app.home} at {info.url} (Ctrl-C ends it)."
            print(said, file=session.output.out, flush=True)

        return run_server(app, options, announce)


def _check_url(option: str, url: str | None) -> None:
    if url is not None and not url.startswith("sqlite:"):
        raise UsageError(
            f"{option} {url}: this version keeps its queue and its jobs in the home only.",
            f"Leave out `{option}`.",
            code="not_yet",
        )
