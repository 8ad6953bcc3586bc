"""An FFmpeg on its worst days: the job comes to the end the design names, and no process and no file stays."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.bootstrap import App, open_home
from server.config import load_settings
from server.domain.job import Job
from server.worker.executor import Executor
from server.worker.orders import Orders
from tests.faults.oracles import Original, check_processes
from tests.faults.stage import MARK, Kit, marked
from tests.helpers.claimer import LANE

EATS_MEMORY = "yes x | tr -d '\\n' | tail -n 1 > /dev/null || { echo '[fatal] Cannot allocate memory' >&2; exit 1; }"
CUTS = 'for word in "$@"; do case $word in *.partial) head -c 900 "$lib/proxy" > "${word#file:}" ;; esac; done; exit 0'
REFUSALS = ("encode_failed", "conformance_failed")
# What it does before (or instead of) its work; status, code and `crashes` of the job after one attempt.
WORST: dict[str, tuple[str, str, str | None, int]] = {
    "hangs": ("sleep 60", "retrying", "stalled", 0),
    "hangs and ignores SIGTERM": ("trap '' TERM; sleep 60; sleep 60", "retrying", "stalled", 0),
    "exits 0 without output": ("exit 0", "failed", "*", 0),
    "exits 0 with half of it": (CUTS, "failed", "*", 0),
    "floods stderr": ("yes 'some words' | head -n 200000 >&2", "completed", None, 0),
    "a line without end": ("head -c 20000000 /dev/zero 2>/dev/null | tr '\\0' x >&2", "completed", None, 0),
    "leaves children": ("sleep 60 & (sleep 60; true) &", "completed", None, 0),
    "eats memory": (EATS_MEMORY, "retrying", "encode_crashed", 1),
    "crashes": ("kill -SEGV $$", "retrying", "encode_crashed", 1),
    "is killed": ("kill -KILL $$", "pending", None, 0),
    "is asked to end": ("exit 255", "pending", None, 0),
    "has no room": ("echo '[error] No space left on device' >&2; exit 228", "waiting", "disk_full", 0),
}


class Shop:
    """A home whose FFmpeg behaves as the test says, and its one clip."""

    def __init__(self, app: App, clip: Path) -> None:
        self.app, self.clip = app, clip
        parts = app._worker_parts(lambda _event: None)
        self._executor = Executor(parts.tools, Orders(parts.ledger), "shop", parts.policy_for)

    def attempt(self) -> Job:
        claim = self.app.ledger.claim(LANE, "shop")
        assert claim is not None
        self._executor.run(claim)
        return self.app.ledger.get(claim.job.id)


@pytest.fixture
def shop(request: pytest.FixtureRequest, kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    for folder in ("bin", "home", "footage", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "lib").symlink_to(kit.fake.parent.parent / "lib")
    script = tmp_path / "bin" / "ffmpeg"
    asked, work = kit.fake.read_text().split("esac\n", 1)
    script.write_text(f"{asked}esac\n{request.param}\n{work}")
    script.chmod(0o755)
    clip = tmp_path / "footage" / "A.mov"
    clip.write_bytes(kit.clip.read_bytes())
    monkeypatch.setenv(MARK, str(tmp_path / "tmp"))
    given = {"FFMPEG__PATH": str(script), "FFMPEG__MAX_MEMORY_MB": "64", "LIMITS__NO_PROGRESS_SECONDS": "1.5",
             "RETRY__DELAY_SECONDS": "0"}  # fmt: skip
    settings = load_settings(tmp_path / "home", {f"RUSHES_{name}": value for name, value in given.items()})
    with open_home(tmp_path / "home", settings) as app:
        app.ingest.ingest([str(clip)])
        yield Shop(app, clip)


@pytest.mark.parametrize(("shop", "name"), [(WORST[name][0], name) for name in WORST], indirect=["shop"], ids=WORST)
def test_its_worst_days(shop: Shop, name: str, tmp_path: Path) -> None:
    _, status, code, crashes = WORST[name]
    before = Original.of(shop.clip)
    job = shop.attempt()
    said = (job.error or {}).get("code")
    assert (job.status, job.counts.crashes) == (status, crashes), job
    assert said in (REFUSALS if code == "*" else (code,))
    assert len(shop.app.ledger.log(job.id)) <= 500
    there = [path.name for path in (tmp_path / "footage").rglob("*") if path.is_file()]
    assert sorted(there) == (["A.mov", "A.mov"] if status == "completed" else ["A.mov"])
    shop.app.prober.close()
    shop.app.launcher.close()
    deadline = time.monotonic() + 5
    while (left := list(check_processes(marked(str(tmp_path / "tmp"))))) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []
    assert Original.of(shop.clip) == before


@pytest.mark.parametrize("shop", ["kill -SEGV $$", EATS_MEMORY], indirect=True, ids=["crash", "memory"])
def test_two_crashes_put_a_job_away(shop: Shop) -> None:
    jobs = [shop.attempt(), shop.attempt()]
    assert [job.status for job in jobs] == ["retrying", "failed"]
    assert jobs[1].error is not None
    assert jobs[1].error["code"] == "quarantined"
