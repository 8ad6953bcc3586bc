"""Claims the best job of a lane, carries out its steps, and writes down how it ended."""

from __future__ import annotations

import contextlib
import logging
import os
import random
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from server.domain.job import Claim, Event, Job
from server.domain.kinds import KINDS
from server.domain.naming import display_text, temporary_path
from server.domain.preset import Preset
from server.domain.retry import Decision, End, Policy, decide
from server.domain.steps import Publish, Step
from server.errors import (
    Awaited,
    Cancelled,
    ConformanceFailed,
    DiskFull,
    EncodeCrashed,
    EncodeError,
    HomeUnusable,
    IllegalChange,
    Interrupted,
    LostClaim,
    PresetError,
    RushesError,
    SourceChanged,
    SourceError,
    VolumeAway,
)
from server.media.verify import reading_of
from server.storage.publish import FULL, TEMPORARY, choose_target, hex_of, published_before
from server.storage.remains import scratch_name
from server.system.files import sync_folder
from server.system.originals import identity_of
from server.system.takes import find_take
from server.worker.attempt import Attempt, Tools
from server.worker.gate import Gate
from server.worker.losses import explaining_losses
from server.worker.orders import Orders
from server.worker.reuse import adopted, lost_race, take_over
from server.worker.steps import HANDLERS

WAIT_SECONDS = 30.0
AWAIT_SECONDS = 3600.0  # what says for what it waits goes on when that is there; this is for a missed look
DISK_SECONDS = 300.0  # a full disk of which nobody can say when it has room
WRITE_AGAIN_SECONDS = 1.0
_BY_ITSELF = re.compile("[Tt]he job (tries|sends it) again by itself")  # not true of the last attempt any more
_LOG = logging.getLogger(__name__)
T = TypeVar("T")


