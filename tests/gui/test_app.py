"""The program `rushes-studio` as it is started."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from studio.app import NEEDED_BY_QT, QT_PACKAGE, missing_qt_sentence
from studio.settings import StudioSettings, find_home

REPOSITORY = Path(__file__).resolve().parents[2]
WITHOUT_QT = REPOSITORY / "tests" / "helpers" / "without_qt"


def run_studio(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "studio.app", *arguments],
        env={**os.environ, **environ},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_without_qt_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    done = run_studio("--home", str(tmp_path), PYTHONPATH=str(WITHOUT_QT))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "install" in done.stderr


def test_a_missing_package_and_a_missing_library_are_told_apart() -> None:
    assert f"pip install '{QT_PACKAGE}'" in missing_qt_sentence(ModuleNotFoundError("No module named 'PySide6'"))
    words = missing_qt_sentence(ImportError("libGL.so.1: cannot open shared object file"))
    assert "libGL.so.1" in words
    assert NEEDED_BY_QT in words


def test_the_scripts_install_what_the_sentence_names() -> None:
    script = (REPOSITORY / "packaging" / "setup.sh").read_text(encoding="utf-8")
    assert set(NEEDED_BY_QT.split()) <= set(re.split(r'[\s"\\]+', script))


def test_the_sentence_names_the_version_the_project_asks_for() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["optional-dependencies"]["studio"] == [QT_PACKAGE]


def test_help_needs_no_qt() -> None:
    done = run_studio("--help", PYTHONPATH=str(WITHOUT_QT))
    assert done.returncode == 0
    assert "--home" in done.stdout


def test_a_home_that_cannot_be_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    done = run_studio("--home", str(file / "home"), QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(file / "home") in done.stderr


def test_the_home_is_the_one_the_server_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from server.config import find_home as servers_home

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for option, environ in ((str(tmp_path / "a"), {}), (None, {"RUSHES_HOME": str(tmp_path / "b")}), (None, {})):
        assert find_home(option, environ) == servers_home(option, environ)


def test_settings_are_kept_in_the_home(tmp_path: Path, qapp: object) -> None:
    settings = StudioSettings(tmp_path)
    assert (settings.theme, settings.preset, settings.told_that_jobs_go_on) == ("system", "", False)
    settings.theme, settings.preset, settings.told_that_jobs_go_on = "dark", "h264-720p", True
    again = StudioSettings(tmp_path)
    assert (again.theme, again.preset, again.told_that_jobs_go_on) == ("dark", "h264-720p", True)
