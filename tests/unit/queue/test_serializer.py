"""A message holds a job's id and can hold nothing else."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from huey.registry import Message
from hypothesis import given
from hypothesis import strategies as st

from server.queue.serializer import RingSerializer


@pytest.fixture
def serializer() -> RingSerializer:
    return RingSerializer("a.task")


def test_the_wire_is_this_and_stays_this(serializer: RingSerializer) -> None:
    assert serializer.serialize(Message("uuid", "old.name", args=("J1",), kwargs={})) == b'{"v":1,"job":"J1"}'


def test_what_was_written_under_another_task_name_is_read(serializer: RingSerializer) -> None:
    read = serializer.deserialize(b'{"v":1,"job":"J1"}')
    assert (read.name, read.args, read.kwargs, read.on_complete) == ("a.task", ("J1",), {}, None)


def test_the_minutes_tick_is_this(serializer: RingSerializer) -> None:
    tick = b'{"v":1,"tick":1}'
    assert serializer.serialize(Message("uuid", "tick", args=(), kwargs={})) == tick
    read = serializer.deserialize(tick)
    assert (read.name, read.args, read.kwargs) == ("tick", (), {})


@pytest.mark.parametrize(
    "data",
    [
        pickle.dumps(Message("id", "os.system", args=("true",))),
        b"[]",
        b"{}",
        b'{"v":2,"job":"J1"}',
        b'{"v":1,"job":7}',
        b'{"v":1,"job":"' + b"x" * 65 + b'"}',
        b'{"v":1,"job":"J"}' + b" " * 300,
    ],
)
def test_anything_else_is_refused(serializer: RingSerializer, data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  json and utf-8 raise their own kinds of it
        serializer.deserialize(data)


@given(data=st.binary(max_size=300))
def test_no_bytes_do_anything_but_ring_or_raise(data: bytes) -> None:
    try:
        read: Any = RingSerializer("a.task").deserialize(data)
    except ValueError:
        return
    assert read.name == "tick" or isinstance(read.args[0], str)
