"""What a moved folder is called wherever its name stands."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.relocation import Relocation

MOVE = Relocation("/old/pro\udcffject", "/new disk/p")


@pytest.mark.parametrize(
    ("path", "now"),
    [
        ("/old/pro\udcffject", "/new disk/p"),
        ("/old/pro\udcffject/A.mov", "/new disk/p/A.mov"),
        ("/old/pro\udcffject2/A.mov", "/old/pro\udcffject2/A.mov"),
        ("/elsewhere/old", "/elsewhere/old"),
    ],
)
def test_only_what_lies_in_the_folder_goes_with_it(path: str, now: str) -> None:
    assert MOVE.path(path) == now


def test_names_are_found_in_every_form_and_depth() -> None:
    told = {"proxy": "/old/pro\ufffdject/Proxy/A.mov", "deep": [{"root": "/old/pro\udcffject", "n": 1, "none": None}]}
    told["output"] = os.fsencode("/old/pro\udcffject/Proxy/A.mov").hex()
    assert MOVE.value(told) == {
        "proxy": "/new disk/p/Proxy/A.mov",
        "deep": [{"root": "/new disk/p", "n": 1, "none": None}],
        "output": os.fsencode("/new disk/p/Proxy/A.mov").hex(),
    }


@given(st.text("ab/", max_size=8))
def test_the_way_back_undoes_it(rest: str) -> None:
    there, back = Relocation("/a", "/b"), Relocation("/b", "/a")
    path = f"/a/{rest}"
    assert back.path(there.path(path)) == path
