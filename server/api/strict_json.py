"""JSON as it has to be: what two readers could understand differently is refused (RFC 8259, section 4; RFC 7493)."""

from __future__ import annotations

import json
import re
from typing import Any

MOST_DEPTH = 32
_MOST_OPENINGS = 10_000  # nothing here needs more objects or lists in one body
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BRACKET = re.compile(r"[\[{\]}]")


class _NotJson(ValueError):
    """Says what is wrong with it."""


def json_problem(body: bytes) -> str | None:
    """What is wrong with it, in words; None for JSON in UTF-8 without duplicate keys, numbers that are none, halves
    of characters, or more than `MOST_DEPTH` levels."""
    try:
        text = body.decode()
        _check_depth(text)
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        if "\\u" in text:
            json.dumps(document, ensure_ascii=False).encode()
    except _NotJson as problem:
        return str(problem)
    except UnicodeError:
        return "it holds characters that are no Unicode"
    except ValueError:  # also a number of thousands of digits
        return "it is no JSON"
    return None


def _check_depth(text: str) -> None:
    openings = text.count("[") + text.count("{")
    if openings <= MOST_DEPTH:
        return
    depth = 0
    for number, bracket in enumerate(_BRACKET.finditer(_STRING.sub("", text))):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MOST_DEPTH or number > 2 * _MOST_OPENINGS:
            raise _NotJson("it is nested too deeply" if depth > MOST_DEPTH else "it holds too many lists and objects")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _NotJson(f"{twice!r} is there twice")
    return document


def _no_number(name: str) -> Any:
    raise _NotJson(f"{name} is no number")
