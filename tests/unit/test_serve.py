"""The port that the server listens on."""

from __future__ import annotations

import asyncio
import socket

from server.listening import open_listener


def test_answers_are_sent_without_delay() -> None:
    """With Nagle's algorithm each answer on a connection that is kept open would wait 40 ms for the other side."""

    async def scene() -> int:
        accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            line = writer.get_extra_info("socket")
            accepted.set_result(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listener = open_listener("127.0.0.1", 0)
        async with await asyncio.start_server(serve, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            try:
                return await accepted
            finally:
                writer.close()
                await writer.wait_closed()

    assert asyncio.run(scene())
