"""The power goes at any moment: what was acknowledged is there, and no file has a final name and half its bytes."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.errors import HomeUnusable
from tests.faults.disk import Step, moments, rebuild, steps_of, survivors
from tests.faults.oracles import check_all, check_files
from tests.faults.steps import ACK, Forks, desk
from tests.faults.test_crash_points import Yard, _claimed, _nothing, forks
from tests.faults.tracing import WHOLE, needs_strace

__all__ = ["forks"]
pytestmark = needs_strace
MOMENTS = 26  # three images each, for two steps: about 150
SUBMIT, PUBLISH = (_nothing, "submit"), (_claimed, "publish")


def images(yard: Yard, steps: list[Step], dice: random.Random) -> Iterator[tuple[str, set[str]]]:
    """Puts each image in place; what it is, and the clips that had been acknowledged."""
    written = max((proxy.stat().st_mtime_ns for proxy in yard.scene.proxies()), default=0)
    for count in moments(steps, MOMENTS, dice):
        before = steps[:count]
        said = b"".join(step.data for step in before if step.kind == "write" and ACK.encode() in step.data)
        clips = {line.split()[1] for line in said.decode().splitlines()}
        for name, fate in (("nothing", (None, False)), ("names alone", (None, True)), ("some", (dice, False))):
            rebuild(yard.folder, yard.kept, survivors(before, fate[0], names=fate[1]))
            for proxy in yard.scene.proxies():
                os.utime(proxy, ns=(written, written))  # kept with the bytes
            yield f"after {count} of {len(steps)} steps, {name} of what was not synced", clips


def faults_of(yard: Yard, clips: set[str], *, publishing: bool) -> list[str]:
    """What was lost, and what is not whole."""
    try:
        with desk(yard.folder):
            known = {Path(row["source"].decode()).name: row["status"] for row in yard.scene.rows("select * from job")}
            lost = [clip for clip in clips if clip not in known or (publishing and known[clip] != "completed")]
    except HomeUnusable as fault:
        return [f"the ledger is broken: {fault}"]
    files = [found for found in check_files(yard.scene) if "is not what" in found or "no job" in found]
    # Its intent is in the ledger: recovery knows the file by it, if it is whole.
    torn = [found for found in files if not _is_whole(yard)]
    return [*(f"{clip} was acknowledged, and is lost" for clip in lost), *torn]


def _is_whole(yard: Yard) -> bool:
    from tests.faults.steps import PROXY

    return all(path.read_bytes() == PROXY for path in yard.scene.proxies() if not path.name.endswith(".partial"))


def record(case: tuple[object, str], step: str, forks: Forks, folder: Path) -> tuple[Yard, list[Step]]:
    yard = Yard(folder, case[0])  # type: ignore[arg-type]
    traced = yard.run(forks, step, *WHOLE)
    assert traced.exit_code == 0
    steps = steps_of(traced.lines)
    assert any(ACK.encode() in one.data for one in steps)
    return yard, steps


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("case", "step"), [(SUBMIT, "submit one by one"), (PUBLISH, "publish and say so")])
def test_nothing_acknowledged_is_lost(case: tuple[object, str], step: str, forks: Forks, quick_folder: Path) -> None:
    yard, steps = record(case, step, forks, quick_folder)
    seed = random.SystemRandom().randrange(10**6)
    for what, clips in images(yard, steps, random.Random(seed)):
        assert faults_of(yard, clips, publishing=case is PUBLISH) == [], f"{what}, seed {seed}"
        yard.remember()
        yard.make_good()
        assert check_all(yard.scene) == [], f"{what}, seed {seed}"


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("case", "step"), [(SUBMIT, "submit without syncs"), (PUBLISH, "publish without syncs")])
def test_these_tests_notice_a_program_that_does_not_sync(
    case: tuple[object, str], step: str, forks: Forks, quick_folder: Path
) -> None:
    yard, steps = record(case, step, forks, quick_folder)
    found = [faults_of(yard, clips, publishing=case is PUBLISH) for _, clips in images(yard, steps, random.Random(1))]
    words = "lost" if case is SUBMIT else "is not what was published|no job that made it|lost"
    assert any(word in fault for faults in found for fault in faults for word in words.split("|"))
