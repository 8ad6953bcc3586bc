"""Which encoder this machine is best at: each is tried once with this FFmpeg, and those that work are timed.

A card that works is taken for its speed alone; every proxy is proved all the same, and made by the processor where the
card's would not relink.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from server.domain.steps import Encode
from server.errors import ConfigError
from server.media.box import Box, boxed, environment
from server.media.encoders import BY_CPU, CODECS, NAMES, device_of, options_of, pix_fmt_of
from server.media.locate import Ffmpeg

TRIAL_SECONDS = 20.0
AUTO, CPU = "auto", "cpu"
FRAMES = 100  # of one trial that is timed
# While a card encodes, the processor is free to decode: alone it must be twice as quick to be the better choice.
HEAD_START = 2.0
# Some frames made once and shown again, so that making them is not what is timed.
_SOURCE = "testsrc2=size=1280x720:rate=25,loop=loop=-1:size=10"


@dataclass(frozen=True)
class Trial:
    """How one encoder did: `why` not, in FFmpeg's words; empty where it did, at `fps` frames a second of 720 lines."""

    name: str
    why: str = ""
    fps: float = 0.0


Measure = Callable[[str, str], Trial]  # (FFmpeg's path, encoder's name)


def measure_encoder(executable: str, name: str) -> Trial:
    """One frame says whether it works, and what its start takes; some more how fast it is."""
    one, fault = _timed(executable, name, 1)
    if fault:
        return Trial(name, fault)
    many, fault = _timed(executable, name, FRAMES)
    return Trial(name, fault) if fault else Trial(name, fps=round((FRAMES - 1) / max(many - one, 0.001), 1))


class Encoders:
    """What this machine encodes with. Trials are kept in `cache` until FFmpeg or the machine is another."""

    def __init__(self, ffmpeg: Ffmpeg, cache: Path, setting: str, measure: Measure = measure_encoder) -> None:
        """Raises ConfigError where the setting names no encoder of ours."""
        if setting not in (AUTO, CPU, *NAMES):
            known = ", ".join((AUTO, CPU, *NAMES))
            raise ConfigError(f"`ffmpeg.encoder` is {setting!r}, which is no encoder; there are {known}.")
        self._ffmpeg, self._cache, self._setting, self._measure = ffmpeg, cache, setting, measure

    def choose(self, step: Encode) -> str | None:
        """The hardware encoder for this proxy; None: the processor does it. Full range stays with the processor: not
        every driver says it."""
        if self._setting == CPU or step.picture.full_range or step.preset.codec not in CODECS.values():
            return None
        fit = [t for t in self.trials if not t.why and CODECS[t.name[:4]] is step.preset.codec]
        if self._setting != AUTO:
            return next((t.name for t in fit if t.name == self._setting), None)
        best = max(fit, key=lambda trial: trial.fps, default=None)
        by_cpu = self.processor.get(BY_CPU[step.preset.codec], 0.0)
        return None if best is None or by_cpu > HEAD_START * best.fps else best.name

    @property
    def trials(self) -> Sequence[Trial]:
        """One for each hardware encoder this FFmpeg was built with."""
        return [trial for trial in self._all if trial.name in NAMES]

    @property
    def processor(self) -> Mapping[str, float]:
        """How fast the processor's own encoders are, of codecs that a card encodes, too."""
        return {trial.name: trial.fps for trial in self._all if trial.name not in NAMES}

    @cached_property
    def _all(self) -> Sequence[Trial]:
        names = [name for name in NAMES if name in self._ffmpeg.encoders]
        kept, mark = self._kept(), self._mark()
        if kept and kept["mark"] == mark:
            return [Trial(**trial) for trial in kept["trials"]]
        cards = [self._measure(self._ffmpeg.path, name) for name in names]
        codecs = {CODECS[trial.name[:4]] for trial in cards if not trial.why}
        trials = [*cards, *(self._measure(self._ffmpeg.path, BY_CPU[codec]) for codec in sorted(codecs))]
        with suppress(OSError):  # only the time to try again is lost
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            partial = self._cache.with_name(f"{self._cache.name}.{os.getpid()}")
            partial.write_text(json.dumps({"mark": mark, "trials": [asdict(trial) for trial in trials]}))
            partial.replace(self._cache)
        return trials

    def _kept(self) -> dict[str, Any]:
        with suppress(OSError, ValueError):
            kept = json.loads(self._cache.read_text())
            return kept if isinstance(kept, dict) and {"mark", "trials"} <= kept.keys() else {}
        return {}

    def _mark(self) -> str:
        """Changes with FFmpeg, the system (drivers come with it), the cards that are there, and what is tried."""
        facts = Path(self._ffmpeg.path).stat()
        cards = sorted(str(path) for pattern in ("dri/*", "nvidia*") for path in Path("/dev").glob(pattern))
        machine = (platform.node(), platform.release(), *cards)
        said = (self._ffmpeg.path, facts.st_size, facts.st_mtime_ns, *machine, _SOURCE, FRAMES)
        return hashlib.sha256(repr(said).encode()).hexdigest()


def _timed(executable: str, name: str, frames: int) -> tuple[float, str]:
    """Seconds for so many frames, and FFmpeg's last words if they were not all encoded."""
    options = [word for key, value in options_of(name, 23, 25).items() for word in (f"-{key}", str(value))]
    device = [word for key, value in device_of(name).items() for word in (f"-{key}", str(value))]
    chain = f"format={pix_fmt_of(name)}" + (",hwupload" if device else "")
    source = ["-f", "lavfi", "-i", _SOURCE, "-frames:v", str(frames), "-vf", chain]
    words = ["-hide_banner", "-nostdin", "-v", "error", *device, *source, *options, "-f", "framecrc", "pipe:1"]
    began = time.monotonic()
    try:
        done = subprocess.run(
            boxed(executable, words, Box()), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            errors="replace", timeout=TRIAL_SECONDS, check=False, env=environment(),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return TRIAL_SECONDS, f"no answer within {TRIAL_SECONDS:.0f} s"
    seconds = time.monotonic() - began
    if done.returncode != 0:
        return seconds, (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1][-200:]
    made = sum(not line.startswith("#") for line in done.stdout.splitlines())
    return seconds, "" if made == frames else f"it made {made} frames of {frames}"
