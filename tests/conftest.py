"""Fixtures every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# CI draws the same examples each time; at a desk every run draws new ones.
settings.register_profile("desk", deadline=None, print_blob=True)
settings.register_profile("rushes-ci", deadline=None, print_blob=True, derandomize=True, database=None)
settings.load_profile("rushes-ci" if os.environ.get("CI") else "desk")

REPOSITORY = Path(__file__).resolve().parent.parent


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
