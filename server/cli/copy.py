"""`rushes copy`: a card to one or several places, and whether it may be wiped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from server.cli.desk import queue_only, work_through
from server.cli.output import Output, count_text
from server.cli.session import PATH, Session, command
from server.cli.summary import ingest_exit_code, say_summary
from server.domain.job import Job, Status
from server.domain.kinds.copy import MOST_DESTINATIONS, named
from server.domain.naming import file_uri
from server.errors import UsageError
from server.schema import job_json, printable

_SHOWN = 20


@command(
    "copy",
    short_help="Copy a card, prove the copies, say whether it may be wiped.",
    examples=("copy /media/A001 /raid/day1/A001 /backup/day1/A001", "copy /media/A001 /raid/day1/A001 --proxy"),
)
@click.argument("source", metavar="SRC", type=PATH)
@click.argument("destinations", metavar="DST…", nargs=-1, required=True, type=PATH)
@click.option("--proxy", is_flag=True, help="Then make proxies of the clips in the first copy.")
@click.option("--preset", metavar="NAME", help="For those proxies; see `rushes presets`.")
@click.option("--priority", type=click.IntRange(0, 9), default=5, show_default=True, help="9 goes first.")
@click.option("--no-wait", is_flag=True, help="Only queue it; a server in the background does the rest.")
def copy(
    session: Session,
    source: str,
    destinations: tuple[str, ...],
    proxy: bool,
    preset: str | None,
    priority: int,
    no_wait: bool,
) -> int:
    """Copies everything in SRC into each DST, reads it back from the disk and compares it, writes an ASC MHL manifest,
    and says whether SRC is safe to wipe. Nothing is overwritten, and nothing in SRC is changed.

    What is in SRC lies directly in DST afterwards. Exit 0: safe to wipe; 1: not.
    """
    if preset and not proxy:
        raise UsageError("--preset goes with --proxy.", "Add --proxy to have proxies made, or leave out --preset.")
    if len(destinations) > MOST_DESTINATIONS:
        hint = "Copy to the others afterwards, from one of the copies."
        raise UsageError(f"At most {MOST_DESTINATIONS} destinations are written from one read.", hint)
    output = session.output
    places = tuple(file_uri(str(Path(place).absolute())) for place in destinations)
    with session.desk() as desk:
        params = {**named(places), **({"proxy": preset or "yes"} if proxy else {})}
        asked = desk.submit("copy", str(Path(source).absolute()), params, priority)
        if no_wait:
            queue_only(desk, output, [asked])
            output.document({"jobs": [job_json(asked)]})
            return 0
        (job,), _ = work_through(desk, output, [asked], what="copy")
        taken = None
        if proxy and job.status is Status.COMPLETED:
            taken = desk.ingest([destinations[0]], preset=preset)
            made, _ = work_through(desk, output, taken.jobs)
    output.document(copy_document(job, made if taken else []))
    say_verdict(output, job)
    if taken:
        say_summary(output, taken.jobs, made, taken.skipped)
    return 0 if is_safe(job) and not (taken and ingest_exit_code(made, taken.skipped)) else 1


def is_safe(job: Job) -> bool:
    return job.status is Status.COMPLETED and bool((job.result or {}).get("safe_to_wipe"))


def copy_document(job: Job, proxies: list[Job]) -> dict[str, Any]:
    """What `copy --json` prints: the job, what it came to, and the error if it failed."""
    why = (job.error or {}).get("message") or job.reason or job.status.value
    told = {"safe_to_wipe": False, "why": why, **(job.result or {})}
    document = {"jobs": [job_json(one) for one in (job, *proxies)], **printable(told)}
    return document if job.error is None else {**document, "error": printable(job.error)}


def say_verdict(output: Output, job: Job) -> None:
    told = copy_document(job, [])
    for trouble in told.get("troubles", [])[:_SHOWN]:
        output.say(f"not copied: {trouble['message']}")
    for place in told.get("destinations", []):
        done = f"{count_text(place['copied'], 'file')} copied, {place['reused']} there already and equal"
        output.say(f"{place['path']}: {done}")
        if place["manifest"]:
            output.say(f"  {place['manifest']}")
    output.say(f"{'SAFE TO WIPE' if told['safe_to_wipe'] else 'NOT SAFE TO WIPE'}: {told['why']}")
    if job.error:
        output.say(f"  {job.error['hint']}")
