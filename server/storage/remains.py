"""What an attempt that was killed leaves on this machine: FFmpeg, temporary files, a proxy nobody wrote down."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from server.domain.job import Job
from server.domain.naming import is_temporary
from server.storage.publish import TEMPORARY, path_from, published_before
from server.system.files import sync_folder
from server.system.processes import kill_group

TEMPORARIES = "temporaries"  # what the intent of a copy says: the files of one bundle


class Remains:
    """`server.ports.Remains` below one home; `scratch` holds a folder for each attempt."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch

    def clear(self, job: Job) -> None:
        if job.child is not None:
            kill_group(job.child)
        intent = job.intent or {}
        for noted in (intent.get(TEMPORARY), *intent.get(TEMPORARIES, ())):
            temporary = path_from(noted)
            if temporary is not None and is_temporary(Path(temporary).name):
                with contextlib.suppress(OSError):  # published, or its disk is away
                    os.unlink(temporary)  # noqa: PTH108  surrogate-escaped names

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


def scratch_name(job: Job) -> str:
    """The folder of the attempt the job is in."""
    return f"{job.id}-{job.attempt}"
