"""Who asks, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Each may do what those before it may."""

    READ = "read"
    SUBMIT = "submit"
    ADMIN = "admin"

    def covers(self, needed: Scope) -> bool:
        order = list(Scope)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True)
class Caller:
    """Somebody whose token is known; `name` is the token's, `key` its hash. `roots`: the folders they may name paths
    below, None means any path."""

    name: str
    scope: Scope
    roots: tuple[str, ...] | None = ()
    key: str = ""
