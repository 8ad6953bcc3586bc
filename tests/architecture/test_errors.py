"""The tree of errors: drawn in the module's docstring, each with a code of its own."""

from __future__ import annotations

import re

from server import errors
from server.errors import RushesError


def all_errors(top: type[RushesError] = RushesError) -> list[type[RushesError]]:
    own = [cls for cls in top.__subclasses__() if cls.__module__ == errors.__name__]
    return [top, *(below for cls in own for below in all_errors(cls))]


def drawn_tree() -> dict[str, str | None]:
    """Name -> parent, as drawn. A level is four columns wide."""
    parents: dict[str, str | None] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"((?:[│├└─ ]{4})*)([A-Z]\w+)(?: {2,}|$)", line)
        if match is None:
            continue
        depth = len(match[1]) // 4
        path[depth:] = [match[2]]
        parents[match[2]] = path[depth - 1] if depth else None
    return parents


def test_the_tree_is_drawn_as_it_is() -> None:
    real = {cls.__name__: None if cls is RushesError else cls.__bases__[0].__name__ for cls in all_errors()}
    assert drawn_tree() == real


def test_each_error_has_a_code_of_its_own() -> None:
    codes = {cls.__name__: cls.__dict__.get("code") for cls in all_errors()}
    assert None not in codes.values()
    assert len(set(codes.values())) == len(codes)


def test_codes_are_words_a_program_can_keep() -> None:
    assert all(re.fullmatch(r"[a-z][a-z_]*", cls.code) for cls in all_errors())


def test_what_failed_says_what_to_do() -> None:
    assert all(cls("It failed.").hint.endswith((".", ")")) for cls in all_errors())


def test_what_a_drawing_calls_transient_is_so() -> None:
    marked = set(re.findall(r"([A-Z]\w+) .*\(transient", errors.__doc__ or ""))
    assert marked
    assert all(getattr(errors, name).transient for name in marked)
