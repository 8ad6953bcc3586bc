"""What is said of a drop."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from studio.dropped import added_words, begins_at_once, cost_words, known_words, nothing_sentence, uris_of_paths

NOTES = {"reason": "not_media", "message": "It is no media file.", "example": "/x/notes.txt"}
PLAN = {"new": 3, "done": 0, "queued": 0, "size_bytes": 5_000, "seconds": None, "proxy_bytes": None, "free_bytes": None}


@pytest.mark.parametrize(
    ("added", "reused", "left", "words"),
    [
        (1, 0, 0, "1 clip added."),
        (7, 2, 3, "7 clips added. 2 clips had a proxy already. 3 other files left alone."),
        (0, 1, 0, "1 clip had a proxy already."),
        (0, 0, 4, "Nothing was added."),
    ],
)
def test_what_came_of_it(added: int, reused: int, left: int, words: str) -> None:
    answer = {"ids": ["a"] * added, "reused": reused, "left_alone": [{**NOTES, "count": left}] if left else []}
    assert added_words(answer) == words


@pytest.mark.parametrize(
    ("left_alone", "words"),
    [
        ([], "Nothing was added: there is no clip in there."),
        ([{**NOTES, "count": 1}], "Nothing was added. notes.txt: It is no media file."),
        ([{"reason": "hidden", "example": "/x/a", "count": 1}], "Nothing was added. a: hidden"),
        (
            [{**NOTES, "count": 1_200}],
            "Nothing was added: 1,200 files are no clips, such as notes.txt: It is no media file.",
        ),
    ],
)
def test_why_nothing_came_of_it(left_alone: list[dict[str, Any]], words: str) -> None:
    assert nothing_sentence(left_alone) == words


@pytest.mark.parametrize(
    ("changes", "at_once"),
    [
        ({}, True),
        ({"new": 0, "done": 3}, True),
        ({"new": 13}, False),
        ({"proxy_bytes": 10, "free_bytes": 9}, False),
        ({"left_alone": [{**NOTES, "count": 3}]}, True),
        ({"left_alone": [{**NOTES, "reason": "no_access", "count": 1}]}, False),
    ],
    ids=str,
)
def test_a_few_clips_without_a_catch_begin_at_once(changes: dict[str, Any], at_once: bool) -> None:
    assert begins_at_once(PLAN | {"left_alone": []} | changes) == at_once


def test_what_is_not_known_is_not_said() -> None:
    assert cost_words(PLAN) == ""
    assert known_words(PLAN) == ""


def test_names_that_are_no_text_keep_their_bytes(tmp_path: Path) -> None:
    odd = os.fsdecode(b"A\xff 1.mov")
    assert uris_of_paths([str(tmp_path / odd)])[0].endswith("/A%FF%201.mov")
