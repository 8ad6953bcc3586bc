"""Benchmark: one decode for everything, against what it replaces.

`python -m tests.benchmarks.onepass` (a few minutes on two cores). On 10 s of 1080p H.264 (30 Mbit/s) and 2 s of 4K HEVC
10-bit, preset `prores-proxy`, in turns, median of the rounds:

- decode: the clip decoded and thrown away;
- proxy: the proxy alone, without traces and extras;
- job: what every job runs: proxy, traces for the proof, poster, filmstrip, waveform;
- everything: that and the analysis proxy;
- apart: the same results by a run of FFmpeg each;
- proof: the proxy decoded and looked at.

Goals: everything/proxy <= 1.35; proof/job <= 0.15; job/decode <= 1.15 (wall); the first picture of a clip within 1 s of
its job's start (p95). On a busy machine only the processor time means something.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from server.bootstrap import App, open_home
from server.config import load_settings
from server.domain.extras import Extra, plan_extras
from server.domain.plan import plan_encode
from server.domain.steps import Encode
from server.media.command import Results, encode_command, trace_command
from server.media.graph import Reading
from server.media.traces import Trace, Traces, traces_in
from tests.benchmarks.card import clean_environment, rushes_command
from tests.benchmarks.clips import REAL, REPOSITORY, make_card, make_synthetic
from tests.benchmarks.measure import Spent, run_timed
from tests.benchmarks.plain import decode_arguments, proxy_command
from tests.helpers.footage import run_ffmpeg

PRESET, SMALL = "prores-proxy", "analysis-480p10"
WAYS = ("decode", "proxy", "job", "everything", "apart", "proof")
LOOK_SECONDS = 0.02


class Clip:
    """The commands of one clip, each with its results in `folder`."""

    def __init__(self, app: App, path: Path, folder: Path) -> None:
        self._app, self._path, self._folder = app, path, folder
        folder.mkdir()
        facts = app.prober.probe(str(path))
        self._step = plan_encode(str(path), facts, app.presets.get(PRESET))
        self._also = plan_encode(str(path), facts, app.presets.get(SMALL), by_time=True)
        self._plain = plan_extras(self._step.expected_frames, facts, analysis=False)
        self._all = plan_extras(self._step.expected_frames, facts, analysis=True)
        self._reading = Reading(app.settings.ffmpeg.max_pixels)

    def commands(self, way: str) -> list[list[str]]:
        """What that way runs, one after the other; `proof` needs what the others left."""
        proxy, step = str(self._folder / "proxy.mov"), self._step
        match way:
            case "decode":
                return [decode_arguments(str(self._path))]
            case "proxy":
                return [proxy_command(step, proxy, self._reading)]
            case "job":
                return [self._pass(replace(step, extras=self._plain), proxy)]
            case "everything":
                return [self._pass(replace(step, extras=self._all), proxy)]
            case "apart":
                return [self._pass(step, proxy), *(self._alone(extra) for extra in self._all)]
            case _:
                sound = tuple((number + 1, s.bits) for number, s in enumerate(step.sound))
                return [trace_command(Trace(proxy, 0, sound), self._traces("proxy"), self._reading)]

    def _pass(self, step: Encode, proxy: str) -> list[str]:
        return encode_command(step, Results(self._folder, proxy, self._traces("clip"), self._also), self._reading)

    def _alone(self, extra: Extra) -> list[str]:
        return encode_command(
            replace(self._step, extras=(extra,)), Results(self._folder, also=self._also), self._reading
        )

    def _traces(self, name: str) -> Traces:
        return traces_in(self._folder, name)

    def spend(self, way: str) -> Spent:
        runs = [run_timed([self._app.ffmpeg.path, *words], self._folder) for words in self.commands(way)]
        if any(run.code != 0 for run in runs):
            raise RuntimeError(f"{way}: {runs[-1].stderr[-500:]}")
        return Spent(sum(run.spent.wall for run in runs), sum(run.spent.cpu for run in runs))


def make_hevc(target: Path) -> Path:
    """2 s of 2160p25 HEVC 10-bit with noise and one stereo track."""
    if not target.exists():
        picture = "testsrc2=size=3840x2160:rate=25,format=yuv420p10le,noise=alls=8:allf=t"
        inputs = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"]
        codec = "-c:v libx265 -preset ultrafast -b:v 60M -x265-params log-level=error -tag:v hvc1 -c:a pcm_s16le"
        run_ffmpeg(*inputs, "-t", "2", *codec.split(), "-ac", "2", "-f", "mov", f"file:{target}")
    return target


def table(name: str, spent: dict[str, list[Spent]]) -> list[str]:
    """Markdown: what each way took, and the ratios of the goals."""
    wall = {way: statistics.median(s.wall for s in some) for way, some in spent.items()}
    cpu = {way: statistics.median(s.cpu for s in some) for way, some in spent.items()}
    rows = [f"| {name} | {way} | {wall[way]:.2f} | {cpu[way]:.2f} |" for way in WAYS]
    pairs = (("everything", "proxy"), ("everything", "apart"), ("job", "proxy"), ("proof", "job"), ("job", "decode"))
    ratios = [f"{a}/{b} {wall[a] / wall[b]:.2f} wall, {cpu[a] / cpu[b]:.2f} CPU" for a, b in pairs]
    return [*rows, "", f"{name}: {'; '.join(ratios)}."]


class Poll:
    """When files of a folder were first seen, by their stems."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self.seen: dict[str, datetime] = {}
        self._folder, self._now, self._stop = folder, now, threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Poll:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            for file in self._folder.glob("*.jpg"):
                self.seen.setdefault(file.stem, self._now())


