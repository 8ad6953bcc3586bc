"""How well cuts are found: precision and recall by clip (`python -m tests.benchmarks.shots [MEDIA]`).

Truth was made by looking at the frames of each clip. Most camera clips are one take, so what cuts there are stand in
reels of real takes joined here: different takes, and jumps within one take (the hard case). Where PySceneDetect is
installed (`pip install scenedetect opencv-python-headless`), its detectors are measured beside ours.
"""

from __future__ import annotations

import importlib.util
import resource
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from server.domain.quality.limits import Limits
from server.domain.quality.shots import find_cuts
from server.media.quality import read_picture
from tests.helpers.examined import examine
from tests.helpers.footage import run_ffmpeg

SLACK = 1  # frames
MEDIA = Path(__file__).resolve().parents[3] / "shared" / "media"
# Frames of the first video track; `unsure` are dissolves: found or not, they count neither way.
TAKES: Mapping[str, tuple[tuple[int, ...], range]] = {
    "nasa_13013.mp4": ((202,), range(125, 152)),
    **{
        name: ((), range(0))
        for name in (
            "hero7.mp4", "car-detection.mp4", "sample-5s.mp4", "sample_edit_list.mp4", "hdr10-av1.mp4",
            "internal_emulator_transformer_output_270_rotated.mp4", "hevc.ts", "transparency.webm", "fixture.3gp",
            "fixture.mxf", "fixture-raw.mts", "rotate-buck-bunny.mp4", "sar_2x1.mp4", "sowt-with-video.mov",
            "hdr10-video-with-sdr-container.mp4",
        )
    },
}  # fmt: skip
_DIFFERENT = (
    ("hero7.mp4", 0), ("car-detection.mp4", 8), ("sample-5s.mp4", 1), ("nasa_13013.mp4", 9), ("hero7.mp4", 7),
    ("fixture.3gp", 1), ("internal_emulator_transformer_output_270_rotated.mp4", 1), ("transparency.webm", 1),
    ("fixture.mxf", 2), ("hdr10-av1.mp4", 2), ("sample_edit_list.mp4", 0.5), ("nasa_13013.mp4", 2),
)  # fmt: skip
# (clip, start in seconds) of pieces of PIECE frames
REELS: Mapping[str, Sequence[tuple[str, float]]] = {
    "reel: 12 takes": _DIFFERENT,
    "reel: 12 takes, the other way round": tuple(reversed(_DIFFERENT)),
    "reel: jumps within hero7": tuple(("hero7.mp4", start) for start in (0, 4, 8, 2, 6, 10)),
    "reel: jumps within car-detection": tuple(("car-detection.mp4", start) for start in (4, 16, 8, 26, 12, 20)),
    "reel: jumps within sample-5s": tuple(("sample-5s.mp4", start) for start in (0.5, 3.5, 1.5, 4.5)),
    "reel: jumps within hdr10-av1": tuple(("hdr10-av1.mp4", start) for start in (0, 2, 1, 3)),
}
PIECE = 25
Detector = Callable[[Path], list[int]]


