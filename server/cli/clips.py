"""`rushes clips`, `probe` and `verify`: what is known of footage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from server.cli.output import Output, count_text, duration_text
from server.cli.session import PATH, Session, command
from server.errors import UsageError
from server.schema import printable


@command("clips", short_help="List or search the clips seen so far.", examples=("clips", "clips --search prores"))
@click.option("--search", metavar="TEXT", help="Only clips with these words in the path or the metadata.")
def clips(session: Session, search: str | None) -> int:
    """Lists the clips that were ingested, and the proxies of each."""
    with session.desk() as desk:
        rows = desk.clips(search)
    session.output.document({"clips": rows})
    for row in rows:
        made = ", ".join(proxy["preset"] for proxy in row["proxies"]) or "no proxy"
        session.output.say(f"{row['source']}  {_in_short(row['metadata'])}  {made}  {row['state']}")
    session.output.say(count_text(len(rows), "clip"))
    return 0


@command("probe", short_help="Show the metadata of a file.", examples=("probe A001.mov", "probe A001.mov --json"))
@click.argument("file", type=PATH)
def probe(session: Session, file: str) -> int:
    """Shows what Rushes finds in a file."""
    path = _existing(file)
    with session.open() as app:
        metadata = printable(app.prober.probe(path).metadata())
    session.output.document(metadata)
    for key, value in metadata.items():
        _say_field(session.output, key, value)
    return 0


@command("verify", short_help="Check that a proxy matches its original.", examples=("verify A001.mov Proxy/A001.mov",))
@click.argument("original", type=PATH)
@click.argument("proxy", type=PATH)
def verify(session: Session, original: str, proxy: str) -> int:
    """Checks frame for frame that PROXY would relink to ORIGINAL; exit 0 if it conforms, 1 if not."""
    original, proxy = _existing(original), _existing(proxy)
    with session.open() as app:
        conformance = printable(app.verify(original, proxy))
    session.output.document(conformance)
    for check in conformance["checks"]:
        session.output.say(_check_line(check))
    conforms = bool(conformance["conforms"])
    session.output.say("The proxy conforms." if conforms else "The proxy does not conform.")
    return 0 if conforms else 1


def _existing(file: str) -> str:
    if not file or not _is_there(Path(file)):
        raise UsageError(f"There is no file {printable(file)!r}.", "Check the name. Is the disk or card there?")
    return str(Path(file).absolute())


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError:
        return True  # whoever opens it says what is wrong


def _check_line(check: dict[str, Any]) -> str:
    mark = {True: "ok   ", False: "WRONG", None: "  -  "}[check["ok"]]
    why = f"  {check['why']}" if check.get("why") else ""
    optional = "" if check.get("required") else " (not required)"
    return f"{mark}  {check['name']}: {check['original']} / {check['proxy']}{optional}{why}"


def _in_short(metadata: dict[str, Any] | None) -> str:
    if not metadata:
        return "not looked into yet"
    if not metadata.get("width"):
        return f"sound {duration_text(metadata.get('duration'))}"
    size = f"{metadata.get('width')}x{metadata.get('height')}"
    return f"{size} {metadata.get('fps')} {duration_text(metadata.get('duration'))} {metadata.get('timecode') or ''}"


def _say_field(output: Output, key: str, value: Any) -> None:
    if isinstance(value, list):
        for number, inner in enumerate(value, 1):
            _say_field(output, f"{key} {number}", inner)
    elif isinstance(value, dict):
        known = ", ".join(f"{name} {inner}" for name, inner in value.items() if inner is not None)
        output.say(f"{key}: {known or 'not told'}")
    elif value is not None:
        output.say(f"{key}: {value}")
