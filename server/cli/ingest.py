"""`rushes ingest` and `rushes demo`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from server.cli.desk import queue_only, work_through
from server.cli.output import Output
from server.cli.session import PATH, Session, command
from server.cli.summary import ingest_document, ingest_exit_code, say_summary, say_uploads
from server.domain.job import Job, Status
from server.domain.watch import DUPLICATES
from server.errors import EnvironmentFault


@command(
    "ingest",
    short_help="Make proxies of every clip below the paths.",
    examples=(
        "ingest /media/A001",
        "ingest 'Day 1' 'Day 2' --preset h264-half --to /proxies",
        "ingest A001.mov --force --json",
    ),
)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=PATH)
@click.option("--preset", metavar="NAME", help="See `rushes presets`.")
@click.option("--to", metavar="DIR", type=PATH, help="Put the proxies into a tree below DIR.")
@click.option("--priority", type=click.IntRange(0, 9), default=5, show_default=True, help="9 goes first.")
@click.option("--force", is_flag=True, help="Make them again, also where they are done.")
@click.option("--allow-damaged", is_flag=True, help="Keep what can be read of a damaged clip.")
@click.option("--analysis", is_flag=True, help="Also a small proxy for computer vision, and the quality check.")
@click.option("--lut", metavar="FILE", type=PATH, help="See the pictures through this .cube file.")
@click.option("--upload", is_flag=True, help="Put original, proxy and picture into the bucket of the settings, too.")
@click.option(
    "--duplicates",
    type=click.Choice(DUPLICATES),
    default="link",
    show_default=True,
    help="The same clip to the byte was done elsewhere: link that proxy here, or make a second one.",
)
@click.option("--no-wait", is_flag=True, help="Only queue them; a server in the background does the rest.")
def ingest(
    session: Session,
    paths: tuple[str, ...],
    preset: str | None,
    to: str | None,
    priority: int,
    force: bool,
    allow_damaged: bool,
    analysis: bool,
    lut: str | None,
    upload: bool,
    duplicates: str,
    no_wait: bool,
) -> int:
    """Makes a proxy of every clip below the paths, and shows how it goes until all are done.

    Ctrl-C stops cleanly; the same line goes on later. What was done before is not done again.
    """
    output = session.output
    with session.desk() as desk:
        output.say("Looking at what is there …")
        wish = {"preset": preset, "to": to, "priority": priority, "force": force, "allow_damaged": allow_damaged}
        taken = desk.ingest(paths, **wish, upload=upload, analysis=analysis, lut=lut, duplicates=duplicates)
        to_come = upload or analysis or any(not job.final for job in (*taken.jobs, *taken.sounds))
        queue = queue_only if no_wait else work_through
        followed, children = queue(desk, output, [*taken.jobs, *taken.sounds], desk.children_of if to_come else None)
    jobs = followed[: len(taken.jobs)]
    uploads = [job for job in children if job.kind == "upload"]
    output.document(ingest_document(jobs, taken.skipped, uploads if upload else None))
    say_summary(output, taken.jobs, jobs, taken.skipped)
    if upload and not no_wait:
        say_uploads(output, uploads)
    # An extra that was not asked for is no reason to call it a failure.
    asked = children if analysis else uploads
    return ingest_exit_code([*jobs, *asked], taken.skipped)


@command(
    "demo", short_help="Make three short clips and their proxies: a first look.", examples=("demo", "demo --to clips")
)
@click.option("--to", metavar="DIR", type=PATH, help="Where to put the clips (default: ~/Rushes Demo).")
def demo(session: Session, to: str | None) -> int:
    """Makes three short clips with sound and timecode, and a proxy of each."""
    folder = Path(to).absolute() if to else Path.home() / "Rushes Demo"
    output = session.output
    with session.open() as app:
        output.say(f"Making three short clips in {folder} …")
        clips = app.make_demo_clips(_made(folder))
    with session.desk() as desk:
        taken = desk.ingest([str(clip) for clip in clips])
        jobs, _ = work_through(desk, output, taken.jobs)
    output.document(ingest_document(jobs, taken.skipped))
    say_summary(output, taken.jobs, jobs, taken.skipped)
    _say_next(output, jobs)
    return ingest_exit_code(jobs, taken.skipped)


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFault(
            f"The folder {folder} cannot be made: {error.strerror}.", "Choose another with `--to DIR`."
        ) from error
    return folder


def _say_next(output: Output, jobs: Sequence[Job]) -> None:
    done = [job for job in jobs if job.status is Status.COMPLETED and job.output]
    if not done:
        return
    output.say()
    for job in done:
        output.say(f"  {job.source}  ->  {job.output}")
    output.say()
    output.say("Each of these was decoded and compared with its original: frames, timecode, sound, colour.")
    output.say("Next, with footage of your own: `rushes ingest FOLDER`. Your clips are only ever read.")
