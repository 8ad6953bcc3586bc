"""What every catalogue keeps to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.ports import Catalog
from server.store.catalog import ClipCatalog
from tests.helpers.fakes import FakeCatalog

CLIPS = [
    {"id": "1", "source": "/card/A001_C002.mov", "metadata": {"camera": "ARRI Alexa", "reel": "A001", "width": 3840}},
    {"id": "2", "source": "/card/B007 été.mxf", "metadata": {"camera": "Sony", "timecode": "01:00:00;00"}},
    {"id": "3", "source": "/card/odd\udcff.mov", "metadata": None},
]


@pytest.fixture(params=["fake", "sqlite-utils"])
def catalog(request: pytest.FixtureRequest, tmp_path: Path) -> Catalog:
    return FakeCatalog() if request.param == "fake" else ClipCatalog(tmp_path / "catalog.db")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("alexa", ["1"]),
        ("A001", ["1"]),
        ("c00", ["1"]),
        ("B007 sony", ["2"]),
        ("B007 alexa", []),
        ("ÉTÉ", ["2"]),
        ("odd", ["3"]),
        ("", []),
        ("  ", []),
    ],
)
def test_finds_by_the_beginnings_of_words(catalog: Catalog, text: str, found: list[str]) -> None:
    catalog.put(CLIPS, 1)
    assert catalog.search(text) == found
    assert catalog.count(text) == len(found)


def test_a_long_answer_comes_in_pieces(catalog: Catalog) -> None:
    catalog.put([{"id": str(n), "source": f"/card/A{n:03d}.mov", "metadata": None} for n in range(25)], 1)
    whole = catalog.search("card")
    pieces = [catalog.search("card", offset, 10) for offset in (0, 10, 20, 30)]
    assert [len(piece) for piece in pieces] == [10, 10, 5, 0]
    assert [one for piece in pieces for one in piece] == whole
    assert catalog.count("card") == 25


def test_it_knows_how_far_it_was_told(catalog: Catalog) -> None:
    assert catalog.mark() == 0
    catalog.put(CLIPS, 7)
    assert catalog.mark() == 7
    catalog.put([], 9)
    assert catalog.mark() == 9


def test_several_may_tell_it_of_the_same_at_once(catalog: Catalog) -> None:
    """A server does, while somebody searches."""
    clips = [{"id": str(n), "source": f"/card/A{n:03d}.mov", "metadata": None} for n in range(200)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda mark: catalog.put(clips, mark), range(12)))
    assert catalog.count("card") == len(catalog.search("card")) == len(clips)


@pytest.mark.parametrize(
    "text", ['"', "a AND", "NOT x", "source:A001", "a*b", "(", "NEAR(a b)", "-", "'", "\x00", "\udcff"]
)
def test_user_text_is_never_syntax(catalog: Catalog, text: str) -> None:
    catalog.put(CLIPS, 1)
    catalog.search(text)


def test_what_is_put_again_replaces_what_was(catalog: Catalog) -> None:
    catalog.put(CLIPS, 1)
    catalog.put([{**CLIPS[0], "metadata": {"camera": "RED"}}], 2)
    assert catalog.search("alexa") == []
    assert catalog.search("red") == ["1"]
    assert len(catalog.search("card")) == 3


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=30))
def test_any_text_can_be_asked(tmp_path: Path, text: str) -> None:
    catalog = ClipCatalog(tmp_path / "catalog.db")
    catalog.put([{"id": "1", "source": "/" + text, "metadata": {}}], 1)
    assert catalog.search(text) in ([], ["1"])


class TestItsFile:
    def test_may_be_deleted_at_any_moment(self, tmp_path: Path) -> None:
        catalog = ClipCatalog(tmp_path / "catalog.db")
        catalog.put(CLIPS, 1)
        (tmp_path / "catalog.db").unlink()
        assert (catalog.search("alexa"), catalog.mark()) == ([], 0)
        catalog.put(CLIPS, 1)
        assert catalog.search("alexa") == ["1"]

    def test_is_made_anew_when_it_is_no_database(self, tmp_path: Path) -> None:
        (tmp_path / "catalog.db").write_bytes(b"not a database at all" * 100)
        catalog = ClipCatalog(tmp_path / "catalog.db")
        catalog.put(CLIPS, 1)
        assert catalog.search("sony") == ["2"]
