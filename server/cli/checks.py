"""What `rushes doctor` looks at; each check ends in a sentence and, where it fails, in what to do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.errors import RushesError

if TYPE_CHECKING:
    from server.bootstrap import App

LEAST_FREE_BYTES = 2 * 1024**3
# SQLite before this can lose rows of a WAL database when two programs write (sqlite.org/wal.html#walresetbug).
LEAST_SQLITE = (3, 51, 3)
LEAST_FOLDER_WATCHES = 8192  # what Linux gave before version 5.11
# SQLite's WAL needs memory shared between programs, which these file systems do not give.
NETWORK_FILE_SYSTEMS = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "webdav", "davfs", "9p", "sshfs"),
        *("fuse.sshfs", "fuse.rclone", "ceph", "fuse.ceph", "glusterfs", "fuse.glusterfs", "lustre", "beegfs"),
    }
)


@dataclass(frozen=True)
class Check:
    """One finding. `hint` is empty where nothing has to be done."""

    name: str
    ok: bool
    message: str
    hint: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, "ok": self.ok, "message": self.message, "hint": self.hint}


def run_checks(app: App) -> list[Check]:
    """Every check, one after the other; one that fails stops none of the others."""
    checks: tuple[Callable[[App], Iterator[Check]], ...] = (
        _check_ffmpeg,
        _check_disk,
        _check_file_system,
        _check_sqlite,
        _check_databases,
        _check_presets,
        _check_watches,
        _check_bucket,
    )
    return [finding for check in checks for finding in check(app)]


def _check_ffmpeg(app: App) -> Iterator[Check]:
    try:
        ffmpeg = app.ffmpeg
        missing = ffmpeg.missing
    except RushesError as error:
        yield Check("ffmpeg", False, error.message, error.hint)
        return
    yield Check("ffmpeg", True, f"FFmpeg {ffmpeg.version} ({ffmpeg.origin}): {ffmpeg.path}")
    hint = "Remove `[ffmpeg] path` to use the FFmpeg that comes with Rushes, or set a full build." if missing else ""
    words = f"it lacks {', '.join(missing)}" if missing else "everything the presets need is there"
    yield Check("encoders", not missing, words, hint)


def _check_disk(app: App) -> Iterator[Check]:
    free = shutil.disk_usage(app.home).free
    message = f"{free / 1024**3:.1f} GiB free where the home is ({app.home})"
    hint = "Free some space, or move the home: `--home DIR` or RUSHES_HOME."
    yield Check("disk", free >= LEAST_FREE_BYTES, message, "" if free >= LEAST_FREE_BYTES else hint)


def _check_file_system(app: App) -> Iterator[Check]:
    kind = file_system_of(app.home)
    if kind in NETWORK_FILE_SYSTEMS:
        hint = "Put the home on a disk of this machine: `--home DIR` or RUSHES_HOME. Footage may be on the network."
        yield Check("home", False, f"the home is on a network file system ({kind}), where a database may break", hint)
    else:
        yield Check("home", True, f"the home is on a local file system ({kind or 'of unknown kind'})")


def file_system_of(path: Path) -> str:
    """The kind of file system `path` is on, as the operating system names it; empty if it does not say."""
    import psutil

    whole = os.path.realpath(path)
    mounts = {part.mountpoint: part.fstype for part in psutil.disk_partitions(all=True)}
    above = [place for place in mounts if Path(whole).is_relative_to(place)]
    return mounts[max(above, key=len)].lower() if above else ""


def _check_sqlite(app: App) -> Iterator[Check]:  # noqa: ARG001 (one signature for all checks)
    version = _sqlite().sqlite_version
    numbers = tuple(int(part) for part in version.split("."))
    wanted = ".".join(map(str, LEAST_SQLITE))
    hint = f"Use a Python with SQLite {wanted} or later; older ones can damage the job list when two programs write."
    yield Check("sqlite", numbers >= LEAST_SQLITE, f"SQLite {version}", "" if numbers >= LEAST_SQLITE else hint)


def _check_databases(app: App) -> Iterator[Check]:
    hints = {
        "jobs.db": "Keep a copy of the file, then put a backup in its place. Originals and proxies are not touched.",
        "queue.db": "Stop Rushes and delete the file: it is made anew and no job is lost.",
        "catalog.db": "Delete the file: it is made anew.",
    }
    for name, hint in hints.items():
        file = app.home / name
        fault = database_fault(file) if file.exists() else None
        words = "not made yet" if not file.exists() else "sound"
        yield Check(name, fault is None, fault or words, "" if fault is None else hint)


def database_fault(file: Path) -> str | None:
    """What SQLite's own check says against the file; None if it is sound. Never writes to it."""
    sqlite = _sqlite()
    try:
        with closing(sqlite.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
            rows = connection.execute("PRAGMA integrity_check(3)").fetchall()
    except sqlite.DatabaseError as error:
        return f"damaged or not readable: {error}"
    findings = [str(row[0]) for row in rows]
    return None if findings == ["ok"] else f"damaged: {'; '.join(findings)}"


def _check_watches(app: App) -> Iterator[Check]:  # noqa: ARG001 (one signature for all checks)
    from server.system.mounts import most_folder_watches

    limit = most_folder_watches()
    enough = limit is None or limit >= LEAST_FOLDER_WATCHES
    words = "this system tells of changes in any number of folders"
    if limit is not None:
        words = f"this system tells of changes in up to {limit} folders (fs.inotify.max_user_watches)"
    hint = "Larger trees are looked through every 20 s instead. More: `sysctl fs.inotify.max_user_watches=524288`."
    yield Check("watches", enough, words, "" if enough else hint)


def _check_presets(app: App) -> Iterator[Check]:
    refused = list(app.presets.refused)
    for error in refused:
        yield Check("presets", False, error.message, error.hint)
    if not refused:
        yield Check("presets", True, f"{len(list(app.presets.all()))} presets")


def _check_bucket(app: App) -> Iterator[Check]:
    bucket = app.settings.s3.bucket
    if not bucket:
        yield Check("s3", True, "no bucket is set; only uploads need one")
        return
    try:
        app.open_store(bucket).check()
    except RushesError as error:
        yield Check("s3", False, error.message, error.hint)
    else:
        yield Check("s3", True, f"the bucket {bucket} is there and these credentials may use it")


def _sqlite() -> Any:
    """The SQLite that the database layer takes: the newer one of pysqlite3 where it is installed."""
    try:
        import pysqlite3

        return pysqlite3.dbapi2
    except ImportError:
        import sqlite3

        return sqlite3
