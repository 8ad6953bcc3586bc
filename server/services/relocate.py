"""A project that was moved to another folder or disk: what is known of its clips goes with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from server.domain.clip import is_near
from server.domain.naming import display_text
from server.domain.relocation import Relocation
from server.errors import UsageError
from server.ports import ClipLedger, JobLedger
from server.schema import printable
from server.services.walk import sight_clip, whole_path


class Moving(Protocol):
    """What writes the new names down, all or none."""

    def apply(self, move: Relocation, clip_ids: list[str]) -> list[str]:
        """The ids of the watches that follow."""
        ...


class Relocate:
    """Nothing on the disk is touched; to go back, relocate the other way round."""

    def __init__(self, ledger: JobLedger, clips: ClipLedger, moving: Moving) -> None:
        self._ledger = ledger
        self._clips = clips
        self._moving = moving

    def relocate(self, old: str, new: str, *, dry_run: bool = False) -> dict[str, Any]:
        """{"from", "to", "dry_run", "moved": [paths], "missing": [paths], "differs": [paths], "watches": [ids]}.

        Only clips that are in the new place with size, time and sampled content of before go with it. Raises
        UsageError for folders that cannot be, and while jobs run in the old one.
        """
        move = _checked(old, new)
        self._refuse_running(move)
        found: dict[str, list[Mapping[str, Any]]] = {"moved": [], "missing": [], "differs": []}
        for row in self._clips.all():
            if move.holds(str(row["source"])) and row["state"] != "changed":
                found[_state_of(row, move)].append(row)
        ids = [str(row["id"]) for row in found["moved"]]
        watches = [] if dry_run else self._moving.apply(move, ids)
        names = {state: [str(row["source"]) for row in rows] for state, rows in found.items()}
        told = {"from": move.old, "to": move.new, "dry_run": dry_run, **names, "watches": watches}
        return dict(printable(told))

    def _refuse_running(self, move: Relocation) -> None:
        for job in self._ledger.held():
            if move.holds(job.source) or (job.output is not None and move.holds(job.output)):
                raise UsageError(
                    f"{display_text(job.source)} is being worked on.", f"Wait for the job {job.id}, or cancel it."
                )


def _checked(old: str, new: str) -> Relocation:
    if not Path(new).is_dir():
        raise UsageError(f"There is no folder {display_text(new)!r}.", "Name the folder the clips are in now.")
    before = whole_path(old) if os.path.lexists(old) else os.path.normpath(Path(old).absolute())
    move = Relocation(before, whole_path(new))
    if move.old == os.sep or move.holds(move.new) or Relocation(move.new, "").holds(move.old):
        raise UsageError("One of the folders lies in the other.", "Name the folder before the move and the one after.")
    return move


def _state_of(row: Mapping[str, Any], move: Relocation) -> str:
    path = move.path(str(row["source"]))
    if not os.path.lexists(path):
        return "missing"
    seen = sight_clip(path)
    near = is_near(seen.mtime_ns, int(row["mtime_ns"]))
    return "moved" if near and (seen.size, seen.content_hash) == (row["size"], row["hash"]) else "differs"
