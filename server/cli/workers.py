"""`rushes worker`, and the commands that ask a running server."""

from __future__ import annotations

import click

from server.cli.session import Session, command
from server.domain.job import LANES
from server.errors import ServerNeeded


@command("worker", short_help="Work through the queue until stopped.")
@click.option("--queue", "lanes", metavar="NAME[=N]", multiple=True, help="Only this lane, N jobs side by side.")
@click.option("--until-idle", is_flag=True, help="End when nothing is left to do.")
@click.option("--follow-stdin", is_flag=True, hidden=True, help="End when standard input closes.")
def worker(session: Session, lanes: tuple[str, ...], until_idle: bool, follow_stdin: bool) -> int:
    """Works through the queue until stopped; all lanes, or those named. Ctrl-C puts running jobs back."""
    with session.open("worker") as app:
        chosen = choose_lanes(lanes, app.settings.queue.lanes())
        if follow_stdin:  # standard output carries events
            return app.run_worker(chosen, until_idle=until_idle, follow_stdin=True)
        session.output.say(f"Working on {', '.join(f'{lane} ({n})' for lane, n in chosen.items())}. Ctrl-C stops.")
        code = app.run_worker(chosen, until_idle=until_idle, follow_stdin=False)
    session.output.document({"lanes": chosen, "clean": code == 0})
    session.output.say("Stopped." if code == 0 else "Stopped, with jobs that did not end in time; they are recovered.")
    return code


def choose_lanes(asked: tuple[str, ...], configured: dict[str, int]) -> dict[str, int]:
    """{lane: jobs side by side} of `NAME[=N]` options; none given means all. Raises click.UsageError."""
    chosen: dict[str, int] = {}
    for text in asked:
        name, equals, number = text.partition("=")
        if name not in configured:
            raise click.UsageError(f"There is no lane {name!r}; there are {', '.join(LANES)}.")
        if equals and not (number.isascii() and number.isdigit() and int(number) >= 1):
            raise click.UsageError(f"{text!r}: after = comes a whole number of at least 1.")
        chosen[name] = int(number) if equals else configured[name]
    return chosen or dict(configured)


def _needs_server(session: Session) -> int:
    home = session.find_home()
    raise ServerNeeded(
        f"No server runs on {home}, and this command asks one.",
        "`rushes jobs --status running` shows what is being worked on; `rushes worker` works through the queue.",
    )


@command("active", short_help="Show what a running server works on.")
def active(session: Session) -> int:
    """Shows what a running server works on now."""
    return _needs_server(session)


@command("workers", short_help="List the workers of a running server.")
def workers(session: Session) -> int:
    """Lists the workers of a running server, their lanes and kinds."""
    return _needs_server(session)


@command("pause", short_help="Pause a lane or a job of a running server.")
@click.argument("target", metavar="[QUEUE|ID]", required=False)
def pause(session: Session, target: str | None) -> int:  # noqa: ARG001 (the server will need it)
    """Pauses everything, one lane or one job of a running server."""
    return _needs_server(session)


@command("resume", short_help="Go on with a lane or a job of a running server.")
@click.argument("target", metavar="[QUEUE|ID]", required=False)
def resume(session: Session, target: str | None) -> int:  # noqa: ARG001 (the server will need it)
    """Goes on with everything, one lane or one job of a running server."""
    return _needs_server(session)
