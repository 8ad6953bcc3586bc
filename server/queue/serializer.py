"""A message is `{"v":1,"job":"<id>"}`, or `{"v":1,"tick":1}`, and nothing else: reading one can neither run code nor
set an option."""

from __future__ import annotations

import json
from typing import Any

from huey.registry import Message
from huey.serializer import Serializer

_VERSION = 1
_LONGEST_BYTES = 256
_LONGEST_ID = 64


class RingSerializer(Serializer):  # type: ignore[misc]
    """Keeps of Huey's message the job's id, or that it is the minute's tick. The tasks' names are not in it, so that a
    moved module loses no message."""

    def __init__(self, task_name: str, tick_name: str = "tick") -> None:
        super().__init__()
        self._task_name = task_name
        self._tick_name = tick_name

    def _serialize(self, data: Any) -> bytes:
        if data.name == self._tick_name:
            return json.dumps({"v": _VERSION, "tick": 1}, separators=(",", ":")).encode("ascii")
        (job_id,) = data.args
        return json.dumps({"v": _VERSION, "job": job_id}, separators=(",", ":")).encode("ascii")

    def _deserialize(self, data: bytes) -> Message:
        """Raises ValueError for whatever is no ring."""
        if len(data) > _LONGEST_BYTES:
            raise ValueError("a message too long to be a ring")
        ring = json.loads(data)
        if not isinstance(ring, dict) or ring.get("v") != _VERSION:
            raise ValueError("no ring of this version")
        if ring.get("tick") == 1:
            return Message(id="tick", name=self._tick_name, retries=0, retry_delay=0, args=(), kwargs={})
        job_id = ring.get("job")
        if not isinstance(job_id, str) or len(job_id) > _LONGEST_ID:
            raise ValueError("a ring without a job")
        return Message(id=job_id, name=self._task_name, retries=0, retry_delay=0, args=(job_id,), kwargs={})
