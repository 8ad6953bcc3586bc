"""Sends a message to the program that the settings name. Redirections are not followed."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from server.errors import ConfigError, EnvironmentFault

SECONDS = 10.0
_LEAST_SECRET = 16


class HttpPost:
    """One address. It comes from config.toml alone, never over HTTP, so it may be on this machine or network."""

    def __init__(self, url: str) -> None:
        """Raises ConfigError."""
        self._parts = _checked(url)

    def __call__(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Raises EnvironmentFault unless the answer is one of success."""
        parts = self._parts
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("POST", target, body, dict(headers))
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as fault:
            raise EnvironmentFault(f"{parts.hostname} does not answer: {fault}.", code="webhook_failed") from fault
        finally:
            connection.close()
        if not http.client.OK <= status < http.client.MULTIPLE_CHOICES:
            raise EnvironmentFault(f"{parts.hostname} answers with status {status}.", code="webhook_failed")


def check_secret(secret: str | None) -> str:
    """Raises ConfigError."""
    if secret is None or len(secret) < _LEAST_SECRET:
        raise ConfigError(f"`webhooks.secret` has to be set, with at least {_LEAST_SECRET} characters.")
    return secret


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good or "@" in parts.netloc:
        raise ConfigError(
            "`webhooks.url` has to be an address like https://pipeline.example/rushes, without a password."
        )
    return parts
