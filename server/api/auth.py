"""Who may ask: Host, Origin and token are checked before anything is routed (any web page can reach localhost).

Pure ASGI, because a wrapper around the response would hold up the event stream.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from ipaddress import ip_address

from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from server.api.answers import refuse
from server.api.sessions import Failures, Sessions
from server.domain.access import Caller
from server.errors import HomeUnusable
from server.system.tokens import Keys

READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Without a token: whether the server lives, and the page that lets a browser in.
OPEN_PATHS = frozenset({"/health", "/api/v1/health", "/login", "/login.js", "/login.css"})
_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
# What a form of another web page can send without asking first.
_FORM_TYPES = frozenset({"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
_HOST_HINT = "Use localhost, or a name that `names` under [server] in config.toml lists."
_HINT = "It is in the file `token` of the server's home; give it as RUSHES_TOKEN or with `--home DIR`."


class HostGuard:
    """Lets in only requests that name this server: a page of another name that resolves to us (DNS rebinding) does
    not. The raw header counts, not what a framework makes of it."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_ours(scope):
            await refuse(send, 421, "wrong_host", "This address is not one of this server's.", _HOST_HINT)
            return
        await self._app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        named = [value for name, value in scope["headers"] if name == b"host"]
        return len(named) == 1 and named[0].decode("latin-1").lower() in self._hosts


class OriginGuard:
    """A request that changes something and comes from a browser must come from our own page: the one of the very
    scheme, name and port it asks. The Host was checked before."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in READING and not _is_own_page(scope):
            await refuse(send, 403, "wrong_origin", "Another web page may not change anything here.", "")
            return
        await self._app(scope, receive, send)


def _is_own_page(scope: Scope) -> bool:
    headers = headers_of(scope)
    origin, site = headers.get(b"origin"), headers.get(b"sec-fetch-site")
    own = f"{scope['scheme']}://{headers[b'host']}".lower()
    return (origin is None or origin.lower() == own) and site in (None, "same-origin", "none")


class AccessGuard:
    """Everything but `OPEN_PATHS` needs a token, or the cookie of a browser that signed in with a one-time code.
    Who it is, is put into the request's state as `caller`."""

    def __init__(self, app: ASGIApp, keys: Keys, sessions: Sessions, failures: Failures, cookie: str) -> None:
        self._app = app
        self._keys = keys
        self._sessions = sessions
        self._failures = failures
        self._cookie = cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        headers = headers_of(scope)
        try:
            caller = self._caller(headers)
        except HomeUnusable as fault:
            await refuse(send, 503, fault.code, fault.message, fault.hint)
            return
        if caller is None:
            await self._turn_away(scope, headers, send)
            return
        by_cookie = b"authorization" not in headers
        if by_cookie and scope["method"] not in READING and not _is_no_form(headers):
            said = "A browser has to send JSON, or the header X-Rushes."
            await refuse(send, 403, "wrong_origin", said, "Send Content-Type: application/json.")
            return
        scope.setdefault("state", {}).update(caller=caller, by_cookie=by_cookie)
        await self._app(scope, receive, send)

    def _caller(self, headers: Mapping[bytes, str]) -> Caller | None:
        given = headers.get(b"authorization")
        if given is not None:
            scheme, _, token = given.partition(" ")
            return self._keys.who(token.strip()) if scheme.lower() == "bearer" else None
        secret = cookie_parser(headers.get(b"cookie", "")).get(self._cookie)
        known = self._sessions.who(secret) if secret else None
        return None if known is None else self._keys.again(known)

    async def _turn_away(self, scope: Scope, headers: Mapping[bytes, str], send: Send) -> None:
        given = b"authorization" in headers
        if given and self._failures.note(peer_of(scope)):
            said = "There were too many wrong tokens from your address."
            await refuse(send, 429, "too_many_failures", said, "Wait a minute.", ((b"retry-after", b"60"),))
        elif not given and scope["method"] == "GET" and "text/html" in headers.get(b"accept", ""):
            await _redirect(send, b"/login")
        else:
            said = "The token is not the one of this server." if given else "This server wants its token."
            await refuse(send, 401, "bad_token", said, _HINT, ((b"www-authenticate", b"Bearer"),))


def _is_no_form(headers: Mapping[bytes, str]) -> bool:
    """Whether another page could not send this without asking the browser's leave, which we never give."""
    kind = headers.get(b"content-type", "").partition(";")[0].strip().lower()
    return b"x-rushes" in headers or kind not in _FORM_TYPES


async def _redirect(send: Send, place: bytes) -> None:
    headers = [(b"location", place), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def allowed_hosts(host: str, port: int) -> frozenset[str]:
    """The Host headers of a server on the loopback; browsers leave out port 80."""
    names = {*_LOOPBACK_NAMES, host}
    named = {f"{name}:{port}" for name in names}
    return frozenset(named | names) if port == 80 else frozenset(named)


def headers_of(scope: Scope) -> dict[bytes, str]:
    """The headers; of several with one name the last."""
    return {name: value.decode("latin-1") for name, value in scope["headers"]}


def peer_of(scope: Scope) -> str:
    """The address the request came from."""
    return str((scope.get("client") or ("",))[0])


def host_problem(host: str) -> str | None:
    """Why the server may not listen there, None for the loopback."""
    with suppress(ValueError):
        if host == "localhost" or ip_address(host).is_loopback:
            return None
    return f"{host} can be reached from other computers; without TLS this server listens on this machine only."
