"""Watched folders: add, list, remove, look, and why a file was or was not taken."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any, Unpack

from server.domain.footage import judge_name
from server.domain.naming import Placement, display_text
from server.domain.watch import Decision, Hints, Sighting, Watch, WatchState
from server.errors import UnknownId, UsageError
from server.ports import Clock, JobLedger, WatchLedger
from server.schema import printable, watch_json
from server.services.lookout import Eyes, Looked, Lookout, Tools
from server.services.walk import whole_path
from server.services.watch_rules import RuleBook, WatchRules, left_alone

NOT_FOLLOWED = "Not looked into yet: folders are looked into while `rushes server` runs."
_STALE_SECONDS = 0.5  # until the watcher has seen that the rules are others now
_OUTPUT_HINT = "Choose a folder outside of it; without `--to`, proxies go into a folder `Proxy` beside each clip."


@dataclass(frozen=True)
class WatchDefaults:
    """What the settings say: the preset when none is named, and the settle times in seconds."""

    preset: str = "prores-proxy"
    settle_seconds: float = 5.0
    network_settle_seconds: float = 30.0


class Watches:
    """Adds and removes from any thread or process; `look` and `forget` for one watch from one thread at a time."""

    def __init__(
        self,
        ledger: JobLedger,
        tools: Tools,
        book: RuleBook,
        defaults: WatchDefaults = WatchDefaults(),
    ) -> None:
        self._ledger = ledger
        self._tools = tools
        self._watches: WatchLedger = tools.watch_ledger
        self._eyes: Eyes = tools.eyes
        self._clock: Clock = tools.clock
        self._placement: Placement = tools.placement
        self._book = book
        self._defaults = defaults
        self._lookouts: dict[str, tuple[Watch, Lookout]] = {}
        self._lock = threading.Lock()

    def add(self, path: str, **rules: Unpack[WatchRules]) -> dict[str, Any]:
        """The watch as JSON; the same folder again is the same watch with the new rules.

        Raises UsageError for a folder that cannot be watched, PresetError, LutError, ConfigError (`upload` without a
        bucket).
        """
        folder = _checked_folder(path)
        volume = self._eyes.mount_of(folder)
        watch = Watch("", folder, self._defaults.preset, self._clock.now(), mount=volume, why=NOT_FOLLOWED)
        return self._json(self._watches.add(self._with(watch, rules)))

    def change(self, watch_id: str, **rules: Unpack[WatchRules]) -> dict[str, Any]:
        """The watch as JSON; rules that are not named stay. Raises UnknownId, and as `add`."""
        return self._json(self._watches.change(self._with(self._watches.get(watch_id), rules)))

    def _with(self, watch: Watch, rules: WatchRules) -> Watch:
        checked = self._book.checked(rules)
        if checked.get("preset", "") is None:
            checked["preset"] = self._defaults.preset
        if checked.get("settle_seconds") is None and ("settle_seconds" in checked or not watch.id):
            checked["settle_seconds"] = self._settle_for(watch.path)
        wished = replace(watch, **checked)
        self._refuse_circles(wished)
        return wished

    def _settle_for(self, folder: str) -> float:
        network = self._eyes.is_network(folder)
        return self._defaults.network_settle_seconds if network else self._defaults.settle_seconds

    def _refuse_circles(self, watch: Watch) -> None:
        """Proxies must not land where they would be taken for footage."""
        if judge_name(str(PurePath(watch.path, "A.mov")), watch.path, self._placement) is not None:
            raise UsageError(f"{display_text(watch.path)} holds proxies.", "Watch the folder of the originals.")
        home = self._tools.home
        if home is not None and PurePath(watch.path).is_relative_to(home):
            raise UsageError(f"{display_text(watch.path)} is Rushes' own folder.", "Watch a folder of footage.")
        self._refuse_copies_in_circles(watch)
        for target, source in self._flows(watch):
            if _overlap(target, source):
                raise UsageError(
                    f"Proxies made into {display_text(target)} would land in the watched folder"
                    f" {display_text(source)}, or it lies inside them.",
                    _OUTPUT_HINT,
                )

    def _refuse_copies_in_circles(self, new: Watch) -> None:
        """What is copied into a folder must not be copied from there."""
        copied = [new, *(watch for watch in self._watches.watches() if watch.path != new.path and watch.copy_to)]
        for place, source in ((place, one.path) for watch in copied for place in watch.copy_to for one in copied):
            if new.copy_to and _overlap(place, source):
                raise UsageError(
                    f"Copies made to {display_text(place)} would land in {display_text(source)}, which is copied"
                    " itself, or it lies inside them.",
                    "Choose a place outside of it.",
                )

    def _flows(self, new: Watch) -> Sequence[tuple[str, str]]:
        """Each pair of an output folder and a watched folder in which the new watch has a part."""
        others = [watch for watch in self._watches.watches() if watch.path != new.path]
        flows = [(new.to, watch.path) for watch in [new, *others] if new.to is not None]
        return flows + [(watch.to, new.path) for watch in others if watch.to is not None]

    def list(self) -> Sequence[dict[str, Any]]:
        return [self._json(watch) for watch in self._watches.watches()]

    def degraded(self) -> Sequence[str]:
        """What keeps watched folders from being followed as they should, in sentences."""
        watches = self._watches.watches()
        away = [watch.why or away_sentence(watch) for watch in watches if watch.state is WatchState.AWAY]
        return away + [f"{display_text(watch.path)}: {watch.why}" for watch in watches if watch.is_crowded]

    def rules(self, watch_id: str) -> dict[str, Any]:
        """The watch as JSON, with what it leaves alone by name. Raises UnknownId."""
        watch = self._watches.get(watch_id)
        return {"watch": self._json(watch), "left_alone": left_alone(watch.also)}

    def get(self, watch_id: str) -> dict[str, Any]:
        """Raises UnknownId."""
        return self._json(self._watches.get(watch_id))

    def remove(self, watch_id: str) -> None:
        """Jobs it made stay. Raises UnknownId."""
        self._watches.remove(watch_id)

    def rescan(self, watch_id: str | None = None) -> Sequence[str]:
        """Asks the running server to look through one folder, or all, at once; their ids. Raises UnknownId."""
        ids = [watch.id for watch in self._watches.watches()] if watch_id is None else [watch_id]
        for one in ids:
            self._watches.ask_rescan(one)
        return ids

    def _json(self, watch: Watch) -> dict[str, Any]:
        if self.identity(watch) is None:
            watch = replace(watch, state=WatchState.AWAY, why=away_sentence(watch))
        alone: Mapping[str, Any] = {
            "left_alone": [one["reason"] for one in left_alone(watch.also) if one["left_alone"]]
        }
        return {**watch_json(watch, self._watches.counts(watch.id)), **alone}

    def why(self, path: str) -> dict[str, Any]:
        """{"path", "decision", "reason" (a code), "message", "job_id"} about one file.

        Beyond the decisions of the ledger: `gone`, `unseen`, `not_watched`.
        """
        whole = _whole_file_path(path)
        found = self._watches.find(whole)
        decision, reason, message = self._told(found) if found else self._untold(whole)
        job_id = found.job_id if found else None
        return {
            "path": printable(whole),
            "decision": decision,
            "reason": reason,
            "message": printable(message),
            "job_id": job_id,
        }

    def _told(self, found: Sighting) -> tuple[str, str, str]:
        if not os.path.lexists(found.path):
            sentence = f"It is not there any more. When it was last seen: {found.message}"
            return "gone", found.reason, sentence
        return found.decision.value, found.reason, found.message + self._job_sentence(found)

    def _job_sentence(self, found: Sighting) -> str:
        if found.job_id is None or found.decision is not Decision.QUEUED:
            return ""
        try:
            return f" The job is {self._ledger.get(found.job_id).status.value}."
        except UnknownId:
            return ""

    def _untold(self, path: str) -> tuple[str, str, str]:
        above = [watch for watch in self._watches.watches() if PurePath(path).is_relative_to(watch.path)]
        if not above:
            return "not_watched", "not_watched", "It lies in no watched folder: `rushes watch list` names those."
        if Path(path).is_dir():
            return "not_watched", "folder", "A folder: ask about a file in it."
        if not os.path.lexists(path):
            return "gone", "gone", "There is no such file, and none was seen."
        if not any(watch.subfolders or str(PurePath(path).parent) == watch.path for watch in above):
            return "left_alone", "excluded", "The folder is watched without those inside it."
        return "unseen", "unseen", NOT_FOLLOWED

    def watched(self) -> Sequence[Watch]:
        """What is to be followed; for the watcher. Of two watched folders one inside the other, the inner one takes
        what lies in it."""
        watches = self._watches.watches()
        return [replace(watch, inner=_inside(watch, watches)) for watch in watches]

    def identity(self, watch: Watch) -> tuple[object, ...] | None:
        """By what its folder is known again; None while that is away."""
        if watch.mount is not None and not self._eyes.is_mounted(watch.mount):
            return None  # the empty folder a disk leaves behind is not what was on it
        return self._eyes.identity(watch.path)

    def look(self, watch: Watch, now: float, hints: Hints | None = None) -> Looked:
        """One look (at everything, if no hints are given) at `now`, in seconds of a monotonic clock: what is whole is
        queued. Raises what the ledger raises; nothing is lost by that, the next look goes on."""
        if self.identity(watch) is None:
            return Looked(away=True)  # nothing of what is known is lost by that
        looked = self._lookout(watch).look(now, hints or Hints(), lambda: self._is_current(watch))
        return replace(looked, again_at=max(looked.again_at or 0.0, now + _STALE_SECONDS)) if looked.kept else looked

    def _is_current(self, watch: Watch) -> bool:
        """Whether it still has these rules: another program may have changed them, or watch a folder inside, a moment
        ago. What lands meanwhile is not for the old rules."""
        return any(one.id == watch.id and one.same_rules(watch) for one in self.watched())

    def _lookout(self, watch: Watch) -> Lookout:
        with self._lock:
            known = self._lookouts.get(watch.id)
        if known is not None and known[0].same_rules(watch):
            return known[1]
        lookout = Lookout(watch, self._tools)
        with self._lock:
            self._lookouts[watch.id] = (watch, lookout)
        return lookout

    def forget(self, watch_id: str) -> None:
        """Frees what was remembered of a watch that is not followed any more."""
        with self._lock:
            self._lookouts.pop(watch_id, None)

    def set_state(self, watch: Watch, state: WatchState, why: str | None) -> None:
        self._watches.set_state(watch.id, state, why)


def away_sentence(watch: Watch) -> str:
    shown = display_text(watch.path)
    if Path(watch.path).is_dir() and not os.access(watch.path, os.R_OK | os.X_OK):
        return f"There is no right to look into {shown}; check its permissions. Once there is, it is looked through."
    return f"{shown} is not there at the moment; when it comes back, it is looked through."


def _checked_folder(path: str) -> str:
    if not path or not os.path.lexists(path):
        raise UsageError(f"There is no folder {display_text(path)!r}.", "Check the name. Is the disk or card there?")
    if not Path(path).is_dir():
        raise UsageError(f"{display_text(path)!r} is no folder.", "Watch the folder it is in.")
    folder = whole_path(path)
    if PurePath(folder) == PurePath("/"):
        raise UsageError("The whole machine cannot be watched.", "Watch the folder the cards are copied to.")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise UsageError(f"No right to look into {display_text(folder)!r}.", "Check the folder's permissions.")
    return folder


def _inside(outer: Watch, watches: Sequence[Watch]) -> tuple[str, ...]:
    return tuple(
        sorted(one.path for one in watches if one.path != outer.path and PurePath(one.path).is_relative_to(outer.path))
    )


def _overlap(target: str, source: str) -> bool:
    return PurePath(target).is_relative_to(source) or PurePath(source).is_relative_to(target)


def _whole_file_path(path: str) -> str:
    """Its folder without links, itself as it is: a link is told about as a link."""
    if not path:
        raise UsageError("No file was named.", "`rushes watch why FILE`")
    absolute = os.path.normpath(Path(path).absolute())
    return str(PurePath(whole_path(str(PurePath(absolute).parent)), PurePath(absolute).name))
