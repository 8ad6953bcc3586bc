"""`rushes watch`: folders whose clips are done as they land."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Unpack, cast

import click

from server.cli.output import Output, count_text
from server.cli.session import PATH, Session, command
from server.domain.naming import file_uri

if TYPE_CHECKING:
    from server.client import Client
    from server.services.watch_rules import WatchRules

_SHOWN = (
    "path", "preset", "to", "include", "exclude", "subfolders", "lut", "priority", "analysis", "upload", "hours",
    "duplicates", "paused", "copy_to",
)  # fmt: skip


_LISTS = ("include", "exclude", "also", "copy_to")


class _Watches(Protocol):
    """The watched folders, here or at another server."""

    def add(self, path: str, **rules: Unpack[WatchRules]) -> Mapping[str, Any]: ...

    def change(self, watch_id: str, **rules: Unpack[WatchRules]) -> Mapping[str, Any]: ...

    def list(self) -> Sequence[Mapping[str, Any]]: ...

    def get(self, watch_id: str) -> Mapping[str, Any]: ...

    def rules(self, watch_id: str) -> Mapping[str, Any]: ...

    def remove(self, watch_id: str) -> None: ...

    def rescan(self, watch_id: str | None = None) -> Sequence[str]: ...

    def why(self, path: str) -> Mapping[str, Any]: ...


class _RemoteWatches:
    """Those of the server that --server names."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def add(self, path: str, **rules: Unpack[WatchRules]) -> Mapping[str, Any]:
        added: Mapping[str, Any] = self._client.add_watch(_uri(path), **_sent(rules))["watch"]
        return added

    def change(self, watch_id: str, **rules: Unpack[WatchRules]) -> Mapping[str, Any]:
        changed: Mapping[str, Any] = self._client.change_watch(watch_id, **_sent(rules))["watch"]
        return changed

    def list(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self._client.watches()["watches"]
        return found

    def get(self, watch_id: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.rules(watch_id)["watch"]
        return found

    def rules(self, watch_id: str) -> Mapping[str, Any]:
        return self._client.watch(watch_id)

    def remove(self, watch_id: str) -> None:
        self._client.remove_watch(watch_id)

    def rescan(self, watch_id: str | None = None) -> Sequence[str]:
        told = self._client.rescan_watches() if watch_id is None else self._client.rescan_watch(watch_id)
        return [str(one) for one in told["changed"]]

    def why(self, path: str) -> Mapping[str, Any]:
        return self._client.why(_uri(path))


def _sent(rules: WatchRules) -> dict[str, Any]:
    """Paths as URIs: the server may have another folder it starts from."""
    given: dict[str, Any] = {**rules}
    given |= {name: _uri(given[name]) for name in ("to", "lut") if given.get(name)}
    return given | {name: list(map(_uri, given[name])) for name in ("copy_to",) if name in given}


@contextmanager
def _open(session: Session) -> Iterator[_Watches]:
    """A server on the home sees within a second what is changed there; only one named by --server is asked itself."""
    client = session.find_client() if session.server else None
    if client is not None:
        yield _RemoteWatches(client)
        return
    with session.open() as app:
        yield app.watches


def _uri(path: str) -> str:
    return file_uri(str(Path(path).absolute()))


def _id_of(watches: _Watches, place: str) -> str:
    """People name a watched folder by its path too; what is neither is for the service to refuse."""
    uri = file_uri(os.path.realpath(place))
    return next((str(one["id"]) for one in watches.list() if uri == one["path_uri"]), place)


@click.group("watch", short_help="Watch folders: what lands there is done by itself.")
def watch() -> None:
    """Watched folders are looked into while `rushes server` runs, and catch up on what landed while none did."""


def _rules(function: Callable[..., int]) -> Callable[..., int]:
    """The options that say what is done in a folder. What is not named is not passed on; an empty word unsets."""
    options = (
        click.option("--preset", metavar="NAME", help="See `rushes presets`."),
        click.option("--to", metavar="DIR", type=PATH, help="Put the proxies into a tree below DIR."),
        click.option("--include", metavar="GLOB", multiple=True, help="Only files or folders like this, e.g. '*.mov'."),
        click.option("--exclude", metavar="GLOB", multiple=True, help="No files or folders like this."),
        click.option(
            "--settle", metavar="S", type=float, help="Seconds a file must stay the same (5; 30 on networks)."
        ),
        click.option("--subfolders/--no-subfolders", default=None, help="Also what lies in folders inside (it does)."),
        click.option("--lut", metavar="FILE", type=PATH, help="Show the clips through this .cube file."),
        click.option("--priority", metavar="N", type=int, help="0 to 9; 9 goes first, 5 is usual."),
        click.option("--analysis/--no-analysis", default=None, help="Also a small proxy for computer vision."),
        click.option("--upload/--no-upload", default=None, help="Put original and proxy into the bucket as well."),
        click.option("--hours", metavar="FROM-TO", help="Take clips only between these times, e.g. 19:00-07:00."),
        click.option(
            "--also", metavar="REASON", multiple=True, help="Take what is else left alone, e.g. camera_proxy."
        ),
        click.option(
            "--copy-to",
            metavar="DIR",
            multiple=True,
            type=PATH,
            help="Copy each card to DIR first, proved, with an ASC MHL manifest; proxies are made of the (first) copy.",
        ),
        click.option("--duplicates", metavar="RULE", help="`link` or `second`, as `rushes ingest --duplicates`."),
    )

    @wraps(function)
    def with_rules(session: Session, place: str, **given: Any) -> int:
        named = {name: value for name, value in given.items() if value is not None and value != ()}
        lists = {name: [one for one in named[name] if one] for name in _LISTS if name in named}
        return function(session, place, cast("WatchRules", named | lists))

    for option in reversed(options):
        with_rules = option(with_rules)
    return with_rules


@command(
    "add",
    short_help="Watch a folder.",
    examples=(
        "watch add /footage/incoming",
        "watch add /footage --include '*.mov' --preset h264-half --to /proxies",
        "watch add /media --copy-to /raid/cards",
    ),
)
@click.argument("place", metavar="DIR", type=PATH)
@_rules
def add(session: Session, folder: str, rules: WatchRules) -> int:
    """Watches DIR and all below it. The same folder again takes the new rules, for what lands from then on."""
    with _open(session) as watches:
        found = watches.add(folder, **rules)
    session.output.document({"watch": found})
    session.output.say(f"{found['path']} is watched ({found['id']}).")
    if session.server is None and not (session.find_home() / "server.json").exists():
        session.output.say("No server runs here now: `rushes server` does the work, also on what landed before.")
    return 0


@command(
    "set",
    short_help="Change the rules of a watched folder.",
    examples=("watch set /footage/incoming --priority 8", "watch set /footage/incoming --hours 19:00-07:00 --to ''"),
)
@click.argument("place", metavar="ID|DIR")
@_rules
def change(session: Session, place: str, rules: WatchRules) -> int:
    """Changes the named rules of a watched folder, for what lands from then on; '' unsets one."""
    with _open(session) as watches:
        found = watches.change(_id_of(watches, place), **rules)
    session.output.document({"watch": found})
    session.output.say(f"{found['path']} has its new rules.")
    return 0


@command(
    "pause", short_help="Take nothing from a watched folder for a while.", examples=("watch pause /footage/incoming",)
)
@click.argument("place", metavar="ID|DIR")
def pause(session: Session, place: str) -> int:
    """What lands in a paused folder is seen and waits; jobs that are queued already go on."""
    return _set_paused(session, place, True)


@command("resume", short_help="Take clips from a paused folder again.", examples=("watch resume /footage/incoming",))
@click.argument("place", metavar="ID|DIR")
def resume(session: Session, place: str) -> int:
    """Takes what landed in a paused folder, and what comes."""
    return _set_paused(session, place, False)


def _set_paused(session: Session, place: str, paused: bool) -> int:
    with _open(session) as watches:
        found = watches.change(_id_of(watches, place), paused=paused)
    session.output.document({"watch": found})
    session.output.say(f"{found['path']} {'is paused' if paused else 'is taken from again'}.")
    return 0


@command("rules", short_help="Show the rules of a watched folder.", examples=("watch rules /footage/incoming",))
@click.argument("place", metavar="ID|DIR")
def rules_of(session: Session, place: str) -> int:
    """Shows the rules of a watched folder, and what it leaves alone by name (`watch set ID --also REASON` takes it)."""
    with _open(session) as watches:
        found = watches.rules(_id_of(watches, place))
    session.output.document(found)
    for name in _SHOWN:
        session.output.say(f"{name:12}{_shown(found['watch'][name])}")
    for one in found["left_alone"]:
        session.output.say(f"{'left alone' if one['left_alone'] else 'taken':12}{one['reason']}: {one['sentence']}")
    return 0


def _shown(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else "-" if value is None else value


@command("list", short_help="List the watched folders.", examples=("watch list", "watch list --json"))
def list_all(session: Session) -> int:
    """Lists the watched folders and how many files stand where."""
    with _open(session) as watches:
        found = watches.list()
    session.output.document({"watches": list(found)})
    for one in found:
        _say_watch(session.output, one)
    session.output.say(count_text(len(found), "watched folder"))
    return 0


@command("remove", short_help="Watch a folder no longer.", examples=("watch remove /footage/incoming",))
@click.argument("place", metavar="ID|DIR")
def remove(session: Session, place: str) -> int:
    """Watches a folder no longer. Its jobs, proxies and originals stay."""
    with _open(session) as watches:
        watch_id = _id_of(watches, place)
        found = watches.get(watch_id)
        watches.remove(watch_id)
    session.output.document({"watch": found})
    session.output.say(f"{found['path']} is watched no longer.")
    return 0


@command(
    "rescan",
    short_help="Look through a folder, or all, at once.",
    examples=("watch rescan", "watch rescan /footage/incoming"),
)
@click.argument("place", metavar="[ID|DIR]", required=False)
def rescan(session: Session, place: str | None) -> int:
    """Has the running server look through a watched folder, or all of them, at once."""
    with _open(session) as watches:
        ids = watches.rescan(None if place is None else _id_of(watches, place))
    session.output.document({"changed": list(ids)})
    session.output.say(f"{count_text(len(ids), 'folder')} to be looked through.")
    return 0


@command("why", short_help="Say what was decided about a file.", examples=("watch why /footage/incoming/A001.mov",))
@click.argument("path", type=PATH)
def why(session: Session, path: str) -> int:
    """Says whether a file was taken, waits or was left alone, and why."""
    with _open(session) as watches:
        found = watches.why(path)
    session.output.document(found)
    session.output.say(
        f"{found['path']}: {found['decision'].replace('_', ' ')} ({found['reason']}). {found['message']}"
    )
    if found["job_id"]:
        session.output.say(f"  job {found['job_id']}")
    return 0


def _say_watch(output: Output, one: Mapping[str, Any]) -> None:
    files = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in one["files"].items())
    state = "paused" if one["paused"] else one["state"]
    output.say(f"{one['id']}  {state}  {one['path']}  {one['preset']}  {files}")
    if one["why"]:
        output.say(f"  {one['why']}")


for _command in (add, change, pause, resume, rules_of, list_all, remove, rescan, why):
    watch.add_command(_command)