class Executor:
    """One for a worker process; its methods run in the lanes' threads."""

    def __init__(self, tools: Tools, orders: Orders, worker: str, policy_for: Callable[[str], Policy]) -> None:
        self._tools, self._orders, self._worker, self._policy_for = tools, orders, worker, policy_for

    def drain(self, lane: str, gate: Gate) -> None:
        """Works until the lane has nothing to claim, lets nobody in, or the worker is asked to stop."""
        while gate.enter():
            try:
                stopping = self._orders.stopping or self._orders.retiring
                claim = None if stopping else self._tools.ledger.claim(lane, self._worker)
                if claim is None:
                    return
                self.run(claim)
            finally:
                gate.leave()

    def run(self, claim: Claim) -> None:
        """One attempt, whatever it comes to. Never raises for what the job did."""
        _LOG.info(
            "job %s started: %s, attempt %d", claim.job.id, claim.job.kind, claim.job.attempt, extra=_fields(claim.job)
        )
        self._tools.tell({"job": claim.job.id, "status": "running", "progress": 0.0, "speed": None, "eta": None})
        with self._orders.holding(claim.job.id):
            try:
                self._work(claim)
            except LostClaim:
                _LOG.warning("job %s: another attempt owns it, dropped", claim.job.id, extra=_fields(claim.job))
            except RushesError as error:
                self._ended_badly(claim, error)
            except Exception as error:  # noqa: BLE001  loop top: one bad job never stops the others
                _LOG.exception("job %s failed in a way nobody foresaw", claim.job.id, extra=_fields(claim.job))
                self._ended_badly(claim, _explained(error))
        self._tools.tell({"job": claim.job.id, "status": "ended", "progress": None, "speed": None, "eta": None})

    def _work(self, claim: Claim) -> None:
        done = published_before(claim.job.intent)
        if done is not None:
            output, result = done
            self._completed(claim, output, {**result, "durable": sync_folder(str(Path(output).parent))})
            return
        self._tools.resources.check_volumes(claim.job)
        folder = self._tools.scratch / scratch_name(claim.job)
        folder.mkdir(parents=True, exist_ok=True)
        attempt = Attempt(self._tools, claim, *self._orders.questions(claim.job.id), folder)
        try:
            self._carry_out(attempt)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            _remove(attempt.temporary)

    def _carry_out(self, attempt: Attempt) -> None:
        job = attempt.job
        take = find_take(job.source)
        files = take.files if take else (job.source,)
        with _unless_changed(job, files) as check_unchanged:
            steps = take_over(attempt, self._plan(attempt))
            with self._tools.resources.room_for(attempt, steps):
                for step in steps:
                    if isinstance(step, Publish):
                        check_unchanged()
                    attempt.check()
                    with lost_race(attempt, steps), explaining_losses(attempt):
                        HANDLERS[type(step)](step, attempt)
        self._completed(attempt.claim, attempt.target, attempt.result, attempt.remark)

    def _plan(self, attempt: Attempt) -> tuple[Step, ...]:
        job, tools = attempt.job, self._tools
        kind = KINDS[job.kind]
        if kind.plan_unseen is not None:
            return kind.plan_unseen(job)
        attempt.facts = tools.prober.probe(job.source)
        attempt.tools = replace(tools, reading=reading_of(tools.reading, job.source, attempt.facts, attempt.folder))
        metadata = attempt.facts.metadata()
        tools.set_metadata(job.clip_id, metadata)
        preset = _preset_of(job, tools) if job.preset else None
        steps = kind.plan(job, attempt.facts, preset, tools.output) if kind.plan else ()
        for step in steps:
            if isinstance(step, Publish):
                self._choose_place(attempt, step)
                attempt.result |= _empty_result(metadata)
        return steps

    def _choose_place(self, attempt: Attempt, step: Publish) -> None:
        """Finds out before an hour of encoding whether the result will have a place."""
        attempt.target = adopted(attempt.job) or choose_target(step.output, step.fallback)
        if adopted(attempt.job):
            return
        if attempt.target != step.output:
            folder = display_text(str(Path(step.output).parent))
            attempt.remark = f"{folder} cannot be written; the proxy went to the fallback folder"
        job = attempt.job
        for number in range(1, job.attempt):
            _remove(temporary_path(attempt.target, job.id, number))
        temporary = temporary_path(attempt.target, job.id, job.attempt)
        attempt.note(intent={TEMPORARY: hex_of(temporary)})
        attempt.temporary = temporary

    def _completed(self, claim: Claim, output: str | None, result: dict[str, Any], remark: str | None = None) -> None:
        fields: dict[str, Any] = {"result": result, "progress": 1.0, "eta_seconds": None}
        if output is not None:
            fields["output"] = output
        if claim.job.request.get("upload") or claim.job.request.get("proxy"):
            # First: a kill in between makes this job end a second time, not the upload be forgotten.
            self._until_written(lambda: self._tools.follow_up(claim.job))
        change = self._tools.ledger.change
        done = self._until_written(
            lambda: change(claim.job.id, Event.COMPLETE, token=claim.token, reason=remark, **fields)
        )
        _LOG.info("job %s completed: %s", claim.job.id, output, extra=_fields(claim.job))
        with contextlib.suppress(OSError):  # a second copy: the job itself is done
            self._tools.record(done)

    def _until_written(self, write: Callable[[], T]) -> T:
        """Keeps trying while the ledger cannot be written, or its job would be `running` for as long as we live. A
        worker that is asked to stop leaves it to recovery. LostClaim and IllegalChange pass through."""
        while True:
            try:
                return write()
            except (DiskFull, HomeUnusable) as fault:
                _LOG.warning("%s The end of a job waits to be written down.", fault.message)
                if self._orders.stops_within(WRITE_AGAIN_SECONDS):
                    raise Interrupted("The worker was asked to stop.") from fault

    def _ended_badly(self, claim: Claim, error: RushesError) -> None:
        error = self._tools.resources.explained(claim.job, error)
        if error.code == "sync_failed":
            self._tools.tell({"fault": error.code})
        with contextlib.suppress(LostClaim, Interrupted):
            self._until_written(lambda: self._try_to_write_end(claim, error))

    def _try_to_write_end(self, claim: Claim, error: RushesError) -> None:
        try:
            self._write_end(claim, error)
        except IllegalChange:
            # The wish to cancel came in while the attempt was failing anyway.
            self._tools.ledger.change(claim.job.id, Event.CANCEL_DONE, token=claim.token, reason="cancelled")

    def _write_end(self, claim: Claim, error: RushesError) -> None:
        change = self._tools.ledger.change
        if isinstance(error, Cancelled):
            _LOG.info("job %s cancelled: %s", claim.job.id, error.message, extra=_fields(claim.job))
            change(claim.job.id, Event.CANCEL_DONE, token=claim.token, reason=error.message)
        elif isinstance(error, DiskFull | Awaited | VolumeAway | HomeUnusable):  # nothing the job could do about
            _LOG.info("job %s waits: %s", claim.job.id, error.message, extra=_fields(claim.job, code=error.code))
            change(claim.job.id, Event.WAIT, token=claim.token, reason=error.message, **_waits(error))
        else:
            policy = replace(self._policy_for(claim.job.kind), max_attempts=claim.job.max_attempts)
            decision = decide(_end_of(error), claim.job.counts, policy, random.random())
            self._apply(claim.job, claim.token, decision, error)

    def _apply(self, job: Job, token: str, decision: Decision, error: RushesError) -> None:
        fields: dict[str, Any] = {"counts": decision.counts}
        if error.result is not None:
            fields["result"] = error.result
        if decision.event is not Event.RELEASE:
            given_up = {"code": decision.code, "transient": False} if decision.code else {}
            fields["error"] = {**error.as_dict(), **given_up}
        if decision.event is Event.FAIL:
            fields["error"]["hint"] = _BY_ITSELF.sub("`rushes retry ID` tries it again", error.hint)
        if decision.delay_seconds is not None:
            fields["retry_at"] = datetime.now(UTC) + timedelta(seconds=decision.delay_seconds)
        reason = f"{error.message.removesuffix('.')}; {decision.reason}."
        _log_end(job, decision, reason, error)
        self._tools.ledger.change(job.id, decision.event, token=token, reason=reason, **fields)


