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
from server.media.locate import find_ffmpeg
from server.media.probe import ProbeClient
from server.media.quality import examine_command, read_quality
from tests.helpers.footage import executable


def examine(clip: Path, folder: Path, limits: Limits | None = None) -> Mapping[str, Any]:
    """`folder` takes the readings."""
    limits = limits or Limits()
    prober = ProbeClient(find_ffmpeg(None), 10**9)
    try:
        facts = prober.probe(str(clip))
    finally:
        prober.close()
    folder.mkdir(parents=True, exist_ok=True)
    arguments = examine_command(Examine(str(clip), facts, limits), Reading(10**9))
    outcome = run_ffmpeg(executable(), arguments, RunLimits(), Watch(), folder)
    assert outcome.returncode == 0, outcome.log
    assert not outcome.complaints, outcome.log
    return read_quality(facts, limits, folder)
