"""What is left alone by its name, and with which reason (design section 3)."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.footage import Kind, Verdict, judge_name, kind_of, vendor_tool
from server.domain.naming import Placement, proxy_path, superseded_path, temporary_path

ROOT = "/mnt/card"


def reason(path: str, root: str = ROOT, placement: Placement | None = None) -> str | None:
    verdict = judge_name(path, root, placement)
    return verdict.reason.value if verdict else None


@pytest.mark.parametrize(
    "name",
    [
        "A001.mov",
        "C0001.MP4",
        "PRIVATE/AVCHD/BDMV/STREAM/00000.MTS",
        "CONTENTS/VIDEO/0001AB.MXF",
        "DCIM/100GOPRO/GX010034.MP4",
        "M4ROOT/CLIP/C0001.MP4",
        "sound.wav",
        "still.jpg",
        "A001.braw",
        "no extension",
        "Proxy plan.mov",
        "A001_Proxy.mov",
        "Sub/interview.mp4",
        "S03.MP4",
        "part of it.mov",
        "~A001.mov",
        "A001.temporary.mov",
        "lost and found.mov",
        "-y.mp4",
        "\udcff.mp4",
        "line\nbreak.mov",
    ],
)
def test_footage_is_not_judged_away_by_its_name(name: str) -> None:
    assert judge_name(f"{ROOT}/{name}", ROOT) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Proxy/A001.mov", "own_output"),
        ("day 1/PROXY/A001.mov", "own_output"),
        ("Proxy/.superseded/j1/A001.mov", "own_output"),
        ("Proxy/notes.txt", "own_output"),
        (".rushes-0123456789abcdef.partial", "own_output"),
        ("DCIM/100GOPRO/GL010034.LRV", "camera_proxy"),
        ("DCIM/DJI_0001.LRF", "camera_proxy"),
        ("LRV_20240101_120000_11_001.insv", "camera_proxy"),
        ("M4ROOT/SUB/C0001S03.MP4", "camera_proxy"),
        ("XDROOT/Sub/C0001S01.MP4", "camera_proxy"),
        ("CONTENTS/PROXY/0001AB.MP4", "camera_proxy"),
        ("M4ROOT/CLIP/C0001M01.XML", "sidecar"),
        ("M4ROOT/THMBNL/C0001T01.JPG", "sidecar"),
        ("CONTENTS/ICON/0001AB.BMP", "sidecar"),
        ("GOPR0034.THM", "sidecar"),
        ("PRIVATE/AVCHD/BDMV/CLIPINF/00000.CPI", "sidecar"),
        ("PRIVATE/AVCHD/BDMV/PLAYLIST/00000.MPL", "sidecar"),
        ("PRIVATE/AVCHD/BDMV/INDEX.BDM", "sidecar"),
        ("DJI_0001.SRT", "sidecar"),
        ("look.cube", "sidecar"),
        ("reel.ale", "sidecar"),
        ("ascmhl/0001.mhl", "sidecar"),
        ("A001.mov.md5", "sidecar"),
        ("MANIFEST.tsv", "sidecar"),
        ("notes.txt", "sidecar"),
        ("._A001.mov", "hidden"),
        (".DS_Store", "hidden"),
        (".Trashes/501/A001.mov", "hidden"),
        (".A001.mov.Xy12ab", "hidden"),
        ("A001.mov.part", "temporary"),
        ("A001.mov.partial", "temporary"),
        ("A001.mov.crdownload", "temporary"),
        ("A001.mov.filepart", "temporary"),
        ("A001.tmp", "temporary"),
        ("A001.mov~", "temporary"),
        ("A001.mov.!qB", "temporary"),
        ("Thumbs.db", "system"),
        ("Desktop.INI", "system"),
        ("$RECYCLE.BIN/S-1-5-21/A001.mov", "system"),
        ("System Volume Information/x.mov", "system"),
        ("lost+found/x.mov", "system"),
        ("@eaDir/A001.mov/thumb.jpg", "system"),
    ],
)
def test_each_thing_left_alone_has_its_reason(name: str, expected: str) -> None:
    assert reason(f"{ROOT}/{name}") == expected


def test_what_lies_above_the_named_path_hides_nothing() -> None:
    assert reason("/home/u/.cache/lost+found/card/A001.mov", "/home/u/.cache/lost+found/card") is None
    assert reason("/home/proxy/card/A001.mov", "/home/proxy/card") is None


def test_a_hidden_file_named_itself_is_still_hidden() -> None:
    assert reason("/card/._A001.mov", "/card/._A001.mov") == "hidden"


@pytest.mark.parametrize("root", ["/card/Proxy", "/card/Proxy/A001.mov", "/card/Proxy/sub"])
def test_a_proxy_stays_a_proxy_when_it_is_named_itself(root: str) -> None:
    assert reason("/card/Proxy/A001.mov", root) == "own_output"


def test_a_cards_layout_is_known_from_within() -> None:
    assert reason("/card/M4ROOT/SUB/C0001S03.MP4", "/card/M4ROOT/SUB") == "camera_proxy"
    assert reason("/card/CONTENTS/PROXY/0001AB.MP4", "/card/CONTENTS") == "camera_proxy"


def test_our_outputs_follow_the_placement_in_use() -> None:
    assert reason(f"{ROOT}/A001_Proxy.mov", placement=Placement(folder="", suffix="_Proxy")) == "own_output"
    assert reason(f"{ROOT}/Small/A001.mov", placement=Placement(folder="Small")) == "own_output"
    assert reason(f"{ROOT}/Media/Small/A001.mov", placement=Placement(folder="Media/Small")) == "own_output"
    assert reason(f"{ROOT}/Small/A001.mov") is None


def test_a_mirror_inside_the_footage_is_not_footage() -> None:
    assert reason(f"{ROOT}/out/A001.mov", placement=Placement(to=f"{ROOT}/out")) == "own_output"
    assert reason(f"{ROOT}/A001.mov", placement=Placement(to=ROOT)) is None
    assert reason(f"{ROOT}/A001.mov", placement=Placement(to="/mnt")) is None


names = (
    st.binary(min_size=1, max_size=60).map(lambda raw: raw.translate(None, b"\0/")).filter(lambda raw: raw.strip(b"."))
)


@given(raw=names, suffix=st.sampled_from(["", "_Proxy"]), twin=st.booleans(), to=st.sampled_from([None, f"{ROOT}/out"]))
def test_no_output_of_ours_is_ever_taken_for_footage(raw, suffix, twin, to) -> None:
    placement = Placement(suffix=suffix, to=to)
    output = proxy_path(f"{ROOT}/{os.fsdecode(raw)}", "mov", placement, root=ROOT, twin=twin)
    for path in (output, temporary_path(output, "j", 1), superseded_path(output, "j")):
        assert reason(path, placement=placement) == "own_output"


@given(raw=names)
def test_every_verdict_says_why_in_a_sentence(raw: bytes) -> None:
    verdict = judge_name(f"{ROOT}/{os.fsdecode(raw)}", ROOT)
    assert verdict is None or (isinstance(verdict, Verdict) and verdict.sentence.endswith("."))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("A001.MOV", Kind.VIDEO),
        ("00000.MTS", Kind.VIDEO),
        ("a.mxf", Kind.VIDEO),
        ("a.webm", Kind.VIDEO),
        ("a.wav", Kind.AUDIO),
        ("a.dpx", Kind.STILL),
        ("a.PNG", Kind.STILL),
        ("A001.braw", Kind.RAW_CAMERA),
        ("a.R3D", Kind.RAW_CAMERA),
        ("a.pdf", Kind.OTHER),
        ("mov", Kind.OTHER),
        (".mov", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_a_name_promises_a_kind(name: str, kind: Kind) -> None:
    assert kind_of(name) is kind


@pytest.mark.parametrize(
    ("name", "tool"),
    [
        ("A001.BRAW", "Blackmagic RAW"),
        ("A001.r3d", "REDCINE-X PRO"),
        ("A001.ari", "ARRI Reference Tool"),
        ("A001.arx", "ARRI Reference Tool"),
        ("A001.crm", "Canon"),
        ("A001.nev", "Nikon"),
        ("A001.dng", "CinemaDNG"),
    ],
)
def test_camera_raw_says_what_is_needed(name: str, tool: str) -> None:
    sentence = vendor_tool(name)
    assert sentence is not None
    assert tool in sentence
    assert sentence.endswith(".")


def test_what_we_can_read_needs_no_tool() -> None:
    assert vendor_tool("A001.mov") is None
