"""Which ProRes encoder: `prores_aw` against `prores_ks`, profile Proxy, on the pictures our planner gives them.

`python -m tests.benchmarks.prores`. Each clip is decoded and scaled once into uncompressed pictures; both encoders then
read those, so that only encoding differs. Encoder CPU is what the run spends beyond the same run without an encoder.
`prores_ks` runs twice: as it is, and with the bits a macroblock that `prores_aw` took, since only at one size can two
qualities be compared. VMAF (model v0.6.1) and XPSNR compare with the uncompressed pictures; on HDR only their
difference means something.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from server.bootstrap import App, open_home
from server.config import load_settings
from server.domain.steps import Encode
from server.media.graph import Reading
from tests.benchmarks.clips import make_synthetic, media_folder
from tests.benchmarks.measure import Run, run_timed
from tests.benchmarks.plain import picture_command, plan_clip

PRESET = "prores-proxy"
# A handheld 1080p take, a phone's 4K (18 frames), 10-bit HDR; the fourth clip is noise made here.
REAL = ("sample-5s.mp4", "portrait_4k60.mp4", "hdr10-video-with-sdr-container.mp4")
_QUIET = ("-hide_banner", "-nostdin", "-nostats", "-v", "error", "-y")
# Frames are paired by their number, whatever the containers' clocks.
_PAIRED = "[0:v]settb=1/25,setpts=N[proxy];[1:v]settb=1/25,setpts=N[original];[proxy][original]"


@dataclass(frozen=True)
class Figures:
    """One encoder on one clip. `cpu_ms` of the encoder, and `mbit` (at the clip's rate), are a frame's and a second's;
    `vmaf_least` is the worst frame, `xpsnr` the luma's in dB."""

    clip: str
    raster: str
    encoder: str
    cpu_ms: float
    mbit: float
    vmaf: float
    vmaf_least: float
    xpsnr: float


class Contest:
    """Runs FFmpeg in a folder of its own."""

    def __init__(self, app: App, folder: Path, frames: int, runs: int) -> None:
        self._app, self._folder, self._frames, self._runs = app, folder, frames, runs

    def figures_of(self, clip: Path) -> Iterator[Figures]:
        """Raises RuntimeError with FFmpeg's words where it fails."""
        step = plan_clip(self._app, clip, PRESET)
        reading = Reading(self._app.settings.ffmpeg.max_pixels)
        self._ffmpeg(*picture_command(step, str(self._folder / "pictures.nut"), self._frames, reading))
        idle = self._cpu("-c:v", "wrapped_avframe", "-f", "null", "-")
        ours = self._judged(step, clip, "prores_aw", idle)
        yield ours
        yield self._judged(step, clip, "prores_ks", idle)
        yield self._judged(step, clip, "prores_ks", idle, bits_per_mb(ours.mbit, step))

    def _judged(self, step: Encode, clip: Path, encoder: str, idle: float, bits: int | None = None) -> Figures:
        fields = ("-flags", "+ildct") if step.picture.keep_fields else ()
        budget = ("-bits_per_mb", str(bits)) if bits else ()
        spent = self._cpu("-c:v", encoder, "-profile:v", "0", *fields, *budget, "proxy.mov") - idle
        vmaf = self._vmaf()
        frames = len(vmaf["frames"])
        size = (self._folder / "proxy.mov").stat().st_size
        pooled = vmaf["pooled_metrics"]["vmaf"]
        return Figures(
            clip=clip.name, raster=f"{step.picture.width}x{step.picture.height}",
            encoder=f"{encoder}, {bits} bits/mb" if bits else encoder,
            cpu_ms=1000 * spent / frames, mbit=8 * size * float(step.fps) / frames / 1e6,
            vmaf=pooled["mean"], vmaf_least=pooled["min"], xpsnr=self._xpsnr(),
        )  # fmt: skip

    def _cpu(self, *output: str) -> float:
        runs = [self._ffmpeg(*_QUIET, "-i", "pictures.nut", *output) for _ in range(self._runs)]
        return statistics.median(run.spent.cpu for run in runs)

    def _vmaf(self) -> dict[str, dict[str, dict[str, float]]]:
        self._compare(f"{_PAIRED}libvmaf=n_threads=2:log_fmt=json:log_path=vmaf.json")
        return dict(json.loads((self._folder / "vmaf.json").read_text()))

    def _xpsnr(self) -> float:
        self._compare(f"{_PAIRED}xpsnr=stats_file=xpsnr.log")
        text = (self._folder / "xpsnr.log").read_text()
        found = re.search(r"XPSNR average.*?y: *([\d.]+|inf)", text)
        if found is None:
            raise RuntimeError("xpsnr did not say its average")
        return float(found[1])

    def _compare(self, graph: str) -> None:
        self._ffmpeg(*_QUIET, "-i", "proxy.mov", "-i", "pictures.nut", "-lavfi", graph, "-f", "null", "-")

    def _ffmpeg(self, *arguments: str) -> Run:
        run = run_timed([self._app.ffmpeg.path, *arguments], self._folder, cwd=self._folder)
        if run.code != 0:
            raise RuntimeError(f"FFmpeg failed: {run.stderr[-800:]}")
        return run


def bits_per_mb(mbit: float, step: Encode) -> int:
    """The bits each macroblock (16x16) gets at that rate."""
    blocks = -(-step.picture.width // 16) * -(-step.picture.height // 16)
    return round(mbit * 1e6 / float(step.fps) / blocks)


def table(figures: Sequence[Figures]) -> list[str]:
    """Markdown, a row for each encoder on each clip."""
    return [
        "| clip | proxy | encoder | encoder CPU, ms a frame | Mbit/s | VMAF mean (worst frame) | XPSNR luma, dB |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {f.clip} | {f.raster} | {f.encoder} | {f.cpu_ms:.1f} | {f.mbit:.1f} "
            f"| {f.vmaf:.2f} ({f.vmaf_least:.2f}) | {f.xpsnr:.2f} |"
            for f in figures
        ),
    ]


def main(argv: Sequence[str]) -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="prores", description="prores_aw against prores_ks.")
    parser.add_argument("clips", nargs="*", type=Path, help="instead of three real clips and a synthetic one")
    parser.add_argument("--frames", type=int, default=75, help="of each clip (default %(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="of each encode; the median counts (default %(default)s)")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    options = parser.parse_args(argv)
    figures: list[Figures] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rushes-prores-"))).resolve()
        app = stack.enter_context(open_home(folder / "home", load_settings(folder / "home", {})))
        contest = Contest(app, folder, options.frames, options.runs)
        for clip in [clip.resolve() for clip in options.clips] or _default_clips(folder):
            figures += contest.figures_of(clip)
    print(json.dumps([asdict(f) for f in figures], indent=1) if options.json else "\n".join(table(figures)))
    return 0


def _default_clips(folder: Path) -> list[Path]:
    media = media_folder()
    real = [media / name for name in REAL if (media / name).is_file()] if media else []
    return [*real, make_synthetic(folder / "noise.mov", 1)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
