"""Single pictures of clips, made when somebody looks: a boxed FFmpeg, few at a time, kept for the next look."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from server.domain.media import MediaFacts, Scan, VideoTrack
from server.domain.naming import display_text
from server.domain.plan import plan_encode, plan_looks
from server.domain.preset import Preset
from server.domain.steps import Snapshot
from server.errors import EncodeError, EnvironmentFault, NoVideo, SourceDamaged, UsageError
from server.media.command import poster_command, preview_command
from server.media.ffmpeg import Limits, Watch, run_ffmpeg
from server.media.graph import Reading
from server.media.launch import Program
from server.media.looks import lay_out
from server.ports import Prober

MOST_KEPT = 600
_AT_ONCE = 2
_TURN_SECONDS = 3.0  # whoever waits longer holds up the other requests
_SECONDS = 20.0  # of work for one picture
_STEPS_A_SECOND = 100  # times closer than this are one picture
_PICTURE = "frame.jpg"

# (path, facts, seconds, scratch folder) -> FFmpeg's arguments
Arguments = Callable[[str, MediaFacts, float, Path], list[str]]


class Frames:
    """Any thread."""

    def __init__(
        self,
        folder: Path,
        ffmpeg: Program,
        prober: Prober,
        reading: Reading,
        limits_for: Callable[[float | None], Limits],
        font: str | None = None,
    ) -> None:
        self._folder = folder
        self._ffmpeg = ffmpeg
        self._prober = prober
        self._reading = reading
        self._limits_for = limits_for
        self._font = font
        self._turns = threading.BoundedSemaphore(_AT_ONCE)

    def at(self, clip_id: str, path: str, seconds: float) -> Path:
        """A JPEG of `path` so long after its start. Raises SourceError, UsageError (there is no picture then),
        EnvironmentFault (`busy`)."""
        return self._kept(clip_id, path, seconds, self._snapshot)

    def through(self, clip_id: str, path: str, seconds: float, preset: Preset) -> Path:
        """The same as a proxy of that preset would show it. Raises LutError, FontMissing, too."""

        def arguments(path: str, facts: MediaFacts, seconds: float, scratch: Path) -> list[str]:
            video = _video(path, facts)
            step = plan_looks(plan_encode(path, facts, preset), video, None, Path(path).name)
            step = replace(step, looks=lay_out(step.looks, scratch, self._font))
            return preview_command(step, seconds, str(scratch / _PICTURE), self._reading)

        return self._kept(f"{clip_id}\0{preset}\0{_mark(preset.lut)}", path, seconds, arguments)

    def _kept(self, what: str, path: str, seconds: float, arguments: Arguments) -> Path:
        step = round(max(0.0, seconds) * _STEPS_A_SECOND)
        # The file as it is now: a proxy made anew shows its own pictures.
        name = hashlib.sha256(f"{what}\0{_mark(path)}".encode(errors="surrogateescape")).hexdigest()[:24]
        kept = self._folder / f"{name}-{step}.jpg"
        if kept.is_file():
            return kept
        if not self._turns.acquire(timeout=_TURN_SECONDS):
            raise EnvironmentFault("Too many pictures are asked for at once.", "Try again.", code="busy")
        try:
            return kept if kept.is_file() else self._make(path, step / _STEPS_A_SECOND, kept, arguments)
        finally:
            self._turns.release()

    def _snapshot(self, path: str, facts: MediaFacts, seconds: float, scratch: Path) -> list[str]:
        video = _video(path, facts)
        snapshot = Snapshot(path, video.index, seconds, video.scan in (Scan.TFF, Scan.BFF))
        return poster_command(snapshot, str(scratch / _PICTURE), self._reading)

    def _make(self, path: str, seconds: float, kept: Path, arguments: Arguments) -> Path:
        facts = self._prober.probe(path)
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".making-", dir=self._folder) as folder:
            scratch = Path(folder)
            self._run(display_text(path), arguments(path, facts, seconds, scratch), scratch)
            if not (scratch / _PICTURE).exists():
                said = f"{display_text(path)} has no picture {seconds:.2f} s after its start."
                raise UsageError(said, "Give a time within the clip.", code="bad_time")
            (scratch / _PICTURE).replace(kept)
        self._sweep()
        return kept

    def _run(self, name: str, arguments: list[str], scratch: Path) -> None:
        limits = replace(self._limits_for(0.0), no_progress=_SECONDS, soft=_SECONDS, hard=_SECONDS)
        try:
            outcome = run_ffmpeg(self._ffmpeg, arguments, limits, Watch(), scratch)
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


def _video(path: str, facts: MediaFacts) -> VideoTrack:
    if facts.video is None:
        raise NoVideo(f"{display_text(path)} holds sound only; there is no picture in it.")
    return facts.video


def _mark(path: str | None) -> str:
    try:
        seen = Path(path or "").stat()
    except OSError:
        return str(path)
    return f"{path}\0{seen.st_mtime_ns}\0{seen.st_size}"
