"""Both ways to start a boxed program: whoever runs one cannot tell them apart."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from server.media.box import Box
from server.media.launch import Launcher, Process, Program, Start, start_alone
from server.media.sandbox import MOST_BYTES, can_serve, landlock_abi

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the programs are shell scripts")
Run = Callable[..., Process]


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    launcher = Launcher()
    said(shell(launcher.start, "true"))  # from here on its server is there for all to see
    yield launcher
    launcher.close()


@pytest.fixture(params=["alone", "kept"])
def start(request: pytest.FixtureRequest, launcher: Launcher) -> Start:
    return start_alone if request.param == "alone" else launcher.start


def shell(start: Start, script: str, box: Box | None = None, *, log: bool = True) -> Process:
    return Program("/bin/sh", start).run(["-c", script], box or Box(), log=log)


def said(process: Process) -> bytes:
    with process:
        assert process.stdout is not None
        return process.stdout.read()


def servers() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "serve" in child.cmdline()]


def test_both_streams_are_ours_and_standard_input_is_empty(start: Start) -> None:
    with shell(start, "cat; echo out; echo err >&2") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert (process.stdout.read(), process.stderr.read()) == (b"out\n", b"err\n")


def test_the_log_can_be_left_out(start: Start) -> None:
    with shell(start, "echo err >&2; echo out", log=False) as process:
        assert process.stdout is not None
        assert (process.stderr, process.stdout.read()) == (None, b"out\n")


@pytest.mark.parametrize(("script", "code"), [("exit 7", 7), ("kill -SEGV $$", -signal.SIGSEGV)])
def test_how_it_ended_is_told(script: str, code: int, start: Start) -> None:
    with shell(start, script) as process:
        assert process.wait(20) == code
        assert process.poll() == code


def test_waiting_ends_with_our_patience(start: Start) -> None:
    with shell(start, "sleep 60") as process:
        assert process.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.05)
        process.kill()
        assert process.wait(20) == -signal.SIGKILL


def test_it_is_our_child_in_a_session_of_its_own(start: Start) -> None:
    with shell(start, "echo $PPID $RUSHES_CHILD; sleep 60") as process:
        assert process.stdout is not None
        assert process.stdout.readline().split() == [str(os.getpid()).encode(), str(process.pid).encode()]
        assert os.getsid(process.pid) == process.pid
        process.terminate()
        assert process.wait(20) == -signal.SIGTERM


def test_it_runs_in_its_folder(start: Start, tmp_path: Path) -> None:
    assert said(shell(start, "pwd -P", Box(folder=tmp_path))) == os.fsencode(tmp_path.resolve()) + b"\n"


def test_a_folder_whose_name_is_no_text(start: Start, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    folder.mkdir()
    assert said(shell(start, "pwd -P", Box(folder=folder))).endswith(b"/\xff\n")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc")
def test_no_file_of_ours_is_open_in_it(start: Start) -> None:
    assert said(shell(start, "ls /proc/$$/fd", Box(reads=("/proc",)))).split() == [b"0", b"1", b"2"]


@pytest.mark.skipif(landlock_abi() == 0, reason="this kernel has no Landlock")
def test_it_is_boxed_in_and_what_starts_it_is_not(start: Start, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    assert said(shell(start, f"cat {tmp_path}/secret")) == b""
    assert said(shell(start, f"cat {tmp_path}/secret", Box(reads=(str(tmp_path / "secret"),)))) == b"secret"


def test_its_limits_are_its_own(start: Start) -> None:
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    for more in (7, 3):
        assert int(said(shell(start, "nice", Box(niceness=more)))) == min(19, usual + more)
    assert said(shell(start, "ulimit -d", Box(memory_mb=900))) == b"921600\n"


def test_a_program_that_is_not_there(start: Start) -> None:
    with Program("/bin/no-such-program", start).run([], Box()) as process:
        assert process.stderr is not None
        assert b"/bin/no-such-program: No such file" in process.stderr.read()
        assert process.wait(20) == 1


def test_many_at_once(start: Start) -> None:
    answers: list[bytes] = []
    threads = [
        threading.Thread(target=lambda number=n: answers.append(said(shell(start, f"echo {number}")))) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == sorted(f"{n}\n".encode() for n in range(8))


ENDS = """
import os, sys
from server.media.box import Box
from server.media.launch import Launcher, Program, start_alone
launcher = Launcher()
start = launcher.start if sys.argv[1] == "kept" else start_alone
child = Program("/bin/sh", start).run(["-c", "exec sleep 60"], Box())
print(child.pid, flush=True)
sys.stdin.read()
os._exit(0)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="nothing ends with its parent elsewhere")
@pytest.mark.parametrize("how", ["alone", "kept"])
def test_nothing_outlives_us(how: str) -> None:
    command = [sys.executable, "-c", ENDS, how]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        child = psutil.Process(int(worker.stdout.readline()))
        family = [child, *psutil.Process(worker.pid).children(recursive=True)]
        worker.kill()
        gone, _ = psutil.wait_procs(family, timeout=10)
    assert {process.pid for process in family} <= {p.pid for p in gone} | {p.pid for p in family if _is_dead(p)}


def _is_dead(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


kept_only = pytest.mark.skipif(not can_serve(), reason="this system cannot do it")


@kept_only
def test_one_launcher_serves_all(launcher: Launcher) -> None:
    for _ in range(3):
        said(shell(launcher.start, "true"))
    assert len(servers()) == 1


@kept_only
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
@pytest.mark.usefixtures("launcher")
def test_a_launcher_that_was_killed_or_hangs_is_replaced(how: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.media.launch.ANSWER_SECONDS", 0.5)
    before = set(servers())
    launcher = Launcher()
    assert said(shell(launcher.start, "echo 1")) == b"1\n"
    (server,) = set(servers()) - before
    server.send_signal(how)
    assert said(shell(launcher.start, "echo 2")) == b"2\n"
    assert said(shell(launcher.start, "echo 3")) == b"3\n"
    launcher.close()
    if how == signal.SIGSTOP:
        server.kill()  # nothing else ends what was stopped while we live


@kept_only
@pytest.mark.usefixtures("launcher")
def test_it_ends_when_nobody_needs_it_any_more() -> None:
    before = set(servers())
    launcher = Launcher()
    launcher.warm_up()
    said(shell(launcher.start, "true"))
    (server,) = set(servers()) - before
    launcher.close()
    assert not psutil.wait_procs([server], timeout=10)[1]


def test_a_command_too_long_for_it_is_started_all_the_same(launcher: Launcher) -> None:
    words = ["x" * 1000] * (MOST_BYTES // 1000)
    assert said(Program("/bin/sh", launcher.start).run(["-c", "echo $#", "sh", *words], Box())) == b"131\n"
