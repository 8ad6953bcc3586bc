"""Damaged and hostile media through the boxed probe and the boxed encode, and what came of it.

    python -m tests.faults.media_campaign [--count 3000] [--first 0] [--folder DIR]

A file may be refused, and FFmpeg may even crash on it; none of our own processes may, nothing outside the box may be
reached, and nothing may take longer than its limit. Prints one line of JSON; exit 0 only if all of that holds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from server.domain.plan import plan_encode
from server.errors import RushesError, SourceError
from server.media.command import Results, encode_command
from server.media.ffmpeg import Limits, Watch, run_ffmpeg
from server.media.graph import Reading
from server.media.launch import Program
from server.media.locate import find_ffmpeg
from server.media.probe import ProbeClient
from server.media.traces import traces_in
from server.services.presets import read_preset
from tests.faults.media_mutations import Bait, make_clips, mutated
from tests.helpers.listener import Listener

PROBE_SECONDS, ENCODE_SECONDS, GRACE_SECONDS = 20.0, 30.0, 15.0
SECRET = b"-- what no clip may get to see --"
_PRESET = Path(__file__).parents[2] / "resources" / "presets" / "prores-proxy.toml"


@dataclass
class Score:
    """`fates` counts how files ended; `ours` and `escapes` hold what must not happen, with the file's number."""

    files: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    ours: list[str] = field(default_factory=list)
    escapes: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.ours or self.escapes or self.slow)

    def line(self) -> str:
        lists = {"crashes_of_ours": self.ours, "escapes": self.escapes, "over_time": self.slow}
        return json.dumps({"files": self.files, "fates": dict(sorted(self.fates.items())), **lists})


class Field:
    """A folder with clips, a secret beside them, a listening port, and the tools of a worker."""

    def __init__(self, folder: Path, listener: Listener) -> None:
        self._listener, self._card, self._work = listener, folder / "card", folder / "work"
        self._card.mkdir(parents=True)
        self._work.mkdir()
        (folder / "clips").mkdir()
        self._secret = self._card / "secret.txt"
        self._secret.write_bytes(SECRET)
        self._bait = Bait(f"file://{self._secret}", f"http://127.0.0.1:{listener.port}/x")
        self._clips = make_clips(folder / "clips")
        self._ffmpeg = find_ffmpeg(None)
        self.prober = ProbeClient(lambda: self._ffmpeg.decoders, seconds=PROBE_SECONDS)
        self._preset = read_preset(_PRESET)

    def try_file(self, number: int, score: Score) -> None:
        name, data = mutated(self._clips, number, self._bait)
        self._judge(self._card / name, data, score)

    def try_text(self, name: str, data: bytes, score: Score) -> None:
        self._judge(self._card / name, data, score)

    def _judge(self, path: Path, data: bytes, score: Score) -> None:
        path.write_bytes(data)
        before, begun = self._listener.visits, time.monotonic()
        score.files += 1
        try:
            fate = self._run(path)
        except Exception as error:  # noqa: BLE001  whatever it is, it is what is counted here
            fate = "our mistake"
            score.ours.append(f"{path.name}: {error!r}")
        score.fates[fate] += 1
        if self._lost_the_probe() and fate != "probe: probe_timeout":
            score.ours.append(f"{path.name}: the probe's own process died")
        if time.monotonic() - begun > PROBE_SECONDS + ENCODE_SECONDS + GRACE_SECONDS:
            score.slow.append(path.name)
        if self._listener.visits != before or self._touched(path, data):
            score.escapes.append(path.name)
        path.unlink()

    def _run(self, path: Path) -> str:
        try:
            facts = self.prober.probe(str(path))
        except SourceError as error:
            return f"probe: {error.code}"
        if facts.video is None:
            return "no picture"
        proxy = self._work / "proxy.mov"
        traces = traces_in(self._work, "a")
        step = plan_encode(str(path), facts, self._preset, by_time=True)
        arguments = encode_command(step, Results(self._work, str(proxy), traces), Reading(150_000_000))
        limits = Limits(no_progress=20, soft=ENCODE_SECONDS, hard=ENCODE_SECONDS + 5, memory_mb=4096)
        try:
            outcome = run_ffmpeg(Program(self._ffmpeg.path), arguments, limits, Watch(), self._work)
        except RushesError as error:
            return f"encode: {error.code}"
        if outcome.signal is not None:
            return "encode: FFmpeg crashed"
        return "encoded" if outcome.returncode == 0 else "encode: refused"

    def _lost_the_probe(self) -> bool:
        """On Linux a copy of it looks at the file; the one we started lives on."""
        child = self.prober._child
        return child is not None and child.poll() is not None

    def _touched(self, path: Path, data: bytes) -> bool:
        """Whether the card is another one than before, or the secret lies in what was made."""
        kept = {path: data, self._secret: SECRET}
        same = {p: hashlib.sha256(p.read_bytes()).digest() for p in self._card.iterdir()}
        made = [file.read_bytes() for file in self._work.iterdir()]
        for file in self._work.iterdir():
            file.unlink()
        wanted = {p: hashlib.sha256(d).digest() for p, d in kept.items()}
        return same != wanted or any(SECRET in content for content in made)


def run_campaign(folder: Path, numbers: range, texts: dict[str, bytes] | None = None) -> Score:
    score, listener = Score(), Listener()
    try:
        arena = Field(folder, listener)
        for number in numbers:
            arena.try_file(number, score)
        for name, data in (texts or {}).items():
            arena.try_text(name, data, score)
        arena.prober.close()
    finally:
        listener.close()
    return score


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rushes-media-", dir=options.folder) as folder:
        score = run_campaign(Path(folder), range(options.first, options.first + options.count))
    sys.stdout.write(score.line() + "\n")
    return 0 if score.clean else 1


if __name__ == "__main__":
    sys.exit(main())
