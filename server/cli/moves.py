"""`rushes adopt` and `rushes relocate`: proxies made elsewhere, and projects that were moved."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.desk import work_through
from server.cli.output import count_text
from server.cli.session import PATH, Session, command
from server.cli.summary import ingest_document, ingest_exit_code, say_summary


@command(
    "adopt",
    short_help="Register proxies made elsewhere, after proving them.",
    examples=("adopt '/footage/Day 1/Proxy'",),
)
@click.argument("folder", metavar="DIR", type=PATH)
@click.option("--preset", metavar="NAME", help="Count them as made by this preset, and check what it requires.")
@click.option("--dry-run", is_flag=True, help="Only say which proxy is of which clip.")
def adopt(session: Session, folder: str, preset: str | None, dry_run: bool) -> int:
    """Registers the proxies below DIR. Each is matched by name to the clip beside its folder, or to a known one, and
    both are decoded and compared; nothing is moved or written."""
    if dry_run:
        return _say_matches(session, str(Path(folder).absolute()), preset)
    with session.desk() as desk:
        taken = desk.adopt(str(Path(folder).absolute()), preset)
        jobs, _ = work_through(desk, session.output, taken.jobs, what="proxy")
    session.output.document(ingest_document(jobs, taken.skipped))
    say_summary(session.output, taken.jobs, jobs, taken.skipped, "registered")
    return ingest_exit_code(jobs, taken.skipped)


def _say_matches(session: Session, folder: str, preset: str | None) -> int:
    with session.desk() as desk:
        told = desk.adoptable(folder, preset)
    session.output.document(told)
    for match in told["matches"]:
        known = " (known already)" if match["reused"] else ""
        session.output.say(f"{match['proxy']} is of {match['source']}{known}.")
    for one in told["skipped"]:
        session.output.say(f"{one['path']}: {one['message']}")
    return 1 if any(one["reason"] == "no_access" for one in told["skipped"]) else 0


@command(
    "relocate",
    short_help="Tell Rushes that a project was moved.",
    examples=("relocate /old/show /raid/show --dry-run", "relocate /old/show /raid/show"),
)
@click.argument("old", metavar="OLD", type=PATH)
@click.argument("new", metavar="NEW", type=PATH)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def relocate(session: Session, old: str, new: str, dry_run: bool) -> int:
    """Takes what is known of the clips in OLD to NEW, where they are now: jobs, proxies, watched folders. Clips that
    are not there unchanged stay as they are. Nothing on a disk is touched; `rushes relocate NEW OLD` goes back."""
    output = session.output
    with session.desk() as desk:
        told = desk.relocate(old, new, dry_run=dry_run)
    output.document(told)
    word = "would go" if dry_run else "went"
    output.say(f"{count_text(len(told['moved']), 'clip')} {word} from {told['from']} to {told['to']}.")
    for state, words in (("missing", "is not in the new place"), ("differs", "is another file there")):
        for path in told[state]:
            output.say(f"  {path} {words}.")
    return 1 if told["missing"] or told["differs"] else 0
