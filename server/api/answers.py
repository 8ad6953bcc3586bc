"""What goes out when something goes wrong: one shape, whoever noticed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Match
from starlette.types import Send

from server.errors import (
    DiskFull,
    EnvironmentFault,
    Forbidden,
    IllegalChange,
    RushesError,
    SourceError,
    UnknownId,
    UsageError,
)
from server.schema import error_json, failure_json

_LOG = logging.getLogger(__name__)
# The first that fits.
_STATUS: Mapping[type[RushesError], int] = {
    UnknownId: 404,
    IllegalChange: 409,
    Forbidden: 403,
    UsageError: 400,
    SourceError: 422,
    DiskFull: 507,
    EnvironmentFault: 503,
    RushesError: 500,
}
_STATUS_OF_CODE: Mapping[str, int] = {"too_large": 413, "other_tus": 412}  # as tus 1.0 has it
_WORDS: Mapping[int, tuple[str, str, str]] = {
    404: ("no_such_route", "There is nothing at {path}.", "GET /openapi.json lists what there is."),
    405: ("wrong_method", "{method} does not go with {path}.", "GET /openapi.json lists what there is."),
}


def answer_errors(app: FastAPI) -> None:
    """Registers what each kind of error becomes."""
    app.add_exception_handler(RushesError, _on_rushes_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(Exception, _on_mistake)


def status_of(error: RushesError) -> int:
    own = _STATUS_OF_CODE.get(error.code)
    return own or next(status for kind, status in _STATUS.items() if isinstance(error, kind))


async def refuse(
    send: Send, status: int, code: str, message: str, hint: str, more: Iterable[tuple[bytes, bytes]] = ()
) -> None:
    """The same answer before there is an app to give it. `more`: headers."""
    body = json.dumps(failure_json(code, message, hint)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    # What is left of a body that was refused is not understood, so the connection cannot be used again.
    headers += [(b"connection", b"close"), *more, *SAFE_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


SAFE_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


def _on_rushes_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RushesError)
    return JSONResponse(error_json(error), status_of(error))


def _on_http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    fallback = ("http_error", str(error.detail), "")
    code, message, hint = _WORDS.get(error.status_code, fallback)
    facts = {"path": request.scope["path"], "method": request.method}
    content = failure_json(code, message.format(**facts) if error.status_code in _WORDS else message, hint)
    headers = {"Allow": _methods(request)} if error.status_code == 405 else error.headers
    return JSONResponse(content, error.status_code, headers=headers)


def _methods(request: Request) -> str:
    """What can be done with the path: of all routes written like it, else as the first that fits; the framework tells
    of one only."""
    routes = [(getattr(route, "path", ""), route) for route in request.app.routes]
    fitting = [path for path, route in routes if route.matches(request.scope)[0] is not Match.NONE]
    own = request.scope["path"] if request.scope["path"] in fitting else fitting[0]
    verbs = {verb for path, route in routes if path == own for verb in getattr(route, "methods", ())}
    return ", ".join(sorted(verbs | ({"HEAD"} if "GET" in verbs else set())))


def _on_invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    wrong = [f"{'.'.join(map(str, fault['loc'][1:])) or fault['loc'][0]}: {_said(fault)}" for fault in error.errors()]
    message = f"The request is not understood: {'; '.join(wrong)}."
    return JSONResponse(failure_json("usage", message, "GET /openapi.json describes each route."), 422)


def _said(fault: Mapping[str, Any]) -> str:
    """What the framework says of a field, plainer where people meet it often."""
    plain = {"extra_forbidden": "there is no such field", "missing": "this is needed"}
    return plain.get(str(fault["type"]), str(fault["msg"]))


def _on_mistake(request: Request, error: Exception) -> JSONResponse:
    _LOG.error("%s %s failed in a way nobody foresaw", request.method, request.scope["path"], exc_info=error)
    hint = RushesError.default_hint
    return JSONResponse(failure_json("internal", f"Rushes made a mistake: {type(error).__name__}.", hint), 500)
