"""What the fault tests share."""

from __future__ import annotations

import sys

import pytest

from tests.faults.stage import Kit


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They look into /proc and send signals."""
    if sys.platform != "linux":
        for item in items:
            if "/faults/" in item.path.as_posix():
                item.add_marker(pytest.mark.skip(reason="faults are made with Linux's means"))


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    return Kit.make(tmp_path_factory.mktemp("kit"))
