"""From a bucket's answer to the clear error: pure, so that every kind of answer can be tried without a bucket."""

from __future__ import annotations

from dataclasses import dataclass

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

# Codes: Amazon S3 API Reference, "Error responses"; the last of a row are those of other servers.
_CODES: dict[type[StorageError], tuple[str, ...]] = {
    BucketMissing: ("NoSuchBucket",),
    CredentialsWrong: (
        *("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken", "TokenRefreshRequired"),
        *("AuthFailure", "InvalidClientTokenId", "UnrecognizedClientException"),
    ),
    StorageForbidden: ("AccessDenied", "AllAccessDisabled", "AccountProblem", "InvalidSecurity"),
    WrongRegion: ("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"),
    ClockWrong: ("RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"),
    BucketFull: ("QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded"),
    DamagedOnTheWay: ("BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "IncompleteBody"),
    ObjectExists: ("PreconditionFailed",),
    StorageBusy: (
        *("SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout", "OperationAborted", "NoSuchUpload"),
        *("ConditionalRequestConflict", "TooManyRequests", "ThrottlingException", "RequestLimitExceeded"),
    ),
}
_CLASS_OF_CODE = {code: cls for cls, codes in _CODES.items() for code in codes}
# An answer to HEAD has no body, so no code.
_CLASS_OF_STATUS: dict[int, type[StorageError]] = {
    301: WrongRegion,
    307: WrongRegion,
    403: StorageForbidden,
    409: StorageBusy,
    412: ObjectExists,
    429: StorageBusy,
    507: BucketFull,
}


@dataclass(frozen=True)
class Refusal:
    """What the bucket answered. `status` is that of HTTP."""

    code: str
    status: int
    message: str


def storage_error(refusal: Refusal, bucket: str, key: str | None) -> StorageError:
    """The error to raise for a refused request about `key` (None: about the bucket)."""
    found = _CLASS_OF_CODE.get(refusal.code) or _CLASS_OF_STATUS.get(refusal.status)
    if found is None:
        found = StorageBusy if refusal.status >= 500 else StorageError
    return found(_sentence(found, refusal, bucket, key))


def _sentence(found: type[StorageError], refusal: Refusal, bucket: str, key: str | None) -> str:
    sentences: dict[type[StorageError], str] = {
        BucketMissing: f"There is no bucket {bucket}.",
        CredentialsWrong: _about_credentials(refusal, bucket),
        StorageForbidden: f"These credentials may not do this in the bucket {bucket}.",
        WrongRegion: f"The bucket {bucket} is in another region than the one that was asked.",
        ClockWrong: f"The bucket {bucket} refuses this machine's signature, because its clock is wrong.",
        BucketFull: f"The bucket {bucket} is full.",
        DamagedOnTheWay: f"{key} was damaged on its way to the bucket {bucket}, which refused it.",
        ObjectExists: f"The bucket {bucket} holds another content under {key}.",
        StorageBusy: f"The bucket {bucket} did not take the request: {_said(refusal)}.",
    }
    return sentences.get(found, f"The bucket {bucket} refused {key or 'the request'}: {_said(refusal)}.")


def _about_credentials(refusal: Refusal, bucket: str) -> str:
    if refusal.code in ("ExpiredToken", "TokenRefreshRequired"):
        return f"The credentials for the bucket {bucket} have expired."
    if refusal.code == "SignatureDoesNotMatch":
        return f"The bucket {bucket} refuses the credentials: the secret does not belong to the key."
    return f"The bucket {bucket} does not know the credentials."


def _said(refusal: Refusal) -> str:
    words = refusal.message.strip().rstrip(".")
    return f"{words or refusal.code} ({refusal.status})"
