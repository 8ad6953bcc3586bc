"""What is said of a drop."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studio.dropped import added_words, nothing_sentence, uris_of_paths

NOTES = {"path": "/x/notes.txt", "reason": "not_media", "message": "It is no media file."}


@pytest.mark.parametrize(
    ("added", "reused", "skipped", "words"),
    [
        (1, 0, 0, "1 clip added."),
        (7, 2, 3, "7 clips added. 2 clips had a proxy already. 3 other files left alone."),
        (0, 1, 0, "1 clip had a proxy already."),
        (0, 0, 4, "Nothing was added."),
    ],
)
def test_what_came_of_it(added: int, reused: int, skipped: int, words: str) -> None:
    assert added_words(added, reused, [NOTES] * skipped) == words


@pytest.mark.parametrize(
    ("skipped", "words"),
    [
        ([], "Nothing was added: there is no clip in there."),
        ([NOTES], "Nothing was added. notes.txt: It is no media file."),
        ([{"path": "/x/a", "reason": "hidden"}], "Nothing was added. a: hidden"),
        ([NOTES] * 1_200, "Nothing was added: 1,200 files are no clips, or are proxies already."),
    ],
)
def test_why_nothing_came_of_it(skipped: list[dict[str, str]], words: str) -> None:
    assert nothing_sentence(skipped) == words


def test_names_that_are_no_text_keep_their_bytes(tmp_path: Path) -> None:
    odd = os.fsdecode(b"A\xff 1.mov")
    assert uris_of_paths([str(tmp_path / odd)])[0].endswith("/A%FF%201.mov")
