"""Benchmark: a whole card through Rushes, against the same FFmpeg commands by hand.

`python -m tests.benchmarks.card` (about half an hour on two cores; `--quick` a minute or two). For each preset, in
turns in one run:

- rushes: `rushes ingest CARD --json` on a fresh home, encode and full proof;
- plain: our planner's FFmpeg commands without the traces, under `xargs -P k` at its best k;
- plain+decode: those commands, each followed by a full decode of its proxy, at the same k.

Goals: rushes/plain <= 1.25, rushes/plain+decode <= 1.05 (wall). Run it on an idle machine; trust ratios, not seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from compileall import compile_dir
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from server.bootstrap import App, open_home
from server.config import load_settings
from tests.benchmarks.clips import REAL, REPOSITORY, make_card
from tests.benchmarks.measure import Range, Run, Spent, run_timed
from tests.benchmarks.own_cost import Cost, costs_of
from tests.benchmarks.plain import plain_commands, write_scripts

PRESETS = ("prores-proxy", "h264-half")
WAYS = ("rushes", "plain", "plain+decode")
HELP_RUNS = 5
Say = Callable[[str], None]


class BenchmarkError(Exception):
    """A run did not do its work, so its time means nothing."""


@dataclass(frozen=True)
class Bench:
    """Where everything lies. `card` holds the clips; `scratch` what the runs leave."""

    card: Path
    clips: list[Path]
    scratch: Path
    say: Say


@dataclass
class Result:
    """Of one preset. `rounds` holds what each way spent; `best_k` and `scan` (k: spent) come from a round before;
    `own` maps the number of jobs side by side to what each cost."""

    preset: str
    best_k: int
    scan: dict[int, Spent]
    rounds: dict[str, list[Spent]] = field(default_factory=lambda: {way: [] for way in WAYS})
    own: dict[int, list[Cost]] = field(default_factory=dict)

    def ratios(self, below: str, what: str = "wall") -> Range:
        """Rushes to another way, round by round."""
        pairs = zip(self.rounds["rushes"], self.rounds[below], strict=True)
        return Range.of([getattr(ours, what) / getattr(theirs, what) for ours, theirs in pairs])

    def as_dict(self) -> dict[str, Any]:
        """Everything measured, and what follows from it."""
        ratios = {f"{what} to {way}": asdict(self.ratios(way, what)) for way in WAYS[1:] for what in ("wall", "cpu")}
        own = {str(jobs): asdict(Range.of([c.own for c in costs])) for jobs, costs in self.own.items()}
        return {**asdict(self), "ratios": ratios, "own_ms": own}


class Card:
    """Runs one preset over the card in any of the three ways, each on a clean slate."""

    def __init__(self, bench: Bench, app: App, preset: str) -> None:
        self._bench, self.preset = bench, preset
        commands = [plain_commands(app, clip, preset) for clip in bench.clips]
        folder = bench.scratch / preset
        self._scripts = {
            "plain": write_scripts(folder / "plain", [[c.encode] for c in commands]),
            "plain+decode": write_scripts(folder / "decode", [[c.encode, c.decode] for c in commands]),
        }

    def run(self, way: str, k: int) -> Spent:
        """One timed pass; `k` is for xargs. Raises BenchmarkError where a clip was not done."""
        if way == "rushes":
            return self._ingest()
        self.clean()
        (self._bench.card / "Proxy").mkdir()
        names = self._bench.scratch / "scripts"
        names.write_bytes(b"\0".join(os.fsencode(script) for script in self._scripts[way]))
        run = run_timed(["xargs", "-0", "-P", str(k), "-n", "1", "sh"], self._bench.scratch, stdin=names)
        made = list((self._bench.card / "Proxy").iterdir())
        if run.code != 0 or len(made) != len(self._bench.clips):
            raise BenchmarkError(f"{way}: {len(made)} of {len(self._bench.clips)} proxies; {run.stderr[-500:]}")
        return run.spent

    def _ingest(self) -> Spent:
        """Rushes on a fresh home."""
        self.clean()
        home = self._bench.scratch / "home"
        shutil.rmtree(home, ignore_errors=True)
        run = self._rushes("ingest", str(self._bench.card), "--preset", self.preset, home=home)
        jobs: list[dict[str, Any]] = json.loads(run.stdout)["jobs"] if run.stdout.strip() else []
        done = [j for j in jobs if j["status"] == "completed" and j["result"]["conformance"]["conforms"]]
        if run.code != 0 or len(done) != len(self._bench.clips):
            errors = [(Path(j["source"]).name, j["error"]) for j in jobs if j["error"]]
            raise BenchmarkError(f"rushes: {len(done)} of {len(self._bench.clips)} done; {errors} {run.stderr[-500:]}")
        return run.spent

    def _rushes(self, *words: str, home: Path) -> Run:
        argv = [*rushes_command(), *words, "--json", "--home", str(home)]
        return run_timed(argv, self._bench.scratch, env=clean_environment(), cwd=REPOSITORY)

    def clean(self) -> None:
        shutil.rmtree(self._bench.card / "Proxy", ignore_errors=True)
        os.sync()  # or the disk would still be writing the last run's proxies during this one


def rushes_command() -> list[str]:
    """The installed script, or the module where there is none."""
    script = Path(sys.executable).with_name("rushes")
    return [str(script)] if script.exists() else [sys.executable, "-m", "server"]


def clean_environment() -> dict[str, str]:
    """As a user has it, who keeps the bytecode of a program that was started before."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RUSHES_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept


