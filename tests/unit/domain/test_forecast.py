"""The forecast of a proxy's size follows the picture, the rate, the length, the sound and the preset."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from server.domain.forecast import bits_a_pixel, forecast_bytes
from server.domain.media import AudioTrack, MediaFacts, VideoTrack
from server.domain.plan import plan_encode
from server.domain.preset import Preset, parse_preset

PRESETS = Path(__file__).parents[3] / "resources" / "presets"


def preset(name: str) -> Preset:
    return parse_preset(tomllib.loads((PRESETS / f"{name}.toml").read_text()), name, name)


def facts(seconds: float | None = 60.0, size: tuple[int, int] = (1920, 1080), tracks: int = 0) -> MediaFacts:
    video = VideoTrack(0, "h264", "yuv420p", 8, *size, Fraction(25), duration=seconds)
    sound = tuple(AudioTrack(n + 1, "pcm_s24le", 2, "stereo", 48000, seconds, bits=24) for n in range(tracks))
    return MediaFacts("mov", seconds, None, video, sound)


def forecast(name: str, seen: MediaFacts) -> int:
    return forecast_bytes(plan_encode("/A.mov", seen, preset(name)), seen)


@pytest.mark.parametrize(
    ("name", "megabits"),
    [("prores-proxy", 17.5), ("dnxhr-lb", 10.0), ("h264-half", 8.4)],
)
def test_half_of_hd_takes_so_many_megabits_a_second(name: str, megabits: float) -> None:
    assert forecast(name, facts()) * 8 / 60 / 1e6 == pytest.approx(megabits, rel=0.05)


def test_twice_as_long_is_twice_as_large() -> None:
    assert forecast("prores-proxy", facts(120)) == pytest.approx(2 * forecast("prores-proxy", facts(60)), rel=0.001)


def test_sound_counts_every_track() -> None:
    silent, two = (forecast("prores-proxy", facts(tracks=number)) for number in (0, 2))
    assert two - silent == pytest.approx(2 * 60 * 2 * 48000 * 3, rel=0.03)


def test_six_steps_of_quality_halve_it() -> None:
    good = preset("h264-half")
    assert good.quality is not None
    assert bits_a_pixel(replace(good, quality=good.quality + 6)) == pytest.approx(bits_a_pixel(good) / 2)


@pytest.mark.parametrize("file", sorted(PRESETS.glob("*.toml")), ids=lambda file: file.stem)
def test_every_preset_has_one(file: Path) -> None:
    assert 0.1 < bits_a_pixel(preset(file.stem)) < 3


def test_without_a_length_it_is_the_least() -> None:
    assert forecast("prores-proxy", facts(None)) == 1_000_000
