"""What a server that refuses, is gone or is another program means to who called it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator

from server.errors import EnvironmentFault, RushesError, UsageError


def error_of(status: int, content: bytes) -> RushesError:
    """The server's error as the class it was raised with, so that it means the same on both sides."""
    try:
        told = json.loads(content)["error"]
        code, message, hint = str(told["code"]), str(told["message"]), str(told["hint"])
    except (ValueError, KeyError, TypeError):
        code, message, hint = "server_error", f"The server answered with status {status}.", ""
    known = next((cls for cls in _classes(RushesError) if cls.code == code), None)
    kind = known or (UsageError if status < http.client.INTERNAL_SERVER_ERROR else EnvironmentFault)
    return kind(message, hint or None, code=code)


def _classes(top: type[RushesError]) -> Iterator[type[RushesError]]:
    for cls in top.__subclasses__():
        yield cls
        yield from _classes(cls)


def gone_from(url: str) -> RushesError:
    return EnvironmentFault(
        f"The server at {url} does not answer.",
        "Start it again with `rushes server`; what was queued is kept. Without --server the work is done here.",
        code="server_gone",
    )


def stranger_at(url: str) -> RushesError:
    return EnvironmentFault(
        f"What answers at {url} is no Rushes server.",
        "Check the address; `rushes server` prints its own when it starts.",
        code="not_rushes",
    )
