"""The same encodes without Rushes: our planner's own FFmpeg commands, less the traces, as shell scripts for xargs."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from server.bootstrap import App
from server.domain.plan import plan_encode
from server.domain.steps import Encode
from server.media.graph import Graph, Reading, Stream
from server.media.output import write_proxy
from server.media.picture import shown, steady


@dataclass(frozen=True)
class Plain:
    """One clip's commands: the encode, and a full decode of what it made."""

    encode: list[str]
    decode: list[str]


def plan_clip(app: App, clip: Path, preset_name: str) -> Encode:
    """What Rushes would encode. Raises SourceError, PresetError."""
    preset = app.presets.get(preset_name)
    return plan_encode(str(clip), app.prober.probe(str(clip)), preset)


def plain_commands(app: App, clip: Path, preset_name: str) -> Plain:
    """Written to the place where Rushes would publish."""
    step = plan_clip(app, clip, preset_name)
    target = clip.parent / "Proxy" / f"{clip.stem}.{step.preset.extension}"
    reading = Reading(app.settings.ffmpeg.max_pixels)
    encode = [app.ffmpeg.path, *proxy_command(step, str(target), reading)]
    return Plain(encode, [app.ffmpeg.path, *decode_arguments(str(target))])


def proxy_command(step: Encode, target: str, reading: Reading) -> list[str]:
    """`command.encode_command` without traces and extras."""
    graph, video = _shown(step, reading)
    write_proxy(graph, video, step, target)
    return graph.arguments(progress=False)


def picture_command(step: Encode, target: str, frames: int, reading: Reading) -> list[str]:
    """The first `frames` pictures as the encoder gets them, uncompressed, in a NUT file."""
    graph, video = _shown(step, reading)
    options = {"format": "nut", "vcodec": "rawvideo", "fps_mode": "passthrough", "frames:v": frames}
    graph.write(video, path=target, **options)
    return graph.arguments(progress=False)


def decode_arguments(path: str) -> list[str]:
    """Every picture and every sound of a file, decoded and thrown away."""
    quiet = ["-hide_banner", "-nostdin", "-nostats", "-v", "error"]
    return [*quiet, "-i", f"file:{path}", "-map", "0:v", "-map", "0:a?", "-fps_mode", "passthrough", "-f", "null", "-"]


def write_scripts(folder: Path, jobs: Iterable[Sequence[Sequence[str]]]) -> list[Path]:
    """A script a clip; its commands run one after the other and stop at the first that fails."""
    folder.mkdir(parents=True, exist_ok=True)
    scripts: list[Path] = []
    for number, commands in enumerate(jobs):
        script = folder / f"{number:03}.sh"
        log = shlex.quote(str(script.with_suffix(".log")))
        script.write_text("\n".join(["set -e", f"exec 2>{log}", *map(shlex.join, commands)]) + "\n")
        scripts.append(script)
    return scripts


def _shown(step: Encode, reading: Reading) -> tuple[Graph, Stream]:
    graph = Graph(step.source, reading)
    return graph, shown(steady(graph.source[str(step.video_index)], step), step)
