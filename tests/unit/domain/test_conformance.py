"""The relink proof on hand-made cases: each check says yes, no, or why it cannot tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from server.domain.conformance import (
    ALL_REQUIRED,
    CHECK_NAMES,
    Case,
    Check,
    Evidence,
    Heard,
    Target,
    as_dict,
    conforms,
    judge,
)
from server.domain.likeness import Levels, Likeness
from server.domain.media import AudioTrack, Color, MediaFacts, Scan, VideoTrack

NTSC = Fraction(30000, 1001)
BT709 = Color("bt709", "bt709", "bt709", "tv")
VIDEO = VideoTrack(0, "h264", "yuv420p", 8, 1920, 1080, NTSC, frames=100, duration=3.337, start=0.0, color=BT709)
TRACK = AudioTrack(1, "pcm_s16le", 1, "mono", 48000, 3.337, 0.0)
ORIGINAL = MediaFacts("mov", 3.337, 10, VIDEO, (TRACK, replace(TRACK, index=2)), timecode="01:00:00;00", reel="A001")
PROXY = replace(ORIGINAL, video=replace(VIDEO, codec="prores", width=960, height=540))
ALIKE = Likeness(100, 100, 100, 0.003, 0, None, Levels(1.0, 0.0))
LOST_TRACK = ("audio_streams", "audio_channels", "audio_rate", "audio_content")
GOOD = Case(ORIGINAL, PROXY, Target(NTSC, "01:00:00;00"), Evidence(ALIKE, (Heard(True, True), Heard(True, True))))


def checks(case: Case) -> dict[str, Check]:
    return {check.name: check for check in judge(case)}


def wrong(case: Case) -> set[str]:
    return {name for name, check in checks(case).items() if check.ok is False}


def proxy(**changes: Any) -> Case:
    """The good case, something of the proxy's picture changed."""
    assert PROXY.video is not None
    return replace(GOOD, proxy=replace(PROXY, video=replace(PROXY.video, **changes)))


def seen(**changes: Any) -> Case:
    return replace(GOOD, evidence=replace(GOOD.evidence, pictures=replace(ALIKE, **changes)))


def heard(*tracks: Heard) -> Case:
    return replace(GOOD, evidence=replace(GOOD.evidence, heard=tracks))


def test_a_good_pair_passes_every_check() -> None:
    assert all(check.ok is True for check in judge(GOOD))
    assert [check.name for check in judge(GOOD)] == list(CHECK_NAMES)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (seen(proxy_frames=99), {"frame_count"}),
        (proxy(fps=Fraction(30)), {"frame_rate"}),
        (proxy(vfr=True), {"frame_rate"}),
        (proxy(duration=3.2), {"duration"}),
        (replace(GOOD, proxy=replace(PROXY, timecode="01:00:00;01")), {"start_timecode"}),
        (replace(GOOD, proxy=replace(PROXY, timecode="01:00:00:00")), {"start_timecode", "drop_frame"}),
        (replace(GOOD, proxy=replace(PROXY, timecode=None)), {"start_timecode", "drop_frame"}),
        (replace(GOOD, proxy=replace(PROXY, reel="B001")), {"reel"}),
        (replace(GOOD, proxy=replace(PROXY, audio=(TRACK,))), {*LOST_TRACK}),
        (replace(GOOD, proxy=replace(PROXY, audio=(replace(TRACK, channels=2), TRACK))), {"audio_channels"}),
        (replace(GOOD, proxy=replace(PROXY, audio=(replace(TRACK, sample_rate=44100), TRACK))), {"audio_rate"}),
        (heard(Heard(True, True), Heard(False, False)), {"audio_content"}),
        (heard(Heard(True, False, shift=0.2), Heard(True, True)), {"sync"}),
        (replace(GOOD, proxy=replace(PROXY, audio=(replace(TRACK, start=0.1), TRACK))), {"sync"}),
        (heard(Heard(True, False, shift=0.015), Heard(True, True)), {"sync"}),
        (heard(Heard(True, False, drift=0.02), Heard(True, True)), {"sync"}),
        (heard(Heard(True, False, upended=True), Heard(True, True)), {"audio_content"}),
        (proxy(sar=Fraction(4, 3)), {"display_aspect"}),
        (proxy(width=720), {"display_aspect", "size_ratio"}),
        (proxy(color=replace(BT709, matrix="bt2020nc")), {"color"}),
        (proxy(color=Color()), {"color"}),
        (seen(levels=Levels(0.86, 0.06)), {"color_levels"}),
        (seen(levels=Levels(1.16, -0.07), distance=0.06), {"color_levels"}),
        (seen(levels=Levels(1.0, 0.0157, shift=0.0157)), {"color_levels"}),
        (seen(distance=0.2), {"pictures"}),
        (seen(distance=0.2, levels=Levels(0.3, 0.4, 0.3)), {"pictures"}),
        (seen(misplaced=5, first_misplaced=20), {"pictures"}),
        (seen(compared=0), {"pictures"}),
        (proxy(width=950, height=534), {"size_ratio"}),
        (proxy(scan=Scan.TFF), {"fields"}),
    ],
)  # fmt: skip
def test_each_fault_is_found_by_its_check_alone(case: Case, expected: set[str]) -> None:
    assert wrong(case) == expected
    assert all(checks(case)[name].why for name in expected)


