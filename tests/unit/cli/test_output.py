"""Nothing that a file is named can steer the terminal or break the JSON."""

import io
import json

import pytest

from server.cli.output import Output, clean, count_text, duration_text
from server.errors import UnknownId


def an_output(*, as_json: bool) -> Output:
    return Output(as_json, io.StringIO(), io.StringIO())


@pytest.mark.parametrize(
    "text", ["\x1b[2J", "\x07", "\r", "\n", "\x9b31m", "\u202e", "\u2028", "\udcff", "\x00", "\u200b"]
)
def test_what_steers_a_terminal_is_shown_as_a_mark(text: str) -> None:
    shown = clean(f"A{text}B.mov")
    assert "\N{REPLACEMENT CHARACTER}" in shown
    assert text not in shown
    assert (shown[0], shown[-5:]) == ("A", "B.mov")


@pytest.mark.parametrize("text", ["Ünïcode.mov", "日本.mov", "👩\u200d💻.mov", "a b.mov", "[red]x[/red].mov"])
def test_names_of_the_world_stay(text: str) -> None:
    assert clean(text) == text


def test_people_read_sentences() -> None:
    output = an_output(as_json=False)
    output.say("A\x1b.mov")
    output.document({"a": 1})
    assert output.out.getvalue() == "A\ufffd.mov\n"


def test_programs_read_one_document() -> None:
    output = an_output(as_json=True)
    output.say("nothing of this")
    output.document({"path": "/x/é"})
    assert json.loads(output.out.getvalue()) == {"path": "/x/é"}
    assert output.out.getvalue().isascii()


def test_an_error_says_what_to_do() -> None:
    output = an_output(as_json=False)
    output.error(UnknownId("There is no job 7.", "Look again."))
    assert output.err.getvalue() == "There is no job 7.\n  Look again.\n"
    assert output.out.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, ""), (0, "0:00"), (9.4, "0:09"), (309, "5:09"), (3909, "1:05:09"), (360000, "100:00:00")],
)
def test_durations(seconds: float | None, text: str) -> None:
    assert duration_text(seconds) == text


def test_counts() -> None:
    assert (count_text(1, "clip"), count_text(2, "clip")) == ("1 clip", "2 clips")
    assert count_text(0, "proxy", "proxies") == "0 proxies"
