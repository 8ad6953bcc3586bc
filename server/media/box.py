"""What one run of FFmpeg may reach: what its arguments name, and nothing else of this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

# Secrets of the environment (keys of a bucket, tokens) are nothing to FFmpeg; FFREPORT would make it write a log.
_KEPT = frozenset(
    ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LD_LIBRARY_PATH", "PYTHONPATH")
)
HARDWARE = ("_nvenc", "_vaapi", "_qsv", "_amf", "_vulkan")  # how FFmpeg's encoders on a graphics card end
_KEPT_BEGINNINGS = ("LIBVA_", "CUDA_", "NVIDIA_", "ONEVPL_", "DYLD_")


@dataclass(frozen=True)
class Box:
    """Limits (memory in MB, 0 = none), and what a run needs beside the files its arguments name: a folder to work in,
    more to read."""

    memory_mb: int = 0
    niceness: int = 5
    folder: Path | None = None
    reads: tuple[str, ...] = ()


def boxed(executable: str, arguments: Sequence[str], box: Box) -> list[str]:
    """The command that runs FFmpeg in its box; it ends with the thread that starts it."""
    return [*launcher(), *box_words(executable, arguments, box)]


def launcher() -> list[str]:
    """The beginning of a command that ends with `box_words`. See sandbox.py."""
    return [sys.executable, "-I", "-S", str(Path(__file__).with_name("sandbox.py"))]


def box_words(executable: str, arguments: Sequence[str], box: Box) -> list[str]:
    words = [str(box.memory_mb), str(box.niceness), str(os.getpid())]
    grants = (word for grant in _grants(executable, arguments, box) for word in grant)
    return [*words, *grants, "--", executable, *arguments]


def environment() -> Mapping[str, str]:
    """What FFmpeg is told of our environment."""
    return {k: v for k, v in os.environ.items() if k.upper() in _KEPT or k.upper().startswith(_KEPT_BEGINNINGS)}


def fault_of_box(executable: str) -> str | None:
    """Why this FFmpeg does not even start in its box; None: it does."""
    try:
        done = subprocess.run(
            boxed(executable, ["-version"], Box()), capture_output=True, text=True, errors="replace", timeout=20,
            stdin=subprocess.DEVNULL, env=environment(), check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        return f"FFmpeg cannot be started in its box: {error}"
    return f"FFmpeg cannot be started in its box: {done.stderr.strip()[-300:]}" if done.returncode else None


def _grants(executable: str, arguments: Sequence[str], box: Box) -> Iterator[tuple[str, str]]:
    yield "run", executable
    yield "run", str(Path(imageio_ffmpeg.__file__).parent)  # a script set as FFmpeg may stand in front of ours
    yield "run", str(Path(executable).resolve().parent.parent / "lib")  # a build that brings its libraries along
    for folder in filter(None, os.environ.get("LD_LIBRARY_PATH", "").split(":")):
        yield "run", folder
    if box.folder is not None:
        yield "scratch", str(box.folder)
    for path in (*box.reads, *_named(arguments, inputs=True)):
        # The files of a numbered sequence are named by a pattern: their folder is meant.
        yield "read", path if os.path.lexists(path) else str(Path(path).parent)
    for path in _named(arguments, inputs=False):
        if Path(path).parent != box.folder:
            yield "write", path
    if any(word.endswith(HARDWARE) for word in arguments):
        yield from _hardware()


def _named(arguments: Sequence[str], *, inputs: bool) -> Iterator[str]:
    """The paths of an argument list of ours, where each carries `file:`."""
    for before, word in zip(("", *arguments), arguments, strict=False):
        if word.startswith("file:") and (before == "-i") == inputs:
            yield word.removeprefix("file:")


def _hardware() -> Iterator[tuple[str, str]]:
    for device in (Path("/dev/dri"), *sorted(Path("/dev").glob("nvidia*"))):
        yield "device", str(device)
    for folder in (
        "/sys",
        "/proc/driver",
        "/etc/OpenCL",
        "/etc/vulkan",
        "/etc/libva.conf",
        "/opt/intel",
        "/opt/amdgpu",
    ):
        yield "run", folder
