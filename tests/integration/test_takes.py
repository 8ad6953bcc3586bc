"""Clips of several files: numbered pictures, recordings cut into files, sound beside its picture. One clip, one job,
one proxy, joined to the frame; the independent checker compares it with the film the files were made of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from tests.helpers.cards import avchd_card, canon_card, number_pictures, p2_card
from tests.helpers.checker import numbers, timecode_of, watch
from tests.helpers.footage import Take, film
from tests.helpers.judge import faults
from tests.helpers.program import Answer, rushes

pytestmark = pytest.mark.timeout(300)
MOV = Take(size="640x360", frames=24, tones=(440, 660), video="-c:v libx264 -preset ultrafast -crf 4 -g 1 -bf 0")
FULL = Take(size="1920x1080", frames=24, tones=(440, 660), video="-c:v libx264 -preset ultrafast -crf 10 -bf 0")
STREAM = Take(size="640x360", frames=60, audio="-c:a ac3 -b:a 192k", options="-mpegts_m2ts_mode 1 -f mpegts")
SILENT = Take(size="640x360", rate="24", frames=12, tones=(), video="-c:v ffv1", picture="format=gbrp")

PICTURES = {
    "dpx": (), "png": (), "tiff": (),
    "exr": ("-vf", "format=gbrpf32le,zscale=tin=bt709:t=linear:pin=bt709:p=bt709:min=gbr:m=gbr"),
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """The film as it was, and the first file of what was made of it."""

    whole: Path
    first: Path


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    films, cards = tmp_path_factory.mktemp("films"), tmp_path_factory.mktemp("cards")
    silent = film(films / "silent.mkv", SILENT)
    stream = film(films / "whole.mts", STREAM)
    short, full = film(films / "short.mov", MOV), film(films / "full.mov", FULL)
    made = {"avchd": Made(stream, avchd_card(stream, cards / "avchd", (300, 777)))}
    made["p2"] = Made(full, p2_card(full, cards / "p2", ("0001AB", "0002CD"), 12, 2))
    made["canon"] = Made(short, canon_card(short, cards / "canon", 8, 3))
    for extension, options in PICTURES.items():
        folder = number_pictures(silent, cards / f"{extension} 100%d 'a'", f"shot.%04d.{extension}", 995, options)
        made[extension] = Made(silent, folder / f"shot.0995.{extension}")
    return made


@pytest.fixture(scope="module")
def done(clips: dict[str, Made], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    home = tmp_path_factory.mktemp("home")
    roots = {name: made.first.parents[_depth(made.first)] for name, made in clips.items()}
    return {name: rushes(home, "ingest", root) for name, root in roots.items()}


def _depth(first: Path) -> int:
    """How far up the card's root is."""
    return next((i for i, p in enumerate(first.parents) if p.name in ("PRIVATE", "CONTENTS")), -1) + 1


ALL = ("avchd", "p2", "canon", "dpx", "png", "tiff", "exr")


@pytest.mark.parametrize("name", ALL)
def test_many_files_are_one_job_and_each_file_has_its_reason(name: str, clips: dict[str, Made], done: dict) -> None:
    (job,) = done[name].document["jobs"]
    assert job["status"] == "completed", job["error"]
    assert job["source"] == str(clips[name].first)
    assert set(done[name].reasons().values()) <= {"part_of_clip", "sidecar"}
    assert job["result"]["conformance"]["conforms"]
    assert job["result"]["damaged"] is False


@pytest.mark.parametrize("name", ALL)
def test_the_joins_are_exact_to_the_frame(name: str, clips: dict[str, Made], done: dict) -> None:
    (job,) = done[name].document["jobs"]
    original, proxy = watch(clips[name].whole), watch(Path(job["output"]))
    fps = Fraction(24 if name in ("dpx", "png", "tiff", "exr") else 25)
    assert faults(original, proxy, fps) == []
    wanted = [n % 64 for n in range(len(original.frames))]
    assert numbers(proxy) == wanted


def test_a_p2_clip_has_its_sound_timecode_and_camera(done: dict) -> None:
    (job,) = done["p2"].document["jobs"]
    metadata = job["result"]["metadata"]
    assert [track["channels"] for track in metadata["audio"]] == [1, 1]
    assert (metadata["timecode"], metadata["camera"]) == ("01:00:00:00", "Panasonic AJ-HPX3100")
    found = timecode_of(Path(job["output"]))
    assert found is not None
    assert found[0] == "01:00:00:00"
    assert [track.channels for track in watch(Path(job["output"])).sound] == [1, 1]


def test_gaps_are_found_and_named_and_can_be_held(clips: dict[str, Made], tmp_path: Path) -> None:
    folder = number_pictures(clips["dpx"].whole, tmp_path / "shot", "s%04d.dpx", 1)
    for number in (5, 6, 9):
        (folder / f"s{number:04d}.dpx").unlink()
    (job,) = rushes(tmp_path / "home", "ingest", folder).document["jobs"]
    assert job["error"]["code"] == "frames_missing"
    assert "3 pictures are missing: 5-6, 9" in job["error"]["message"]
    (job,) = rushes(tmp_path / "home", "ingest", folder, "--allow-damaged", "--force").document["jobs"]
    assert job["status"] == "completed", job["error"]
    assert numbers(watch(Path(job["output"]))) == [0, 1, 2, 3, 3, 3, 6, 7, 7, 9, 10, 11]
    assert job["result"]["damaged"]
    assert job["reason"] == "the original is damaged: pictures 5-6, 9 are missing; the one before stays"


def test_a_changed_picture_is_another_clip_and_the_same_ones_are_reused(clips: dict[str, Made], tmp_path: Path) -> None:
    folder = number_pictures(clips["dpx"].whole, tmp_path / "shot", "s%04d.dpx", 1)
    first = rushes(tmp_path / "home", "ingest", folder).document["jobs"][0]
    again = rushes(tmp_path / "home", "ingest", folder / "s0007.dpx").document["jobs"][0]
    assert (again["id"], again["reused"]) == (first["id"], True)
    number_pictures(clips["dpx"].whole, folder, "s%04d.dpx", 1, ("-vf", "negate"))
    other = rushes(tmp_path / "home", "ingest", folder).document["jobs"][0]
    assert (other["reused"], other["status"]) == (False, "completed")


def test_one_picture_is_no_clip(clips: dict[str, Made], tmp_path: Path) -> None:
    folder = number_pictures(clips["dpx"].whole, tmp_path / "stills", "s%04d.dpx", 1, ("-frames:v", "1"))
    answer = rushes(tmp_path / "home", "ingest", folder)
    assert answer.reasons() == {"s0001.dpx": "not_media"}


def test_verify_takes_any_file_of_the_take(clips: dict[str, Made], done: dict, tmp_path: Path) -> None:
    (job,) = done["dpx"].document["jobs"]
    part = clips["dpx"].first.with_name("shot.1000.dpx")
    answer = rushes(tmp_path / "home", "verify", part, job["output"])
    assert answer.document["conforms"], answer.document
