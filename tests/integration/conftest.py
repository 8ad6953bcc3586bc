"""The card with every trap on it, and what the program made of it: once for all tests that judge it; and a folder that
is watched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.helpers.program import Answer, rushes
from tests.helpers.serving import serving
from tests.helpers.traps import OTHER_PRESETS, TRAPS, make_audio_only
from tests.helpers.watching import House


@pytest.fixture(scope="session")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every trap, and a file with sound alone."""
    folder = tmp_path_factory.mktemp("card")
    for name, trap in TRAPS.items():
        trap.make(folder / name)
    make_audio_only(folder / "sound_only.mp4")
    return folder


@pytest.fixture(scope="session")
def done(footage: Path, tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """The card through prores-proxy."""
    return rushes(tmp_path_factory.mktemp("home"), "ingest", footage)


@pytest.fixture(scope="session")
def small(footage: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """Some of it through the other presets, by one server."""
    folder, home = tmp_path_factory.mktemp("subset"), tmp_path_factory.mktemp("home")
    done = {}
    with serving(home):
        for preset, names in OTHER_PRESETS.items():
            clips = [footage / name for name in names]
            done[preset] = rushes(home, "ingest", *clips, "--preset", preset, "--to", folder / preset)
    return done


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with ExitStack() as stack:
        house = House(tmp_path, stack)
        yield house
        house.close()


@pytest.fixture
def watched(house: House) -> House:
    """The folder is watched, and the program runs."""
    house.add()
    house.open()
    house.until(lambda: house.watches.list()[0]["state"] == "watching")
    return house
