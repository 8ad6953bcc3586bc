"""Fixtures every test may use."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings

from tests.helpers.seaweed import Bucket, S3Server, open_bucket, running

# CI draws the same examples each time; at a desk every run draws new ones.
settings.register_profile("desk", deadline=None, print_blob=True)
settings.register_profile("rushes-ci", deadline=None, print_blob=True, derandomize=True, database=None)
settings.load_profile("rushes-ci" if os.environ.get("CI") else "desk")

REPOSITORY = Path(__file__).resolve().parent.parent
LONGEST_FIRST = ("e2e", "faults", "web", "integration")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files are handed out first, so that no core waits for another one at the end; within that, in any order."""

    def rank(item: pytest.Item) -> int:
        folder = item.path.parent.name
        return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)

    items.sort(key=rank)


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Names that are no text reach what a test said: they cannot cross to the process that prints the results."""
    return _as_text((yield))


def _as_text(data: Any) -> Any:
    match data:
        case str():
            return data.encode("utf-8", "backslashreplace").decode()
        case dict():
            return {key: _as_text(value) for key, value in data.items()}
        case list() | tuple():
            return type(data)(_as_text(value) for value in data)
    return data


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What a test has to say even if it passed: record_property("said", …)."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "said":
                terminalreporter.write_line(f"{report.nodeid}: {value}")


@pytest.fixture(scope="session", autouse=True)
def _bytecode() -> Iterator[None]:
    """The programs that tests start keep their bytecode, as an installed program has it: else each start costs twice
    the processor time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


@pytest.fixture(scope="session")
def media_dir() -> Path:
    """The folder of real camera footage, read only; the test is skipped where there is none."""
    folder = Path(os.environ.get("RUSHES_TEST_MEDIA", REPOSITORY.parent / "shared" / "media"))
    if not folder.is_dir():
        pytest.skip(f"no camera footage in {folder} (set RUSHES_TEST_MEDIA)")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Rushes home of this test's own, empty, and named by RUSHES_HOME; no other RUSHES_ variable is set."""
    for name in [name for name in os.environ if name.startswith("RUSHES_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("RUSHES_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """A real S3 server of this run's own."""
    with running(tmp_path_factory.mktemp("seaweed")) as server:
        yield server


@pytest.fixture
def bucket(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Bucket]:
    """A new, empty bucket; the credentials for it are in the environment, and no other AWS configuration is."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in s3_server.settings("").items():
        if name.startswith("AWS_"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "no-such-file"))
    with open_bucket(s3_server, f"b{uuid4().hex[:20]}") as bucket:
        yield bucket
