"""`rushes submit`: one job of any kind."""

from __future__ import annotations

from collections.abc import Sequence

import click

from server.cli.desk import queue_only, work_through
from server.cli.output import Output
from server.cli.session import PATH, Session, command
from server.cli.summary import ingest_exit_code
from server.domain.job import Job, Status
from server.errors import UsageError
from server.schema import job_json


@command(
    "submit",
    short_help="Queue one job of any kind.",
    examples=(
        "submit thumbnail A001.mov --param at=01:00:10:00",
        "submit proxy A001.mov --param preset=h264-half",
        "submit analysis A001.mov --param freeze_seconds=2",
    ),
)
@click.argument("kind", metavar="KIND")
@click.argument("source", metavar="SOURCE", type=PATH)
@click.option(
    "--param",
    "params",
    metavar="NAME=VALUE",
    multiple=True,
    help="What the kind of job wants to know; a wrong NAME lists all it knows.",
)
@click.option("--priority", type=click.IntRange(0, 9), default=5, show_default=True, help="9 goes first.")
@click.option("--no-wait", is_flag=True, help="Only queue it; a server in the background does the rest.")
def submit(session: Session, kind: str, source: str, params: tuple[str, ...], priority: int, no_wait: bool) -> int:
    """Queues one job for one file (proxy, thumbnail, metadata, analysis, upload or copy) and waits until it is done."""
    output = session.output
    wanted = dict(_parsed(text) for text in params)
    with session.desk() as desk:
        job = desk.submit(kind, source, wanted, priority)
        queue = queue_only if no_wait else work_through
        jobs, _ = queue(desk, output, [job])
    output.document({"jobs": [job_json(one) for one in jobs]})
    _say(output, jobs)
    return ingest_exit_code(jobs, [])


def _parsed(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f"{text!r} is no NAME=VALUE.", "For example: --param at=01:00:10:00")
    return name, value


def _say(output: Output, jobs: Sequence[Job]) -> None:
    for job in jobs:
        if not job.final:
            output.say(f"queued: {job.id}")
        elif job.status is Status.FAILED and job.error:
            output.say(f"  {job.error['hint']}")
        elif job.kind == "thumbnail" and job.result:
            output.say(f"  {job.result['thumbnail']}")
