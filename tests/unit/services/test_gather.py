"""Files become clips: one for each take, whichever of its files are named."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from server.services.gather import LANDED_SECONDS, File, gather
from server.services.walk import Skipped, sight_clip, walk


def shot(folder: Path, numbers: range, *, age: float = 60) -> list[str]:
    """Pictures that were last changed `age` seconds ago, as far as a test can say so."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"a{number:04d}.dpx" for number in numbers]
    for path in paths:
        path.write_bytes(b"picture " + path.name.encode())
        os.utime(path, (time.time() - age,) * 2)
    return [str(path) for path in paths]


def nothing_left(files: Sequence[File]) -> list[Skipped | None]:
    return [None for _ in files]


def all_ours(files: Sequence[File]) -> list[Skipped | None]:
    return [Skipped(found.path, "own_output", "Ours.") for found, _ in files]


def test_a_film_is_one_clip_and_its_other_pictures_say_so(tmp_path: Path) -> None:
    paths = shot(tmp_path / "shot", range(1, 4))
    found = gather(walk([str(tmp_path)]), nothing_left, patient=False)
    assert [clip.path for clip in found.clips] == paths[:1]
    assert [(left.path, left.reason) for left in found.skipped] == [(path, "part_of_clip") for path in paths[1:]]


def test_any_of_its_pictures_stands_for_the_film(tmp_path: Path) -> None:
    paths = shot(tmp_path / "shot", range(1, 4))
    assert [clip.path for clip in gather(walk([paths[2]]), nothing_left, patient=False).clips] == paths[:1]


def test_a_watched_film_is_taken_when_no_more_of_it_lands(tmp_path: Path) -> None:
    paths = shot(tmp_path / "shot", range(1, 4))
    found = gather(walk(paths), nothing_left, patient=True)
    assert (found.clips, found.skipped) == ([], [])
    assert [(left.path, left.reason) for left in found.landing] == [(path, "landing") for path in paths]
    assert LANDED_SECONDS > 1


def test_what_is_left_alone_for_its_name_stays_so(tmp_path: Path) -> None:
    paths = shot(tmp_path / "shot", range(1, 3))
    left = gather(walk(paths), all_ours, patient=False)
    assert [one.reason for one in left.skipped] == ["own_output", "own_output"]


def test_a_film_is_known_again_by_all_its_pictures(tmp_path: Path) -> None:
    paths = shot(tmp_path / "shot", range(1, 6))
    before = sight_clip(paths[0])
    assert sight_clip(paths[0]) == before
    os.utime(paths[3], (1_000_000_000,) * 2)
    touched = sight_clip(paths[0])
    assert touched.content_hash != before.content_hash
    shot(tmp_path / "shot", range(6, 7))
    assert sight_clip(paths[0]).content_hash != touched.content_hash
