"""`rushes jobs` and `rushes job`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from server.cli.output import Output, duration_text
from server.cli.session import Session, command
from server.domain.job import CLAIMABLE, HELD, LANES, Job, JobPage, JobQuery, Status
from server.domain.kinds import KINDS
from server.schema import end_of_page, job_detail_json, job_json, time_text

if TYPE_CHECKING:
    from server.cli.desk import Desk

_FOLLOW_SECONDS = 0.5


@command(
    "jobs",
    short_help="List the jobs.",
    examples=("jobs --status failed --status waiting", "jobs --search A001 --json", "jobs --follow"),
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice([status.value for status in Status]),
    help="Only those in this state; may be given several times.",
)
@click.option("--queue", type=click.Choice(LANES), help="Only this lane.")
@click.option("--kind", type=click.Choice(sorted(KINDS)), help="Only this kind.")
@click.option("--clip", "clip_id", metavar="ID", help="Only the jobs of this clip.")
@click.option("--search", metavar="TEXT", help="Only those with TEXT in the path or the error.")
@click.option(
    "--stuck",
    is_flag=True,
    help="Only those whose worker is gone, or that run too long (`[upkeep] stuck_minutes`).",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True, help="So many at most.")
@click.option("--cursor", metavar="TEXT", help="Go on where `next` of an earlier answer says.")
@click.option("--follow", is_flag=True, help="Print each change until nothing is left to do; with --json how it ended.")
def jobs(
    session: Session,
    statuses: tuple[str, ...],
    queue: str | None,
    kind: str | None,
    clip_id: str | None,
    search: str | None,
    stuck: bool,
    limit: int,
    cursor: str | None,
    follow: bool,
) -> int:
    """Lists the jobs, newest first."""
    asked = tuple(Status(status) for status in statuses)
    query = JobQuery(asked, queue, kind, clip_id, search, limit=limit, cursor=cursor)
    with session.desk() as desk:
        page = desk.jobs.stuck(query) if stuck else desk.jobs.find(query)
        _say_page(session.output, page)
        if follow:
            page = _follow(desk, session.output, query, page)
    session.output.document({"jobs": [job_json(job) for job in page.jobs], **end_of_page(page)})
    return 0


@command("job", short_help="Show one job, its history and log.", examples=("job ID",))
@click.argument("job_id", metavar="ID")
def job(session: Session, job_id: str) -> int:
    """Shows one job with its timeline and the last lines of its log."""
    with session.desk() as desk:
        found, timeline, log = desk.jobs.get(job_id), desk.jobs.timeline(job_id), desk.jobs.log(job_id)
    session.output.document(job_detail_json(found, timeline, log))
    say = session.output.say
    say(f"{found.id}  {found.kind}, {found.preset}: {found.status.value}")
    say(f"  original  {found.source}")
    if found.output:
        say(f"  proxy     {found.output}")
    if found.error:
        say(f"  why       {found.error['message']}")
        say(f"  do        {found.error['hint']}")
    for entry in timeline:
        reason = f"  ({entry.reason})" if entry.reason else ""
        say(f"  {time_text(entry.at)}  {entry.to_status.value}{reason}")
    for line in log:
        say(f"  | {line}")
    return 0


def job_line(job: Job) -> str:
    """One job in a list."""
    state = job.status.value
    if job.progress is not None and not job.final:
        state += f" {job.progress:.0%}"
    left = f", {duration_text(job.eta_seconds)} left" if job.eta_seconds is not None and not job.final else ""
    why = f"  {job.error['message']}" if job.error else f"  {job.reason}" if job.reason else ""
    return f"{job.id}  {state + left:<20}  {Path(job.source).name}  {job.preset}{why}"


def _say_page(output: Output, page: JobPage) -> None:
    for job in page.jobs:
        output.say(job_line(job))
    more = page.total - len(page.jobs)
    if page.next is not None and more > 0:
        output.say(f"… and {'' if page.exact else 'over '}{more} more: --limit N, or --cursor {page.next}")
    if not page.jobs:
        output.say("No jobs here.")


def _follow(desk: Desk, output: Output, query: JobQuery, page: JobPage) -> JobPage:
    """How they stand once nothing is left to do."""
    known = _states(page.jobs)
    while any(job.status in CLAIMABLE | HELD for job in page.jobs):
        time.sleep(_FOLLOW_SECONDS)
        page = desk.jobs.find(query)
        for job in reversed(page.jobs):
            if known.get(job.id) != job.status:
                output.say(job_line(job))
        known = _states(page.jobs)
    return page


def _states(jobs: Sequence[Job]) -> dict[str, Status]:
    return {job.id: job.status for job in jobs}
