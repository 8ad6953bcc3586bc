"""Whoever still sends a body when its answer is ready hears the answer: the rest is read before the line is closed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from server.api.lingering import Lingering

PIECE = b"x" * 1000
Message = dict[str, Any]


class Line:
    """One request. `out`: what was sent, each with the number of bytes that had come in by then."""

    def __init__(self, pieces: Iterable[bytes], *, ends: bool = True) -> None:
        self._pieces = list(pieces)
        self._ends = ends
        self.taken = 0
        self.out: list[tuple[int, Message]] = []

    async def receive(self) -> Message:
        if not self._pieces:  # nothing more comes
            await asyncio.sleep(60)
        piece = self._pieces.pop(0)
        self.taken += len(piece)
        return {"type": "http.request", "body": piece, "more_body": bool(self._pieces) or not self._ends}

    async def send(self, message: Message) -> None:
        self.out.append((self.taken, message))

    def ask(self, app: Any, **limits: float) -> None:
        scope = {"type": "http", "headers": [(b"transfer-encoding", b"chunked")] if self._pieces else []}
        asyncio.run(Lingering(app, **limits)(scope, self.receive, self.send))  # type: ignore[arg-type]

    @property
    def told(self) -> bytes:
        return b"".join(message.get("body", b"") for _, message in self.out)

    @property
    def ended(self) -> bool:
        return not self.out[-1][1].get("more_body")


async def refusing(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 413, "headers": []})
    await send({"type": "http.response.body", "body": b"no"})


async def reading(_scope: Any, receive: Any, send: Any) -> None:
    while (await receive())["more_body"]:
        pass
    await refusing(_scope, receive, send)


def test_the_answer_goes_out_at_once_and_ends_when_all_has_come() -> None:
    line = Line([PIECE] * 10)
    line.ask(refusing)
    assert [taken for taken, _ in line.out] == [0, 0, 10 * len(PIECE)]
    assert (line.told, line.ended) == (b"no", True)


def test_no_more_is_read_than_so_much() -> None:
    line = Line([PIECE] * 100)
    line.ask(refusing, most_bytes=5 * len(PIECE))
    assert line.taken == 5 * len(PIECE)
    assert line.ended


@pytest.mark.parametrize("limits", [{"silent_seconds": 0.01}, {"seconds": 0.01}])
def test_one_who_sends_nothing_more_is_not_waited_for(limits: dict[str, float]) -> None:
    line = Line([PIECE], ends=False)
    line.ask(refusing, **limits)
    assert (line.told, line.ended) == (b"no", True)


@pytest.mark.parametrize(("pieces", "app"), [([PIECE] * 3, reading), ([], refusing)])
def test_where_nothing_is_left_nothing_is_waited_for(pieces: list[bytes], app: Any) -> None:
    line = Line(pieces)
    line.ask(app)
    assert len(line.out) == 2
    assert line.ended
