"""A disk that loses what was not synced, rebuilt from a trace of the system calls.

The model is that of ext4 and XFS: fsync of a file makes its bytes, its length and its name durable, fsync of a folder
the names in it. What was not synced may be there or not, each write for itself, names and bytes in any order.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_TEXT = r'"((?:\\x[0-9a-f]{2})*)"'
_FD = r"\d+<((?:\\x[0-9a-f]{2})*)>(?:\(deleted\))?"
_FORMS = {
    "write": re.compile(rf"(?:pwrite64|write)\({_FD}, {_TEXT}, \d+(?:, (\d+))?\)"),
    "cut": re.compile(rf"ftruncate\({_FD}, (\d+)\)"),
    "sync": re.compile(rf"(?:fsync|fdatasync)\({_FD}\)"),
    "create": re.compile(rf"openat\([^,]+, {_TEXT}, [^)]*O_CREAT"),
    "rename": re.compile(rf"rename(?:at2?)?\((?:[^,]*, )?{_TEXT}, (?:[^,]*, )?{_TEXT}"),
    "remove": re.compile(rf"(?:unlink|rmdir|unlinkat)\((?:[^,]*, )?{_TEXT}"),
    "folder": re.compile(rf"mkdir(?:at)?\((?:[^,]*, )?{_TEXT}"),
}


@dataclass(frozen=True)
class Step:
    """One change, or a sync. `at` is None for a write behind what the file has."""

    kind: str
    path: str
    data: bytes = b""
    at: int | None = None
    to: str = ""


def steps_of(lines: Sequence[str]) -> list[Step]:
    """The changes that succeeded, in order."""
    found = (_step(line) for line in lines if not re.search(r"= -1 E|= \?$", line))
    return [step for step in found if step is not None]


def _step(line: str) -> Step | None:
    for kind, form in _FORMS.items():
        match = form.match(line)
        if match is None:
            continue
        path = _plain(match[1]).decode()
        if kind == "write":
            return Step(kind, path, _plain(match[2]), None if match[3] is None else int(match[3]))
        if kind == "cut":
            return Step(kind, path, at=int(match[2]))
        return Step(kind, path, to=_plain(match[2]).decode() if kind == "rename" else "")
    return None


def _plain(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


def survivors(steps: Sequence[Step], dice: random.Random | None, *, names: bool) -> list[Step]:
    """What of the steps is on the disk when the power goes after the last of them: all that was synced, of the rest
    what `dice` says (None: nothing), a write sometimes in half. `names`: creations and renames are there in any case,
    as a journal may have it."""
    kept = []
    for number, step in enumerate(steps):
        if step.kind == "sync":
            continue
        if _is_synced(step, steps[number + 1 :]) or (names and step.kind not in ("write", "cut")):
            kept.append(step)
        elif dice is not None and dice.random() < 0.5:
            kept.append(_torn(step, dice))
    return kept


def _is_synced(step: Step, later: Sequence[Step]) -> bool:
    paths = {step.path, step.to} - {""}
    for after in later:
        if after.kind == "rename" and after.path in paths:
            paths.add(after.to)  # the same file by another name
        if after.kind == "sync" and (after.path in paths or _names_one_of(after.path, step)):
            return True
    return False


def _names_one_of(folder: str, step: Step) -> bool:
    """Syncing a folder keeps what happened to the names in it, not to the bytes."""
    return step.kind not in ("write", "cut") and folder in {str(Path(p).parent) for p in (step.path, step.to) if p}


def _torn(step: Step, dice: random.Random) -> Step:
    if step.kind != "write" or dice.random() < 0.5:
        return step
    return Step(step.kind, step.path, step.data[: len(step.data) // 2 // 512 * 512], step.at)


def rebuild(folder: Path, kept: Path, steps: Sequence[Step]) -> None:
    """`folder` as it was in `kept`, and the steps since."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(kept, folder)
    for step in steps:
        path = Path(step.path)
        if path.is_relative_to(folder) and not step.path.endswith("-shm"):  # that one is made anew from the log
            _apply(step, path)


def _apply(step: Step, path: Path) -> None:
    if not path.parent.is_dir():
        return  # lost with the folder
    if step.kind == "folder":
        path.mkdir(exist_ok=True)
    elif step.kind == "rename":
        if path.exists() and Path(step.to).parent.is_dir():
            path.rename(step.to)
    elif step.kind == "remove":
        _remove(path)
    elif not path.is_dir():
        path.touch()
        if step.kind == "write":
            _write(path, step)
        elif step.kind == "cut" and step.at is not None:
            with open(path, "r+b") as file:
                file.truncate(step.at)


def _remove(path: Path) -> None:
    if path.is_dir():
        if not any(path.iterdir()):
            path.rmdir()
    else:
        path.unlink(missing_ok=True)


def _write(path: Path, step: Step) -> None:
    with open(path, "r+b") as file:
        file.seek(path.stat().st_size if step.at is None else step.at)
        file.write(step.data)


def moments(steps: Sequence[Step], most: int, dice: random.Random) -> Iterator[int]:
    """How many steps had been taken when the power went: at every end of a sync and acknowledgement, then at random."""
    sharp = [number + 1 for number, step in enumerate(steps) if step.kind in ("sync", "rename")]
    rest = [number for number in range(1, len(steps) + 1) if number not in sharp]
    dice.shuffle(rest)
    yield from sorted((sharp + rest)[:most])
