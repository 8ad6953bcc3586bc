"""A name that no bucket can have is said before anything is sent."""

from __future__ import annotations

import pytest

from server.errors import ConfigError
from server.storage.s3 import Place, S3Store


def test_a_name_that_no_bucket_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "key")
    with pytest.raises(ConfigError, match="No bucket can have the name 'My Bucket!'") as told:
        S3Store("My Bucket!", Place("http://127.0.0.1:1", "eu-1")).check()
    assert not told.value.transient
