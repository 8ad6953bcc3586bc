"""Encoders on graphics hardware: offered only after a short trial on this machine, with this FFmpeg.

None of them was run by us: the options are those of FFmpeg's documentation, and every proxy is proved all the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from server.domain.preset import Codec
from server.domain.steps import Encode
from server.errors import ConfigError
from server.media.box import Box, boxed, environment
from server.media.graph import Stream
from server.media.locate import Ffmpeg

TRIAL_SECONDS = 20.0
DEVICE = "/dev/dri/renderD128"
AUTO, CPU = "auto", "cpu"
_BY_CPU = {Codec.PRORES: "prores_aw", Codec.DNXHR: "dnxhd", Codec.H264: "libx264", Codec.HEVC: "libx265"}
_CODECS = {"h264": Codec.H264, "hevc": Codec.HEVC}
_KINDS = ("videotoolbox", "nvenc", "qsv", "amf", "vaapi")  # in the order `auto` prefers them
NAMES = tuple(f"{codec}_{kind}" for kind in _KINDS for codec in _CODECS)


@dataclass(frozen=True)
class Trial:
    """How one encoder did: `why` not, in FFmpeg's words; empty where it did."""

    name: str
    why: str = ""


class Encoders:
    """What this machine encodes with. Trials are kept in `cache` until FFmpeg or the machine is another."""

    def __init__(self, ffmpeg: Ffmpeg, cache: Path, setting: str) -> None:
        """Raises ConfigError where the setting names no encoder of ours."""
        if setting not in (AUTO, CPU, *NAMES):
            known = ", ".join((AUTO, CPU, *NAMES))
            raise ConfigError(f"`ffmpeg.encoder` is {setting!r}, which is no encoder; there are {known}.")
        self._ffmpeg, self._cache, self._setting = ffmpeg, cache, setting

    def choose(self, step: Encode) -> str | None:
        """The hardware encoder for this proxy; None: the processor does it. Full range stays with the processor: not
        every driver says it."""
        if self._setting == CPU or step.picture.full_range or step.preset.codec not in _CODECS.values():
            return None
        fit = [t.name for t in self.trials if not t.why and _CODECS[t.name[:4]] is step.preset.codec]
        return next((name for name in fit if self._setting in (AUTO, name)), None)

    @cached_property
    def trials(self) -> Sequence[Trial]:
        """One for each encoder this FFmpeg was built with, in order of preference."""
        names = [name for name in NAMES if name in self._ffmpeg.encoders]
        kept, mark = self._kept(), self._mark()
        if kept.get("mark") == mark and set(kept.get("whys", {})) == set(names):
            return [Trial(name, str(kept["whys"][name])) for name in names]
        trials = [Trial(name, try_encoder(self._ffmpeg.path, name)) for name in names]
        with suppress(OSError):  # only the time to try again is lost
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            partial = self._cache.with_name(f"{self._cache.name}.{os.getpid()}")
            partial.write_text(json.dumps({"mark": mark, "whys": {t.name: t.why for t in trials}}))
            partial.replace(self._cache)
        return trials

    def _kept(self) -> dict[str, Any]:
        with suppress(OSError, ValueError):
            kept = json.loads(self._cache.read_text())
            return kept if isinstance(kept, dict) else {}
        return {}

    def _mark(self) -> str:
        """Changes with FFmpeg, the system (drivers come with it) and the cards that are there."""
        facts = Path(self._ffmpeg.path).stat()
        cards = sorted(str(path) for pattern in ("dri/*", "nvidia*") for path in Path("/dev").glob(pattern))
        said = (self._ffmpeg.path, facts.st_size, facts.st_mtime_ns, platform.node(), platform.release(), *cards)
        return hashlib.sha256(repr(said).encode()).hexdigest()


def try_encoder(executable: str, name: str) -> str:
    """Encodes one frame; empty if that worked, else FFmpeg's last words."""
    options = [word for key, value in options_of(name, 23, 25).items() for word in (f"-{key}", str(value))]
    device = [word for key, value in device_of(name).items() for word in (f"-{key}", str(value))]
    chain = f"format={_pix_fmt(name)}" + (",hwupload" if device else "")
    source = ["-f", "lavfi", "-i", "color=size=640x360:rate=25", "-frames:v", "1", "-vf", chain]
    arguments = ["-hide_banner", "-nostdin", "-v", "error", *device, *source, *options, "-f", "null", "-"]
    try:
        done = subprocess.run(
            boxed(executable, arguments, Box()), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            errors="replace", timeout=TRIAL_SECONDS, check=False, env=environment(),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"no answer within {TRIAL_SECONDS:.0f} s"
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[0][-200:]


def name_of(step: Encode) -> str:
    """The encoder that makes this proxy, as FFmpeg calls it."""
    return step.encoder or _BY_CPU[step.preset.codec]


def device_of(name: str | None) -> Mapping[str, Any]:
    """What has to be said of the card before the first input."""
    return {"vaapi_device": DEVICE} if name is not None and name.endswith("_vaapi") else {}


def for_encoder(video: Stream, name: str | None) -> Stream:
    """The picture as that encoder takes it."""
    if name is None:
        return video
    video = video.filter("format", _pix_fmt(name))
    return video.filter("hwupload") if device_of(name) else video


def options_of(name: str, quality: int, gop: int) -> dict[str, Any]:
    """`quality` on x264's scale, which these take as their quantiser."""
    codec, _, kind = name.partition("_")
    by_kind: Mapping[str, Mapping[str, Any]] = {
        "videotoolbox": {"q:v": max(1, 100 - 2 * quality)},
        "nvenc": {"preset": "p4", "rc": "vbr", "cq": quality, "b:v": 0},
        "qsv": {"global_quality": quality},
        "amf": {"rc": "cqp", "qp_i": quality, "qp_p": quality},
        "vaapi": {"qp": quality},
    }
    profile = {"h264": "high", "hevc": "main10"}[codec]
    tag = {"h264": "avc1", "hevc": "hvc1"}[codec]
    return {"c:v": name, "profile:v": profile, "g": gop, "bf": 0, "tag:v": tag, **by_kind[kind]}


def _pix_fmt(name: str) -> str:
    return "p010le" if name.startswith("hevc") else "nv12"
