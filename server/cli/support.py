"""`rushes support`: one file with what a developer needs to understand a fault, and no secret in it."""

from __future__ import annotations

import json
import os
import platform
import re
import secrets
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from server import __version__
from server.cli.checks import run_checks
from server.cli.files import new_file
from server.cli.session import Session, command
from server.domain.job import JobQuery, Status
from server.errors import OutputExists, OutputUnwritable
from server.logs import redacted, unsteered
from server.schema import job_json, printable
from server.store.sqlite import sqlite_module
from server.system.files import rename_without_replacing

if TYPE_CHECKING:
    from server.bootstrap import App

_PACKAGES = (
    "peewee",
    "huey",
    "sqlite-utils",
    "pysqlite3",
    "fastapi",
    "starlette",
    "uvicorn",
    "watchdog",
    "av",
    "boto3",
)
_FAILED_JOBS = 50
_SECRET_NAMES = re.compile(r"(?i)secret|token|password|passwd|key|credential")
_SHORTEST_SECRET = 6


class Redactor:
    """Leaves out what looks like a secret, and the secrets that this program knows, wherever they stand."""

    def __init__(self, known: set[str]) -> None:
        self._known = sorted((one for one in known if len(one) >= _SHORTEST_SECRET), key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for secret in self._known:
            text = text.replace(secret, "[redacted]")
        return redacted(text)

    def document(self, value: Any) -> str:
        """JSON; a value whose name says that it is secret is left out whatever it looks like."""
        return self(json.dumps(_without_secrets(printable(value)), indent=2, default=str))


def _without_secrets(value: Any) -> Any:
    if isinstance(value, Mapping):
        hidden = {name: "[redacted]" for name, inner in value.items() if inner and _SECRET_NAMES.search(str(name))}
        return {name: hidden.get(name, _without_secrets(inner)) for name, inner in value.items()}
    return [_without_secrets(inner) for inner in value] if isinstance(value, list) else value


def known_secrets(home: Path, environ: Mapping[str, str]) -> set[str]:
    """The home's token, and whatever the environment calls a secret."""
    known = {value for name, value in environ.items() if _SECRET_NAMES.search(name)}
    token = home / "token"
    return known | ({token.read_text(encoding="utf-8", errors="replace").strip()} if token.is_file() else set())


def bundle(app: App, redact: Redactor) -> Iterator[tuple[str, str]]:
    """(name in the bundle, text)"""
    failed = app.jobs.find(JobQuery((Status.FAILED,), limit=_FAILED_JOBS)).jobs
    yield "versions.json", redact.document(versions())
    yield "settings.json", redact.document(asdict(app.settings))
    yield "doctor.json", redact.document({"checks": [check.as_dict() for check in run_checks(app)]})
    yield "stats.json", redact.document(app.jobs.stats())
    yield "lanes.json", redact.document({"queues": app.lanes.all(), "workers": app.jobs.workers()})
    yield "failed-jobs.json", redact.document({"jobs": [dict(job_json(job)) for job in failed]})
    for name in ("config.toml", "restored.json", "server.json"):
        if (app.home / name).is_file():
            yield name, redact(_read(app.home / name))
    for log in sorted((app.home / "logs").glob("*.log*")):
        yield f"logs/{log.name}", "\n".join(unsteered(redact(line)) for line in _read(log).splitlines())


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def versions() -> dict[str, Any]:
    packages: dict[str, str | None] = {}
    for name in _PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            packages[name] = None
    return {
        "rushes": __version__,
        "python": sys.version,
        "system": platform.platform(),
        "sqlite": sqlite_module().sqlite_version,
        "packages": packages,
    }


@command(
    "support", short_help="Collect what a developer needs, without secrets.", examples=("support rushes-support.zip",)
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def support(session: Session, file: Path) -> int:
    """Writes a ZIP file with versions, settings, the findings of `doctor`, figures, the last failures and the logs.

    Keys, tokens and passwords are left out. Names and paths of clips are in it: look through it before you send it.
    """
    target = new_file(file)
    with session.open() as app:
        redact = Redactor(known_secrets(app.home, os.environ))
        names = _write(target, bundle(app, redact))
    session.output.document({"file": str(target), "contents": names})
    session.output.say(f"{target}: {', '.join(names)}.")
    session.output.say("Keys and tokens are left out; names of clips are in it. Look through it before you send it.")
    return 0


def _write(target: Path, entries: Iterator[tuple[str, str]]) -> list[str]:
    """Whole under its name or not at all. Raises OutputExists, OutputUnwritable."""
    whole, names = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp"), []
    try:
        with zipfile.ZipFile(whole, "x", zipfile.ZIP_DEFLATED) as archive:
            for name, text in entries:
                archive.writestr(name, text.encode("utf-8", "replace"))
                names.append(name)
        whole.chmod(0o600)
        rename_without_replacing(str(whole), str(target))
    except FileExistsError as fault:
        raise OutputExists(f"{target} exists already.", "Give a name that is free; nothing is overwritten.") from fault
    except OSError as fault:
        hint = "Name a folder you may write to, with some space left."
        raise OutputUnwritable(f"{target} cannot be written: {fault.strerror}.", hint) from fault
    finally:
        whole.unlink(missing_ok=True)
    return names
