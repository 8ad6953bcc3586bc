"""What an attempt that was killed leaves on this machine: FFmpeg, temporary files, a proxy nobody wrote down."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from server.domain.job import Job, Status
from server.domain.naming import is_temporary
from server.storage.offload.target import is_worth_keeping
from server.storage.publish import TEMPORARIES, TEMPORARY, path_from, published_before
from server.system.files import sync_folder
from server.system.processes import kill_group


class Remains:
    """`server.ports.Remains` below one home; `scratch` holds a folder for each attempt."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch

    def clear(self, job: Job) -> None:
        if job.child is not None:
            kill_group(job.child)
        for path in temporaries_in(job.intent):
            if job.status is Status.CANCELLING or not (job.kind == "copy" and is_worth_keeping(path)):
                remove_temporary(path)

    def remove(self, job: Job) -> bool:
        gone = [remove_temporary(path) for path in temporaries_in(job.intent)]  # each is tried
        return all(gone)

    def published(self, job: Job) -> Mapping[str, Any] | None:
        found = published_before(job.intent)
        if found is None:
            return None
        output, result = found
        durable = sync_folder(str(Path(output).parent))
        return {"output": output, "result": {**result, "durable": durable}, "progress": 1.0}

    def sweep(self, held: Callable[[], Iterable[Job]]) -> None:
        folders = {path.name: path for path in self._scratch.glob("*-*")}  # before the ledger is asked: see the port
        if not folders:
            return
        for name in folders.keys() - {scratch_name(job) for job in held()}:
            shutil.rmtree(folders[name], ignore_errors=True)


def temporaries_in(intent: Mapping[str, Any] | None) -> list[str]:
    """The files that an attempt said it would begin; none that is not named as ours are."""
    noted = intent or {}
    paths = [path_from(one) for one in (noted.get(TEMPORARY), *noted.get(TEMPORARIES, ()))]
    return [path for path in paths if path is not None and is_temporary(Path(path).name)]


def remove_temporary(path: str) -> bool:
    """Whether it is gone; False while it cannot be removed, or its disk is away."""
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108  surrogate-escaped names
    return not os.path.lexists(path) and Path(path).parent.is_dir()


def scratch_name(job: Job) -> str:
    """The folder of the attempt the job is in."""
    return f"{job.id}-{job.attempt}"
