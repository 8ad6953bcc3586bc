"""Single pictures of clips, made when somebody looks: a boxed FFmpeg, few at a time, kept for the next look."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from server.domain.media import Scan
from server.domain.naming import display_text
from server.domain.steps import Snapshot
from server.errors import EncodeError, EnvironmentFault, NoVideo, SourceDamaged, UsageError
from server.media.command import poster_command
from server.media.ffmpeg import Limits, Watch, run_ffmpeg
from server.media.graph import Reading
from server.ports import Prober

MOST_KEPT = 600
_AT_ONCE = 2
_TURN_SECONDS = 3.0  # whoever waits longer holds up the other requests
_SECONDS = 20.0  # of work for one picture
_STEPS_A_SECOND = 100  # times closer than this are one picture


class Frames:
    """Any thread."""

    def __init__(
        self,
        folder: Path,
        executable: str,
        prober: Prober,
        reading: Reading,
        limits_for: Callable[[float | None], Limits],
    ) -> None:
        self._folder = folder
        self._executable = executable
        self._prober = prober
        self._reading = reading
        self._limits_for = limits_for
        self._turns = threading.BoundedSemaphore(_AT_ONCE)

    def at(self, clip_id: str, path: str, seconds: float) -> Path:
        """A JPEG of `path` so long after its start. Raises SourceError, UsageError (there is no picture then),
        EnvironmentFault (`busy`)."""
        step = round(max(0.0, seconds) * _STEPS_A_SECOND)
        # The file as it is now: a proxy made anew shows its own pictures.
        seen = Path(path).stat() if Path(path).exists() else None
        mark = f"{path}\0{seen.st_mtime_ns}\0{seen.st_size}" if seen else path
        name = hashlib.sha256(f"{clip_id}\0{mark}".encode(errors="surrogateescape")).hexdigest()[:24]
        kept = self._folder / f"{name}-{step}.jpg"
        if kept.is_file():
            return kept
        if not self._turns.acquire(timeout=_TURN_SECONDS):
            raise EnvironmentFault("Too many pictures are asked for at once.", "Try again.", code="busy")
        try:
            return kept if kept.is_file() else self._make(path, step / _STEPS_A_SECOND, kept)
        finally:
            self._turns.release()

    def _make(self, path: str, seconds: float, kept: Path) -> Path:
        video = self._prober.probe(path).video
        if video is None:
            raise NoVideo(f"{display_text(path)} holds sound only; there is no picture in it.")
        snapshot = Snapshot(path, video.index, seconds, video.scan in (Scan.TFF, Scan.BFF))
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".making-", dir=self._folder) as scratch:
            target = Path(scratch) / "frame.jpg"
            self._run(snapshot, target)
            if not target.exists():
                said = f"{display_text(path)} has no picture {seconds:.2f} s after its start."
                raise UsageError(said, "Give a time within the clip.", code="bad_time")
            target.replace(kept)
        self._sweep()
        return kept

    def _run(self, snapshot: Snapshot, target: Path) -> None:
        name = display_text(snapshot.source)
        arguments = poster_command(snapshot, str(target), self._reading)
        limits = replace(self._limits_for(0.0), no_progress=_SECONDS, soft=_SECONDS, hard=_SECONDS)
        try:
            outcome = run_ffmpeg(self._executable, arguments, limits, Watch(), target.parent)
        except EncodeError as error:  # it stalls, or takes for ever
            raise SourceDamaged(f"No picture of {name} could be made: {error.message}") from error
        if outcome.told_to_end:
            raise EnvironmentFault("FFmpeg was asked to end from outside.", "Try again.", code="busy")
        if outcome.returncode != 0:
            raise SourceDamaged(f"No picture of {name} could be made there: it cannot be decoded.")

    def _sweep(self) -> None:
        """The pictures made longest ago go."""
        kept = []
        for picture in self._folder.glob("*.jpg"):
            with contextlib.suppress(OSError):
                kept.append((picture.stat().st_mtime_ns, picture))
        for _, picture in sorted(kept)[:-MOST_KEPT]:
            picture.unlink(missing_ok=True)
