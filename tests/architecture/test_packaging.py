"""What a newcomer copies from the README, and what it installs."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

REPOSITORY = Path(__file__).resolve().parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
LOCKS = ["requirements.txt", "requirements-test.txt"]


def first_block(heading: str) -> list[str]:
    """The lines of the first fenced block under a heading of the README."""
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    block = re.search(r"^```\w*\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert block is not None
    return block[1].splitlines()


def lock_text(name: str) -> str:
    return (REPOSITORY / "packaging" / name).read_text(encoding="utf-8")


def locked(name: str) -> dict[str, tuple[Requirement, int]]:
    """Distribution -> its pinned requirement and how many hashes it has."""
    entries = re.split(r"^(?=[a-z0-9])", lock_text(name), flags=re.MULTILINE)[1:]
    pins = [(Requirement(entry.split("\\", 1)[0].strip()), entry.count("--hash=sha256:")) for entry in entries]
    return {pin.name: (pin, hashes) for pin, hashes in pins}


def project() -> dict[str, Any]:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


def asked_for(lock: str) -> list[Requirement]:
    """What pyproject.toml wants of a lock, the build backend included (it is installed without isolation)."""
    facts = project()
    texts = [*facts["project"]["dependencies"], *facts["build-system"]["requires"], "editables"]
    if lock == "requirements-test.txt":
        texts += facts["project"]["optional-dependencies"]["test"]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("heading", ["Run", "Test"])
def test_the_readme_gives_one_line_and_its_script_exists(heading: str) -> None:
    (line,) = first_block(heading)
    shell, script = line.split()
    assert shell == "sh"
    assert (REPOSITORY / script).is_file()


def test_ci_runs_the_test_line_of_the_readme() -> None:
    (line,) = first_block("Test")
    assert line.split()[1] in (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")


def test_the_readme_lists_the_presets_there_are() -> None:
    section = README.split("\n## Presets\n", 1)[1].split("\n## ", 1)[0]
    listed = re.findall(r"^\| `([\w-]+)`", section, re.MULTILINE)
    assert sorted(listed) == sorted(path.stem for path in (REPOSITORY / "resources" / "presets").glob("*.toml"))


def test_the_readme_names_commands_there_are() -> None:
    section = README.split("\n## Commands\n", 1)[1].split("\n## ", 1)[0]
    listed = set(re.findall(r"^\| .*?`rushes (\w+)", section, re.MULTILINE))
    done = subprocess.run([sys.executable, "-m", "server", "--help"], capture_output=True, text=True, timeout=60)
    assert listed <= set(re.findall(r"^  (\w+)", done.stdout, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_with_hashes(lock: str) -> None:
    assert all(str(pin.specifier).startswith("==") and hashes for pin, hashes in locked(lock).values())


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index(lock: str) -> None:
    assert "://" not in lock_text(lock)
    assert not re.search(r"^\s*(-i|-f|--(extra-)?index|--find-links|--trusted)", lock_text(lock), re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_the_project_asks_for(lock: str) -> None:
    pins = locked(lock)
    for wish in asked_for(lock):
        version = str(pins[wish.name.lower()][0].specifier).removeprefix("==")
        assert wish.specifier.contains(version), wish


def test_the_tests_run_on_the_versions_people_run() -> None:
    run, test = locked("requirements.txt"), locked("requirements-test.txt")
    assert {name: pin.specifier for name, (pin, _) in run.items()} == {name: test[name][0].specifier for name in run}
