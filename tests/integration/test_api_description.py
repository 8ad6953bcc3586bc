"""Everything the API says of itself, asked of a real server by schemathesis: no mistake of ours, nothing undescribed.

More: `RUSHES_FUZZ_EXAMPLES=500 .venv/bin/python -m pytest tests/integration/test_api_description.py`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers.footage import Take, film
from tests.helpers.program import rushes
from tests.helpers.serving import Served, serving

EXAMPLES = os.environ.get("RUSHES_FUZZ_EXAMPLES", "2")
# A rule between two fields is said in words, and many wrong tokens are answered with 429 (tests/unit/api/test_guards.py
# tries them on every route). The stream of events has no end, and a bucket's address that is made up leads elsewhere.
NOT_ASKED = (
    *("--exclude-checks", "positive_data_acceptance,ignored_auth"),
    *("--exclude-path", "/api/v1/events", "--exclude-path", "/api/v1/storage/test"),
)
pytestmark = pytest.mark.timeout(600)  # of a machine that does much else
KNOWN = {"job_id": "path.job_id", "clip_id": "path.clip_id", "watch_id": "path.watch_id"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The only folder that what is made up may name: nobody wants this whole machine ingested."""
    return tmp_path_factory.mktemp("root")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("api") / "home", "--no-worker", RUSHES_SERVER__ROOTS=str(root)) as running:
        yield running


@pytest.fixture(scope="module")
def token(served: Served) -> str:
    return str(rushes(served.home, "tokens", "add", "made-up", "--scope", "admin").document["token"])


@pytest.fixture(scope="module")
def known_ids(served: Served, root: Path) -> dict[str, str]:
    clip = film(root / "card" / "A001.mov", Take(frames=2))
    job = served.client.add_job("metadata", source=str(clip))["jobs"][0]
    watch = served.client.add_watch(str(clip.parent))["watch"]
    return {"job_id": job["id"], "clip_id": job["clip_id"], "watch_id": watch["id"]}


@dataclass(frozen=True)
class Run:
    """One run of schemathesis: what it sends along, and its options."""

    headers: tuple[str, ...]
    options: tuple[str, ...]
    settings: str = ""


@dataclass(frozen=True)
class Running:
    """Such a run, and the file of what it says."""

    process: subprocess.Popen[bytes]
    said: Path


@pytest.fixture(scope="module")
def runs(
    served: Served, token: str, known_ids: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Running]]:
    """All of them at once: each by itself keeps one core busy, and most of that is making things up."""
    description, mine = described(served), (f"Authorization: Bearer {token}",)
    lines = ["[parameters]", *(f'"{KNOWN[name]}" = {json.dumps(value)}' for name, value in known_ids.items())]
    only = ("--include-path-regex", r"\{(job|clip|watch)_id\}", "--exclude-method", "DELETE")
    wanted = {
        "with a token": Run(mine, ("--phases", "coverage,fuzzing", "--max-examples", EXAMPLES)),
        "without one": Run((), ("--phases", "fuzzing", "--max-examples", "1")),
        "about what is there": Run(mine, ("--phases", "fuzzing", "--max-examples", EXAMPLES, *only), "\n".join(lines)),
    }
    started = {}
    for name, run in wanted.items():
        folder = tmp_path_factory.mktemp("run")
        (folder / "schemathesis.toml").write_text(run.settings)
        (folder / "openapi.json").write_bytes(description)
        started[name] = begin(served, folder, run)
    yield started
    for running in started.values():
        running.process.kill()
        running.process.wait()


def begin(served: Served, folder: Path, run: Run) -> Running:
    """The description is given as a file: it needs a token, too."""
    program = shutil.which("schemathesis", path=sysconfig.get_path("scripts"))
    assert program is not None
    words = [word for header in run.headers for word in ("-H", header)]
    about = ("run", "openapi.json", "--url", served.url, *words, *NOT_ASKED, "--generation-deterministic")
    with open(folder / "said", "wb") as said:
        process = subprocess.Popen([program, *about, *run.options], cwd=folder, stdout=said, stderr=said)
    return Running(process, folder / "said")


def described(served: Served) -> bytes:
    request = urllib.request.Request(f"{served.url}/openapi.json")
    request.add_header("Authorization", f"Bearer {(served.home / 'token').read_text().strip()}")
    with urllib.request.urlopen(request) as answer:
        return bytes(answer.read())


@pytest.mark.parametrize("run", ["with a token", "without one", "about what is there"])
def test_made_up_requests(runs: dict[str, Running], run: str) -> None:
    code = runs[run].process.wait(3600)
    said = runs[run].said.read_text()
    assert code == 0, said[-8000:]
    assert "Tested: " in said


def test_what_was_there_still_is(served: Served, runs: dict[str, Running], known_ids: dict[str, str]) -> None:
    runs["about what is there"].process.wait(3600)
    assert served.client.job(known_ids["job_id"])["clip_id"] == known_ids["clip_id"]
