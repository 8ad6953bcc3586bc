"""From a clip to the bucket with real processes and a real server, whatever the network does meanwhile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from server.errors import (
    BucketMissing,
    Cancelled,
    CredentialsMissing,
    CredentialsWrong,
    DamagedOnTheWay,
    ObjectExists,
    RushesError,
    SourceChanged,
    StorageUnreachable,
)
from server.storage.s3 import Place, S3Store
from server.storage.sending import LEAST_PART
from server.system.locks import WorkerFolder
from tests.helpers.fault_proxy import Faults, fault_proxy
from tests.helpers.footage import Take, film
from tests.helpers.program import REPOSITORY, Answer, rushes
from tests.helpers.seaweed import REGION, Bucket, S3Server

# So noisy that two seconds are several parts of an upload.
NOISE = Take(size="1280x720", frames=50, picture="noise=alls=90:allf=t",
             video="-c:v libx264 -preset ultrafast -qp 12 -pix_fmt yuv420p")  # fmt: skip
LARGE = os.urandom(3 * LEAST_PART + 1000)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("footage") / "Card 1"
    film(folder / "day" / "A001.mov", NOISE)
    film(folder / "B002 é.mov", Take())
    assert (folder / "day" / "A001.mov").stat().st_size > 2 * LEAST_PART
    return folder


@pytest.fixture
def card(clips: Path, tmp_path: Path) -> Path:
    """The footage anew: same files, no proxies."""
    card = tmp_path / "Card 1"
    (card / "day").mkdir(parents=True)
    for name in ("day/A001.mov", "B002 é.mov"):
        os.link(clips / name, card / name)
    return card


@pytest.fixture
def large(tmp_path: Path) -> str:
    path = tmp_path / "large.bin"
    path.write_bytes(LARGE)
    return str(path)


@pytest.fixture
def network(s3_server: S3Server) -> Iterator[tuple[S3Server, Faults]]:
    """The server, seen through a network that can be made to fail."""
    with fault_proxy(s3_server.port) as (port, faults):
        yield S3Server(port), faults


def go_on() -> RushesError | None:
    return None


def open_store(server: S3Server, bucket: Bucket) -> S3Store:
    return S3Store(bucket.name, Place(server.url, REGION))


def put(store: S3Store, path: str, key: str = "A.mov", stop: Callable[[], RushesError | None] = go_on) -> Any:
    return store.upload(path, key, lambda _done, _size: None, stop, lambda _left: None)


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def uploads(answer: Answer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer.document["uploads"]
    return found


def test_original_proxy_and_picture_arrive_whole(
    s3_server: S3Server, bucket: Bucket, card: Path, tmp_path: Path
) -> None:
    settings = s3_server.settings(bucket.name, RUSHES_S3__PREFIX="/show/")
    answer = rushes(tmp_path / "home", "ingest", card, "--upload", **settings)
    assert answer.code == 0, answer.said
    assert bucket.held() == [
        "show/Card 1/B002 é.mov",
        "show/Card 1/Proxy/B002 é.jpg",
        "show/Card 1/Proxy/B002 é.mov",
        "show/Card 1/day/A001.mov",
        "show/Card 1/day/Proxy/A001.jpg",
        "show/Card 1/day/Proxy/A001.mov",
    ]
    assert len(answer.document["jobs"]) == 2
    by_id = {job["id"]: job for job in answer.document["jobs"]}
    for job in uploads(answer):
        parent = by_id[job["parent_id"]]
        files = {
            "original": job["source"],
            "proxy": parent["output"],
            "thumbnail": parent["result"]["thumbnail"],
        }
        assert (job["status"], job["kind"], job["queue"], job["speed"]) == ("completed", "upload", "transfer", None)
        assert list(job["result"]) == ["objects"]
        assert [one["role"] for one in job["result"]["objects"]] == list(files)
        for one in job["result"]["objects"]:
            here, there = Path(files[one["role"]]).read_bytes(), bucket.read(_key(one["url"], bucket))
            assert list(one) == ["url", "role", "size", "sha256"]
            assert digest(there) == digest(here) == one["sha256"]
            assert len(there) == one["size"]
    assert bucket.unfinished() == []


def _key(url: str, bucket: Bucket) -> str:
    start = f"s3://{bucket.name}/"
    assert url.startswith(start)
    return url.removeprefix(start)


def test_asked_again_nothing_is_sent_again(s3_server: S3Server, bucket: Bucket, card: Path, tmp_path: Path) -> None:
    settings = s3_server.settings(bucket.name)
    first = rushes(tmp_path / "home", "ingest", card, "--upload", **settings)
    again = rushes(tmp_path / "home", "ingest", card, "--upload", **settings)
    assert (first.code, again.code) == (0, 0)
    assert [job["id"] for job in uploads(first)] == [job["id"] for job in uploads(again)]
    elsewhere = rushes(tmp_path / "other home", "ingest", card, "--upload", "--force", **settings)
    # The proxies are not this home's, so they are left alone; nothing in the bucket was touched.
    assert elsewhere.code == 1
    assert {bucket.versions(key) for key in bucket.held()} == {1}


def test_clips_done_before_are_uploaded_too(s3_server: S3Server, bucket: Bucket, card: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert rushes(home, "ingest", card).code == 0
    assert bucket.held() == []
    answer = rushes(home, "ingest", card, "--upload", **s3_server.settings(bucket.name))
    assert answer.code == 0
    assert all(job["reused"] for job in answer.document["jobs"])
    assert len(bucket.held()) == 6


def test_without_a_bucket_nothing_is_queued(card: Path, home: Path) -> None:
    answer = rushes(home, "ingest", card, "--upload")
    assert answer.code == 2
    assert answer.document["error"]["code"] == "bad_config"
    assert "[s3]" in answer.document["error"]["hint"]
    assert rushes(home, "jobs").document["total"] == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "wrong"}, "credentials_wrong"),
        ({"RUSHES_S3__BUCKET": "no-such-bucket"}, "bucket_missing"),
    ],
)
def test_what_somebody_has_to_mend_fails_the_upload_and_keeps_the_proxy(
    s3_server: S3Server, bucket: Bucket, card: Path, home: Path, change: dict[str, str], code: str
) -> None:
    settings = s3_server.settings(bucket.name)
    answer = rushes(home, "ingest", card / "B002 é.mov", "--upload", **{**settings, **change})
    assert answer.code == 1
    (proxy,), (upload,) = answer.document["jobs"], uploads(answer)
    assert proxy["status"] == "completed"
    assert (upload["status"], upload["error"]["code"]) == ("failed", code)
    assert upload["error"]["message"].endswith(".")
    assert "retry" in upload["error"]["hint"]
    assert bucket.held() == []
    again = rushes(home, "ingest", card / "B002 é.mov", "--upload", **settings)
    assert again.code == 0
    assert len(bucket.held()) == 3


def test_an_endpoint_out_of_reach_is_tried_again(bucket: Bucket, card: Path, home: Path) -> None:
    settings = S3Server(1).settings(bucket.name, RUSHES_RETRY__DELAY_SECONDS="0.2", RUSHES_RETRY__MAX_ATTEMPTS="2")
    answer = rushes(home, "ingest", card / "B002 é.mov", "--upload", **settings)
    (upload,) = uploads(answer)
    assert (upload["status"], upload["attempt"]) == ("failed", 2)
    assert upload["error"]["code"] == "storage_unreachable"
    assert upload["error"]["transient"]
    timeline = rushes(home, "job", upload["id"]).document["timeline"]
    assert "retrying" in [entry["to"] for entry in timeline]


def test_a_worker_killed_in_the_middle_uploads_once_and_leaves_nothing(
    network: tuple[S3Server, Faults], bucket: Bucket, card: Path, home: Path
) -> None:
    server, faults = network
    original = card / "day" / "A001.mov"
    faults.bytes_per_second = 600_000  # a connection
    command = [sys.executable, "-m", "server", "submit", "upload", str(original), "--json", "--home", str(home)]
    with subprocess.Popen(
        command, cwd=REPOSITORY, env={**os.environ, **server.settings(bucket.name)}, stdout=subprocess.PIPE
    ) as ingest:
        _wait_until(lambda: bucket.unfinished() == ["day/A001.mov"])
        (worker,) = WorkerFolder(home / "workers").living()
        os.kill(worker["pid"], signal.SIGKILL)
        faults.bytes_per_second = None
        document = json.loads(ingest.communicate(timeout=60)[0])
    (upload,) = document["jobs"]
    assert (upload["status"], upload["attempt"]) == ("completed", 2)
    key = "day/A001.mov"
    assert digest(bucket.read(key)) == digest(original.read_bytes())
    assert {bucket.versions(one) for one in bucket.held()} == {1}
    assert bucket.unfinished() == []
    assert rushes(home, "jobs", "--kind", "upload").document["total"] == 1


def test_a_cancelled_upload_ends_at_once_and_leaves_nothing(
    network: tuple[S3Server, Faults], bucket: Bucket, card: Path, home: Path
) -> None:
    server, faults = network
    faults.bytes_per_second = 300_000
    settings = server.settings(bucket.name)
    queued = rushes(home, "submit", "upload", card / "day" / "A001.mov", "--no-wait", **settings)
    (upload,) = queued.document["jobs"]
    _wait_until(lambda: bucket.unfinished() == ["day/A001.mov"])
    assert rushes(home, "cancel", upload["id"]).code == 0
    _wait_until(lambda: rushes(home, "job", upload["id"]).document["status"] == "cancelled")
    assert bucket.unfinished() == []
    assert bucket.held() == []


def test_a_cable_pulled_in_the_middle_of_a_part_costs_that_part_only(
    network: tuple[S3Server, Faults], bucket: Bucket, large: str
) -> None:
    server, faults = network
    faults.cuts = [LEAST_PART // 2, LEAST_PART // 3]
    assert not put(open_store(server, bucket), large).reused
    assert len(faults.happened) == 2
    assert digest(bucket.read("A.mov")) == digest(LARGE)
    assert bucket.versions("A.mov") == 1
    assert bucket.unfinished() == []


@pytest.mark.parametrize(
    ("data", "request_with"), [(LARGE, b"<CompleteMultipartUpload"), (b"small", b"PUT /")], ids=["complete", "put"]
)
def test_an_answer_that_is_lost_makes_no_second_version(
    network: tuple[S3Server, Faults], bucket: Bucket, tmp_path: Path, data: bytes, request_with: bytes
) -> None:
    server, faults = network
    file = tmp_path / "A.mov"
    file.write_bytes(data)
    faults.swallow = request_with
    put(open_store(server, bucket), str(file))
    assert faults.happened == ["swallowed an answer"]
    assert digest(bucket.read("A.mov")) == digest(data)
    assert bucket.versions("A.mov") == 1
    assert bucket.unfinished() == []


def test_a_network_that_stays_away_is_said_and_what_was_begun_is_swept_later(
    network: tuple[S3Server, Faults], bucket: Bucket, large: str
) -> None:
    server, faults = network
    store, left = open_store(server, bucket), []
    faults.bytes_per_second = 2_000_000

    def pulled() -> RushesError | None:
        if bucket.unfinished():
            faults.refuse, faults.cuts = True, [0] * 20
        return None

    with pytest.raises(StorageUnreachable, match="cannot be reached"):
        store.upload(large, "A.mov", lambda _done, _size: None, pulled, left.append)
    assert left[-1] is not None
    assert bucket.unfinished() == ["A.mov"]
    faults.refuse, faults.cuts = False, []
    store.sweep(left[-1])
    assert bucket.unfinished() == []


def test_uploads_of_others_are_never_swept(s3_server: S3Server, bucket: Bucket) -> None:
    store = open_store(s3_server, bucket)
    bucket.client.create_multipart_upload(Bucket=bucket.name, Key="A.mov")
    bucket.client.create_multipart_upload(Bucket=bucket.name, Key="A.mov.bak")
    store.sweep({"key": "A.mov", "since": "", "upload_id": "0" * 40})
    store.sweep({"key": "A.mov", "since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert sorted(bucket.unfinished()) == ["A.mov", "A.mov.bak"]
    store.sweep({"key": "A.mov", "since": "Thu, 01 Jan 2026 00:00:00 GMT"})
    assert bucket.unfinished() == ["A.mov.bak"]


def test_an_object_that_somebody_else_put_there_is_compared_by_its_bytes(
    s3_server: S3Server, bucket: Bucket, large: str
) -> None:
    store = open_store(s3_server, bucket)
    bucket.put("A.mov", LARGE)
    assert put(store, large).reused
    bucket.put("B.mov", LARGE[:-1] + bytes([LARGE[-1] ^ 1]))
    with pytest.raises(ObjectExists, match=r"another content under B\.mov"):
        put(store, large, "B.mov")
    assert bucket.versions("B.mov") == 1


def test_a_file_that_changes_on_the_way_never_counts_as_sent(
    network: tuple[S3Server, Faults], bucket: Bucket, large: str
) -> None:
    server, faults = network
    faults.bytes_per_second = 4_000_000
    changed: list[bool] = []

    def change() -> RushesError | None:
        if not changed and bucket.unfinished():
            changed.append(True)
            with open(large, "r+b") as file:
                file.seek(-10, os.SEEK_END)
                file.write(b"different!")
        return None

    # Which of the two sees it first depends on the part the change is in.
    with pytest.raises((SourceChanged, DamagedOnTheWay)):
        put(open_store(server, bucket), large, stop=change)
    assert bucket.held() == []
    assert bucket.unfinished() == []


def test_stopping_does_not_wait_for_a_slow_network(
    network: tuple[S3Server, Faults], bucket: Bucket, large: str
) -> None:
    server, faults = network
    faults.bytes_per_second = 100_000
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        put(open_store(server, bucket), large, stop=lambda: Cancelled("enough") if bucket.unfinished() else None)
    assert time.monotonic() - begun < 20
    assert bucket.unfinished() == []


def test_the_check_says_what_is_wrong(s3_server: S3Server, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(s3_server.url, REGION)
    with pytest.raises(BucketMissing):
        S3Store("no-such-bucket", place).check()
    with pytest.raises(StorageUnreachable):
        S3Store(bucket.name, Place("http://127.0.0.1:1", REGION)).check()
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    with pytest.raises(CredentialsWrong, match="the secret does not belong"):
        S3Store(bucket.name, place).check()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    with pytest.raises(CredentialsWrong, match="does not know"):
        S3Store(bucket.name, place).check()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(CredentialsMissing, match="no credentials"):
        S3Store(bucket.name, place).check()


def _wait_until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.1)
