"""What goes to the bucket after a proxy is made: one upload job for each, however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from server.domain.job import FINAL, Job, JobQuery, NewJob, Status
from server.errors import ConfigError
from server.ports import Bell, JobLedger
from server.services.ringing import queue_up
from server.services.volumes import same_volumes

KIND = "upload"
LANE = "transfer"
_LOST = frozenset({Status.FAILED, Status.CANCELLED})


class Uploads:
    """`where` says (bucket, prefix): where this home's uploads go now; no bucket, no uploads."""

    def __init__(
        self, ledger: JobLedger, bell: Bell, where: Callable[[], tuple[str | None, str]], max_attempts: int = 4
    ) -> None:
        self._ledger = ledger
        self._bell = bell
        self._where = where
        self._max_attempts = max_attempts

    def check(self) -> None:
        """Raises ConfigError where there is no bucket to upload to."""
        if not self._where()[0]:
            raise ConfigError(
                "There is no bucket to upload to.",
                "Set `bucket` under [s3] in config.toml, or RUSHES_S3__BUCKET; then give the command again.",
            )

    def follow_up(self, parent: Job) -> Job:
        """The upload of what `parent` made or is about to make: the one there is, unless it was lost or went to
        another place. Called twice at the same moment it gives one job."""
        last = self._last(parent.id)
        if last is not None and last.status not in _LOST and self._goes_here(last):
            return last
        (job,) = queue_up(self._ledger, self._bell, [self._wish(parent, last)])
        return job

    def alone(self, source: str, clip_id: str, priority: int, key: str | None = None) -> Job:
        """The upload of an original that has no proxy; the same `key` again gives the same job."""
        wish = self._plain(source, clip_id, priority, None)
        asked = None if key is None else "\0".join(("submitted", key, KIND, clip_id))
        (job,) = queue_up(self._ledger, self._bell, [replace(wish, idempotency_key=asked)])
        return job

    def wanted(self, job: Job) -> bool:
        """Whether an ingest that found `job` there already has to ask for its upload: unless the job itself will."""
        return job.status in FINAL or not job.request.get("upload")

    def _last(self, parent_id: str) -> Job | None:
        jobs = self._ledger.find(JobQuery(parent_id=parent_id, kind=KIND, limit=1)).jobs
        return jobs[0] if jobs else None

    def _goes_here(self, job: Job) -> bool:
        return (job.request.get("bucket"), job.request.get("prefix")) == self._where()

    def _wish(self, parent: Job, last: Job | None) -> NewJob:
        after = "-" if last is None else last.id
        wish = self._plain(parent.source, parent.clip_id, parent.priority, parent.request.get("root"))
        bucket, prefix = wish.request["bucket"], wish.request["prefix"]
        key = "\0".join((KIND, parent.id, bucket or "", prefix, after))
        request = {**wish.request, **same_volumes(parent.request)}
        return replace(wish, parent_id=parent.id, idempotency_key=key, request=request)

    def _plain(self, source: str, clip_id: str, priority: int, root: str | None) -> NewJob:
        bucket, prefix = self._where()
        return NewJob(
            kind=KIND,
            queue=LANE,
            source=source,
            preset="",
            clip_id=clip_id,
            request={"bucket": bucket, "prefix": prefix, "root": root},
            priority=priority,
            max_attempts=self._max_attempts,
        )
