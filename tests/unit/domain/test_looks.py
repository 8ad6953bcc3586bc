"""Which looks a preset asks of a clip."""

from __future__ import annotations

from fractions import Fraction

import pytest

from server.domain.looks import Burn, BurnIn, Lut, ToSdr, plan_burn_in, plan_lut, plan_tone, recoloured
from server.domain.media import Color

PQ = Color("bt2020", "smpte2084", "bt2020nc", "tv")


def test_only_what_is_tagged_as_hdr_is_brought_down() -> None:
    assert plan_tone("sdr-hable", PQ) == (ToSdr("sdr-hable", "smpte2084", "bt2020", "bt2020nc"),)
    assert plan_tone("sdr-hable", Color("bt709", "bt709", "bt709")) == ()
    assert plan_tone("sdr-hable", Color()) == ()
    assert plan_tone(None, PQ) == ()


def test_what_the_tags_of_an_hdr_clip_leave_out_is_what_goes_with_hdr() -> None:
    (look,) = plan_tone("sdr-clip", Color(None, "arib-std-b67", None))
    assert look == ToSdr("sdr-clip", "arib-std-b67", "bt2020", "bt2020nc")


@pytest.mark.parametrize(
    ("matrix", "lines", "meant"),
    [("bt709", 480, "bt709"), (None, 1080, "bt709"), (None, 576, "smpte170m"), ("bt2020nc", 2160, "bt2020"),
     ("movie=x", 1080, "bt709")],
)  # fmt: skip
def test_a_lut_sees_rgb_by_the_clips_own_matrix(matrix: str | None, lines: int, meant: str) -> None:
    assert plan_lut("/luts/a.cube", Color(matrix=matrix), lines) == (Lut("/luts/a.cube", meant),)


def test_a_burn_in_shows_what_was_asked_for() -> None:
    (look,) = plan_burn_in([Burn.NAME], "DRAFT", "A001.mov", "01:00:00:00", Fraction(25))
    assert look == BurnIn(None, Fraction(25), "A001.mov", "DRAFT")
    assert plan_burn_in([], None, "A001.mov", "01:00:00:00", Fraction(25)) == ()


def test_a_clip_without_timecode_counts_from_0() -> None:
    (look,) = plan_burn_in([Burn.TIMECODE], None, "A001.mov", None, Fraction(25))
    assert isinstance(look, BurnIn)
    assert look.timecode == "00:00:00:00"


def test_colour_tags_are_believed_unless_a_look_changed_the_colours() -> None:
    burnt = plan_burn_in([Burn.NAME], None, "A001.mov", None, Fraction(25))
    assert recoloured(burnt) is None
    assert recoloured((*plan_tone("sdr-mobius", PQ), *burnt)) == "PQ was brought to BT.709 (sdr-mobius)"
    assert recoloured(plan_lut("a.cube", PQ, 1080)) == "a LUT was applied"
