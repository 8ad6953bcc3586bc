"""What the fault tests share."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.stage import Kit


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They look into /proc and send signals."""
    if sys.platform != "linux":
        for item in items:
            if "/faults/" in item.path.as_posix():
                item.add_marker(pytest.mark.skip(reason="faults are made with Linux's means"))


@pytest.fixture
def quick_folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is room: a process that dies takes nothing of a file with it, so no disk has to be
    waited for. For power loss and full disks this is no place."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or shutil.disk_usage(memory).free < 64 * 2**20:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="rushes-faults-", dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    return Kit.make(tmp_path_factory.mktemp("kit"))
