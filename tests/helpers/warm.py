"""`rushes` as a process of its own in a fraction of the time: one that has imported everything forks each command.

For tests that try very many commands; tests/helpers/program.py starts the real thing."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import server
from tests.helpers.program import REPOSITORY, Answer, argv_of, clean_environment


class Warm:
    """Runs commands as `tests.helpers.program.rushes` does, one after the other."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self._said = folder / "said"

    def rushes(self, home: Path, *words: str | bytes | Path) -> Answer:
        files = [str(self._said.with_suffix(ending)) for ending in (".out", ".err")]
        wish = {"words": [os.fsdecode(word) for word in argv_of(home, *words)], "files": files}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        out, errors = (Path(file).read_text(encoding="utf-8", errors="surrogateescape") for file in files)
        assert out.strip(), f"no document; standard error: {errors[-3000:]}"
        return Answer(code, json.loads(out), errors)


@contextmanager
def warm(folder: Path) -> Iterator[Warm]:
    """`folder` is for what the commands say."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.warm"],
        cwd=REPOSITORY,
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Warm(process, folder)


def main() -> None:
    for module in pkgutil.walk_packages(server.__path__, "server."):
        if not module.name.endswith(("__main__", "probe_child")):
            importlib.import_module(module.name)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _become(**json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def _become(words: Sequence[str], files: Sequence[str]) -> None:
    """Never returns."""
    from server.cli.main import run

    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for descriptor, file in enumerate(files, 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    code: Any = 1
    try:
        code = run(words)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
