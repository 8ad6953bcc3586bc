"""Finds the FFmpeg that will do the work, and asks it what it can do.

Order: the user's setting, the wheel of imageio-ffmpeg, the system's. One tested version is worth more than reuse:
5.1 and 9.0 differ in frame-rate policy, cropping and exit codes. Below the floor of a branch an FFmpeg has known
holes that a hostile clip can use (CVE-2026-8461 and earlier), so it is refused.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import imageio_ffmpeg

from server.errors import FfmpegMissing
from server.media.allowed import DECODERS

FLOORS = {7: (7, 1, 5), 8: (8, 0, 3), 9: (9, 0, 0)}
WANTED_ENCODERS = ("prores_aw", "prores_ks", "dnxhd", "libx264", "libx265", "aac", "pcm_s16le", "pcm_s24le", "rawvideo")
ASK_SECONDS = 10


class Finder:
    """The FFmpeg that `setting` leads to: found once, and looked for anew while there is none, or when it was taken
    away. Any thread."""

    def __init__(self, setting: str | None) -> None:
        self._setting = setting
        self._found: Ffmpeg | None = None

    def need(self) -> Ffmpeg:
        """Raises FfmpegMissing."""
        found = self._found = self._found or find_ffmpeg(self._setting)
        return found

    def is_there(self) -> bool:
        if self._found is not None and not Path(self._found.path).exists():
            self._found = None
        with suppress(FfmpegMissing):
            return bool(self.need())
        return False

    def decoders(self) -> frozenset[str] | None:
        """Those of `Ffmpeg`; None while there is none."""
        with suppress(FfmpegMissing):
            return self.need().decoders
        return None


@dataclass(frozen=True)
class Ffmpeg:
    """One usable executable. origin: "setting" | "wheel" | "system"."""

    path: str
    version: str
    origin: str
    refused: tuple[str, ...] = field(default=())

    @cached_property
    def encoders(self) -> frozenset[str]:
        return _listed(self.path, "-encoders")

    @cached_property
    def decoders(self) -> frozenset[str]:
        """Names of codecs it may decode, those of the decoders themselves included."""
        return _listed(self.path, "-decoders", DECODERS)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name in WANTED_ENCODERS if name not in self.encoders)


def find_ffmpeg(setting: str | None) -> Ffmpeg:
    """The first usable FFmpeg. A set path that cannot be used is an error, never silently passed over.

    Raises FfmpegMissing naming every candidate with the reason against it.
    """
    refused: list[str] = []
    for origin, path in _candidates(setting):
        try:
            return Ffmpeg(path, _checked_version(path), origin, tuple(refused))
        except FfmpegMissing as error:
            if origin == "setting":
                raise
            refused.append(error.message)
    reasons = " ".join(refused)
    raise FfmpegMissing(f"No FFmpeg that can be used was found. {reasons}".strip())


def _candidates(setting: str | None) -> Iterator[tuple[str, str]]:
    if setting:
        yield "setting", setting
        return
    wheel = _wheel_path()
    if wheel:
        yield "wheel", wheel
    system = shutil.which("ffmpeg")
    if system:
        yield "system", system


def _wheel_path() -> str | None:
    # get_ffmpeg_exe() would fall back to any FFmpeg on the PATH; only the wheel's own file is meant here.
    folder = Path(imageio_ffmpeg.__file__).parent / "binaries"
    return next((str(p) for p in sorted(folder.glob("ffmpeg-*")) if p.is_file()), None)


def _checked_version(path: str) -> str:
    text = _ask(path, "-version").splitlines()
    version = text[0].split()[2] if text and text[0].startswith("ffmpeg version") else ""
    numbers = parse_version(version)
    if numbers is None:
        raise FfmpegMissing(f"{path} does not say which FFmpeg it is.")
    floor = FLOORS.get(numbers[0])
    if numbers[0] < min(FLOORS) or (floor is not None and numbers < floor):
        wanted = ".".join(map(str, floor or FLOORS[min(FLOORS)]))
        raise FfmpegMissing(f"{path} is FFmpeg {version}, which is too old to be safe ({wanted} or later is needed).")
    return version


def parse_version(text: str) -> tuple[int, int, int] | None:
    """(major, minor, patch) of `n9.0.2-17-g…`, `7.1.5-0+deb13u1`, …; None for a build from the tip."""
    found = re.match(r"n?(\d+)\.(\d+)(?:\.(\d+))?", text)
    return None if found is None else (int(found[1]), int(found[2]), int(found[3] or 0))


def _ask(path: str, flag: str) -> str:
    try:
        done = subprocess.run(
            [path, "-hide_banner", flag], capture_output=True, text=True, timeout=ASK_SECONDS, check=True,
            stdin=subprocess.DEVNULL, errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise FfmpegMissing(f"{path} did not answer within {ASK_SECONDS} seconds.") from error
    except subprocess.CalledProcessError as error:
        how = f"signal {-error.returncode}" if error.returncode < 0 else f"exit status {error.returncode}"
        raise FfmpegMissing(f"{path} ended with {how} when it was asked for its version.") from error
    except (OSError, ValueError) as error:  # ValueError: a path that no system can have
        raise FfmpegMissing(f"{path} cannot be run: {getattr(error, 'strerror', None) or error}.") from error
    return done.stdout


def _listed(path: str, flag: str, only: frozenset[str] | None = None) -> frozenset[str]:
    """First column is flags, second the name; `(codec x)` names the codec where the two differ."""
    names: set[str] = set()
    for line in _ask(path, flag).partition("------")[2].splitlines():
        parts = line.split()
        if len(parts) < 2 or (only is not None and parts[1] not in only):
            continue
        names.add(parts[1])
        codec = re.search(r"\(codec (\w+)\)", line)
        if codec:
            names.add(codec[1])
    return frozenset(names)
