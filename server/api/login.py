"""How a browser is let in: a one-time code, given in once by the page `/login`, becomes a cookie.

The code stands behind the # of the link, which browsers send to nobody and no log holds.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from server.api.auth import peer_of
from server.api.callers import Asking
from server.api.pages import LOGIN, join_pages
from server.api.parts import Body, add, such_as
from server.api.sessions import CODE_SECONDS, LONGEST_SECONDS, Failures, Sessions
from server.api.shapes import LoginCodeJson, SessionJson
from server.domain.access import Scope
from server.errors import Forbidden
from server.schema import failure_json


class Code(Body):
    """What the link of `rushes open` ends in."""

    model_config = such_as(code="VXcmRBIgEzZMN73VmW1HSpGjDD_zsxSe2N4QrCGtXbo")

    code: str = Field(min_length=1, max_length=200)


class LoginRoutes:
    """Every method is one route; async, because sessions belong to the event loop."""

    def __init__(self, sessions: Sessions, failures: Failures, cookie: str) -> None:
        self._sessions = sessions
        self._failures = failures
        self._cookie = cookie

    def join(self, router: APIRouter) -> None:
        join_pages(router, LOGIN)
        router.add_api_route("/login", self.login, methods=["POST"], response_model=None, include_in_schema=False)
        router.add_api_route("/logout", self.logout, methods=["POST"], response_model=None, include_in_schema=False)
        add(router, "GET", "/session", self.session, answer=SessionJson)
        add(router, "POST", "/login-codes", self.new_code, 201, needed=Scope.READ, answer=LoginCodeJson)

    async def new_code(self, caller: Asking, request: Request) -> dict[str, Any]:
        """A code that lets one browser in, as whoever asks, within a minute. For holders of a token."""
        if request.state.by_cookie:
            raise Forbidden("A browser cannot let another one in.", "`rushes open` prints a link.")
        return {"code": self._sessions.new_code(caller), "expires_in": CODE_SECONDS}

    async def session(self, caller: Asking) -> dict[str, Any]:
        """Who asks, and what they may do."""
        return {"name": caller.name, "scope": caller.scope.value}

    async def login(self, given: Code, request: Request) -> JSONResponse:
        """The cookie for a code."""
        opened = self._sessions.redeem(given.code)
        if opened is None:
            return self._refused(request)
        secret, caller = opened
        answer = JSONResponse({"name": caller.name, "scope": caller.scope.value})
        is_tls = request.scope["scheme"] == "https"
        answer.set_cookie(
            self._cookie, secret, int(LONGEST_SECONDS), path="/", secure=is_tls, httponly=True, samesite="strict"
        )
        return answer

    def _refused(self, request: Request) -> JSONResponse:
        if self._failures.note(peer_of(request.scope)):
            words = failure_json("too_many_failures", "There were too many wrong codes.", "Wait a minute.")
            return JSONResponse(words, 429, {"Retry-After": "60"})
        said = "This link was used already, or is older than a minute."
        return JSONResponse(failure_json("bad_code", said, "`rushes open` prints a new one."), 401)

    async def logout(self, request: Request) -> JSONResponse:
        """Ends this browser's session."""
        self._sessions.end(request.cookies.get(self._cookie, ""))
        answer = JSONResponse({})
        answer.delete_cookie(self._cookie, path="/", httponly=True, samesite="strict")
        return answer
