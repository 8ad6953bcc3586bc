"""Small file systems of their own, where this machine lets us mount any."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _why_not() -> str | None:
    if sys.platform != "linux":
        return "mounts are tried on Linux only"
    if os.geteuid() != 0:
        return "only root may mount"
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "none", folder], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            return f"mounting is not allowed here: {done.stderr.strip()}"
        subprocess.run(["umount", folder], check=True)
    return None


def _why_no_loops() -> str | None:
    if _REASON is not None:
        return _REASON
    if shutil.which("mkfs.ext4") is None or not Path("/dev/loop-control").exists():
        return "no loop devices or no mkfs.ext4 here"
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder, "image")
        _make_ext4(image, 4)
        (at := Path(folder, "at")).mkdir()
        done = subprocess.run(["mount", "-o", "loop", image, at], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            subprocess.run(["umount", at], check=True)
        return None if done.returncode == 0 else f"loop devices cannot be mounted here: {done.stderr.strip()}"


def _make_ext4(image: Path, megabytes: int) -> None:
    with open(image, "wb") as file:
        file.truncate(megabytes << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", "-b", "4096", "-m", "0", image], check=True)


_REASON = _why_not()
needs_mounts = pytest.mark.skipif(_REASON is not None, reason=_REASON or "")


_NO_LOOPS = _why_no_loops()
needs_loops = pytest.mark.skipif(_NO_LOOPS is not None, reason=_NO_LOOPS or "")


@contextmanager
def ext4(folder: Path, image: Path, megabytes: int) -> Iterator[Path]:
    """A real file system in a file, at `folder`; gone at the end whoever still uses it."""
    _make_ext4(image, megabytes)
    folder.mkdir(parents=True, exist_ok=True)
    attach(image, folder)
    try:
        yield folder
    finally:
        unmount(folder)


def attach(image: Path, folder: Path) -> None:
    subprocess.run(["mount", "-o", "loop", image, folder], check=True)


@contextmanager
def mounted(folder: Path, megabytes: int = 8) -> Iterator[Path]:
    """A memory disk at `folder`, gone at the end whoever still uses it."""
    mount(folder, megabytes)
    try:
        yield folder
    finally:
        unmount(folder)


def mount(folder: Path, megabytes: int = 8) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(folder)], check=True)


def move_mount(folder: Path, to: Path) -> None:
    """The same file system, somewhere else: so it goes away, and comes back with what it held."""
    to.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "--move", str(folder), str(to)], check=True)


def unmount(folder: Path) -> None:
    if os.path.ismount(folder):
        subprocess.run(["umount", "-l", str(folder)], check=True)
