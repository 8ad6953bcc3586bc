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
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.helpers.footage import Take, film
from tests.helpers.program import rushes
from tests.helpers.serving import Served, serving

EXAMPLES = os.environ.get("RUSHES_FUZZ_EXAMPLES", "4")
# A rule between two fields is said in words, and many wrong tokens are answered with 429 (tests/unit/api/test_guards.py
# tries them on every route). The stream of events has no end, and a bucket's address that is made up leads elsewhere.
NOT_ASKED = (
    *("--exclude-checks", "positive_data_acceptance,ignored_auth"),
    *("--exclude-path", "/api/v1/events", "--exclude-path", "/api/v1/storage/test"),
)
KNOWN = {"job_id": "path.job_id", "clip_id": "path.clip_id", "watch_id": "path.watch_id"}
WORKERS = ("--workers", "2")


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


def ask(served: Served, folder: Path, *options: str, headers: Sequence[str] = ()) -> str:
    """Runs schemathesis to its end; what it says. The description is given as a file: it needs a token, too."""
    program = shutil.which("schemathesis", path=sysconfig.get_path("scripts"))
    assert program is not None
    words = [word for header in headers for word in ("-H", header)]
    done = subprocess.run(
        [program, "run", str(described(served, folder)), "--url", served.url, *words, *NOT_ASKED, *WORKERS, *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    return done.stdout


def described(served: Served, folder: Path) -> Path:
    request = urllib.request.Request(f"{served.url}/openapi.json")
    request.add_header("Authorization", f"Bearer {(served.home / 'token').read_text().strip()}")
    file = folder / "openapi.json"
    with urllib.request.urlopen(request) as answer:
        file.write_bytes(answer.read())
    return file


def test_made_up_requests_with_a_token(served: Served, token: str, tmp_path: Path) -> None:
    options = ("--phases", "coverage,fuzzing", "--max-examples", EXAMPLES, "--generation-deterministic")
    said = ask(served, tmp_path, *options, headers=[f"Authorization: Bearer {token}"])
    assert "Tested: " in said


def test_made_up_requests_without_one(served: Served, tmp_path: Path) -> None:
    options = ("--phases", "fuzzing", "--max-examples", "1", "--generation-deterministic")
    assert "Tested: " in ask(served, tmp_path, *options)


def test_made_up_requests_about_what_is_there(
    served: Served, token: str, known_ids: dict[str, str], tmp_path: Path
) -> None:
    lines = ["[parameters]", *(f'"{KNOWN[name]}" = {json.dumps(value)}' for name, value in known_ids.items())]
    (tmp_path / "schemathesis.toml").write_text("\n".join(lines))
    only = ("--include-path-regex", r"\{(job|clip|watch)_id\}", "--exclude-method", "DELETE")
    options = ("--phases", "fuzzing", "--max-examples", EXAMPLES, "--generation-deterministic")
    ask(served, tmp_path, *only, *options, headers=[f"Authorization: Bearer {token}"])
    assert served.client.job(known_ids["job_id"])["clip_id"] == known_ids["clip_id"]
