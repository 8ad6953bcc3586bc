"""No room left at any write: the job waits or is taken back, nothing half stays, and it goes on when there is room."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.oracles import check_all
from tests.faults.steps import DONE, FULL_DISK, REFUSED, Forks
from tests.faults.test_crash_points import CASES, Yard, forks
from tests.faults.tracing import injection, needs_strace

__all__ = ["forks"]
pytestmark = needs_strace
SIZED = {"write", "pwrite64", "writev", "pwritev", "ftruncate", "fallocate", "openat", "mkdir", "mkdirat", "rename",
         "renameat2", "link", "linkat", "fsync", "fdatasync"}  # fmt: skip


@pytest.mark.timeout(600)
@pytest.mark.parametrize("error", ["ENOSPC", "EDQUOT"])
@pytest.mark.parametrize("name", ["submit", "claim", "publish", "recover a published proxy"])
def test_each_write_fails_once(name: str, error: str, forks: Forks, quick_folder: Path) -> None:
    before, step = CASES[name]
    yard = Yard(quick_folder, before)
    points = [point for point in yard.run(forks, step).points() if point[0] in SIZED]
    ends = set()
    for call, number in points:
        code = yard.run(forks, step, *injection(f"error={error}", call, number)).exit_code
        # An executor makes each of them `waiting` or `failed`: nothing else may come out.
        assert code in (DONE, FULL_DISK, REFUSED), f"{error} at {call} {number}: exit code {code}"
        ends.add(code)
        yard.make_good()
        assert check_all(yard.scene) == [], f"{error} at {call} {number}"
    assert len(ends) > 1


def test_a_proxy_that_cannot_be_synced_gets_no_name(forks: Forks, quick_folder: Path) -> None:
    """After a failed fsync the system believes that the bytes are on the disk: it is never tried again."""
    before, step = CASES["publish"]
    yard = Yard(quick_folder, before)
    syncs = [line for line in yard.run(forks, step, "-y").lines if line.startswith("fsync(")]
    (of_proxy,) = [number for number, line in enumerate(syncs, 1) if ".partial>" in line]
    assert yard.run(forks, step, *injection("error=EIO", "fsync", of_proxy)).exit_code == REFUSED
    assert [path.suffix for path in yard.scene.proxies()] == [".partial"]
    yard.make_good()
    assert check_all(yard.scene) == []
