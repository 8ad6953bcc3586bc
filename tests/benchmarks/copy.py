"""How long a proved copy takes beside `cp` + `sync` + reading back and hashing without the cache. Started by hand:

python -m tests.benchmarks.copy FOLDER [--megabytes N] [--rounds N]

FOLDER is on the disk to be measured. The turns alternate, so that a busy machine is unfair to both. The plain way gives
every advantage away: it hashes the copy only and compares with nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from server.system.uncached import forget
from tests.benchmarks.measure import Range, Spent, run_timed

REPOSITORY = Path(__file__).resolve().parents[2]
_OURS = """
import sys
from pathlib import Path
from server.domain.offload import judge
from tests.helpers.offload import copy
card, journal, *places = map(Path, sys.argv[1:])
safe, why = judge(copy(card, *places, journal=journal))
sys.exit(0 if safe else why)
"""
# `xxhsum` reads through the cache, so the cache is emptied of each file first; the hash is that of the same library.
_HASH = """
import sys
from pathlib import Path
import xxhash
from server.system.uncached import read_uncached
for file in sorted(Path(sys.argv[1]).rglob("*")):
    if file.is_file():
        digest = xxhash.xxh3_128()
        read_uncached(str(file), digest.update)
        print(digest.hexdigest(), file)
"""


def make_card(card: Path, megabytes: int) -> int:
    """Nine tenths in clips of 128 MB, the rest in files of a hundredth of that; the bytes."""
    large, block = 128, os.urandom(1 << 20)
    clips = max(1, megabytes * 9 // 10 // large)
    small = max(1, (megabytes - clips * large) * 1024 // 1300)
    for number, size in enumerate([large * 1024] * clips + [1300] * small):
        file = card / f"{number % 10}" / f"{number:05d}.mov"
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(file, "wb") as written:
            for _ in range(size // 1024):
                written.write(block)
            written.write(block[: (size % 1024) * 1024])
            written.flush()
            os.fsync(written.fileno())
    return sum(path.stat().st_size for path in card.rglob("*") if path.is_file())


def empty_cache(card: Path) -> None:
    for path in card.rglob("*"):
        forget(str(path))


def plain(card: Path, place: Path, scratch: Path) -> Spent:
    script = 'cp -r "$1" "$2" && sync && exec "$3" -c "$4" "$2"'
    return _timed(["sh", "-c", script, "sh", str(card), str(place), sys.executable, _HASH], scratch)


def ours(card: Path, places: Sequence[Path], scratch: Path) -> Spent:
    journal = scratch / "journal"
    journal.unlink(missing_ok=True)
    return _timed([sys.executable, "-c", _OURS, str(card), str(journal), *map(str, places)], scratch)


def _timed(argv: Sequence[str], scratch: Path) -> Spent:
    done = run_timed(argv, scratch, cwd=REPOSITORY)
    if done.code:
        sys.exit(f"{argv[0]} failed: {done.stderr}")
    return done.spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        card, scratch = Path(folder, "card"), Path(folder, "scratch")
        scratch.mkdir()
        size = make_card(card, asked.megabytes)
        a, b = Path(folder, "a"), Path(folder, "b")
        ways = {
            "cp + sync + uncached hash": lambda: plain(card, a, scratch),
            "rushes, one place": lambda: ours(card, [a], scratch),
            "rushes, two places": lambda: ours(card, [a, b], scratch),
        }
        spent: dict[str, list[Spent]] = {name: [] for name in ways}
        for _ in range(asked.rounds):
            for name, way in ways.items():
                empty_cache(card)
                spent[name].append(way())
                for place in (a, b):
                    shutil.rmtree(place, ignore_errors=True)
        _print(size, spent)


def _print(size: int, spent: dict[str, list[Spent]]) -> None:
    first = next(iter(spent.values()))
    print(f"{size / 1e6:.0f} MB, medians (least-most) of {len(first)} rounds")
    for name, runs in spent.items():
        ratio = Range.of([run.wall / other.wall for run, other in zip(runs, first, strict=True)])
        wall, cpu = Range.of([run.wall for run in runs]), Range.of([run.cpu for run in runs])
        rate = size / 1e6 / wall.median
        print(f"{name:28} wall {wall.text(2)} s, CPU {cpu.text(2)} s, {rate:.0f} MB/s, ratio {ratio.text(2)}")


if __name__ == "__main__":
    main()
