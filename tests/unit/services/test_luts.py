"""LUTs are read strictly, written anew, and named by us."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.domain.preset import table_of
from server.errors import LutError
from server.services.luts import Luts
from server.services.own_presets import OwnPresets
from server.services.presets import Presets

SHIPPED = Path(__file__).parents[3] / "resources" / "presets"
CURVE = 'TITLE "Show"\nLUT_1D_SIZE 2\n0 0 0\n1 1 {blue}\n'


@pytest.fixture
def presets(tmp_path: Path) -> Presets:
    return Presets([SHIPPED, tmp_path / "presets"])


@pytest.fixture
def luts(presets: Presets, tmp_path: Path) -> Luts:
    return Luts(tmp_path / "presets", presets)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Show LUT (v2).cube", "show-lut-v2.cube"),
        ("../../etc/passwd", "passwd.cube"),
        ("ÄÖÜ.cube", "lut.cube"),
        ("con\0trol.cube", "con-trol.cube"),
    ],
)
def test_the_name_is_ours(luts: Luts, name: str, kept: str, tmp_path: Path) -> None:
    lut = luts.add(name, CURVE.format(blue=1))
    assert (lut.name, lut.dimensions, lut.points, lut.fault) == (kept, 1, 2, None)
    assert [file.name for file in (tmp_path / "presets").iterdir()] == [kept]
    assert "Show" not in Path(lut.path).read_text()


def test_nothing_is_written_over(luts: Luts) -> None:
    first = luts.add("show.cube", CURVE.format(blue=1))
    assert luts.add("show.cube", CURVE.format(blue=1)) == first
    assert luts.add("show.cube", CURVE.format(blue=0.5)).name == "show-2.cube"
    assert [lut.name for lut in luts.all()] == ["show-2.cube", "show.cube"]


def test_one_that_cannot_be_read_names_the_line(luts: Luts) -> None:
    with pytest.raises(LutError, match="Line 3"):
        luts.add("show.cube", "LUT_1D_SIZE 2\n0 0 0\n1 nan 1\n")
    assert luts.all() == []


def test_a_damaged_file_of_the_folder_is_listed_with_its_fault(luts: Luts, tmp_path: Path) -> None:
    (tmp_path / "presets").mkdir()
    (tmp_path / "presets" / "old.cube").write_text("no lut")
    (lut,) = luts.all()
    assert lut.dimensions is None
    assert "Line 1" in (lut.fault or "")


def test_one_that_a_preset_uses_stays(luts: Luts, presets: Presets, tmp_path: Path) -> None:
    lut = luts.add("show.cube", CURVE.format(blue=1))
    own = OwnPresets(presets, tmp_path / "presets")
    own.save("graded", {**table_of(presets.get("h264-720p")), "lut": lut.name})
    assert luts.all()[0].used_by == ("graded",)
    with pytest.raises(LutError, match="graded"):
        luts.remove(lut.name)
    own.remove("graded")
    luts.remove(lut.name)
    assert luts.all() == []
    with pytest.raises(LutError, match="no LUT"):
        luts.remove("../config.toml")
