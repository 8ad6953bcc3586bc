"""Who may ask: Host, Origin and token are checked before anything is routed (any web page can reach localhost).

Pure ASGI, because a wrapper around the response would hold up the event stream.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from server.api.answers import refuse

READING = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_PATHS = frozenset({"/health", "/api/v1/health"})
_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


class HostGuard:
    """Lets in only requests that name this server: a page of another name that resolves to us (DNS rebinding) does
    not. The raw header counts, not what a framework makes of it."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_ours(scope):
            await refuse(send, 421, "wrong_host", "This address is not one of this server's.", "Use localhost.")
            return
        await self._app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        named = [value for name, value in scope["headers"] if name == b"host"]
        return len(named) == 1 and named[0].decode("latin-1").lower() in self._hosts


class OriginGuard:
    """A request that changes something and comes from a browser must come from our own page."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._origins = frozenset(f"http://{host}" for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in READING and not self._is_ours(headers_of(scope)):
            await refuse(send, 403, "wrong_origin", "Another web page may not change anything here.", "")
            return
        await self._app(scope, receive, send)

    def _is_ours(self, headers: Mapping[bytes, str]) -> bool:
        origin, site = headers.get(b"origin"), headers.get(b"sec-fetch-site")
        return (origin is None or origin.lower() in self._origins) and site in (None, "same-origin", "none")


class TokenGuard:
    """Everything but /health needs the token, compared in constant time."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] not in OPEN_PATHS:
            given = headers_of(scope).get(b"authorization", "")
            scheme, _, token = given.partition(" ")
            if not (scheme.lower() == "bearer" and secrets.compare_digest(token.strip().encode(), self._token)):
                await refuse(send, 401, "bad_token", *_words(bool(given)))
                return
        await self._app(scope, receive, send)


def _words(given: bool) -> tuple[str, str]:
    said = "The token is not the one of this server." if given else "This server wants its token."
    return said, "It is in the file `token` of the server's home; give it as RUSHES_TOKEN or with `--home DIR`."


def allowed_hosts(host: str, port: int) -> frozenset[str]:
    """The Host headers of a server on the loopback; browsers leave out port 80."""
    names = {*_LOOPBACK_NAMES, host}
    named = {f"{name}:{port}" for name in names}
    return frozenset(named | names) if port == 80 else frozenset(named)


def headers_of(scope: Scope) -> dict[bytes, str]:
    """The headers; of several with one name the last."""
    return {name: value.decode("latin-1") for name, value in scope["headers"]}


def host_problem(host: str) -> str | None:
    """Why the server may not listen there, None for the loopback."""
    with suppress(ValueError):
        if host == "localhost" or ip_address(host).is_loopback:
            return None
    return f"{host} can be reached from other computers; without TLS this server listens on this machine only."
