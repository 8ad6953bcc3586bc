"""Small file systems of their own, where this machine lets us mount any."""

from __future__ import annotations

import os
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


_REASON = _why_not()
needs_mounts = pytest.mark.skipif(_REASON is not None, reason=_REASON or "")


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
