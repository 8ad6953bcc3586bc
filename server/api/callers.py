"""Who asks, for the routes: what they may do, and which paths they may name."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import PurePath
from typing import Annotated

from fastapi import Depends, Request

from server.domain.access import Caller, Scope
from server.domain.named_path import exact_path
from server.domain.naming import display_text
from server.errors import Forbidden


async def caller_of(request: Request) -> Caller:
    """Raises Forbidden where no guard let anybody in."""
    caller = getattr(request.state, "caller", None)
    if not isinstance(caller, Caller):
        raise Forbidden("Nobody knows who asks.")
    return caller


Asking = Annotated[Caller, Depends(caller_of)]


def needs(scope: Scope) -> Callable[[Request], Awaitable[None]]:
    """A dependency that raises Forbidden for callers with less."""

    async def check(request: Request) -> None:
        caller = await caller_of(request)
        if not caller.scope.covers(scope):
            raise Forbidden(f"The token {caller.name} may {caller.scope.value}; this needs {scope.value}.")

    return check


def path_for(caller: Caller, text: str) -> str:
    """`exact_path` of what `caller` may name, links resolved; raises Forbidden for a path outside their roots."""
    path = exact_path(text)
    if caller.roots is None:
        return path
    return _below_roots(caller, path, os.path.realpath(path))


def named_for(caller: Caller, text: str) -> str:
    """As `path_for`, of something that is only talked about: a link stays a link, its folder counts."""
    path = exact_path(text)
    if caller.roots is None:
        return path
    folder, name = os.path.split(os.path.normpath(path))
    return _below_roots(caller, path, str(PurePath(os.path.realpath(folder), name)))


def _below_roots(caller: Caller, path: str, whole: str) -> str:
    if not any(PurePath(whole).is_relative_to(os.path.realpath(root)) for root in caller.roots or ()):
        raise Forbidden(
            f"{display_text(path)} is not below a folder that the token {caller.name} may name.",
            "Add its folder to `roots` under [server] in config.toml, or use the home's own token.",
            code="outside_roots",
        )
    return whole
