"""Step Publish: intent into the ledger, then the rename, so that a kill between the two is recognised."""

from __future__ import annotations

import os
from functools import partial

from server.domain.job import Job
from server.domain.naming import display_text
from server.domain.steps import Publish
from server.errors import EncodeError, OutputExists
from server.storage.publish import TEMPORARY, describe, hex_of, is_same_file, publish, set_aside
from server.worker.attempt import Attempt


def run(_step: Publish, attempt: Attempt) -> None:
    if attempt.temporary is None or attempt.target is None:
        raise EncodeError("There is no proxy to publish.")
    known = attempt.watched(partial(describe, attempt.temporary), "Reading the proxy back")
    attempt.result |= {"proxy": display_text(attempt.target), "sha256": known["sha256"]}
    marks = {TEMPORARY: hex_of(attempt.temporary), "output": hex_of(attempt.target)}
    attempt.note(intent={**known, **marks, "result": attempt.result})
    make_room(attempt, attempt.target)
    attempt.result["durable"] = publish(attempt.temporary, attempt.target)
    attempt.temporary = None


def own_earlier(attempt: Attempt, target: str) -> Job | None:
    """The job of ours that made, of this very clip, the file of that name; None: it is somebody else's."""
    owner = attempt.tools.ledger.owner_of(target)
    if owner is None or owner.source != attempt.job.source or not is_same_file(target, owner.intent or {}):
        return None
    return owner


def make_room(attempt: Attempt, target: str) -> None:
    """Moves our own earlier proxy of this clip aside. Raises OutputExists where the name is somebody else's."""
    if not os.path.lexists(target):
        return
    owner = own_earlier(attempt, target)
    if owner is None:
        raise OutputExists(f"{display_text(target)} exists already, and is not what Rushes made of this clip.")
    set_aside(target, owner.id)
