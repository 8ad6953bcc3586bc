"""Server-sent events as they arrive: pure, no I/O. Whoever speaks to a server finds this in server/client.py."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Event:
    """One message of the event stream; `data` is its JSON text."""

    name: str
    data: str
    id: str | None = None

    def document(self) -> dict[str, Any]:
        """The data as JSON; empty where it is none."""
        try:
            found = json.loads(self.data or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass
class SseParser:
    """Server-sent events out of bytes as they arrive (HTML standard, section 9.2.6): pure, no I/O."""

    last_id: str | None = None
    _rest: bytes = b""
    _name: str = ""
    _data: list[str] = field(default_factory=list)
    _after_return: bool = False

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that `chunk` completes. Comments (heartbeats) give none."""
        if self._after_return and chunk.startswith(b"\n"):
            chunk = chunk[1:]  # the second half of a line end that was cut in two
        self._after_return = chunk.endswith(b"\r") if chunk else self._after_return
        lines = (self._rest + chunk).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        self._rest = lines.pop()
        return [event for line in lines if (event := self._line(line.decode("utf-8", "replace"))) is not None]

    def _line(self, line: str) -> Event | None:
        if not line:
            return self._dispatch()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._name = value
        elif name == "data":
            self._data.append(value)
        elif name == "id" and "\0" not in value:
            self.last_id = value
        return None

    def _dispatch(self) -> Event | None:
        name, data = self._name or "message", self._data
        self._name, self._data = "", []
        return Event(name, "\n".join(data), self.last_id) if data else None
