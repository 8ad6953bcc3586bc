"""Step Transfer: the clip's files go to the bucket, one after the other; each is proved by its checksum."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from server.domain.extras import Poster
from server.domain.job import Job, Status
from server.domain.kinds.upload import pieces_of
from server.domain.naming import display_text
from server.domain.objects import Piece, StoredObject, object_url
from server.domain.progress import Estimator
from server.domain.steps import Transfer
from server.errors import SourceMissing
from server.ports import ObjectStore
from server.system.originals import identity_of
from server.system.takes import find_take
from server.worker.attempt import Attempt
from server.worker.kept import kept_at

PARENT_SECONDS = 2.0


def run(_step: Transfer, attempt: Attempt) -> None:
    """Raises Awaited, StorageError, SourceError."""
    job, tools = attempt.job, attempt.tools
    take = find_take(job.source)
    poster = str(kept_at(tools.cache, Poster, job.clip_id))
    pieces = pieces_of(job, _parent(attempt), poster, take.files if take else ())
    bucket = str(job.request.get("bucket") or "")
    store = tools.open_store(bucket)
    sizes = [_size(piece) for piece in pieces]
    store.check()
    _sweep(store, attempt)
    progress = _Progress(attempt, sum(sizes))
    stored = []
    for piece, size in zip(pieces, sizes, strict=True):
        stored.append(_send(store, piece, attempt, progress))
        progress.next_file(size)
    attempt.result = {"objects": [_described(bucket, *pair) for pair in zip(pieces, stored, strict=True)]}


def _parent(attempt: Attempt) -> Job | None:
    """The job that made the proxy. It queues this one just before it is completed, so that is worth a moment."""
    parent_id = attempt.job.parent_id
    if parent_id is None:
        return None
    patience = time.monotonic() + PARENT_SECONDS
    while (parent := attempt.tools.ledger.get(parent_id)).status is Status.RUNNING and time.monotonic() < patience:
        if attempt.stop() is not None:
            break
        time.sleep(0.05)
    return parent


def _size(piece: Piece) -> int:
    try:
        return identity_of(piece.path)[2]
    except SourceMissing as error:
        if piece.role == "original":
            raise
        hint = "Make the proxy again (`rushes ingest --force FILE`), then retry."
        raise SourceMissing(f"The {piece.role} {display_text(piece.path)} is not there any more.", hint) from error


def _sweep(store: ObjectStore, attempt: Attempt) -> None:
    """What an earlier attempt of this job was killed over."""
    left = (attempt.job.intent or {}).get("leftover")
    if left:
        store.sweep(left)
        attempt.note(intent=None)


def _send(store: ObjectStore, piece: Piece, attempt: Attempt, progress: _Progress) -> StoredObject:
    def remember(leftover: Mapping[str, str] | None) -> None:
        attempt.note(intent=None if leftover is None else {"leftover": dict(leftover)})

    stored = store.upload(piece.path, piece.key, progress.reached, attempt.stop, remember)
    words = "was there already, the same" if stored.reused else "is there, checksums agree"
    attempt.log([f"{piece.role}: {stored.size} bytes, {piece.key} {words}"])
    return stored


def _described(bucket: str, piece: Piece, stored: StoredObject) -> dict[str, Any]:
    url = object_url(bucket, piece.key)
    return {"url": url, "role": piece.role, "size": stored.size, "sha256": stored.sha256}


class _Progress:
    """Bytes of all files, told as those of one."""

    def __init__(self, attempt: Attempt, total: int) -> None:
        self._attempt = attempt
        self._estimator = Estimator(total)
        self._before = 0

    def reached(self, done: int, _of_all: int) -> None:
        self._attempt.advance(lambda now: self._estimator.update(now, self._before + done), realtime=False)

    def next_file(self, size: int) -> None:
        self._before += size
