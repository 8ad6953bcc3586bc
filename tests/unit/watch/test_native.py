"""What the system tells about a folder, and when it cannot."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest

from server.watch.native import NativeHints, Natives


class Ear:
    """Remembers what was told."""

    def __init__(self) -> None:
        self.told: set[tuple[str, bool]] = set()

    def __call__(self, folder: str, deep: bool) -> None:
        self.told.add((folder, deep))

    def until(self, *wanted: tuple[Path, bool]) -> None:
        asked = {(str(path), deep) for path, deep in wanted}
        deadline = time.monotonic() + 5
        while not asked <= self.told:
            assert time.monotonic() < deadline, self.told
            time.sleep(0.01)


@pytest.fixture
def ear() -> Ear:
    return Ear()


def test_a_file_is_told_by_its_folder_and_a_folder_by_itself(tmp_path: Path, ear: Ear) -> None:
    card = tmp_path / "card"
    card.mkdir()
    (tmp_path / "B001.mov").write_bytes(b"x")
    hints = Natives().open(str(card), ear)
    assert isinstance(hints, NativeHints)
    (card / "A001.mov").write_bytes(b"x")
    ear.until((card, False))
    (card / "day1").mkdir()
    ear.until((card / "day1", True))
    (tmp_path / "B001.mov").rename(card / "day1" / "B001.mov")
    ear.until((card / "day1", False))
    hints.close()


def test_reading_and_our_own_copies_under_way_are_not_told(tmp_path: Path, ear: Ear) -> None:
    clip = tmp_path / "A001.mov"
    clip.write_bytes(b"x")
    hints = Natives().open(str(tmp_path), ear)
    clip.read_bytes()
    (tmp_path / ".rushes-0123456789abcdef.partial").write_bytes(b"x")
    time.sleep(0.3)
    assert ear.told == set()
    assert isinstance(hints, NativeHints)
    hints.close()


def test_more_folders_than_the_system_tells_about_are_counted_first(tmp_path: Path, ear: Ear) -> None:
    for number in range(10):
        (tmp_path / str(number)).mkdir()
    why = Natives(most=lambda: 12).open(str(tmp_path), ear)
    assert isinstance(why, str)
    assert "12" in why


def test_a_network_file_system_tells_nothing_of_other_computers(tmp_path: Path, ear: Ear) -> None:
    assert isinstance(Natives(network=lambda _: True).open(str(tmp_path), ear), str)


def test_a_folder_that_went_away_is_a_sentence_too(tmp_path: Path, ear: Ear) -> None:
    assert isinstance(Natives().open(str(tmp_path / "nope"), ear), str)


def test_folders_of_all_watches_count_together_until_one_is_left(tmp_path: Path) -> None:
    for name in ("a", "b"):
        for number in range(5):
            (tmp_path / name / str(number)).mkdir(parents=True)
    natives = Natives(most=lambda: 10)  # eight of them ours; each tree has six folders
    assert natives.crowded(str(tmp_path / "a")) is None
    assert natives.crowded(str(tmp_path / "a")) is None  # itself does not count against it
    assert natives.crowded(str(tmp_path / "b")) is not None
    natives.leave(str(tmp_path / "a"))
    assert natives.crowded(str(tmp_path / "b")) is None


def test_what_the_system_lost_is_told_as_news_about_all(tmp_path: Path, ear: Ear) -> None:
    hints = Natives().open(str(tmp_path), ear)
    assert isinstance(hints, NativeHints)
    log = logging.getLogger("watchdog.observers.inotify_c")
    log.warning("Inotify queue overflowed; filesystem events were lost")
    assert ear.told == {(str(tmp_path), True)}
    hints.close()
    ear.told.clear()
    log.warning("Inotify queue overflowed; filesystem events were lost")
    assert ear.told == set()
