"""`rushes worker`, and the commands that ask a running server."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from server.cli.control import report
from server.cli.desk import lane_note
from server.cli.jobs import job_line
from server.cli.session import Session, command
from server.domain.job import HELD, LANES
from server.errors import IllegalChange, ServerNeeded, UnknownId
from server.schema import parse_job
from server.services.jobs import Changed, Refusal
from server.worker.floor import LanePlan

if TYPE_CHECKING:
    from server.client import Client


@command(
    "worker",
    short_help="Work through the queue until stopped.",
    examples=("worker", "worker --queue video_processing=2 --queue transfer", "worker --until-idle"),
)
@click.option("--queue", "lanes", metavar="NAME[=N]", multiple=True, help="Only this lane, N jobs side by side.")
@click.option("--until-idle", is_flag=True, help="End when nothing is left to do.")
@click.option("--follow-stdin", is_flag=True, hidden=True, help="End when standard input closes.")
def worker(session: Session, lanes: tuple[str, ...], until_idle: bool, follow_stdin: bool) -> int:
    """Works through the queue until stopped; all lanes, or those named. Ctrl-C puts running jobs back."""
    with session.open("worker") as app:
        plan = choose_lanes(lanes, app.lanes.sizes())
        if follow_stdin:  # standard output carries events
            return app.run_worker(plan, until_idle=until_idle, follow_stdin=True)
        session.output.say(f"Working on {', '.join(f'{lane} ({n})' for lane, n in plan.sizes.items())}. Ctrl-C stops.")
        code = app.run_worker(plan, until_idle=until_idle, follow_stdin=False)
    session.output.document({"lanes": dict(plan.sizes), "clean": code == 0})
    session.output.say("Stopped." if code == 0 else "Stopped, with jobs that did not end in time; they are recovered.")
    return code


def choose_lanes(asked: tuple[str, ...], usual: dict[str, int]) -> LanePlan:
    """What `NAME[=N]` options say; none given means all lanes, each as it is usual. Raises click.UsageError."""
    chosen: dict[str, int] = {}
    fixed = set()
    for text in asked:
        name, equals, number = text.partition("=")
        if name not in usual:
            raise click.UsageError(f"There is no lane {name!r}; there are {', '.join(LANES)}.")
        if equals and not (number.isascii() and number.isdigit() and int(number) >= 1):
            raise click.UsageError(f"{text!r}: after = comes a whole number of at least 1.")
        chosen[name] = int(number) if equals else usual[name]
        fixed |= {name} if equals else set()
    return LanePlan(chosen or dict(usual), frozenset(fixed))


def _server_of(session: Session) -> Client:
    """Raises ServerNeeded where none runs."""
    client = session.find_client()
    if client is None:
        raise ServerNeeded(
            f"No server runs on {session.find_home()}, and this command asks one.",
            "Start one with `rushes server`. Without it, `rushes jobs --status running` shows what is worked on.",
        )
    return client


@command("active", short_help="Show what a running server works on.", examples=("active", "active --json"))
def active(session: Session) -> int:
    """Shows what a running server works on now."""
    client = _server_of(session)
    told = client.jobs(status=sorted(HELD), limit=1000)
    session.output.document({"jobs": told["jobs"]})
    for job in told["jobs"]:
        session.output.say(job_line(parse_job(job)))
    if not told["jobs"]:
        session.output.say("Nothing is worked on now.")
    for lane in client.queues()["queues"]:
        if stop := lane_note(lane):
            session.output.say(stop)
    return 0


@command("workers", short_help="List the workers of a running server.", examples=("workers",))
def workers(session: Session) -> int:
    """Lists the workers of a running server, their lanes and kinds."""
    told = _server_of(session).workers()
    session.output.document(told)
    for one in told["workers"]:
        lanes = ", ".join(f"{lane} ({count})" for lane, count in one.get("lanes", {}).items())
        session.output.say(f"{one['id']}  process {one['pid']} on {one['host']}: {lanes}")
        session.output.say(f"  knows {', '.join(one.get('kinds', []))}")
    if not told["workers"]:
        session.output.say("No worker runs: jobs wait until one does (`rushes worker`).")
    return 0


@command(
    "pause",
    short_help="Pause a lane or a job of a running server.",
    examples=("pause", "pause video_processing", "pause ID"),
)
@click.argument("target", metavar="[QUEUE|ID]", required=False)
def pause(session: Session, target: str | None) -> int:
    """Pauses everything, one lane or one job of a running server.

    Nothing new is started in a paused lane, and what runs there goes on; a paused job stands still.
    """
    client = _server_of(session)
    return _report_each(session, target, client.pause_queue, client.pause_job, "paused")


@command(
    "resume",
    short_help="Go on with a lane or a job of a running server.",
    examples=("resume", "resume video_processing"),
)
@click.argument("target", metavar="[QUEUE|ID]", required=False)
def resume(session: Session, target: str | None) -> int:
    """Goes on with everything, one lane or one job of a running server."""
    client = _server_of(session)
    return _report_each(session, target, client.resume_queue, client.resume_job, "going on")


def _report_each(
    session: Session,
    target: str | None,
    of_lane: Callable[[str], dict[str, Any]],
    of_job: Callable[[str], dict[str, Any]],
    done: str,
) -> int:
    outcome = Changed()
    for name in LANES if target is None else (target,):
        try:
            outcome.changed.extend((of_lane if name in LANES else of_job)(name)["changed"])
        except (UnknownId, IllegalChange) as refusal:
            outcome.refused.append(Refusal(name, refusal.code, refusal.message))
    return report(session.output, outcome, f"{', '.join(outcome.changed) or 'nothing'}: {done}.")
