"""Who may import whom, and that importing does nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
WITHOUT_QT = REPOSITORY / "tests" / "helpers" / "without_qt"

# Imports each named module and reports what the interpreter's audit hooks saw (Python library reference, "Audit events
# table"). Starting a thread raises no event before Python 3.12, so the watcher stands in its place.
WATCHER = """
import importlib, json, sys, threading
ACTS = {"subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.mkdir",
        "os.rename", "os.remove", "socket.__new__", "socket.bind", "socket.connect",
        "sqlite3.connect", "signal.pthread_kill"}
module, acts = "", []

def watch(event, args):
    wrote = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")
    if event in ACTS or wrote:
        acts.append([module, event, repr(args)[:200]])

class WatchedThread(threading.Thread):
    def start(self):
        acts.append([module, "thread", self.name])
        super().start()

sys.dont_write_bytecode = True
sys.addaudithook(watch)
threading.Thread = WatchedThread
for module in sys.argv[1:]:
    importlib.import_module(module)
qt = sorted(name for name in sys.modules if name.split(".")[0] in {"PySide6", "shiboken6", "studio"})
print(json.dumps({"acts": acts, "threads": threading.active_count(), "qt": qt}))
"""


def server_modules() -> list[str]:
    paths = sorted((REPOSITORY / "server").rglob("*.py"))
    parts = [path.relative_to(REPOSITORY).with_suffix("").parts for path in paths]
    return [".".join(p[:-1] if p[-1] == "__init__" else p) for p in parts]


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(WITHOUT_QT)}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=REPOSITORY, capture_output=True, text=True, timeout=60
    )


def watch_imports(*modules: str) -> dict[str, Any]:
    done = run_python("-c", WATCHER, *modules)
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_the_import_contracts_hold() -> None:
    script = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(cache_dir=None))"
    done = run_python("-c", script)
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_the_server_does_nothing() -> None:
    report = watch_imports(*server_modules())
    assert report["acts"] == []
    assert report["threads"] == 1


def test_the_server_imports_where_qt_is_not() -> None:
    assert watch_imports(*server_modules())["qt"] == []


@pytest.mark.parametrize("name", ["PySide6", "PySide6.QtCore", "shiboken6"])
def test_qt_is_out_of_reach_of_the_server_tests(name: str) -> None:
    done = run_python("-c", f"import {name}")
    assert "is blocked here" in done.stderr


@pytest.mark.parametrize(
    ("act", "event"),
    [
        ("import subprocess, sys; subprocess.run([sys.executable, '-c', ''])", "subprocess.Popen"),
        ("import socket; socket.socket().close()", "socket.__new__"),
        ("import threading; threading.Thread(target=int).start()", "thread"),
        ("import sqlite3; sqlite3.connect(':memory:').close()", "sqlite3.connect"),
        ("open('left-behind', 'w').close()", "open"),
    ],
)
def test_an_act_at_import_is_seen(tmp_path: Path, act: str, event: str) -> None:
    (tmp_path / "eager.py").write_text(f"import os; os.chdir({str(tmp_path)!r})\n{act}\n")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{WATCHER}"
    done = run_python("-c", code, "eager")
    assert event in {seen for _, seen, _ in json.loads(done.stdout)["acts"]}
