"""Tokens of other programs: shown once, kept as hashes, gone when removed."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from server.domain.access import Caller, Scope
from server.errors import HomeUnusable, UnknownId, UsageError
from server.system.tokens import HOME, Keys, TokenFile

AT = "2026-01-01T00:00:00.000Z"
HOME_TOKEN = "h" * 43


@pytest.fixture
def tokens(tmp_path: Path) -> TokenFile:
    return TokenFile(tmp_path / "tokens.json")


def test_only_a_hash_is_kept_for_the_owner_alone(tokens: TokenFile, tmp_path: Path) -> None:
    token = tokens.add("pipeline", Scope.SUBMIT, AT)
    kept = tmp_path / "tokens.json"
    assert token not in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len(token) >= 43  # 256 bits in base 64


def test_a_token_is_known_by_any_program_on_the_home(tokens: TokenFile, tmp_path: Path) -> None:
    token = tokens.add("pipeline", Scope.SUBMIT, AT)
    found = TokenFile(tmp_path / "tokens.json").find(token)
    assert found is not None
    assert (found.name, found.scope, found.added_at) == ("pipeline", Scope.SUBMIT, AT)
    assert tokens.find(token[:-1]) is None


def test_one_that_another_program_removed_opens_nothing(tokens: TokenFile, tmp_path: Path) -> None:
    token = tokens.add("pipeline", Scope.READ, AT)
    assert tokens.find(token) is not None
    TokenFile(tmp_path / "tokens.json").remove("pipeline")
    assert tokens.find(token) is None


@pytest.mark.parametrize("name", ["", "home", "a b", "-x", "a/b", "x" * 65])
def test_names_that_cannot_be(tokens: TokenFile, name: str) -> None:
    with pytest.raises(UsageError):
        tokens.add(name, Scope.READ, AT)


def test_a_name_is_there_once(tokens: TokenFile) -> None:
    tokens.add("a", Scope.READ, AT)
    with pytest.raises(UsageError, match="already"):
        tokens.add("a", Scope.ADMIN, AT)
    with pytest.raises(UnknownId):
        tokens.remove("b")


@pytest.mark.parametrize("text", ["{", "[]", '{"tokens": [{"name": "a"}]}', '{"tokens": 5}'])
def test_a_damaged_file_opens_nothing(tokens: TokenFile, tmp_path: Path, text: str) -> None:
    (tmp_path / "tokens.json").write_text(text)
    keys = Keys(HOME_TOKEN, tokens)
    with pytest.raises(HomeUnusable):
        keys.who("x")
    assert keys.who(HOME_TOKEN) is not None


def test_the_homes_own_may_name_any_path_others_below_roots(tokens: TokenFile) -> None:
    token = tokens.add("pipeline", Scope.ADMIN, AT)
    keys = Keys(HOME_TOKEN, tokens, [os.sep + "footage"])
    home, other = keys.who(HOME_TOKEN), keys.who(token)
    assert home == Caller(HOME, Scope.ADMIN, None, sha256(HOME_TOKEN.encode()).hexdigest())
    assert other == Caller("pipeline", Scope.ADMIN, (os.sep + "footage",), sha256(token.encode()).hexdigest())
    assert keys.who("") is None


def test_who_came_in_before_is_out_when_the_token_is(tokens: TokenFile) -> None:
    caller = Keys(HOME_TOKEN, tokens).who(tokens.add("a", Scope.READ, AT))
    keys = Keys(HOME_TOKEN, tokens)
    assert caller is not None
    assert keys.again(caller) == caller
    tokens.remove("a")
    assert keys.again(caller) is None
    tokens.add("a", Scope.ADMIN, AT)  # another one of the same name
    assert keys.again(caller) is None


def test_a_home_with_another_token_forgets_who_came_by_the_old_one(tokens: TokenFile) -> None:
    owner = Keys(HOME_TOKEN, tokens).who(HOME_TOKEN)
    assert owner is not None
    assert Keys(HOME_TOKEN, tokens).again(owner) == owner
    assert Keys("n" * 43, tokens).again(owner) is None


def test_scopes_cover_those_before_them() -> None:
    assert [[scope.covers(other) for other in Scope] for scope in Scope] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
