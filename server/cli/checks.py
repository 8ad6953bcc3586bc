"""What `rushes doctor` looks at; each check ends in a sentence and, where it fails, in what to do."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from server.errors import RushesError

if TYPE_CHECKING:
    from server.bootstrap import App

LEAST_FREE_BYTES = 2 * 1024**3
LEAST_FOLDER_WATCHES = 8192  # what Linux gave before version 5.11


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
    """Every check, one after the other. One that cannot be made stops none of the others; no fault is said twice."""
    checks: tuple[Callable[[App], Iterator[Check]], ...] = (
        _check_ffmpeg,
        _check_hardware,
        _check_sandbox,
        _check_disk,
        _check_file_system,
        _check_sqlite,
        _check_databases,
        _check_restored,
        _check_presets,
        _check_cards,
        _check_watches,
        _check_bucket,
    )
    found: list[Check] = []
    for check in checks:
        said = {one.message for one in found if not one.ok}
        found += [one for one in _findings(check, app) if one.message not in said]
    return found


def _findings(check: Callable[[App], Iterator[Check]], app: App) -> Iterator[Check]:
    try:
        yield from check(app)
    except RushesError as error:
        yield Check(check.__name__.removeprefix("_check_"), False, error.message, error.hint)


def _check_ffmpeg(app: App) -> Iterator[Check]:
    ffmpeg = app.ffmpeg
    missing = ffmpeg.missing
    yield Check("ffmpeg", True, f"FFmpeg {ffmpeg.version} ({ffmpeg.origin}): {ffmpeg.path}")
    hint = "Remove `[ffmpeg] path` to use the FFmpeg that comes with Rushes, or set a full build." if missing else ""
    words = f"it lacks {', '.join(missing)}" if missing else "everything the presets need is there"
    yield Check("encoders", not missing, words, hint)


def _check_hardware(app: App) -> Iterator[Check]:
    trials = app.encoders.trials
    works = [f"{trial.name} ({trial.fps:.0f} frames a second)" for trial in trials if not trial.why]
    works += [f"the processor {name} ({fps:.0f})" for name, fps in app.encoders.processor.items()]
    failed = ", ".join(trial.name for trial in trials if trial.why)
    words = f"encoders that work: {', '.join(works) or 'none'}; tried without success: {failed or 'none'}"
    yield Check("hardware", True, f"{words} (`[ffmpeg] encoder` is {app.settings.ffmpeg.encoder})")


def _check_sandbox(app: App) -> Iterator[Check]:
    from server.media.box import fault_of_box
    from server.media.sandbox import in_force

    kept = in_force()
    lacking = [from_what for from_what, is_kept in kept.items() if not is_kept]
    words = "a clip reaches its own file and its proxy only, no network, and no more memory or time than it may have"
    if lacking:
        words = f"this system does not keep a hostile clip from {' and '.join(lacking)}"
    hint = "Linux 5.13 or later has what is needed (Landlock); it may have to be switched on: lsm=landlock,… at boot."
    with suppress(RushesError):  # no FFmpeg: said already
        words = fault_of_box(app.ffmpeg.path) or words
    ok = not (lacking and sys.platform.startswith("linux")) and not words.startswith("FFmpeg")
    yield Check("sandbox", ok, words, "" if ok else hint)


def _check_disk(app: App) -> Iterator[Check]:
    free = shutil.disk_usage(app.home).free
    message = f"{free / 1024**3:.1f} GiB free where the home is ({app.home})"
    hint = "Free some space, or move the home: `--home DIR` or RUSHES_HOME."
    yield Check("disk", free >= LEAST_FREE_BYTES, message, "" if free >= LEAST_FREE_BYTES else hint)


def _check_file_system(app: App) -> Iterator[Check]:
    from server.system.mounts import network_kind

    kind = network_kind(str(app.home))
    if kind is not None:
        hint = "Put the home on a disk of this machine: `--home DIR` or RUSHES_HOME. Footage may be on the network."
        yield Check("home", False, f"the home is on a network file system ({kind}), where a database may break", hint)
    else:
        yield Check("home", True, "the home is on a disk of this machine")


def _check_sqlite(app: App) -> Iterator[Check]:  # noqa: ARG001 (one signature for all checks)
    from server.store.sqlite import has_wal_fix, sqlite_module

    sqlite = sqlite_module()
    if has_wal_fix(sqlite.sqlite_version_info):
        yield Check("sqlite", True, f"SQLite {sqlite.sqlite_version}")
        return
    words = "too old for a write-ahead log that several programs use; the job list does without: safe, but slower"
    yield Check("sqlite", True, f"SQLite {sqlite.sqlite_version}, {words}")


def _check_databases(app: App) -> Iterator[Check]:
    from server.store.backup import database_fault
    from server.store.database import mark_damaged

    hints = {
        "jobs.db": "End every Rushes program here: the next one keeps the file aside and restores the last backup.",
        "queue.db": "Stop Rushes and delete the file: it is made anew and no job is lost.",
        "catalog.db": "Delete the file: it is made anew.",
    }
    for name, hint in hints.items():
        file = app.home / name
        try:
            fault = database_fault(file, "integrity_check") if file.exists() else None
        except RushesError as error:
            yield Check(name, False, error.message, error.hint)
            continue
        if fault is not None and name == "jobs.db":
            mark_damaged(file, fault)
        words = "not made yet" if not file.exists() else "sound"
        yield Check(name, fault is None, fault or words, "" if fault is None else hint)


def _check_restored(app: App) -> Iterator[Check]:
    from server.store.rescue import RESTORED_FILE, last_restored

    restored = last_restored(app.home)
    if restored is not None:
        hint = f"Look whether the newest jobs are there; removing {app.home / RESTORED_FILE} ends this reminder."
        yield Check("restored", False, restored.sentence(), hint)


def _check_watches(app: App) -> Iterator[Check]:
    from server.system.mounts import most_folder_watches

    limit = most_folder_watches()
    enough = limit is None or limit >= LEAST_FOLDER_WATCHES
    words = "this system tells of changes in any number of folders"
    if limit is not None:
        words = f"this system tells of changes in up to {limit} folders (fs.inotify.max_user_watches)"
    hint = "Larger trees are looked through every 20 s instead. More: `sysctl fs.inotify.max_user_watches=524288`."
    yield Check("watches", enough, words, "" if enough else hint)
    if (app.home / "jobs.db").exists():
        for sentence in app.watches.degraded():
            yield Check("watched folder", False, sentence, "`rushes watch list` says how each stands.")


def _check_presets(app: App) -> Iterator[Check]:
    refused = list(app.presets.refused)
    for error in refused:
        yield Check("presets", False, error.message, error.hint)
    if not refused:
        yield Check("presets", True, f"{len(list(app.presets.all()))} presets")


def _check_cards(app: App) -> Iterator[Check]:  # noqa: ARG001 (one signature for all checks)
    from server.domain.layouts import never_tried

    words = "cards are known by their published structure, and takes of several files on AVCHD, P2 and Canon XF joined"
    yield Check("cards", True, f"{words}; never tried on a real card: {', '.join(never_tried())}")


def _check_bucket(app: App) -> Iterator[Check]:
    bucket = app.bucket.target().bucket
    if not bucket:
        yield Check("s3", True, "no bucket is set; only uploads need one")
        return
    try:
        app.open_store(bucket).check()
    except RushesError as error:
        yield Check("s3", False, error.message, error.hint)
    else:
        yield Check("s3", True, f"the bucket {bucket} is there and these credentials may use it")
