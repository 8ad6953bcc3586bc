"""Where uploads go can be said while the server runs; no secret has a place there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from server.errors import BucketMissing, ConfigError
from server.services.bucket import Bucket, Target


class Store:
    """A bucket that is there, or not."""

    def __init__(self, target: Target) -> None:
        self._target = target

    def check(self) -> None:
        if self._target.bucket != "footage":
            raise BucketMissing("There is no such bucket.")


def bucket_in(home: Path) -> Bucket:
    opened: Any = Store
    return Bucket(home / "s3.json", Target("from-settings", "show"), opened)


def test_the_settings_hold_until_somebody_says_otherwise(tmp_path: Path) -> None:
    bucket = bucket_in(tmp_path)
    assert bucket.where() == ("from-settings", "show")
    assert bucket.as_dict()["from_settings"]
    bucket.set(Target("footage", "", "https://s3.example.com", "eu-1"))
    assert bucket.where() == bucket_in(tmp_path).where() == ("footage", "")
    assert not bucket.as_dict()["from_settings"]
    assert (tmp_path / "s3.json").stat().st_mode & 0o077 == 0


def test_a_damaged_file_leaves_what_the_settings_say(tmp_path: Path) -> None:
    for damage in ("{", "[]", '{"secret": 1}'):
        (tmp_path / "s3.json").write_text(damage)
        assert bucket_in(tmp_path).where() == ("from-settings", "show")


@pytest.mark.parametrize(
    "target",
    [
        Target(None),
        Target(""),
        Target("a\nb"),
        Target("My Bucket!"),
        Target("a", endpoint_url="file:///etc/passwd"),
        Target("a", endpoint_url="https://key:secret@s3.example.com"),
        Target("a", endpoint_url="https://s3.example.com/?token=1"),
        Target("a", endpoint_url="http://[::1"),
        Target("x" * 301),
    ],
)
def test_what_is_no_place_is_refused(tmp_path: Path, target: Target) -> None:
    with pytest.raises(ConfigError):
        bucket_in(tmp_path).set(target)
    assert isinstance(bucket_in(tmp_path).test(target), ConfigError)
    assert not (tmp_path / "s3.json").exists()


def test_a_place_can_be_tried_without_being_kept(tmp_path: Path) -> None:
    bucket = bucket_in(tmp_path)
    assert bucket.test(Target("footage")) is None
    assert isinstance(bucket.test(Target("elsewhere")), BucketMissing)
    assert bucket.as_dict()["from_settings"]
