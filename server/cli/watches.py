"""`rushes watch`: folders whose clips are done as they land."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from server.cli.output import Output, count_text
from server.cli.session import Session, command


@click.group("watch", short_help="Watch folders: what lands there is done by itself.")
def watch() -> None:
    """Watched folders are looked into while `rushes server` runs, and catch up on what landed while none did."""


@command("add", short_help="Watch a folder.")
@click.argument("folder", metavar="DIR", type=click.Path())
@click.option("--preset", metavar="NAME", help="See `rushes presets`.")
@click.option("--to", metavar="DIR", type=click.Path(), help="Put the proxies into a tree below DIR.")
@click.option("--include", metavar="GLOB", multiple=True, help="Only files or folders like this, e.g. '*.mov'.")
@click.option("--exclude", metavar="GLOB", multiple=True, help="No files or folders like this.")
@click.option("--settle", metavar="S", type=float, help="Seconds a file must stay the same (5; 30 on a network).")
@click.option("--upload", is_flag=True, help="Put original and proxy into the bucket as well.")
def add(session: Session, folder: str, settle: float | None, **rules: Any) -> int:
    """Watches DIR and all below it. The same folder again takes the new rules, for what lands from then on."""
    with session.open() as app:
        found = app.watches.add(folder, settle=settle, **rules)
        served = (app.home / "server.json").exists()
    session.output.document({"watch": found})
    session.output.say(f"{found['path']} is watched ({found['id']}).")
    if not served:
        session.output.say("No server runs here now: `rushes server` does the work, also on what landed before.")
    return 0


@command("list", short_help="List the watched folders.")
def list_all(session: Session) -> int:
    """Lists the watched folders and how many files stand where."""
    with session.open() as app:
        found = app.watches.list()
    session.output.document({"watches": list(found)})
    for one in found:
        _say_watch(session.output, one)
    session.output.say(count_text(len(found), "watched folder"))
    return 0


@command("remove", short_help="Watch a folder no longer.")
@click.argument("watch_id", metavar="ID")
def remove(session: Session, watch_id: str) -> int:
    """Watches a folder no longer. Its jobs, proxies and originals stay."""
    with session.open() as app:
        found = app.watches.get(watch_id)
        app.watches.remove(watch_id)
    session.output.document({"watch": found})
    session.output.say(f"{found['path']} is watched no longer.")
    return 0


@command("rescan", short_help="Look through a folder, or all, at once.")
@click.argument("watch_id", metavar="[ID]", required=False)
def rescan(session: Session, watch_id: str | None) -> int:
    """Has the running server look through a watched folder, or all of them, at once."""
    with session.open() as app:
        ids = app.watches.rescan(watch_id)
    session.output.document({"changed": list(ids)})
    session.output.say(f"{count_text(len(ids), 'folder')} to be looked through.")
    return 0


@command("why", short_help="Say what was decided about a file.")
@click.argument("path", type=click.Path())
def why(session: Session, path: str) -> int:
    """Says whether a file was taken, waits or was left alone, and why."""
    with session.open() as app:
        found = app.watches.why(path)
    session.output.document(found)
    session.output.say(
        f"{found['path']}: {found['decision'].replace('_', ' ')} ({found['reason']}). {found['message']}"
    )
    if found["job_id"]:
        session.output.say(f"  job {found['job_id']}")
    return 0


def _say_watch(output: Output, one: Mapping[str, Any]) -> None:
    files = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in one["files"].items())
    output.say(f"{one['id']}  {one['state']}  {one['path']}  {one['preset']}  {files}")
    if one["why"]:
        output.say(f"  {one['why']}")


for _command in (add, list_all, remove, rescan, why):
    watch.add_command(_command)