def measure(bench: Bench, app: App, preset: str, options: argparse.Namespace) -> Result:
    """All ways in turns; each round begins with another, so that a drift of the machine falls on all alike."""
    card = Card(bench, app, preset)
    scan = {k: card.run("plain", k) for k in options.k}
    result = Result(preset, min(scan, key=lambda k: scan[k].wall), scan)
    bench.say(f"{preset}: best k = {result.best_k}")
    for number in range(options.rounds):
        turn = number % len(WAYS)
        for way in (*WAYS[turn:], *WAYS[:turn]):
            spent = card.run(way, result.best_k)
            result.rounds[way].append(spent)
            bench.say(f"{preset}: round {number + 1}, {way}: {spent.wall:.1f} s, CPU {spent.cpu:.1f} s")
    result.own = measure_own(bench, card, [1] if options.quick else [1, lanes_of(app)])
    return result


def measure_own(bench: Bench, card: Card, side_by_side: Sequence[int]) -> dict[int, list[Cost]]:
    """What a job costs beyond FFmpeg, with so many at once. With one, nothing of it is waiting for other jobs."""
    costs: dict[int, list[Cost]] = {}
    for count in sorted(set(side_by_side)):
        card.clean()
        home = bench.scratch / f"own-{card.preset}-{count}"
        with open_home(home, load_settings(home, {})) as app:
            costs[count] = costs_of(app, bench.card, card.preset, count)
        if len(costs[count]) != len(bench.clips):
            raise BenchmarkError(f"own cost: {len(costs[count])} of {len(bench.clips)} done")
        bench.say(f"own cost, {count} at once: {Range.of([c.own for c in costs[count]]).text(0)} ms a job")
    return costs


def lanes_of(app: App) -> int:
    return app.settings.queue.video_processing.concurrency


def measure_help(scratch: Path) -> Range:
    """Seconds of `rushes --help`, a cold first run left out."""
    env = clean_environment()
    runs = [run_timed([*rushes_command(), "--help"], scratch, env=env, cwd=REPOSITORY) for _ in range(HELP_RUNS + 1)]
    return Range.of([run.spent.wall for run in runs[1:]])


def table(results: Sequence[Result], help_wall: Range) -> list[str]:
    """Markdown: what each way took, and ours to the others."""
    lines = [
        "| preset | way | k | wall s | CPU s | rushes / it: wall | rushes / it: CPU |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_row(result, way) for result in results for way in WAYS]
    for result in results:
        scan = ", ".join(f"P={k} {spent.wall:.1f} s" for k, spent in result.scan.items())
        lines += ["", f"{result.preset}: k by one pass each: {scan}."]
        for count, costs in result.own.items():
            own, runs = (Range.of([getattr(c, what) for c in costs]).text(0) for what in ("own", "runs"))
            lines.append(f"{result.preset}: own cost a job, {count} at once: {own} ms; it starts FFmpeg {runs} times.")
    return [*lines, "", f"`rushes --help`: {help_wall.text(3)} s."]


def _row(result: Result, way: str) -> str:
    spent = result.rounds[way]
    wall, cpu = Range.of([s.wall for s in spent]).text(1), Range.of([s.cpu for s in spent]).text(1)
    if way == "rushes":
        return f"| {result.preset} | {way} | | {wall} | {cpu} | 1 | 1 |"
    ratios = " | ".join(result.ratios(way, what).text(3) for what in ("wall", "cpu"))
    return f"| {result.preset} | {way} | {result.best_k} | {wall} | {cpu} | {ratios} |"


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="card", description="A card through Rushes against plain FFmpeg.")
    parser.add_argument("--rounds", type=int, metavar="N", help="how often each way runs (default 5)")
    parser.add_argument("--preset", action="append", metavar="NAME", help=f"default: {', '.join(PRESETS)}")
    parser.add_argument("--k", type=int, nargs="+", metavar="K", help="for xargs -P; the best is taken (default 1-4)")
    parser.add_argument("--folder", type=Path, help="keep the card here for the next time (default: made anew)")
    parser.add_argument("--quick", action="store_true", help="6 clips, one round, k = 2")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    options = parser.parse_args(argv)
    options.rounds = options.rounds or (1 if options.quick else 5)
    options.k = options.k or ([2] if options.quick else [1, 2, 3, 4])
    options.preset = options.preset or list(PRESETS)
    return options


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(argv: Sequence[str]) -> int:
    """1 if a run did not do its work."""
    options = _options(argv)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rushes-card-"))).resolve()
        card = ((options.folder or scratch) / ("card-quick" if options.quick else "card")).resolve()
        _say("Making the card …")
        clips = make_card(card, *((4, 2) if options.quick else (len(REAL), 8)))
        compile_dir(REPOSITORY / "server", quiet=1)
        bench = Bench(card, clips, scratch, _say)
        app = stack.enter_context(open_home(scratch / "planning", load_settings(scratch / "planning", {})))
        try:
            results = [measure(bench, app, preset, options) for preset in options.preset]
        except BenchmarkError as error:
            _say(f"card: {error}")
            return 1
        _report(results, measure_help(scratch), bench, as_json=options.json)
    return 0


def _report(results: Sequence[Result], help_wall: Range, bench: Bench, *, as_json: bool) -> None:
    size = sum(clip.stat().st_size for clip in bench.clips)
    if as_json:
        card = {"clips": len(bench.clips), "bytes": size, "cores": os.cpu_count()}
        presets = [result.as_dict() for result in results]
        print(json.dumps({"card": card, "presets": presets, "help_s": asdict(help_wall)}, indent=1))
        return
    print(f"{len(bench.clips)} clips, {size / 1e6:.0f} MB, {os.cpu_count()} cores\n")
    print("\n".join(table(results, help_wall)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