@dataclass
class Tally:
    """Right, wrong and missed cuts."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: Tally) -> None:
        self.right, self.wrong, self.missed = (
            self.right + other.right, self.wrong + other.wrong, self.missed + other.missed,
        )  # fmt: skip

    def text(self) -> str:
        precision = f"{self.right / (self.right + self.wrong):.2f}" if self.right + self.wrong else "-"
        recall = f"{self.right / (self.right + self.missed):.2f}" if self.right + self.missed else "-"
        return f"{precision} / {recall} ({self.wrong} wrong, {self.missed} missed)"


def judge(found: Sequence[int], cuts: Sequence[int], unsure: range) -> Tally:
    counted = [frame for frame in found if frame not in unsure]
    right = sum(any(abs(frame - cut) <= SLACK for frame in counted) for cut in cuts)
    wrong = sum(not any(abs(frame - cut) <= SLACK for cut in cuts) for frame in counted)
    return Tally(right, wrong, len(cuts) - right)


def make_reel(target: Path, pieces: Sequence[tuple[str, float]], media: Path) -> Path:
    inputs: list[str | Path] = []
    chains = []
    for number, (name, start) in enumerate(pieces):
        inputs += ["-ss", str(start), "-i", media / name]
        shape = "scale=640:360,setsar=1,format=yuv420p,setpts=PTS-STARTPTS"
        chains.append(f"[{number}:V:0]fps=25,{shape},trim=end_frame={PIECE}[p{number}]")
    joined = "".join(f"[p{number}]" for number in range(len(pieces)))
    graph = ";".join([*chains, f"{joined}concat=n={len(pieces)}[v]"])
    run_ffmpeg(*inputs, "-filter_complex", graph, "-map", "[v]", "-c:v", "libx264", "-crf", "20", "-r", "25", target)
    examine(target, scratch := target.with_suffix(".made"))
    assert len(read_picture(scratch).times) == PIECE * len(pieces), f"{target.name}: a take is shorter than its piece"
    return target


def detectors(scratch: Path) -> dict[str, Detector]:
    def by_scores(rule: Callable[[Sequence[float], Sequence[float]], list[int]]) -> Detector:
        def found(clip: Path) -> list[int]:
            folder = scratch / f"{clip.name} readings"
            if not folder.exists():
                examine(clip, folder)
            seen = read_picture(folder)
            return rule(seen.scores, seen.changes)

        return found

    ours = {
        "Rushes": by_scores(lambda scores, changes: find_cuts(scores, changes, Limits().shot_score)),
        "scdet at 10": by_scores(lambda scores, _: [n for n, score in enumerate(scores) if n and score >= 10]),
    }
    return ours | (_scenedetect() if importlib.util.find_spec("scenedetect") else {})


def _scenedetect() -> dict[str, Detector]:
    import scenedetect  # type: ignore[import-not-found]

    def by(make: Callable[[], object]) -> Detector:
        def found(clip: Path) -> list[int]:
            scenes = scenedetect.detect(str(clip), make())
            return [start.frame_num for start, _ in scenes[1:]]

        return found

    return {
        "PySceneDetect content": by(lambda: scenedetect.ContentDetector()),
        "PySceneDetect adaptive": by(lambda: scenedetect.AdaptiveDetector()),
        "PySceneDetect content, any length": by(lambda: scenedetect.ContentDetector(min_scene_len=1)),
        "PySceneDetect adaptive, any length": by(lambda: scenedetect.AdaptiveDetector(min_scene_len=1)),
    }


def main() -> None:
    media = Path(sys.argv[1]) if len(sys.argv) > 1 else MEDIA
    with tempfile.TemporaryDirectory(prefix="rushes-shots-") as folder:
        scratch = Path(folder)
        cases = [(media / name, name, cuts, unsure) for name, (cuts, unsure) in TAKES.items()]
        for number, (name, pieces) in enumerate(REELS.items()):
            reel = make_reel(scratch / f"reel{number}.mp4", pieces, media)
            cases.append((reel, name, tuple(range(PIECE, PIECE * len(pieces), PIECE)), range(0)))
        _print_table(cases, detectors(scratch))


def _print_table(cases: Sequence[tuple[Path, str, Sequence[int], range]], measured: Mapping[str, Detector]) -> None:
    print("| clip | cuts | " + " | ".join(measured) + " |")
    print("|---|---|" + "---|" * len(measured))
    totals = {name: Tally() for name in measured}
    spent = dict.fromkeys(measured, 0.0)
    for path, name, cuts, unsure in cases:
        cells = []
        for which, detector in measured.items():
            before = _cpu()
            tally = judge(detector(path), cuts, unsure)
            spent[which] += _cpu() - before
            totals[which].add(tally)
            cells.append(tally.text())
        print(f"| {name} | {len(cuts)} | " + " | ".join(cells) + " |", flush=True)
    count = sum(len(cuts) for _, _, cuts, _ in cases)
    print(f"| all | {count} | " + " | ".join(totals[name].text() for name in measured) + " |")
    print("| CPU s | | " + " | ".join(f"{spent[name]:.1f}" for name in measured) + " |")


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main()
