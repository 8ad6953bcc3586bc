"""What a worker starts reads after everybody else."""

from __future__ import annotations

import subprocess
import sys

import psutil
import pytest

from tests.helpers.program import REPOSITORY

ASK = (
    "import subprocess, sys, threading, psutil;"
    "from server.system.priority import lower_io_priority; lower_io_priority();"
    "show = 'import psutil; print(*map(int, psutil.Process().ionice()))';"
    "work = lambda: subprocess.run([sys.executable, '-c', show], check=True);"
    "thread = threading.Thread(target=work); thread.start(); thread.join()"
)


@pytest.mark.skipif(sys.platform != "linux", reason="I/O priorities were tried on Linux only")
def test_children_of_threads_have_the_least_priority() -> None:
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert done.stdout.split() == [str(int(psutil.IOPRIO_CLASS_BE)), "7"]
