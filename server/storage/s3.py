"""A bucket of Amazon S3 or of a server that speaks as it does; the only module that knows boto3.

Objects are created only: the key is looked at first, and `If-None-Match: *` lets the bucket itself refuse a second
content (AWS, "Conditional writes"). Each part and the whole go with a CRC-32, which the bucket compares; a bucket that
can name none for the whole is asked for the object again, which is then read and compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
    ProfileNotFound,
    SSLError,
)

from server.domain.objects import StoredObject, is_too_long
from server.errors import (
    ConfigError,
    CredentialsMissing,
    ObjectExists,
    StorageBusy,
    StorageError,
    StorageUnreachable,
    UploadUnproven,
)
from server.storage.s3_errors import Refusal, storage_error
from server.storage.sending import (
    MIB,
    READ_SHARE,
    THREADS,
    Halted,
    Meter,
    Remember,
    Sending,
    Slice,
    Stop,
    check_unchanged,
    crc_number,
    crc_text,
    digest_of,
    run_together,
)
from server.system.originals import identity_of

_SHA256 = "sha256"  # the name of our entry in an object's metadata


@dataclass(frozen=True)
class Place:
    """Where buckets are; None: as the AWS configuration says."""

    endpoint_url: str | None = None
    region: str | None = None


class S3Store:
    """`ObjectStore` on one bucket; may be used by several threads."""

    def __init__(self, bucket: str, place: Place) -> None:
        """Raises ConfigError, CredentialsMissing."""
        self._bucket = bucket
        self._client = _open_client(place)

    def check(self) -> None:
        try:
            self._ask("head_bucket")
        except StorageError as error:
            if _answered(error, 404):  # a bare 404 to HEAD can only be the bucket
                raise storage_error(Refusal("NoSuchBucket", 404, ""), self._bucket, None) from error
            if isinstance(error.__cause__, ClientError):
                self._ask("list_objects_v2", MaxKeys=1)  # the same refusal with a body, which says why
            raise

    def head(self, key: str) -> StoredObject | None:
        try:
            answer = self._ask("head_object", key, ChecksumMode="ENABLED")
        except StorageError as error:
            if _answered(error, 404):
                return None
            raise
        whole = answer.get("ChecksumType", "FULL_OBJECT") == "FULL_OBJECT"
        crc32 = crc_number(answer["ChecksumCRC32"]) if whole and "ChecksumCRC32" in answer else None
        return StoredObject(key, answer["ContentLength"], answer.get("Metadata", {}).get(_SHA256), crc32)

    def upload(
        self, path: str, key: str, on_bytes: Callable[[int, int], None], stop: Stop, remember: Remember
    ) -> StoredObject:
        if is_too_long(key):
            raise StorageError(
                f"The name {key} is too long for a bucket.", "Shorten the folders' names, or the file's."
            )
        size = identity_of(path)[2]
        digest = digest_of(path, stop, lambda done: on_bytes(round(done * READ_SHARE), size))
        sending = Sending(path, key, digest, on_bytes, stop, remember)
        known = self.head(key)
        if known is not None:
            return self._same_or_refused(known, sending)
        try:
            self._send(sending)
        except ObjectExists:
            # Another was faster; or it was we, and the answer to an earlier try was lost.
            return self._same_or_refused(self._found(key), sending)
        return self._proven(sending)

    def _send(self, sending: Sending) -> None:
        meter = Meter()
        try:
            if len(sending.digest.parts) > 1:
                self._send_parts(sending, meter)
            else:
                run_together([lambda: self._put(sending, meter)], meter, lambda: sending.tick(meter))
        except Halted:
            check_unchanged(sending.path, sending.digest)
            raise StorageBusy(f"The upload of {sending.key} ended before all of it was sent.") from None
        except StorageUnreachable:
            identity_of(sending.path)  # a card pulled looks the same: the request breaks
            raise

    def _put(self, sending: Sending, meter: Meter) -> None:
        with open(sending.path, "rb") as file:
            digest = sending.digest
            body = Slice(file, 0, 0, digest.size, meter) if digest.size else b""
            check_unchanged(sending.path, digest)
            words = {"ChecksumCRC32": crc_text(digest.crc32), "Metadata": {_SHA256: digest.sha256}}
            self._create("put_object", sending.key, Body=body, **words)

    def _create(self, operation: str, key: str, **words: Any) -> None:
        """Raises ObjectExists where the key is taken."""
        try:
            self._ask(operation, key, IfNoneMatch="*", **words)
        except StorageError as error:
            # Some servers do not know the condition; the key was looked at, so all that is lost is a race.
            if _answered(error, 501):
                self._ask(operation, key, **words)
            else:
                raise

    def _send_parts(self, sending: Sending, meter: Meter) -> None:
        upload_id = self._begin(sending)
        try:
            tasks = [self._part_task(sending, upload_id, number, meter) for number in range(len(sending.digest.parts))]
            parts = run_together(tasks, meter, lambda: sending.tick(meter))
            check_unchanged(sending.path, sending.digest)
            self._complete(sending, upload_id, parts)
        except BaseException:
            self._abort(sending.key, upload_id, sending.remember)
            raise
        sending.remember(None)

    def _begin(self, sending: Sending) -> str:
        """What a kill would leave is written down before it can come to be: first key and time, then the id."""
        since = self._ask("head_bucket")["ResponseMetadata"]["HTTPHeaders"].get("date", "")
        leftover = {"bucket": self._bucket, "key": sending.key, "since": since}
        sending.remember(leftover)
        begun = self._ask(
            "create_multipart_upload",
            sending.key,
            ChecksumAlgorithm="CRC32",
            ChecksumType="FULL_OBJECT",
            Metadata={_SHA256: sending.digest.sha256},
        )
        upload_id: str = begun["UploadId"]
        sending.remember({**leftover, "upload_id": upload_id})
        return upload_id

    def _part_task(
        self, sending: Sending, upload_id: str, number: int, meter: Meter
    ) -> Callable[[], Mapping[str, Any]]:
        def send() -> Mapping[str, Any]:
            digest = sending.digest
            offset = number * digest.part_bytes
            length = min(digest.part_bytes, digest.size - offset)
            crc32 = crc_text(digest.parts[number])
            with open(sending.path, "rb") as file:
                answer = self._ask(
                    "upload_part",
                    sending.key,
                    UploadId=upload_id,
                    PartNumber=number + 1,
                    Body=Slice(file, number, offset, length, meter),
                    ContentLength=length,
                    ChecksumCRC32=crc32,
                )
            return {"PartNumber": number + 1, "ETag": answer["ETag"], "ChecksumCRC32": crc32}

        return send

    def _complete(self, sending: Sending, upload_id: str, parts: list[Mapping[str, Any]]) -> None:
        words = {
            "UploadId": upload_id,
            "MultipartUpload": {"Parts": parts},
            "ChecksumCRC32": crc_text(sending.digest.crc32),
            "ChecksumType": "FULL_OBJECT",
        }
        try:
            self._create("complete_multipart_upload", sending.key, **words)
        except StorageError as error:
            # The first answer was lost, and asked again the bucket knows of no upload: look what is there.
            if _answered(error, 404):
                raise ObjectExists(f"The upload of {sending.key} is over already.") from error
            raise

    def _abort(self, key: str, upload_id: str, remember: Remember) -> None:
        """Where that fails, what is remembered stays, for the next attempt."""
        try:
            self._ask("abort_multipart_upload", key, UploadId=upload_id)
        except StorageError as error:
            if not _answered(error, 404):
                return
        remember(None)

    def sweep(self, leftover: Mapping[str, str]) -> None:
        key, upload_id = leftover["key"], leftover.get("upload_id")
        ids = [upload_id] if upload_id else self._begun_since(key, leftover.get("since", ""))
        for one in ids:
            try:
                self._ask("abort_multipart_upload", key, UploadId=one)
            except StorageError as error:
                if not _answered(error, 404):
                    raise

    def _begun_since(self, key: str, since: str) -> list[str]:
        """Uploads to just this key that began at or after `since` (a date of HTTP, by the bucket's clock): killed
        between the bucket's answer and our note of it, one of ours has no other name."""
        if not since:
            return []
        begun = self._ask("list_multipart_uploads", Prefix=key).get("Uploads", [])
        first = parsedate_to_datetime(since)
        return [one["UploadId"] for one in begun if one["Key"] == key and one["Initiated"] >= first]

    def _same_or_refused(self, known: StoredObject, sending: Sending) -> StoredObject:
        if not self._is_same(known, sending):
            raise storage_error(Refusal("PreconditionFailed", 412, ""), self._bucket, known.key)
        return replace(known, sha256=sending.digest.sha256, reused=True)

    def _proven(self, sending: Sending) -> StoredObject:
        stored = self._found(sending.key)
        if not self._is_same(stored, sending):
            raise UploadUnproven(f"What the bucket {self._bucket} holds under {sending.key} is not what was sent.")
        return replace(stored, sha256=sending.digest.sha256)

    def _found(self, key: str) -> StoredObject:
        stored = self.head(key)
        if stored is None:
            raise StorageBusy(f"The bucket {self._bucket} took {key}, but does not show it.")
        return stored

    def _is_same(self, stored: StoredObject, sending: Sending) -> bool:
        digest = sending.digest
        if stored.size != digest.size or stored.sha256 not in (None, digest.sha256):
            return False
        if stored.crc32 is not None and stored.sha256 is not None:
            return stored.crc32 == digest.crc32
        return self._read_back(stored.key, sending.stop) == digest.sha256

    def _read_back(self, key: str, stop: Stop) -> str:
        digest, body = hashlib.sha256(), self._ask("get_object", key)["Body"]
        try:
            for chunk in body.iter_chunks(MIB):
                digest.update(chunk)
                error = stop()
                if error is not None:
                    raise error
        except BotoCoreError as error:
            _raise_clear(error, self._bucket)
        finally:
            body.close()
        return digest.hexdigest()

    def _ask(self, operation: str, key: str | None = None, **words: Any) -> dict[str, Any]:
        """One request, with the client's own retries; its errors made clear. The cause is kept."""
        try:
            named = words if key is None else {"Key": key, **words}
            answer: dict[str, Any] = getattr(self._client, operation)(Bucket=self._bucket, **named)
        except ClientError as error:
            said = error.response.get("Error", {})
            refusal = Refusal(str(said.get("Code", "")), _status_of(error), str(said.get("Message", "")))
            raise storage_error(refusal, self._bucket, key) from error
        except BotoCoreError as error:
            _raise_clear(error, self._bucket)
        return answer


def _open_client(place: Place) -> Any:
    import boto3.session  # opens a socket when imported, to see whether there is IPv6
    from botocore.config import Config

    config = Config(
        retries={"mode": "standard", "total_max_attempts": 4},
        connect_timeout=10,
        read_timeout=30,
        max_pool_connections=2 * THREADS,
        # A bucket's name becomes part of the host's on AWS alone; elsewhere no such host may exist.
        s3={"addressing_style": "path" if place.endpoint_url else "auto"},
        user_agent_extra="rushes",
    )
    try:
        session = boto3.session.Session()
        client = session.client("s3", endpoint_url=place.endpoint_url, region_name=place.region, config=config)
    except ProfileNotFound as error:
        raise CredentialsMissing(f"The AWS configuration lacks what was asked for: {error}.") from error
    except (BotoCoreError, ValueError) as error:
        raise ConfigError(f"The section [s3] of the settings cannot be used: {error}.") from error
    events = client.meta.events
    events.register_first("request-created.s3", lambda **words: _set_counting(words["request"], False))
    events.register_last("request-created.s3", lambda **words: _set_counting(words["request"], True))
    return client


def _set_counting(request: Any, counting: bool) -> None:
    if isinstance(request.body, Slice):
        request.body.counting = counting


def _raise_clear(error: BotoCoreError, bucket: str) -> NoReturn:
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        raise CredentialsMissing(f"There are no credentials for the bucket {bucket}.") from error
    if isinstance(error, ParamValidationError):
        hint = "Set `bucket` under [s3] in config.toml, or RUSHES_S3__BUCKET; then `rushes retry ID`."
        raise ConfigError(f"No bucket can have the name {bucket!r}.", hint) from error
    if isinstance(error, SSLError):
        hint = "Check `[s3] endpoint_url` (https?) and AWS_CA_BUNDLE; the job tries again by itself."
        raise StorageUnreachable(f"No safe connection to the bucket {bucket}: {error}.", hint) from error
    raise StorageUnreachable(f"The bucket {bucket} cannot be reached: {str(error).rstrip('.')}.") from error


def _answered(error: StorageError, status: int) -> bool:
    return isinstance(error.__cause__, ClientError) and _status_of(error.__cause__) == status


def _status_of(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