NOTHING_SAID: list[tuple[str, Callable[[], Case]]] = [
    ("start_timecode", lambda: replace(GOOD, target=replace(GOOD.target, timecode=None))),
    ("drop_frame", lambda: replace(GOOD, target=replace(GOOD.target, timecode=None))),
    ("reel", lambda: replace(GOOD, original=replace(ORIGINAL, reel=None))),
    ("reel", lambda: replace(GOOD, target=replace(GOOD.target, timecode=None), proxy=replace(PROXY, reel=None))),
    ("duration", lambda: replace(GOOD, original=replace(ORIGINAL, video=replace(VIDEO, duration=None)))),
    ("color", lambda: replace(GOOD, original=replace(ORIGINAL, video=replace(VIDEO, color=Color(matrix="gbr"))))),
    ("color_levels", lambda: seen(levels=None)),
    ("audio_content", lambda: heard(Heard(None, False), Heard(None, False))),
]


@pytest.mark.parametrize(("name", "case"), NOTHING_SAID)
def test_what_the_original_makes_impossible_is_null_and_explained(name: str, case: Callable[[], Case]) -> None:
    check = checks(case())[name]
    assert check.ok is None
    assert check.why
    assert conforms(judge(case()), ALL_REQUIRED)


def test_a_clip_without_sound_has_nothing_to_check_in_it() -> None:
    silent = Case(replace(ORIGINAL, audio=()), replace(PROXY, audio=()), GOOD.target, Evidence(ALIKE, ()))
    assert {c.ok for name, c in checks(silent).items() if name.startswith("audio") or name == "sync"} == {None}


def test_sound_out_of_nowhere_is_wrong() -> None:
    assert "audio_streams" in wrong(replace(GOOD, original=replace(ORIGINAL, audio=())))


def test_a_track_nobody_can_decode_is_told_not_held_against_the_proxy() -> None:
    spatial = replace(TRACK, index=3, codec="apac", decodable=False)
    check = checks(replace(GOOD, original=replace(ORIGINAL, audio=(*ORIGINAL.audio, spatial))))["audio_streams"]
    assert (check.ok, check.original, check.proxy) == (None, 3, 2)
    assert "apac" in check.why


def test_a_preset_without_sound_checks_none() -> None:
    case = replace(GOOD, target=replace(GOOD.target, sound=False), proxy=replace(PROXY, audio=()))
    assert not any(name.startswith("audio") for name in checks(case))


def test_lossy_sound_may_be_a_codec_frame_longer_but_no_more() -> None:
    def longer(by: float) -> Case:
        made = replace(PROXY, audio=tuple(replace(t, duration=3.337 + by) for t in PROXY.audio))
        return replace(heard(Heard(True, False), Heard(True, False)), proxy=made)

    assert wrong(longer(0.045)) == set()
    assert wrong(longer(0.1)) == {"audio_length"}


def test_a_codec_may_delay_sound_by_its_frame_and_a_picture_begin_between_two_frames() -> None:
    coded = replace(PROXY, audio=tuple(replace(t, codec="aac") for t in PROXY.audio))
    late = heard(Heard(True, False, shift=0.021), Heard(True, True))
    assert wrong(replace(late, proxy=coded)) == set()
    moved = replace(PROXY, audio=tuple(replace(t, start=0.016) for t in PROXY.audio))
    assert wrong(replace(GOOD, proxy=moved)) == set()


def test_of_black_and_white_alone_contrast_may_be_lost() -> None:
    assert ORIGINAL.video is not None
    faded = seen(levels=Levels(0.93, 0.03, shift=0.001))
    assert wrong(faded) == {"color_levels"}
    assert wrong(replace(faded, original=replace(ORIGINAL, video=replace(ORIGINAL.video, pix_fmt="monob")))) == set()


def test_a_late_track_that_sounds_early_by_as_much_is_in_sync() -> None:
    late = replace(PROXY, audio=(replace(TRACK, start=0.2), replace(TRACK, start=0.0)))
    case = replace(heard(Heard(True, False, shift=-0.2), Heard(True, True)), proxy=late)
    assert "sync" not in wrong(case)


def test_a_turned_original_is_compared_as_shown() -> None:
    turned = replace(ORIGINAL, video=replace(VIDEO, rotation=90))
    made = replace(PROXY, video=replace(VIDEO, width=540, height=960))
    assert wrong(replace(GOOD, original=turned, proxy=made)) == set()


def test_fields_in_the_other_order_are_not_called_deinterlaced() -> None:
    assert PROXY.video is not None
    original = replace(ORIGINAL, video=replace(VIDEO, scan=Scan.TFF))
    made = replace(PROXY, video=replace(PROXY.video, scan=Scan.BFF))
    flipped = replace(GOOD, original=original, proxy=made)
    check = checks(flipped)["fields"]
    assert (check.ok, "other order" in check.why) == (False, True)
    assert not conforms(judge(flipped), ())


def test_fields_that_changed_places_under_the_same_flag_are_found_by_what_they_show() -> None:
    woven = replace(ORIGINAL, video=replace(VIDEO, scan=Scan.TFF))
    pair = replace(GOOD, original=woven, proxy=woven)
    evidence = [replace(pair.evidence, fields=replace(ALIKE, compared=200, misplaced=n)) for n in (0, 5, 150)]
    assert [conforms(judge(replace(pair, evidence=one)), ()) for one in evidence] == [True, True, False]


def test_only_required_checks_decide() -> None:
    deinterlaced = judge(proxy(scan=Scan.TFF))
    assert conforms(deinterlaced, ALL_REQUIRED)
    assert not conforms(deinterlaced, (*ALL_REQUIRED, "fields"))


def test_the_document_names_what_is_required() -> None:
    document = as_dict(judge(GOOD), ("pictures",), {"resolve": {"status": "yes", "why": ""}})
    assert document["conforms"] is True
    assert [c["name"] for c in document["checks"] if c["required"]] == ["pictures"]
    assert set(document["checks"][0]) == {"name", "required", "ok", "original", "proxy", "why"}
