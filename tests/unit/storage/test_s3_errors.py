"""Every answer of a bucket becomes a sentence with a way on."""

from __future__ import annotations

import pytest

from server.errors import (
    BucketFull,
    BucketMissing,
    ClockWrong,
    CredentialsWrong,
    DamagedOnTheWay,
    ObjectExists,
    StorageBusy,
    StorageError,
    StorageForbidden,
    WrongRegion,
)
from server.storage.s3_errors import Refusal, storage_error


@pytest.mark.parametrize(
    ("code", "status", "error", "said"),
    [
        ("NoSuchBucket", 404, BucketMissing, "no bucket rushes"),
        ("InvalidAccessKeyId", 403, CredentialsWrong, "does not know the credentials"),
        ("SignatureDoesNotMatch", 403, CredentialsWrong, "the secret does not belong to the key"),
        ("ExpiredToken", 400, CredentialsWrong, "have expired"),
        ("AccessDenied", 403, StorageForbidden, "may not do this"),
        ("", 403, StorageForbidden, "may not do this"),
        ("RequestTimeTooSkewed", 403, ClockWrong, "its clock is wrong"),
        ("PermanentRedirect", 301, WrongRegion, "another region"),
        ("AuthorizationHeaderMalformed", 400, WrongRegion, "another region"),
        ("QuotaExceeded", 403, BucketFull, "is full"),
        ("", 507, BucketFull, "is full"),
        ("BadDigest", 400, DamagedOnTheWay, "A.mov was damaged on its way"),
        ("PreconditionFailed", 412, ObjectExists, "another content under A.mov"),
        ("SlowDown", 503, StorageBusy, "slow down (503)"),
        ("InternalError", 500, StorageBusy, "slow down (500)"),
        ("SomethingNew", 502, StorageBusy, "slow down (502)"),
        ("TooManyRequests", 429, StorageBusy, "slow down (429)"),
        ("KeyTooLongError", 400, StorageError, "refused A.mov: slow down (400)"),
    ],
)
def test_an_answer_has_its_error(code: str, status: int, error: type[StorageError], said: str) -> None:
    found = storage_error(Refusal(code, status, "slow down."), "rushes", "A.mov")
    assert type(found) is error
    assert said in found.message
    assert found.hint


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_what_may_pass_by_itself_is_tried_again(status: int) -> None:
    assert storage_error(Refusal("", status, ""), "rushes", None).transient


@pytest.mark.parametrize("code", ["NoSuchBucket", "AccessDenied", "SignatureDoesNotMatch", "PreconditionFailed"])
def test_what_somebody_has_to_mend_is_not(code: str) -> None:
    assert not storage_error(Refusal(code, 403, ""), "rushes", None).transient
