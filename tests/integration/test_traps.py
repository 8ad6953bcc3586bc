"""Each trap of real footage goes through the whole program; an independent checker judges what comes out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.checker import Film, number_of, numbers, timecode_of, watch
from tests.helpers.footage import Take, film
from tests.helpers.judge import faults
from tests.helpers.program import Answer, rushes
from tests.helpers.traps import OTHER_PRESETS, TRAPS

VARYING = {"varying.mp4"}
INTERLACED = sorted(name for name, trap in TRAPS.items() if trap.bottom_first is not None)
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def films() -> Iterator[dict[str, Film]]:
    """Originals that were decoded once need not be again."""
    seen: dict[str, Film] = {}
    yield seen
    seen.clear()


def original(name: str, footage: Path, films: dict[str, Film]) -> Film:
    if name not in films:
        films[name] = watch(footage / name, fields=name in INTERLACED)
    return films[name]


def proof(job: dict[str, Any]) -> dict[str, Any]:
    return {check["name"]: check for check in job["result"]["conformance"]["checks"]}


def test_every_clip_is_done_and_sound_alone_is_left(done: Answer) -> None:
    states = {name: job["error"] or job["status"] for name, job in done.by_name().items()}
    assert states == dict.fromkeys(TRAPS, "completed")
    assert done.reasons() == {"sound_only.mp4": "audio_only"}
    assert done.code == 0


@pytest.mark.parametrize("name", TRAPS)
def test_the_proxy_is_the_same_clip(name: str, done: Answer, footage: Path, films: dict[str, Film]) -> None:
    trap, job = TRAPS[name], done.by_name()[name]
    source, proxy = original(name, footage, films), watch(Path(job["output"]))
    assert faults(source, proxy, trap.fps, own_clock=name not in VARYING) == []
    assert proxy.codec == "prores"
    assert proxy.size == trap.size
    assert trap.frames is None or numbers(proxy) == list(trap.frames)
    assert tuple(track.channels for track in proxy.sound) == trap.channels
    assert timecode_of(Path(job["output"])) == (None if trap.timecode is None else (trap.timecode, trap.reel))
    assert trap.color is None or proxy.color[:3] == trap.color
    assert trap.aspect is None or proxy.aspect == trap.aspect
    assert proxy.interlaced == (trap.bottom_first is not None)


@pytest.mark.parametrize("name", TRAPS)
def test_our_own_proof_agrees(name: str, done: Answer) -> None:
    trap, job = TRAPS[name], done.by_name()[name]
    checks = proof(job)
    assert job["result"]["conformance"]["conforms"]
    assert job["result"]["damaged"] is False
    assert checks["size_ratio"]["ok"] is trap.exact
    assert all(check["why"] for check in checks.values() if check["ok"] is not True)
    assert job["result"]["metadata"]["fps"] == f"{trap.fps.numerator}/{trap.fps.denominator}"
    links = job["result"]["conformance"]["links_in"]
    assert links["premiere"]["status"] == ("yes" if trap.exact else "no")
    assert links["resolve"]["status"] in ("yes", "unconfirmed")
    assert (links["resolve"]["status"] == "yes") == (trap.timecode is not None and not name.startswith("A001"))


def field_numbers(film: Film) -> list[tuple[int | None, int | None]]:
    """(top, bottom) of each frame."""
    return [(number_of(frame.top), number_of(frame.bottom)) for frame in film.frames]


@pytest.mark.parametrize("name", INTERLACED)
def test_fields_stay_apart_and_in_order(name: str, done: Answer) -> None:
    proxy = watch(Path(done.by_name()[name]["output"]), fields=True)
    first, second = [(2 * n, 2 * n + 1) for n in range(12)], [(2 * n + 1, 2 * n) for n in range(12)]
    assert field_numbers(proxy) == (second if TRAPS[name].bottom_first else first)
    assert proxy.top_first is not TRAPS[name].bottom_first


def test_two_originals_of_one_name_keep_their_extensions(done: Answer) -> None:
    jobs = done.by_name()
    names = [os.path.basename(jobs[name]["output"]) for name in ("A001.mov", "A001.mxf")]  # noqa: PTH119
    assert names == ["A001.mov.mov", "A001.mxf.mov"]


def test_originals_are_left_as_they_were_and_nothing_temporary_stays(done: Answer, footage: Path) -> None:
    assert sorted(path.name for path in footage.iterdir()) == sorted([*TRAPS, "sound_only.mp4", "Proxy"])
    assert len(list((footage / "Proxy").iterdir())) == len(TRAPS)


# Other presets: deinterlaced one for one, full range kept, lossy sound


@pytest.mark.parametrize(("preset", "name"), [(p, n) for p, names in OTHER_PRESETS.items() for n in names])
def test_other_presets_keep_it_the_same_clip(
    name: str, preset: str, small: dict[str, Answer], footage: Path, films: dict[str, Film]
) -> None:
    job = small[preset].by_name()[name]
    assert job["status"] == "completed", job["error"]
    proxy = watch(Path(job["output"]))
    sound = "aac" if preset == "h264-720p" else "pcm"
    source = watch(footage / name, first_field=True) if name in INTERLACED else original(name, footage, films)
    assert faults(source, proxy, TRAPS[name].fps, sound=sound, own_clock=name not in VARYING) == []
    assert TRAPS[name].frames is None or numbers(proxy) == list(TRAPS[name].frames)
    assert TRAPS[name].color is None or proxy.color[:3] == TRAPS[name].color
    found = timecode_of(Path(job["output"]))
    assert (found and found[0]) == TRAPS[name].timecode
    assert job["result"]["conformance"]["conforms"]


@pytest.mark.parametrize(
    ("preset", "name"), [*((p, "top_first.mov") for p in OTHER_PRESETS), ("h264-720p", "bottom_first.mov")]
)
def test_deinterlacing_gives_a_frame_for_a_frame(name: str, preset: str, small: dict[str, Answer]) -> None:
    proxy = watch(Path(small[preset].by_name()[name]["output"]))
    assert not proxy.interlaced
    # The lowest bit is a line pattern that stands still, so a deinterlacer may rightly weave it.
    assert [number // 2 for number in numbers(proxy) if number is not None] == list(range(12))


@pytest.mark.parametrize("preset", ["h264-half", "h264-720p", "hevc-10bit"])
def test_full_range_is_kept_where_the_codec_can_say_so(preset: str, small: dict[str, Answer]) -> None:
    assert watch(Path(small[preset].by_name()["full_range.mp4"]["output"])).color[3] == 2


# Ten frames a second: the start timecode on the proxy's own numbering

# Drop-frame labels are read as the real time they stand for (00:00:59;50 is frame 3590, 59.893 s); others as labels.
TEN = {
    "drop.mov": (Take(rate="30000/1001", frames=60, options="-timecode 01:00:00;00"), "01:00:00:00"),
    "drop59.mov": (Take(rate="60000/1001", frames=60, options="-timecode 00:00:59;50"), "00:00:59:09"),
    "film.mov": (Take(rate="24000/1001", frames=48, options="-timecode 18:22:10:12"), "18:22:10:05"),
    "pal.mov": (Take(frames=50, options="-timecode 11:12:47:22"), "11:12:47:09"),
    "none.mov": (Take(frames=50), None),
    "raw.h264": (Take(frames=50, tones=()), None),
    "still.mp4": (Take(frames=1, rate="1", audio="-c:a aac"), None),
}  # fmt: skip


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    folder = tmp_path_factory.mktemp("ten")
    for name, (take, _) in TEN.items():
        film(folder / name, take)
    return folder, rushes(tmp_path_factory.mktemp("home"), "ingest", folder, "--preset", "analysis-480p10")


@pytest.mark.parametrize("name", TEN)
def test_ten_frames_a_second(name: str, ten: tuple[Path, Answer]) -> None:
    folder, answer = ten
    job = answer.by_name()[name]
    assert job["status"] == "completed", job["error"]
    source, proxy = watch(folder / name), watch(Path(job["output"]))
    assert faults(source, proxy, Fraction(10), sound="none", own_clock=False) == []
    found = timecode_of(Path(job["output"]))
    assert (found and found[0]) == TEN[name][1]
    assert not proxy.sound
