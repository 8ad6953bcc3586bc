"""Which NLE will link this proxy, and why not.

"yes" stands only on what the makers document or users measured: Resolve: start timecode and frame rate must match and
the proxy lies in `Proxy/` under the same name (Blackmagic; Proxima issues 27 and 33). Premiere: frame rate, duration,
fields, audio channels, and a frame size that divides the original's (Adobe, Ingest and proxy workflow). Final Cut:
a `tmcd` timecode track, ProRes Proxy or H.264, 12.5 to 100 % of the size (Apple, proxy files). Kdenlive: a path
pattern only (externalproxies.rc). Avid: MXF OP-Atom by tape name and timecode.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from server.domain.conformance import Check
from server.domain.media import MediaFacts
from server.domain.take import Joint

YES, NO, UNCONFIRMED = "yes", "no", "unconfirmed"
NLES = ("resolve", "premiere", "fcp", "avid", "kdenlive")
_FRAMES = ("frame_count", "frame_rate", "pictures")
_PREMIERE = ("frame_rate", "duration", "fields", "audio_streams", "audio_channels", "size_ratio")


def links_in(
    checks: Sequence[Check], original: MediaFacts, proxy: MediaFacts, same_stem: bool
) -> dict[str, dict[str, str]]:
    """{"resolve": {"status", "why"}, …}. `same_stem`: the proxy's base name is the original's."""
    by_name = {c.name: c for c in checks}
    wrong = _first(by_name, _FRAMES, False)
    if wrong is not None:
        return {nle: _say(NO, wrong) for nle in NLES}
    if original.video and proxy.video and original.video.fps != proxy.video.fps:
        return {nle: {"status": NO, "why": "the proxy runs at another frame rate than the original"} for nle in NLES}
    verdicts = {
        "resolve": _resolve(by_name, same_stem),
        "premiere": _premiere(by_name),
        "fcp": _fcp(by_name, proxy),
        "avid": {"status": NO, "why": "Avid links MXF OP-Atom media; this proxy is not"},
        "kdenlive": _kdenlive(same_stem),
    }
    return verdicts if original.take is None else {nle: _of_many(nle, said, original) for nle, said in verdicts.items()}


def _of_many(nle: str, said: dict[str, str], original: MediaFacts) -> dict[str, str]:
    """Nobody has said how an NLE names a clip of several files; Adobe rules proxies of image sequences out."""
    pictures = original.take is not None and original.take.joint is Joint.FRAMES
    if nle == "premiere" and pictures:
        return {"status": NO, "why": "Premiere gives image sequences no proxies"}
    if said["status"] == YES:
        return {"status": UNCONFIRMED, "why": f"the original is several files; otherwise: {said['why']}"}
    return said


def _resolve(checks: Mapping[str, Check], same_stem: bool) -> dict[str, str]:
    wrong = _first(checks, ("start_timecode", "drop_frame", "reel"), False)
    if wrong is not None:
        return _say(NO, wrong)
    if not same_stem:
        return {"status": UNCONFIRMED, "why": "the name differs from the original's: link it by hand"}
    if checks["start_timecode"].ok is None:
        return {"status": UNCONFIRMED, "why": "neither file carries a start timecode"}
    return {"status": YES, "why": "start timecode, frame rate and name match"}


def _premiere(checks: Mapping[str, Check]) -> dict[str, str]:
    wrong = _first(checks, _PREMIERE, False)
    if wrong is not None:
        return _say(NO, wrong)
    if "audio_streams" not in checks:
        return {"status": NO, "why": "the proxy has no sound"}
    if checks["audio_streams"].ok is None and checks["audio_streams"].original:
        return _say(NO, checks["audio_streams"])
    if checks["duration"].ok is None:
        return {"status": UNCONFIRMED, "why": "the original does not say how long it is"}
    return {"status": YES, "why": "rate, duration, fields, audio channels and frame size match: attach it by hand"}


def _fcp(checks: Mapping[str, Check], proxy: MediaFacts) -> dict[str, str]:
    wrong = _first(checks, ("start_timecode", "drop_frame"), False)
    if wrong is not None:
        return _say(NO, wrong)
    codec = proxy.video.codec if proxy.video is not None else ""
    if codec not in ("prores", "h264"):
        return {"status": NO, "why": "Final Cut links ProRes Proxy and H.264 proxies only"}
    if checks["start_timecode"].ok is None:
        return {"status": UNCONFIRMED, "why": "neither file carries a start timecode"}
    return {"status": UNCONFIRMED, "why": "timecode, rate and codec are right; not yet tried in Final Cut"}


def _kdenlive(same_stem: bool) -> dict[str, str]:
    if not same_stem:
        return {"status": NO, "why": "Kdenlive finds proxies by name, and this name is not the original's"}
    return {"status": UNCONFIRMED, "why": "Kdenlive goes by a path pattern: add `Proxy/` in its settings"}


def _first(checks: Mapping[str, Check], names: Sequence[str], ok: bool | None) -> Check | None:
    return next((checks[n] for n in names if n in checks and checks[n].ok is ok), None)


def _say(status: str, check: Check) -> dict[str, Any]:
    return {"status": status, "why": f"{check.name.replace('_', ' ')}: {check.why or 'differs'}"}
