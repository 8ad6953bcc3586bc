"""`auto` is the fastest encoder that works here. Figures are made up, but for those of encoders that are at hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from server.domain.media import Color, MediaFacts, VideoTrack
from server.domain.plan import plan_encode
from server.domain.preset import AudioRule, Codec, Preset, SizeRule
from server.domain.steps import Encode
from server.errors import ConfigError
from server.media.locate import Ffmpeg, find_ffmpeg
from server.media.trials import AUTO, CPU, Encoders, Trial, measure_encoder

H264 = Preset("p", "P", "all", "mov", Codec.H264, "high", SizeRule(divisor=2), AudioRule.PCM, ())
VIDEO = VideoTrack(0, "h264", "yuv420p", 8, 1920, 1080, Fraction(25))


def step(preset: Preset = H264, video: VideoTrack = VIDEO) -> Encode:
    return plan_encode("a", MediaFacts("mov", 10.0, 1000, video), preset)


class Machine:
    """Its cards, and how fast each encoder is; one without a figure does not work. Says what it was asked to try."""

    def __init__(self, folder: Path, **fps: float) -> None:
        self.tried: list[str] = []
        self._fps, self._folder = fps, folder
        self._program = folder / "ffmpeg"
        self.update()

    def update(self, version: str = "9.0.2") -> None:
        self._program.write_text(version)

    def encoders(self, setting: str = AUTO) -> Encoders:
        ffmpeg = Ffmpeg(str(self._program), "9.0.2", "setting")
        ffmpeg.__dict__["encoders"] = frozenset({"h264_nvenc", "h264_vaapi", "h264_qsv", "hevc_nvenc", "libx264"})
        return Encoders(ffmpeg, self._folder / "cache" / "encoders.json", setting, self._try)

    def _try(self, _executable: str, name: str) -> Trial:
        self.tried.append(name)
        return Trial(name, fps=self._fps[name]) if name in self._fps else Trial(name, "No device available")


def test_the_fastest_that_works_is_taken(tmp_path: Path) -> None:
    machine = Machine(tmp_path, h264_nvenc=200, h264_vaapi=320, hevc_nvenc=500, libx264=90)
    assert machine.encoders().choose(step()) == "h264_vaapi"
    assert machine.encoders().choose(step(replace(H264, codec=Codec.HEVC))) == "hevc_nvenc"


def test_a_processor_is_taken_where_it_is_much_faster_than_any_card(tmp_path: Path) -> None:
    assert Machine(tmp_path, h264_qsv=40, libx264=79).encoders().choose(step()) == "h264_qsv"
    (tmp_path / "other").mkdir()
    assert Machine(tmp_path / "other", h264_qsv=40, libx264=81).encoders().choose(step()) is None


def test_what_was_asked_for_by_name_is_taken_however_slow_and_never_another(tmp_path: Path) -> None:
    machine = Machine(tmp_path, h264_qsv=4, h264_nvenc=200, libx264=90)
    assert machine.encoders("h264_qsv").choose(step()) == "h264_qsv"
    assert machine.encoders("h264_vaapi").choose(step()) is None


def test_the_processor_does_what_no_card_does_or_says_surely(tmp_path: Path) -> None:
    machine = Machine(tmp_path, h264_nvenc=200)
    assert machine.encoders(CPU).choose(step()) is None
    assert machine.encoders().choose(step(replace(H264, codec=Codec.PRORES, profile="proxy"))) is None
    assert machine.encoders().choose(step(video=replace(VIDEO, color=Color(range="pc")))) is None


def test_trials_are_kept_until_ffmpeg_is_another(tmp_path: Path) -> None:
    machine = Machine(tmp_path, h264_nvenc=200, libx264=90)
    first = [*machine.encoders().trials]
    assert machine.tried == ["h264_nvenc", "hevc_nvenc", "h264_qsv", "h264_vaapi", "libx264"]
    assert [*machine.encoders().trials] == first
    assert machine.encoders().processor == {"libx264": 90}
    assert len(machine.tried) == 5
    machine.update("9.1 of another size")
    assert machine.encoders().choose(step()) == "h264_nvenc"
    assert len(machine.tried) == 10


def test_without_a_card_no_time_goes_into_the_processors_figures(tmp_path: Path) -> None:
    machine = Machine(tmp_path, libx264=90)
    assert machine.encoders().choose(step()) is None
    assert "libx264" not in machine.tried


@pytest.mark.parametrize("kept", ["", "[]", '{"whys": {}}', '{"mark": "x", "trials": 3}'])
def test_a_cache_that_says_nothing_is_made_anew(tmp_path: Path, kept: str) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "encoders.json").write_text(kept)
    assert Machine(tmp_path, h264_nvenc=200).encoders().choose(step()) == "h264_nvenc"


def test_an_encoder_nobody_knows_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="h264_magic"):
        Machine(tmp_path).encoders("h264_magic")


def test_real_encoders_are_timed_and_what_this_machine_lacks_says_why() -> None:
    path = find_ffmpeg(None).path
    assert measure_encoder(path, "libx264").fps > 1
    lacking = measure_encoder(path, "h264_amf")  # needs a card and a library that no test machine has
    assert lacking.why
    assert lacking.fps == 0
