"""Kind `upload`: a clip, its proxy and its picture into the bucket."""

from __future__ import annotations

from collections.abc import Sequence

from server.domain.job import FINAL, Job, Status
from server.domain.naming import display_text
from server.domain.objects import Piece, plan_keys, plan_poster_key, plan_proxy_key
from server.domain.steps import Step, Transfer
from server.errors import Awaited, SourceMissing


def plan(_job: Job) -> tuple[Step, ...]:
    """The media themselves need not be looked at."""
    return (Transfer(),)


def pieces_of(job: Job, parent: Job | None, poster: str, files: Sequence[str] = ()) -> tuple[Piece, ...]:
    """What to send, in order. `parent` is the job that made the proxy, `poster` where the clip's picture is kept,
    `files` all of a clip that is several.

    Raises Awaited while the proxy is being made, SourceMissing where it will not be.
    """
    root, prefix = job.request.get("root"), str(job.request.get("prefix") or "")
    files = files or (job.source,)
    originals = tuple(Piece("original", file, plan_keys(file, root, prefix)[0]) for file in files)
    if parent is None:
        return originals
    proxy = _proxy_of(parent)
    key = plan_proxy_key(proxy, job.source, root, prefix)
    made = Piece("proxy", proxy, key)
    if not (parent.result or {}).get("thumbnail"):
        return *originals, made
    return *originals, made, Piece("thumbnail", poster, plan_poster_key(key))


def _proxy_of(parent: Job) -> str:
    name = display_text(parent.source)
    if parent.status is Status.COMPLETED and parent.output is not None:
        return parent.output
    if parent.status in FINAL:
        raise SourceMissing(f"There is no proxy of {name} to upload: its job is {parent.status}.", "Retry that first.")
    raise Awaited(f"The proxy of {name} is not made yet.")
