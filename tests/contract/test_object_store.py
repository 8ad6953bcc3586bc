"""What every object store does, the fake and a real server's bucket alike."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from server.domain.objects import StoredObject
from server.errors import Cancelled, ObjectExists, RushesError, SourceMissing
from server.ports import ObjectStore
from server.storage.sending import LEAST_PART
from tests.helpers.fake_store import FakeStore
from tests.helpers.seaweed import REGION, Bucket, S3Server

SMALL = b"a small file"
LARGE = bytes(range(251)) * (2 * LEAST_PART // 251 + 1)  # three parts; no power of two, so that none equals another


@pytest.fixture(params=["fake", "s3"])
def store(request: pytest.FixtureRequest) -> ObjectStore:
    if request.param == "fake":
        return FakeStore()
    from server.storage.s3 import Place, S3Store

    server: S3Server = request.getfixturevalue("s3_server")
    bucket: Bucket = request.getfixturevalue("bucket")
    return S3Store(bucket.name, Place(server.url, REGION))


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], str]:
    def written(data: bytes) -> str:
        path = tmp_path / f"{sha256(data).hexdigest()[:8]}.bin"
        path.write_bytes(data)
        return str(path)

    return written


def go_on() -> RushesError | None:
    return None


def put(store: ObjectStore, path: str, key: str, **more: Any) -> StoredObject:
    words: dict[str, Any] = {"on_bytes": lambda _done, _size: None, "stop": go_on, "remember": lambda _left: None}
    return store.upload(path, key, **{**words, **more})


@pytest.mark.parametrize("data", [b"", SMALL, LARGE], ids=["empty", "small", "parts"])
def test_what_was_uploaded_is_there_and_known_by_its_checksums(
    store: ObjectStore, file: Callable[[bytes], str], data: bytes
) -> None:
    stored = put(store, file(data), "day 1/ü.mov")
    assert (stored.key, stored.size, stored.sha256) == ("day 1/ü.mov", len(data), sha256(data).hexdigest())
    assert not stored.reused
    head = store.head("day 1/ü.mov")
    assert head is not None
    assert (head.size, head.sha256, head.crc32) == (len(data), sha256(data).hexdigest(), zlib.crc32(data))


def test_a_bucket_that_is_there_passes_the_check(store: ObjectStore) -> None:
    store.check()


def test_nothing_is_known_of_a_key_that_holds_nothing(store: ObjectStore) -> None:
    assert store.head("nothing") is None


@pytest.mark.parametrize("data", [SMALL, LARGE], ids=["small", "parts"])
def test_the_same_content_is_not_sent_again(store: ObjectStore, file: Callable[[bytes], str], data: bytes) -> None:
    put(store, file(data), "A.mov")
    assert put(store, file(data), "A.mov").reused


def test_another_content_is_never_overwritten(store: ObjectStore, file: Callable[[bytes], str]) -> None:
    put(store, file(SMALL), "A.mov")
    for other in (b"other content", SMALL[::-1], LARGE):
        with pytest.raises(ObjectExists):
            put(store, file(other), "A.mov")
    head = store.head("A.mov")
    assert head is not None
    assert head.sha256 == sha256(SMALL).hexdigest()


def test_progress_grows_up_to_the_files_size(store: ObjectStore, file: Callable[[bytes], str]) -> None:
    told: list[tuple[int, int]] = []
    put(store, file(LARGE), "A.mov", on_bytes=lambda done, size: told.append((done, size)))
    assert {size for _, size in told} == {len(LARGE)}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (len(LARGE), len(LARGE))


def test_an_upload_that_is_stopped_raises_what_stopped_it_and_leaves_nothing(
    store: ObjectStore, file: Callable[[bytes], str]
) -> None:
    with pytest.raises(Cancelled, match="enough"):
        put(store, file(LARGE), "A.mov", stop=lambda: Cancelled("enough"))
    assert store.head("A.mov") is None


def test_what_a_kill_would_leave_is_forgotten_when_all_is_done(
    store: ObjectStore, file: Callable[[bytes], str]
) -> None:
    told: list[Mapping[str, str] | None] = [None]
    put(store, file(LARGE), "A.mov", remember=told.append)
    assert told[-1] is None


def test_a_file_that_is_gone_is_no_fault_of_the_bucket(store: ObjectStore, tmp_path: Path) -> None:
    with pytest.raises(SourceMissing):
        put(store, str(tmp_path / "gone.mov"), "A.mov")
