"""A process is known by its pid and its start, and only that one is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from server.system.processes import identify, is_same, kill_group

# A launcher with a grandchild, as FFmpeg may have.
FAMILY = (
    "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print(p.pid, flush=True); time.sleep(60)"
)


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


def test_a_running_process_is_itself(sleeper: subprocess.Popen[bytes]) -> None:
    child = identify(sleeper.pid)
    assert child
    assert child["pid"] == sleeper.pid
    assert is_same(child)
    assert identify(os.getpid()) == identify(os.getpid())


def test_another_with_the_same_pid_is_not(sleeper: subprocess.Popen[bytes]) -> None:
    impostor = {**(identify(sleeper.pid) or {}), "started": "then"}
    assert not is_same(impostor)
    assert kill_group(impostor) is False
    assert sleeper.poll() is None


def test_an_ended_process_is_gone_even_before_it_is_waited_for(sleeper: subprocess.Popen[bytes]) -> None:
    child = identify(sleeper.pid)
    assert child
    sleeper.kill()
    psutil.wait_procs([psutil.Process(sleeper.pid)], timeout=0.5)
    assert not is_same(child)
    sleeper.wait()
    assert not is_same(child)
    assert identify(sleeper.pid) is None
    assert kill_group(child) is False


@pytest.mark.parametrize("child", [{}, {"pid": None, "started": "x"}, {"pid": "1", "started": "x"}, {"pid": 2**30}])
def test_half_a_description_describes_nobody(child: dict[str, object]) -> None:
    assert not is_same(child)
    assert kill_group(child) is False


@pytest.mark.parametrize("own_group", [True, False])
def test_the_whole_family_is_killed(own_group: bool) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", FAMILY], stdout=subprocess.PIPE, text=True, start_new_session=own_group
    )
    assert process.stdout
    grandchild = identify(int(process.stdout.readline()))
    child = identify(process.pid)
    assert child
    assert grandchild
    assert kill_group(child) is True
    process.communicate()
    assert not is_same(child)
    assert not is_same(grandchild)


# Becomes the leader of a session that bears our mark, leaves a child in it, and ends.
LEADER = (
    "import os, subprocess, sys; os.environ.update({mark});"
    "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'], stdout=subprocess.DEVNULL);"
    "print(p.pid, flush=True)"
)


@pytest.mark.skipif(sys.platform != "linux", reason="sessions are looked up in /proc")
@pytest.mark.parametrize(("mark", "killed"), [("RUSHES_CHILD=str(os.getpid())", True), ("RUSHES_CHILD='1'", False),
                                              ("", False)])  # fmt: skip
def test_what_a_leader_of_ours_left_is_killed_and_no_daemon_of_others(mark: str, killed: bool) -> None:
    command = [sys.executable, "-c", LEADER.replace("{mark}", mark)]
    leader = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    child = {"pid": leader.pid, "started": "then"}
    left = int(leader.communicate()[0])
    assert kill_group(child) is False
    assert (identify(left) is None) is killed
    if not killed:
        os.kill(left, 9)
