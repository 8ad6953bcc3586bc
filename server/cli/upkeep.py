"""`rushes maintenance` and `rushes backup`: what the program does for itself, now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from server.cli.files import new_file
from server.cli.output import count_text
from server.cli.session import Session, command
from server.domain.upkeep import CLEANUP_TASKS, Task

if TYPE_CHECKING:
    from server.bootstrap import App


@click.group("maintenance", short_help="Upkeep now.")
def maintenance() -> None:
    """Upkeep now, whatever the clock says. A server does all of it by itself, but for `vacuum`."""


def _run(app: App, tasks: Sequence[Task]) -> dict[str, Any]:
    done: dict[str, Any] = {}
    for task in tasks:
        done |= app.upkeep.run(task)
    return done


@command("cleanup", short_help="Take old jobs out of the list, sweep, back up.", examples=("maintenance cleanup",))
def cleanup(session: Session) -> int:
    """Takes jobs that ended 30 days ago out of the list, sweeps temporary files, and backs the job list up.

    Clips and what was made of them stay known, so nothing is done twice; failures stay until `rushes acknowledge`.
    """
    with session.open() as app:
        done = _run(app, CLEANUP_TASKS)
    session.output.document(done)
    session.output.say(f"{count_text(done['forgotten'], 'job')} forgotten, {done['swept']} leftovers removed.")
    if done["backup"]:
        session.output.say(f"The job list was backed up: {done['backup']}")
    return 0


@command("watchdog", short_help="Look for stuck jobs.", examples=("maintenance watchdog",))
def watchdog(session: Session) -> int:
    """Looks for jobs that nobody works on: two hours without progress between such looks, and a job fails."""
    with session.open() as app:
        done = _run(app, (Task.STUCK,))
    session.output.document(done)
    session.output.say(f"{count_text(len(done['stuck']), 'job')} stuck, {len(done['rung'])} rung for again.")
    return 0


@command("recover", short_help="Take back what dead workers held.", examples=("maintenance recover",))
def recover(session: Session) -> int:
    """Takes back what dead workers held, and rings for whatever waits."""
    with session.open() as app:
        done = asdict(app.recovery.run())
    session.output.document(done)
    session.output.say(f"{count_text(len(done['released']), 'job')} put back into the queue.")
    return 0


@command("vacuum", short_help="Give unused space of the databases back.", examples=("maintenance vacuum",))
def vacuum(session: Session) -> int:
    """Writes the job list anew without its gaps. Takes as much space again meanwhile; others wait until it is done."""
    with session.open() as app:
        file = app.home / "jobs.db"
        app.database.checkpoint()
        before = file.stat().st_size
        app.database.vacuum()
        app.database.checkpoint()
        after = file.stat().st_size
    session.output.document({"bytes_before": before, "bytes_after": after})
    session.output.say(f"The job list takes {after / 1e6:.1f} MB, it was {before / 1e6:.1f} MB.")
    return 0


for one in (cleanup, watchdog, recover, vacuum):
    maintenance.add_command(one)


@command("backup", short_help="Copy the job list into a file.", examples=("backup /backup/jobs.db",))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def backup(session: Session, file: Path) -> int:
    """Copies the job list, as it is at this moment, into FILE; also while jobs run. Nothing is overwritten."""
    from server.store.backup import back_up, database_fault

    target = new_file(file)
    with session.open() as app:
        back_up(app.database, target)
    size = target.stat().st_size
    session.output.document({"file": str(target), "bytes": size, "sound": database_fault(target) is None})
    session.output.say(f"The job list is in {target} ({size / 1e6:.1f} MB).")
    return 0
