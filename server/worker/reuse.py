"""Proxies that are there already: made by another server on the share, beside the same clip elsewhere, or by hand.

Nothing is believed: a file is taken for a clip's proxy where decoding both proves it, or where the originals are the
same to the byte and the other's proof still stands.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from server.domain.job import Job, Status
from server.domain.naming import display_text
from server.domain.preset import Codec
from server.domain.raster import plan_size
from server.domain.steps import Encode, KeepExtras, Publish, Step
from server.errors import ConformanceFailed, OutputExists, RushesError
from server.media.verify import Bench, verify_pair
from server.storage.publish import describe, hex_of, is_same_file
from server.worker.attempt import Attempt
from server.worker.steps.publish import make_room, own_earlier
from server.worker.steps.publish import run as run_publish

_FFMPEGS_NAMES = {Codec.DNXHR: "dnxhd"}
_PIECE = 4 * 1024 * 1024
_NO_LINKS = (errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EACCES)


def take_over(attempt: Attempt, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps that are left where the proxy is there already. Raises OutputExists where its name is held by a file
    that is none, ConformanceFailed where one was named that does not fit."""
    encode = next((step for step in steps if isinstance(step, Encode)), None)
    if encode is None or attempt.target is None or attempt.facts is None or attempt.facts.take is not None:
        return steps
    if adopted(attempt.job):
        _adopt(attempt, encode, attempt.target)
    elif os.path.lexists(attempt.target) and own_earlier(attempt, attempt.target) is None:
        if not _stands(attempt, encode, attempt.target):
            return steps
    elif attempt.job.request.get("force") or not _taken_from_twin(attempt, encode):
        return steps
    else:
        return tuple(step for step in steps if isinstance(step, KeepExtras | Publish))
    return tuple(step for step in steps if isinstance(step, KeepExtras))


@contextmanager
def lost_race(attempt: Attempt, steps: Sequence[Step]) -> Iterator[None]:
    """Another server on the share may publish while this one encodes: then its proxy is proved and taken."""
    try:
        yield
    except OutputExists:
        encode = next((step for step in steps if isinstance(step, Encode)), None)
        mine = attempt.temporary
        if encode is None or attempt.target is None or mine is None:
            raise
        if _stands(attempt, encode, attempt.target):
            Path(mine).unlink(missing_ok=True)
        else:
            run_publish(Publish(attempt.target, None), attempt)


def adopted(job: Job) -> str | None:
    """The file that the job is to take for the proxy."""
    named = job.request.get("adopt")
    return named if isinstance(named, str) else None


def _stands(attempt: Attempt, encode: Encode, target: str) -> bool:
    """A file that is not ours holds the name: is it this clip's proxy as the preset would make it? False: it was ours
    after all, by a job that had not yet said so, and was moved aside. Raises OutputExists."""
    try:
        proof = None if attempt.job.request.get("force") else _proof(attempt, encode, target)
    except RushesError as error:
        attempt.check()  # it may be us who are to stop
        attempt.log([f"{display_text(target)} is no proxy of this clip: {error.message}"])
        proof = None
    if proof is None or not proof["conforms"] or not _as_wished(attempt, encode, target):
        make_room(attempt, target)
        return False
    _register(attempt, target, proof, "another program had made the proxy; it was proved and taken")
    return True


def _adopt(attempt: Attempt, encode: Encode, target: str) -> None:
    proof = _proof(attempt, encode, target)
    attempt.result["conformance"] = proof
    if not proof["conforms"]:
        wrong = ", ".join(c["name"].replace("_", " ") for c in proof["checks"] if c["required"] and c["ok"] is False)
        raise ConformanceFailed(
            f"{display_text(target)} would not relink to {display_text(attempt.job.source)}: {wrong}."
        )
    _register(attempt, target, proof, "a proxy that was there; it was proved and taken")


def _proof(attempt: Attempt, encode: Encode, proxy: str) -> dict[str, Any]:
    tools = attempt.tools
    bench = Bench(tools.ffmpeg, tools.prober, tools.reading, attempt.limits, attempt.watch(None))
    return verify_pair(bench, attempt.job.source, proxy, encode.preset.required)


def _as_wished(attempt: Attempt, encode: Encode, proxy: str) -> bool:
    video = attempt.tools.prober.probe(proxy).video
    original = attempt.facts.video if attempt.facts else None
    if video is None or original is None:
        return False
    width, height, _ = plan_size(original, encode.preset)
    codec = _FFMPEGS_NAMES.get(encode.preset.codec, encode.preset.codec.value)
    return video.codec == codec and (video.width, video.height) == (width, height)


def _register(attempt: Attempt, target: str, proof: dict[str, Any], remark: str) -> None:
    known = attempt.watched(partial(describe, target), "Reading the proxy")
    told = {"proxy": display_text(target), "sha256": known["sha256"], "conformance": proof, "durable": True}
    attempt.result |= {**told, "linked": True}
    attempt.note(intent={**known, "output": hex_of(target), "result": attempt.result})
    attempt.target, attempt.temporary, attempt.remark = target, None, remark


def _taken_from_twin(attempt: Attempt, encode: Encode) -> bool:
    """Whether the proxy of the same clip under another name or in another folder became that of this one."""
    for twin in attempt.tools.twins(attempt.job):
        moved = not os.path.lexists(twin.source)
        if attempt.job.request.get("duplicates") == "second" and not moved:
            continue
        if not _fits(attempt.job, twin):
            continue
        same = None if moved else attempt.watched(_compare(attempt.job, twin), "Comparing the clips")
        proof = _proof(attempt, encode, str(twin.output)) if moved else (twin.result or {}).get("conformance")
        if proof is not None and proof["conforms"] and same is not False:
            _link(attempt, twin, proof)
            word = "moved from" if moved else "the same as"
            attempt.remark = f"the clip is {word} {display_text(twin.source)}: its proxy was linked, not made again"
            return True
    return False


def _fits(job: Job, twin: Job) -> bool:
    same = (twin.preset, twin.request.get("lut")) == (job.preset, job.request.get("lut"))
    whole = twin.status is Status.COMPLETED and not (twin.result or {}).get("damaged")
    return same and whole and twin.output is not None and is_same_file(twin.output, twin.intent or {})


def _compare(job: Job, twin: Job) -> Callable[[Callable[[], None]], bool]:
    """To the byte: a sampled hash is a hint."""

    def compare(beat: Callable[[], None]) -> bool:
        try:
            with open(job.source, "rb") as first, open(twin.source, "rb") as second:
                while (piece := first.read(_PIECE)) == second.read(_PIECE):
                    beat()
                    if not piece:
                        return True
        except OSError:
            return False
        return False

    return compare


def _link(attempt: Attempt, twin: Job, proof: Mapping[str, Any]) -> None:
    """One file under two names where the file system can, else a copy."""
    if attempt.temporary is None or twin.output is None:
        raise OutputExists("There is no place for the proxy.")
    try:
        os.link(twin.output, attempt.temporary)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        attempt.watched(lambda beat: _copied(str(twin.output), str(attempt.temporary), beat), "Copying the proxy")
    attempt.result |= {"conformance": proof, "linked": True}


def _copied(source: str, target: str, beat: Callable[[], None]) -> None:
    with open(source, "rb") as reading, open(target, "xb") as writing:
        while piece := reading.read(_PIECE):
            writing.write(piece)
            beat()
