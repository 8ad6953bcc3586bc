"""A lock lives exactly as long as its process; workers are known by theirs."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from server.errors import HomeUnusable
from server.system.locks import ProcessLock, WorkerFolder, held_by_someone

HOLDER = """
import sys, time
from pathlib import Path
from server.system.locks import WorkerFolder
entry = WorkerFolder(Path(sys.argv[1])).register(sys.argv[2], {"pid": 1, "lanes": {"transfer": 1}})
print("ready", flush=True)
time.sleep(60)
"""


def holder(folder: Path, worker_id: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), worker_id], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


class TestLock:
    def test_is_held_once(self, tmp_path: Path) -> None:
        first, second = ProcessLock(tmp_path / "l"), ProcessLock(tmp_path / "l")
        assert first.acquire()
        assert not second.acquire()
        first.release()
        assert second.acquire()
        second.release()

    def test_is_seen_by_its_own_process_and_survives_the_look(self, tmp_path: Path) -> None:
        lock = ProcessLock(tmp_path / "l")
        assert not held_by_someone(tmp_path / "l")
        assert lock.acquire()
        assert held_by_someone(tmp_path / "l")
        assert held_by_someone(tmp_path / "l")
        lock.release()
        assert not held_by_someone(tmp_path / "l")

    def test_is_not_mistaken_while_many_look(self, tmp_path: Path) -> None:
        (tmp_path / "l").touch()
        stop, wrong = threading.Event(), []

        def look() -> None:
            while not stop.is_set():
                if held_by_someone(tmp_path / "l"):
                    wrong.append(1)

        lookers = [threading.Thread(target=look) for _ in range(3)]
        for thread in lookers:
            thread.start()
        stop.wait(0.2)
        stop.set()
        for thread in lookers:
            thread.join()
        assert not wrong
        lock = ProcessLock(tmp_path / "l")
        assert lock.acquire()
        lock.release()

    def test_removed_on_release_it_can_be_taken_anew(self, tmp_path: Path) -> None:
        for _ in range(3):
            lock = ProcessLock(tmp_path / "l")
            assert lock.acquire()
            lock.release(remove=True)
            assert not (tmp_path / "l").exists()


class TestWorkers:
    def test_a_worker_lives_until_it_is_killed(self, tmp_path: Path) -> None:
        workers = WorkerFolder(tmp_path / "workers")
        process = holder(tmp_path / "workers", "w1")
        try:
            assert workers.alive("w1")
            assert workers.living() == [{"id": "w1", "pid": 1, "lanes": {"transfer": 1}}]
        finally:
            kill(process)
        assert not workers.alive("w1")
        assert workers.living() == []

    def test_a_worker_sees_itself(self, tmp_path: Path) -> None:
        workers = WorkerFolder(tmp_path)
        entry = workers.register("w1", {"port": 1})
        entry.update({"port": 2})
        assert workers.alive("w1")
        assert workers.living() == [{"id": "w1", "port": 2}]
        entry.release()
        assert not workers.alive("w1")
        assert list(tmp_path.iterdir()) == []

    def test_what_the_dead_left_is_swept_when_another_comes(self, tmp_path: Path) -> None:
        process = holder(tmp_path, "dead")
        kill(process)
        alive = WorkerFolder(tmp_path).register("alive", {})
        assert {path.name for path in tmp_path.iterdir()} == {"alive.json", "alive.lock"}
        alive.release()

    def test_an_id_is_one_living_workers(self, tmp_path: Path) -> None:
        entry = WorkerFolder(tmp_path).register("w1", {})
        with pytest.raises(ValueError, match="alive"):
            WorkerFolder(tmp_path).register("w1", {})
        entry.release()

    @pytest.mark.parametrize("worker_id", ["", "../w", "a/b", ".hidden", "x" * 200])
    def test_an_id_is_a_plain_file_name(self, tmp_path: Path, worker_id: str) -> None:
        with pytest.raises(ValueError, match="id"):
            WorkerFolder(tmp_path).register(worker_id, {})
        assert not WorkerFolder(tmp_path).alive(worker_id)

    def test_a_folder_that_is_not_there_holds_nobody(self, tmp_path: Path) -> None:
        workers = WorkerFolder(tmp_path / "none")
        assert workers.living() == []
        assert not workers.alive("w1")
        workers.sweep()

    def test_a_home_that_cannot_be_written_is_said_to_be_so(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(HomeUnusable):
            WorkerFolder(tmp_path / "file" / "workers").register("w1", {})

    def test_a_torn_entry_is_passed_over(self, tmp_path: Path) -> None:
        entry = WorkerFolder(tmp_path).register("w1", {})
        (tmp_path / "w1.json").write_text("{", encoding="utf-8")
        assert WorkerFolder(tmp_path).living() == []
        entry.release()
