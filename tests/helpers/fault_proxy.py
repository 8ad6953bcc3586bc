"""A TCP proxy that does to connections what networks do: cuts, slows, swallows answers."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_CHUNK = 16 * 1024


@dataclass
class Faults:
    """What to do to the connections; may be changed while they run.

    `cuts`: for each connection that carries so many bytes to the server, one reset, in turn. `bytes_per_second`
    holds back what goes to the server. `swallow`: the answer to the next request that contains these bytes is lost and
    the connection reset, once. `refuse`: every connection is closed at once.
    """

    cuts: list[int] = field(default_factory=list)
    bytes_per_second: float | None = None
    swallow: bytes | None = None
    refuse: bool = False
    happened: list[str] = field(default_factory=list)


@contextmanager
def fault_proxy(server_port: int) -> Iterator[tuple[int, Faults]]:
    """(its port, its faults)"""
    faults = Faults()
    loop = asyncio.new_event_loop()
    proxy = _Proxy(server_port, faults)
    thread = threading.Thread(target=loop.run_forever, name="fault-proxy")
    thread.start()
    try:
        server = asyncio.run_coroutine_threadsafe(proxy.listen(), loop).result(10)
        yield server.sockets[0].getsockname()[1], faults
    finally:
        asyncio.run_coroutine_threadsafe(proxy.close(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class _Proxy:
    def __init__(self, server_port: int, faults: Faults) -> None:
        self._server_port, self._faults = server_port, faults
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    async def listen(self) -> asyncio.Server:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self._server

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for talk in list(self._talks):
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        try:
            await self._talk(reader, writer)
        finally:
            self._talks.discard(talk)
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._faults.refuse:
            _reset(writer)
            return
        try:
            back, forth = await asyncio.open_connection("127.0.0.1", self._server_port)
        except OSError:
            _reset(writer)
            return
        talk = _Talk(self._faults, writer)
        ways = [asyncio.ensure_future(talk.up(reader, forth)), asyncio.ensure_future(talk.down(back, writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            forth.close()


class _Talk:
    """One connection."""

    def __init__(self, faults: Faults, client: asyncio.StreamWriter) -> None:
        self._faults, self._client = faults, client
        self._sent = 0
        self._swallowing = False

    async def up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(_CHUNK):
                self._sent += len(data)
                if self._is_cut():
                    _reset(self._client)
                    return
                if self._faults.swallow is not None and self._faults.swallow in data:
                    self._faults.swallow, self._swallowing = None, True
                writer.write(data)
                await writer.drain()
                if self._faults.bytes_per_second:
                    await asyncio.sleep(len(data) / self._faults.bytes_per_second)

    def _is_cut(self) -> bool:
        cuts = self._faults.cuts
        if not cuts or self._sent < cuts[0]:
            return False
        self._faults.happened.append(f"cut after {self._sent}")
        cuts.pop(0)
        return True

    async def down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(_CHUNK):
                if self._swallowing:
                    self._faults.happened.append("swallowed an answer")
                    _reset(writer)
                    return
                writer.write(data)
                await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """RST instead of FIN: what a pulled cable or a firewall comes to."""
    sock = writer.get_extra_info("socket")
    with suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
