"""Tokens: the home's own, and those made for other programs, of which only hashes are kept."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from server.domain.access import Caller, Scope
from server.errors import HomeUnusable, UnknownId, UsageError
from server.system.state import write_state

HOME = "home"
FILE_NAME = "tokens.json"
_TOKEN_BYTES = 32  # 256 bits
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LIST_HINT = "`rushes tokens list` lists them."


@dataclass(frozen=True)
class NamedToken:
    """One token as it is kept: a 256-bit random word needs no slow hash."""

    name: str
    scope: Scope
    sha256: str
    added_at: str


class TokenFile:
    """The tokens of a home beside its own; read anew whenever the file changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mark: object = None
        self._known: Sequence[NamedToken] = ()

    def add(self, name: str, scope: Scope, added_at: str) -> str:
        """The token, which cannot be read again. Raises UsageError for a name that is taken or cannot be."""
        if not _NAME.fullmatch(name) or name == HOME:
            raise UsageError(f"{name!r} cannot be the name of a token.", "Letters, digits, dot, dash; not `home`.")
        if any(one.name == name for one in self.all()):
            raise UsageError(f"There is a token {name} already.", "Remove that one first, or choose another name.")
        token = "rushes_" + secrets.token_urlsafe(_TOKEN_BYTES)
        self._write([*self.all(), NamedToken(name, scope, _hash(token), added_at)])
        return token

    def remove(self, name: str) -> None:
        """From now on it opens nothing. Raises UnknownId."""
        left = [one for one in self.all() if one.name != name]
        if len(left) == len(self.all()):
            raise UnknownId(f"There is no token {name}.", _LIST_HINT)
        self._write(left)

    def all(self) -> Sequence[NamedToken]:
        """Raises HomeUnusable for a file that is damaged: then none of them opens anything."""
        mark = self._look()
        if mark != self._mark:
            self._known, self._mark = self._read() if mark else (), mark
        return self._known

    def find(self, token: str) -> NamedToken | None:
        """Compares with all of them, in constant time."""
        given = _hash(token)
        found = [one for one in self.all() if secrets.compare_digest(one.sha256, given)]
        return found[0] if found else None

    def _look(self) -> object:
        try:
            facts = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise HomeUnusable(f"{self._path} cannot be read: {fault.strerror}.") from fault
        return facts.st_ino, facts.st_mtime_ns, facts.st_size

    def _read(self) -> list[NamedToken]:
        try:
            listed = json.loads(self._path.read_text(encoding="utf-8"))["tokens"]
            return [replace(NamedToken(**one), scope=Scope(one["scope"])) for one in listed]
        except (OSError, ValueError, KeyError, TypeError) as fault:
            hint = "Remove that file and make the tokens anew: `rushes tokens add`."
            raise HomeUnusable(f"{self._path} cannot be read.", hint) from fault

    def _write(self, tokens: Sequence[NamedToken]) -> None:
        write_state(self._path, {"tokens": [asdict(one) for one in tokens]})


class Keys:
    """Whose a token is. `roots`: below which folders tokens other than the home's may name paths."""

    def __init__(self, home_token: str, others: TokenFile, roots: Sequence[str] = ()) -> None:
        self._home = home_token.encode()
        self._home_key = _hash(home_token)
        self._others = others
        self._roots = tuple(roots)

    def who(self, token: str) -> Caller | None:
        """Raises HomeUnusable where the other tokens cannot be read."""
        if secrets.compare_digest(token.encode(), self._home):
            return self._owner()
        found = self._others.find(token)
        return None if found is None else self._caller(found)

    def again(self, caller: Caller) -> Caller | None:
        """As `who`, of somebody who was let in before: None once the token they came by is no more, whatever has its
        name now. Raises HomeUnusable."""
        if caller.key == self._home_key:
            return self._owner()
        found = next((one for one in self._others.all() if one.sha256 == caller.key), None)
        return None if found is None else self._caller(found)

    def _owner(self) -> Caller:
        return Caller(HOME, Scope.ADMIN, None, self._home_key)

    def _caller(self, token: NamedToken) -> Caller:
        return Caller(token.name, token.scope, self._roots, token.sha256)


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
