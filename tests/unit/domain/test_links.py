"""Which editing program will link a proxy: never "yes" without ground, never silent about a no."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from server.domain.conformance import CHECK_NAMES, Check
from server.domain.links import NLES, links_in
from server.domain.media import MediaFacts, VideoTrack
from server.domain.take import Joint, Take

VIDEO = VideoTrack(0, "prores", "yuv422p10le", 10, 960, 540, Fraction(25))
FACTS = MediaFacts("mov", 1.0, 1, VIDEO)


def verdicts(
    wrong: tuple[str, ...] = (), unknown: tuple[str, ...] = (), codec: str = "prores", fps: int = 25,
    same_stem: bool = True, without: tuple[str, ...] = (), original: object = 1,
) -> dict[str, str]:  # fmt: skip
    """Status by program; the named checks are false or null, all others true."""
    known = {**dict.fromkeys(CHECK_NAMES, True), **dict.fromkeys(wrong, False), **dict.fromkeys(unknown)}
    checks = [
        Check(n, ok, original, 1, "differs" if ok is False else "") for n, ok in known.items() if n not in without
    ]
    proxy = replace(FACTS, video=replace(VIDEO, codec=codec, fps=Fraction(fps)))
    found = links_in(checks, FACTS, proxy, same_stem)
    assert all(entry["why"] for entry in found.values())
    assert tuple(found) == NLES
    return {name: entry["status"] for name, entry in found.items()}


def test_a_perfect_proxy() -> None:
    assert verdicts() == {
        "resolve": "yes", "premiere": "yes", "fcp": "unconfirmed", "avid": "no", "kdenlive": "unconfirmed"
    }  # fmt: skip


@pytest.mark.parametrize("name", ["frame_count", "frame_rate", "pictures"])
def test_wrong_frames_link_nowhere(name: str) -> None:
    assert set(verdicts((name,)).values()) == {"no"}


def test_another_rate_links_nowhere_even_where_the_preset_promised_it() -> None:
    assert set(verdicts(fps=10).values()) == {"no"}


@pytest.mark.parametrize("name", ["start_timecode", "drop_frame", "reel"])
def test_resolve_goes_by_timecode_and_reel(name: str) -> None:
    assert verdicts((name,))["resolve"] == "no"
    assert verdicts((name,))["premiere"] == "yes"


def test_resolve_without_a_timecode_or_the_name_is_not_promised() -> None:
    assert verdicts(unknown=("start_timecode", "drop_frame"))["resolve"] == "unconfirmed"
    assert verdicts(same_stem=False)["resolve"] == "unconfirmed"


@pytest.mark.parametrize("name", ["duration", "fields", "audio_streams", "audio_channels", "size_ratio"])
def test_premiere_goes_by_shape_and_sound(name: str) -> None:
    assert verdicts((name,))["premiere"] == "no"
    assert verdicts((name,))["resolve"] == "yes"


def test_premiere_needs_all_of_the_sound() -> None:
    sound = tuple(name for name in CHECK_NAMES if name.startswith("audio"))
    assert verdicts(without=sound)["premiere"] == "no"
    assert verdicts(unknown=("audio_streams",))["premiere"] == "no"
    assert verdicts(unknown=("audio_streams",), original=0)["premiere"] == "yes"


@pytest.mark.parametrize(("codec", "status"), [("h264", "unconfirmed"), ("dnxhd", "no"), ("hevc", "no")])
def test_final_cut_links_prores_and_h264_only(codec: str, status: str) -> None:
    assert verdicts(codec=codec)["fcp"] == status


def test_kdenlive_goes_by_name() -> None:
    assert verdicts(same_stem=False)["kdenlive"] == "no"


@pytest.mark.parametrize(("joint", "premiere"), [(Joint.FRAMES, "no"), (Joint.STREAM, "unconfirmed")])
def test_nothing_is_promised_for_a_clip_of_several_files(joint: Joint, premiere: str) -> None:
    checks = [Check(name, True, 1, 1, "") for name in CHECK_NAMES]
    found = links_in(checks, replace(FACTS, take=Take(joint, ("/a", "/b"))), FACTS, True)
    assert (found["resolve"]["status"], found["premiere"]["status"]) == ("unconfirmed", premiere)
    assert all(entry["status"] != "yes" and entry["why"] for entry in found.values())
