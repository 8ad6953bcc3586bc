"""JSON that two readers could understand differently is refused, the rest is let through."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.api.strict_json import MOST_DEPTH, json_problem

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_json_writes_is_taken(value: object) -> None:
    assert json_problem(json.dumps(value).encode()) is None
    assert json_problem(json.dumps(value, ensure_ascii=False).encode()) is None


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b'{"a": 1, "a": 2}', "twice"),
        (b'[{"b": {"a": 1, "a": 1}}]', "twice"),
        (b"[NaN]", "NaN"),
        (b"[-Infinity]", "Infinity"),
        (b"{", "no JSON"),
        (b"", "no JSON"),
        (b"[" + b"9" * 5000 + b"]", "no JSON"),
        (b'"\xff"', "Unicode"),
        (b'"\xed\xa0\x80"', "Unicode"),  # half a character, as UTF-8 would write it
        (rb'"\ud800"', "Unicode"),
        (b'\xff\xfe"\x00a\x00"\x00', "Unicode"),  # UTF-16
        (b'\xef\xbb\xbf{"a": 1}', "no JSON"),  # a byte order mark
        (b"[" * 100_000 + b"]" * 100_000, "deeply"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "deeply"),
        (b"[" + b"[]," * 20_000 + b"[]]", "too many"),
    ],
    ids=range(15),
)
def test_what_cannot_be_relied_on_is_told(body: bytes, word: str) -> None:
    assert word in (json_problem(body) or "")


@pytest.mark.parametrize(("depth", "is_taken"), [(MOST_DEPTH, True), (MOST_DEPTH + 1, False)])
def test_how_deep(depth: int, is_taken: bool) -> None:
    assert (json_problem(b"[" * depth + b"]" * depth) is None) == is_taken


def test_brackets_in_texts_are_no_depth() -> None:
    assert json_problem(json.dumps({"paths": ["[" * 100 + '"\\' * 50 + "{"] * 100}).encode()) is None