@contextlib.contextmanager
def _unless_changed(job: Job, files: Sequence[str]) -> Iterator[Callable[[], None]]:
    """Gives what raises SourceChanged once a file is another. What FFmpeg says of one that is copied over just then is
    no verdict on the clip, so it becomes SourceChanged too."""
    before = [identity_of(file) for file in files]

    def check() -> None:
        if [identity_of(file) for file in files] != before:
            raise SourceChanged(f"{display_text(job.source)} changed while it was read.")

    try:
        yield check
    except (SourceError, EncodeError, ConformanceFailed) as error:
        if not error.transient:
            check()
        raise


def _fields(job: Job, **more: object) -> dict[str, object]:
    """What a program that reads the log looks for."""
    return {"job": job.id, "kind": job.kind, "attempt": job.attempt, **more}


def _log_end(job: Job, decision: Decision, reason: str, error: RushesError) -> None:
    fields = _fields(job, code=decision.code or error.code)
    if decision.event is Event.FAIL:
        _LOG.info("job %s failed: %s", job.id, reason, extra=fields, exc_info=error)
    elif decision.event is Event.RETRY_LATER:
        _LOG.info("job %s again in %.0f s: %s", job.id, decision.delay_seconds, reason, extra=fields)
    else:
        _LOG.info("job %s goes back: %s", job.id, reason, extra=fields)


def _preset_of(job: Job, tools: Tools) -> Preset:
    """Raises PresetError: it may have been deleted while the job waited."""
    try:
        return tools.presets.get(job.preset)
    except PresetError as error:
        hint = f"Put the preset {job.preset} back and `rushes retry {job.id}`, or ingest again with another `--preset`."
        raise PresetError(error.message, hint) from error


def _empty_result(metadata: dict[str, Any]) -> dict[str, Any]:
    return {"metadata": metadata, "thumbnail": None, "filmstrip": None, "waveform": None, "damaged": False}


def _explained(error: Exception) -> RushesError:
    """A full disk can stop any write; whatever else comes here is a mistake of ours."""
    if isinstance(error, OSError) and error.errno in FULL:
        return DiskFull(f"The disk is full: {error}.")
    return RushesError(f"Rushes made a mistake: {error!r}.", code="internal")


def _waits(error: RushesError) -> dict[str, Any]:
    """The columns of a job that waits."""
    usual = DISK_SECONDS if isinstance(error, DiskFull) else WAIT_SECONDS
    seconds = usual if error.awaits is None else AWAIT_SECONDS
    told = None if isinstance(error, Awaited) else error.as_dict()
    return {"retry_at": datetime.now(UTC) + timedelta(seconds=seconds), "awaits": error.awaits, "error": told}


def _end_of(error: RushesError) -> End:
    if isinstance(error, Interrupted):
        return End.INTERRUPTED
    if isinstance(error, EncodeCrashed):
        return End.CRASH
    return End.TRANSIENT if error.transient else End.PERMANENT


def _remove(path: str | None) -> None:
    """A temporary file of our own; outputs and originals never come here."""
    if path is not None:
        try:
            os.unlink(path)  # noqa: PTH108
        except FileNotFoundError:
            return
        except OSError as error:  # its disk is away; what the attempt came to matters more
            _LOG.warning("a temporary file could not be removed: %s", error)
