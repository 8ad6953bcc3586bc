"""Where a server listens: plainly on this machine, and with TLS for others."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import uvicorn

from server.api.connections import Doorman, limited
from server.config import ServerSettings
from server.errors import ConfigError, UsageError

USUAL_PORT = 8765
DRAIN_SECONDS = 3
SEND_BYTES = 256 * 1024  # what waits in the kernel for one who does not read; else it may be 4 MB
_BACKLOG = 128
_ANYWHERE = frozenset({"0.0.0.0", "::"})


@dataclass(frozen=True)
class Tls:
    """The certificate (with those above it) and its key, as files."""

    certificate: str
    key: str


@dataclass(frozen=True)
class Outside:
    """The door for other machines."""

    host: str
    listener: socket.socket
    tls: Tls

    def names(self, settings: ServerSettings) -> frozenset[str]:
        return names_outside(self.host, self.listener.getsockname()[1], settings)


def tls_of(settings: ServerSettings) -> Tls | None:
    """None where none is set. Raises ConfigError for files that do not go together."""
    certificate, key = settings.certificate, settings.key
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise ConfigError("`server.certificate` and `server.key` have to be set both.")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as fault:  # the second is the first, but says nothing of files
        raise ConfigError(f"The certificate {certificate} and its key cannot be used: {fault}.") from fault
    return Tls(certificate, key)


def names_outside(host: str, port: int, settings: ServerSettings) -> frozenset[str]:
    """The Host headers of requests from other machines; browsers leave out port 443."""
    names = {name.lower() for name in settings.names} | ({host} - _ANYWHERE)
    named = {f"{name}:{port}" for name in names}
    return frozenset(named | names) if port == 443 else frozenset(named)


def open_listener(host: str, port: int | None) -> socket.socket:
    """A listening socket on the loopback. Raises UsageError where the port is taken or not ours to take."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in (USUAL_PORT, 0) if port is None else (port,):
        # The protocol by name: asyncio turns off Nagle's delay, 40 ms an answer, only where it reads it.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name == "posix":  # elsewhere this would let two programs listen on one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BYTES)
        try:
            listener.bind((host, candidate))
            listener.listen(_BACKLOG)
        except OSError as fault:
            listener.close()
            if candidate == 0 or port is not None:
                raise UsageError(
                    f"Port {candidate} of {host} cannot be used: {fault.strerror or fault}.",
                    "Give another with `--port`, or leave it out: then a free one is found.",
                    code="port_taken",
                ) from fault
            continue
        return listener
    raise AssertionError("the last candidate returns or raises")


class Http(uvicorn.Server):
    """Uvicorn without its signal handlers, and without waking ten times a second for nothing."""

    def __init__(self, web: Any, doorman: Doorman, tls: Tls | None = None) -> None:
        super().__init__(_config(web, doorman, tls))
        self.stop = asyncio.Event()

    def capture_signals(self) -> Any:
        return nullcontext()

    async def main_loop(self) -> None:
        await self.stop.wait()


def _config(web: Any, doorman: Doorman, tls: Tls | None) -> uvicorn.Config:
    return uvicorn.Config(
        web,
        lifespan="off",
        loop="asyncio",
        http=limited(doorman),
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=DRAIN_SECONDS,
        ssl_certfile=None if tls is None else tls.certificate,
        ssl_keyfile=None if tls is None else tls.key,
    )
