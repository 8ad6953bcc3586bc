"""The program as its users meet it: a process of its own, with a home of its own."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
_GROUPS = ("watch", "maintenance", "tokens")  # commands with commands of their own


@dataclass(frozen=True)
class Answer:
    """What a command came to; `document` is its JSON."""

    code: int
    document: dict[str, Any]
    said: str

    def by_name(self) -> dict[str, dict[str, Any]]:
        """Jobs by the names of their clips, as JSON shows them."""
        return {os.path.basename(job["source"]): job for job in self.document["jobs"]}  # noqa: PTH119

    def reasons(self) -> dict[str, str]:
        return {os.path.basename(item["path"]): item["reason"] for item in self.document["skipped"]}  # noqa: PTH119


def rushes(
    home: Path, *words: str | bytes | Path, humble: bool = False, timeout: float = 300.0, **settings: str
) -> Answer:
    """Runs `rushes … --json` to its end; `settings` become RUSHES_ variables. `humble`: the rights of files count
    for it even where we are root."""
    done = subprocess.run(
        [sys.executable, "-m", "server", *argv_of(home, *words)],
        cwd=REPOSITORY,
        env=clean_environment(**settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        check=False,
        timeout=timeout,
        preexec_fn=_drop_root_rights if humble and sys.platform.startswith("linux") else None,
    )
    assert done.stdout.strip(), f"no document; standard error: {done.stderr[-3000:]}"
    return Answer(done.returncode, json.loads(done.stdout), done.stderr)


def argv_of(home: Path, *words: str | bytes | Path) -> list[str | bytes | Path]:
    """The words of a command that speaks JSON about that home."""
    named = 2 if words[0] in _GROUPS else 1
    return [*words[:named], "--json", "--home", str(home), *words[named:]]


def clean_environment(**settings: str) -> dict[str, str]:
    """Without settings of whoever runs the tests."""
    return {**{name: value for name, value in os.environ.items() if not name.startswith("RUSHES_")}, **settings}


def _drop_root_rights() -> None:
    """CAP_DAC_OVERRIDE (1) and CAP_DAC_READ_SEARCH (2) leave the bounding set, so that the next exec lacks them."""
    libc = ctypes.CDLL(None)
    for capability in (1, 2):
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
