"""Step Publish: intent into the ledger, then the rename, so that a kill between the two is recognised."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from server.domain.naming import display_text
from server.domain.steps import Publish
from server.errors import EncodeError, OutputExists
from server.storage.publish import describe, is_same_file, publish, set_aside
from server.worker.attempt import Attempt


def run(_step: Publish, attempt: Attempt) -> None:
    if attempt.temporary is None or attempt.target is None:
        raise EncodeError("There is no proxy to publish.")
    known = describe(attempt.temporary)
    attempt.result |= {"proxy": display_text(attempt.target), "sha256": known["sha256"]}
    attempt.note(intent={**known, "output": _hex(attempt.target), "result": attempt.result})
    make_room(attempt, attempt.target)
    attempt.result["durable"] = publish(attempt.temporary, attempt.target)
    attempt.temporary = None


def make_room(attempt: Attempt, target: str) -> None:
    """Moves our own earlier proxy of this clip aside. Raises OutputExists where the name is somebody else's."""
    if not os.path.lexists(target):
        return
    owner = attempt.tools.ledger.owner_of(target)
    if owner is None or owner.source != attempt.job.source or not is_same_file(target, (owner.intent or {})):
        raise OutputExists(f"{display_text(target)} exists already and was not made from this clip by Rushes.")
    set_aside(target, owner.id)


def published_before(intent: Mapping[str, Any] | None) -> tuple[str, dict[str, Any]] | None:
    """(output, result) where an earlier attempt renamed its file and was killed before it could say so."""
    if not intent or "output" not in intent:
        return None
    output = os.fsdecode(bytes.fromhex(str(intent["output"])))
    return (output, dict(intent["result"])) if is_same_file(output, intent) else None


def _hex(path: str) -> str:
    """Exact bytes of a path, fit for JSON."""
    return os.fsencode(path).hex()
