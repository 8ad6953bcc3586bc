"""`rushes cancel`, `retry`, `remove`, `priority` and their like: what changes jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from server.cli.output import Output, count_text
from server.cli.session import Session, command
from server.domain.job import LANES
from server.schema import changed_json

if TYPE_CHECKING:
    from server.services.jobs import Changed


@command("cancel", short_help="Cancel jobs.", examples=("cancel ID", "cancel --all --reason 'wrong card'"))
@click.argument("ids", metavar="ID…", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every job that is not final yet.")
@click.option("--reason", metavar="TEXT", help="Kept in the job's history.")
def cancel(session: Session, ids: tuple[str, ...], everything: bool, reason: str | None) -> int:
    """Cancels jobs: those that wait at once, those that run as soon as their worker sees it."""
    _check_choice(ids, everything, "--all")
    with session.desk() as desk:
        changed = desk.jobs.cancel_all(reason) if everything else desk.jobs.cancel(ids, reason)
    return report(session.output, changed, _words(changed, "cancelled"))


@command("retry", short_help="Start failed or cancelled jobs again.", examples=("retry ID", "retry --failed"))
@click.argument("ids", metavar="ID…", nargs=-1)
@click.option("--failed", is_flag=True, help="Every failed job.")
def retry(session: Session, ids: tuple[str, ...], failed: bool) -> int:
    """Puts jobs back into the queue with all their attempts; `rushes worker` or an ingest works through it."""
    _check_choice(ids, failed, "--failed")
    with session.desk() as desk:
        changed = desk.jobs.retry_failed() if failed else desk.jobs.retry(ids)
    return report(session.output, changed, _words(changed, "queued again"))


@command("acknowledge", short_help="Say that failures were seen.", examples=("acknowledge ID", "acknowledge --failed"))
@click.argument("ids", metavar="ID…", nargs=-1)
@click.option("--failed", is_flag=True, help="Every failed job.")
def acknowledge(session: Session, ids: tuple[str, ...], failed: bool) -> int:
    """Says that failures were seen: like other jobs they leave the list 30 days after they ended."""
    _check_choice(ids, failed, "--failed")
    with session.desk() as desk:
        changed = desk.jobs.acknowledge_failed() if failed else desk.jobs.acknowledge(ids)
    return report(session.output, changed, _words(changed, "acknowledged"))


@command("remove", short_help="Take jobs that ended out of the list.", examples=("remove ID",))
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
def remove(session: Session, ids: tuple[str, ...]) -> int:
    """Takes jobs that ended out of the list; what they made stays, and stays known, so nothing is done twice."""
    with session.desk() as desk:
        changed = desk.jobs.remove(ids)
    return report(session.output, changed, _words(changed, "removed"))


@command("restore", short_help="Put removed jobs back into the list.", examples=("restore ID",))
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
def restore(session: Session, ids: tuple[str, ...]) -> int:
    """Puts jobs that were removed within the last day back into the list, with their history and log."""
    with session.desk() as desk:
        changed = desk.jobs.restore(ids)
    return report(session.output, changed, _words(changed, "back in the list"))


@command("priority", short_help="Set which job goes first.", examples=("priority ID 9",))
@click.argument("job_id", metavar="ID")
@click.argument("number", metavar="N", type=click.IntRange(0, 9))
def priority(session: Session, job_id: str, number: int) -> int:
    """Sets the priority of a job: 9 goes first, 5 is usual, 0 last."""
    with session.desk() as desk:
        changed = desk.jobs.place([job_id], number)
    return report(session.output, changed, _words(changed, f"with priority {number}"))


@command("purge", short_help="Cancel everything that waits in a lane.", examples=("purge video_processing",))
@click.argument("lane", metavar="QUEUE", type=click.Choice(LANES))
def purge(session: Session, lane: str) -> int:
    """Cancels everything that waits in a lane; what runs there goes on."""
    with session.desk() as desk:
        changed = desk.jobs.purge(lane)
    return report(session.output, changed, _words(changed, "cancelled"))


def _check_choice(ids: tuple[str, ...], flag: bool, name: str) -> None:
    if flag == bool(ids):
        raise click.UsageError(f"Give either the ids of jobs or {name}.")


def _words(changed: Changed, done: str) -> str:
    return f"{count_text(len(changed.changed), 'job')} {done}."


def report(output: Output, changed: Changed, words: str) -> int:
    """What became of a wish about jobs or lanes; the exit code."""
    output.document(changed_json(changed.changed, changed.refused))
    output.say(words)
    for item in changed.refused:
        output.say(f"  {item.id}: {item.message}")
    if any(item.code == "unknown_id" for item in changed.refused):
        return 2
    return 1 if changed.refused else 0
