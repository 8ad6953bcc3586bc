"""`rushes watch`: folders whose clips are done as they land."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from server.cli.output import Output, count_text
from server.cli.session import Session, command
from server.domain.naming import file_uri
from server.errors import UnknownId, UsageError

if TYPE_CHECKING:
    from server.client import Client

_ON_THE_HOME = "Give its home by `--home` instead, on the machine it is on."


class _Watches(Protocol):
    """The watched folders, here or at another server."""

    def add(
        self,
        path: str,
        *,
        preset: str | None,
        to: str | None,
        include: Sequence[str],
        exclude: Sequence[str],
        settle: float | None,
        upload: bool,
        analysis: bool,
    ) -> Mapping[str, Any]: ...

    def list(self) -> Sequence[Mapping[str, Any]]: ...

    def get(self, watch_id: str) -> Mapping[str, Any]: ...

    def remove(self, watch_id: str) -> None: ...

    def rescan(self, watch_id: str | None = None) -> Sequence[str]: ...

    def why(self, path: str) -> Mapping[str, Any]: ...


class _RemoteWatches:
    """Those of the server that --server names."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def add(
        self,
        path: str,
        *,
        preset: str | None,
        to: str | None,
        include: Sequence[str],
        exclude: Sequence[str],
        settle: float | None,
        upload: bool,
        analysis: bool,
    ) -> Mapping[str, Any]:
        globs = {"include": list(include), "exclude": list(exclude)}
        rules = {**globs, "settle": settle, "upload": upload, "analysis": analysis}
        target = None if to is None else _uri(to)
        added: Mapping[str, Any] = self._client.add_watch(_uri(path), preset=preset, to=target, **rules)["watch"]
        return added

    def list(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self._client.watches()["watches"]
        return found

    def get(self, watch_id: str) -> Mapping[str, Any]:
        found = next((one for one in self.list() if one["id"] == watch_id), None)
        if found is None:
            raise UnknownId(f"There is no watched folder {watch_id}.", "`rushes watch list` lists them.")
        return found

    def remove(self, watch_id: str) -> None:
        self._client.remove_watch(watch_id)

    def rescan(self, watch_id: str | None = None) -> Sequence[str]:  # noqa: ARG002  as _Watches has it
        raise UsageError("Another server cannot be asked to look at once.", _ON_THE_HOME)

    def why(self, path: str) -> Mapping[str, Any]:  # noqa: ARG002  as _Watches has it
        raise UsageError("Another server cannot be asked about one file.", _ON_THE_HOME)


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
@click.option("--analysis", is_flag=True, help="Also a small proxy for computer vision.")
def add(
    session: Session,
    folder: str,
    preset: str | None,
    to: str | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    settle: float | None,
    upload: bool,
    analysis: bool,
) -> int:
    """Watches DIR and all below it. The same folder again takes the new rules, for what lands from then on."""
    with _open(session) as watches:
        rules: dict[str, Any] = {
            "include": include,
            "exclude": exclude,
            "settle": settle,
            "upload": upload,
            "analysis": analysis,
        }
        found = watches.add(folder, preset=preset, to=to, **rules)
    session.output.document({"watch": found})
    session.output.say(f"{found['path']} is watched ({found['id']}).")
    if session.server is None and not (session.find_home() / "server.json").exists():
        session.output.say("No server runs here now: `rushes server` does the work, also on what landed before.")
    return 0


@command("list", short_help="List the watched folders.")
def list_all(session: Session) -> int:
    """Lists the watched folders and how many files stand where."""
    with _open(session) as watches:
        found = watches.list()
    session.output.document({"watches": list(found)})
    for one in found:
        _say_watch(session.output, one)
    session.output.say(count_text(len(found), "watched folder"))
    return 0


@command("remove", short_help="Watch a folder no longer.")
@click.argument("watch_id", metavar="ID")
def remove(session: Session, watch_id: str) -> int:
    """Watches a folder no longer. Its jobs, proxies and originals stay."""
    with _open(session) as watches:
        found = watches.get(watch_id)
        watches.remove(watch_id)
    session.output.document({"watch": found})
    session.output.say(f"{found['path']} is watched no longer.")
    return 0


@command("rescan", short_help="Look through a folder, or all, at once.")
@click.argument("watch_id", metavar="[ID]", required=False)
def rescan(session: Session, watch_id: str | None) -> int:
    """Has the running server look through a watched folder, or all of them, at once."""
    with _open(session) as watches:
        ids = watches.rescan(watch_id)
    session.output.document({"changed": list(ids)})
    session.output.say(f"{count_text(len(ids), 'folder')} to be looked through.")
    return 0


@command("why", short_help="Say what was decided about a file.")
@click.argument("path", type=click.Path())
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
    output.say(f"{one['id']}  {one['state']}  {one['path']}  {one['preset']}  {files}")
    if one["why"]:
        output.say(f"  {one['why']}")


for _command in (add, list_all, remove, rescan, why):
    watch.add_command(_command)
