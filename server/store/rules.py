"""What a change of status does to a job's other columns; pure, so that every ledger obeys the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server.domain.job import CLAIMABLE, FINAL, HELD, Counts, Event, Status, next_status
from server.errors import IllegalChange

CHANGEABLE = frozenset(
    {
        "output",
        "paused",
        "counts",
        "reused",
        "progress",
        "speed",
        "eta_seconds",
        "retry_at",
        "error",
        "result",
        "child",
        "intent",
        "awaits",
    }
)
NOTABLE = frozenset({"progress", "speed", "eta_seconds", "child", "intent", "output"})
LOG_LINES = 500
SECONDS_SAMPLES = 1000
_REFUSALS = {  # of what people ask for
    Event.CANCEL: "The job is {status} already: there is nothing to cancel.",
    Event.RETRY: "The job is {status}: only one that failed, was cancelled or waits can be started again.",
}


def target_status(status: Status, event: Event) -> Status:
    """Where `event` leads, else IllegalChange; a claim needs a token, so the ledger's `claim` alone can make one."""
    to = None if event is Event.CLAIM else next_status(status, event)
    if to is None:
        refusal = _REFUSALS.get(event, "A job that is {status} cannot take “{event}”.")
        raise IllegalChange(refusal.format(status=status, event=event.replace("_", " ")))
    return to


def claimed_columns(now: datetime, worker: str, token: str) -> dict[str, Any]:
    """A fresh attempt; `attempt` itself is counted by the ledger."""
    cleared = dict.fromkeys(("progress", "speed", "eta_seconds", "error", "reason", "retry_at", "child", "awaits"))
    return {**cleared, "status": Status.RUNNING, "started_at": now, "worker": worker, "token": token}


def changed_columns(event: Event, to: Status, now: datetime, reason: str | None) -> dict[str, Any]:
    """The columns that follow from a change, before the caller's own fields."""
    columns: dict[str, Any] = {"status": to, "reason": reason}
    if to not in HELD:
        columns |= {"token": None, "child": None, "eta_seconds": None}
    if to in FINAL:
        columns |= {"completed_at": now, "retry_at": None, "paused": False, "awaits": None}
    elif to not in HELD:
        columns |= {"worker": None, "retry_at": None, "awaits": None}
    if event is Event.AVAILABLE or to is Status.CANCELLED:
        columns["error"] = None  # what it waited for is no failure
    if event is Event.RETRY:
        cleared = ("error", "result", "completed_at", "started_at", "progress", "speed", "acknowledged_at")
        columns |= dict.fromkeys(cleared)
        columns["counts"] = Counts()
    return columns


def check_fields(fields: Mapping[str, Any], allowed: frozenset[str]) -> None:
    """TypeError for a column that may not be written this way."""
    unknown = fields.keys() - allowed
    if unknown:
        raise TypeError(f"not to be written here: {', '.join(sorted(unknown))}")


def check_pausable(status: Status) -> None:
    """IllegalChange for a job that is final."""
    if status in FINAL:
        raise IllegalChange(f"A job that is {status} cannot be paused or resumed.")


def check_removable(status: Status) -> None:
    """IllegalChange for a job that is not final."""
    if status not in FINAL:
        raise IllegalChange(f"A job that is {status} cannot leave the list; cancel it first.")


def check_placed(status: Status) -> None:
    """IllegalChange for a job that neither waits nor runs."""
    if status not in CLAIMABLE and status is not Status.RUNNING:
        raise IllegalChange(f"A job that is {status} has no place in the queue.")