def poster_seconds(card: Path, scratch: Path) -> list[float]:
    """From each job's start to the first picture of its clip, while a whole card is done."""
    home = scratch / "poster-home"
    argv = [*rushes_command(), "ingest", str(card), "--json", "--home", str(home)]
    with Poll(home / "cache" / "posters", lambda: datetime.now().astimezone()) as poll:
        run = run_timed(argv, scratch, env=clean_environment(), cwd=REPOSITORY)
    jobs = json.loads(run.stdout)["jobs"]
    return sorted((poll.seen[j["clip_id"]] - datetime.fromisoformat(j["started_at"])).total_seconds() for j in jobs)


def measure(clips: Iterable[tuple[str, Clip]], rounds: int) -> list[str]:
    lines = ["| clip | way | wall s | CPU s |", "|---|---|---|---|"]
    for name, clip in clips:
        spent: dict[str, list[Spent]] = {way: [] for way in WAYS}
        for _ in range(rounds):
            for way in WAYS:
                spent[way].append(clip.spend(way))
        lines += table(name, spent)
    return lines


def main(argv: Sequence[str]) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="onepass", description="One decode for everything, against its parts.")
    parser.add_argument("--rounds", type=int, default=3, help="how often each way runs (default %(default)s)")
    parser.add_argument("--folder", type=Path, help="keep the clips here for the next time")
    options = parser.parse_args(argv)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rushes-onepass-"))).resolve()
        kept = (options.folder or scratch).resolve()
        card = kept / "card"
        make_card(card, len(REAL), 2)
        app = stack.enter_context(open_home(scratch / "home", load_settings(scratch / "home", {})))
        clips = {"1080p H.264": make_synthetic(card / "S001C001.mov", 1), "4K HEVC": make_hevc(kept / "hevc.mov")}
        named = ((name, Clip(app, clip, scratch / clip.stem)) for name, clip in clips.items())
        print("\n".join(measure(named, options.rounds)))
        waits = poster_seconds(card, scratch)
        p95 = waits[min(len(waits) - 1, int(0.95 * len(waits)))]
        print(f"\nFirst picture after the job's start, {len(waits)} clips: median {statistics.median(waits):.2f} s, "
              f"p95 {p95:.2f} s, longest {waits[-1]:.2f} s.")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
