"""The quality check of a file, by the product's own pass, without queue and worker."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from server.domain.quality.limits import Limits
from server.domain.steps import Examine
from server.media.ffmpeg import Limits as RunLimits
from server.media.ffmpeg import Watch, run_ffmpeg
from server.media.graph import Reading
from server.media.launch import Program
from server.media.locate import Finder
from server.media.probe import ProbeClient
from server.media.quality import examine_command, read_quality
from tests.helpers.footage import executable


class Examiner:
    """Keeps its probe from clip to clip."""

    def __init__(self) -> None:
        self._prober = ProbeClient(Finder(None).decoders, 10**9)

    def __enter__(self) -> Examiner:
        return self

    def __exit__(self, *_: object) -> None:
        self._prober.close()

    def examine(self, clip: Path, folder: Path, limits: Limits | None = None) -> Mapping[str, Any]:
        """`folder` takes the readings."""
        limits, facts = limits or Limits(), self._prober.probe(str(clip))
        folder.mkdir(parents=True, exist_ok=True)
        arguments = examine_command(Examine(str(clip), facts, limits), Reading(10**9))
        outcome = run_ffmpeg(Program(executable()), arguments, RunLimits(), Watch(), folder)
        assert outcome.returncode == 0, outcome.log
        assert not outcome.complaints, outcome.log
        return read_quality(facts, limits, folder)


def examine(clip: Path, folder: Path) -> Mapping[str, Any]:
    """One clip alone."""
    with Examiner() as examiner:
        return examiner.examine(clip, folder)
