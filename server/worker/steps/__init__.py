"""One handler for each step of domain/steps.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from server.domain.steps import (
    Copy,
    Describe,
    Encode,
    Examine,
    KeepExtras,
    Listen,
    Publish,
    Sketch,
    Snapshot,
    Tend,
    Transfer,
    Verify,
)
from server.worker.attempt import Attempt
from server.worker.steps import copy, describe, encode, examine, extras, publish, tend, transfer, verify

Handler = Callable[[Any, Attempt], None]

HANDLERS: Mapping[type, Handler] = {
    Encode: encode.run,
    Verify: verify.run,
    Publish: publish.run,
    Describe: describe.run,
    Snapshot: extras.snap,
    Sketch: extras.sketch,
    Listen: extras.listen,
    KeepExtras: extras.keep,
    Transfer: transfer.run,
    Copy: copy.run,
    Tend: tend.run,
    Examine: examine.run,
}
