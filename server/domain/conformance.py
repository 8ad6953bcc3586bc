"""Relink proof: is this proxy the same clip, frame for frame, as its original?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from server.domain.colors import Colors
from server.domain.likeness import Levels, Likeness
from server.domain.media import AudioTrack, Color, MediaFacts, Scan, VideoTrack

ASPECT_TOLERANCE = 0.003
LARGEST_DISTANCE = 0.025  # of white; the worst of 54 real clips at 1/2 size, H.264, lies under 0.006
SLOPES = (0.94, 1.06)  # a swapped range gives 0.86 or 1.16
LARGEST_OFFSET = 0.03
LARGEST_SHIFT = 0.01  # of white, on average
# Real proxies of real clips lie over 0.99; mirrored, turned or other pictures under 0.7.
LEAST_CORRELATION = 0.9
# Of colours in proxies of real clips: 0.99 to 1.01, and over 0.998. Grey has 0, exchanged ones lie under 0.6.
SATURATIONS = (0.9, 1.1)
LEAST_HUE = 0.9
# Exchanged fields are all out of their turn where anything moves; a line's twitter moves one now and then.
MOST_MISPLACED_FIELDS = 0.1
MOST_SHIFT = 0.011  # s, of sound that no codec can delay; where only outlines tell, a block and a millisecond
MOST_DRIFT = 0.005  # a codec may be late throughout, by its frame; it never becomes later

ALL_REQUIRED = (
    "frame_count",
    "frame_rate",
    "duration",
    "start_timecode",
    "drop_frame",
    "reel",
    "audio_streams",
    "audio_channels",
    "audio_rate",
    "audio_length",
    "audio_content",
    "sync",
    "display_aspect",
    "color",
    "color_levels",
    "pictures",
)
CHECK_NAMES = (*ALL_REQUIRED, "size_ratio", "fields")


@dataclass(frozen=True)
class Target:
    """What the preset promised: rate, start timecode, whether sound was to be kept; and what changed its colours, in
    words: pictures are compared with the original seen through the same look."""

    fps: Fraction
    timecode: str | None
    sound: bool = True
    recoloured: str | None = None


@dataclass(frozen=True)
class Heard:
    """One audio track compared by decoding. `same` None: nothing to compare (silence). In seconds: shift, and drift, by
    which the shift grows to the end of the track. `upended`: a channel's wave is upside down."""

    same: bool | None
    exact: bool
    shift: float = 0.0
    drift: float = 0.0
    upended: bool = False


@dataclass(frozen=True)
class Evidence:
    """What decoding both files showed; `heard` in track order, `fields` (of a pair that has some) each in its turn,
    `colors` where there are any."""

    pictures: Likeness
    heard: tuple[Heard, ...]
    fields: Likeness | None = None
    colors: Colors | None = None


@dataclass(frozen=True)
class Check:
    """`fatal`: no proxy may fail it so, whatever its preset asks for."""

    name: str
    ok: bool | None
    original: Any
    proxy: Any
    why: str = ""
    fatal: bool = False


@dataclass(frozen=True)
class Case:
    """Both files, what was promised, and what was seen."""

    original: MediaFacts
    proxy: MediaFacts
    target: Target
    evidence: Evidence

    @property
    def pictures(self) -> tuple[VideoTrack, VideoTrack]:
        if self.original.video is None or self.proxy.video is None:
            raise ValueError("both files need a video track")
        return self.original.video, self.proxy.video


def judge(case: Case) -> tuple[Check, ...]:
    """Every check, in the order of CHECK_NAMES as far as they apply."""
    sound = _sound_checks(case) if case.target.sound else ()
    return (*_time_checks(case), *sound, *_picture_checks(case))


def conforms(checks: Iterable[Check], required: Sequence[str]) -> bool:
    """No required check may be false; one that the original makes impossible (null) does not count against it."""
    return not broken(checks, required)


def broken(checks: Iterable[Check], required: Sequence[str]) -> list[Check]:
    return [c for c in checks if c.ok is False and (c.fatal or c.name in required)]


def as_dict(checks: Sequence[Check], required: Sequence[str], links: Mapping[str, Any]) -> dict[str, Any]:
    """The conformance object of design section 3."""
    return {
        "conforms": conforms(checks, required),
        "checks": [
            {
                "name": c.name,
                "required": c.fatal or c.name in required,
                "ok": c.ok,
                "original": c.original,
                "proxy": c.proxy,
                "why": c.why,
            }
            for c in checks
        ],
        "links_in": dict(links),
    }


def _time_checks(case: Case) -> tuple[Check, ...]:
    checks = (_frame_count, _frame_rate, _duration, _start_timecode, _drop_frame, _reel)
    return tuple(check(case) for check in checks)


def _frame_count(case: Case) -> Check:
    seen = case.evidence.pictures
    same = seen.original_frames == seen.proxy_frames
    why = "" if same else f"the proxy has {seen.proxy_frames - seen.original_frames:+d} frames"
    return Check("frame_count", same, seen.original_frames, seen.proxy_frames, why)


def _frame_rate(case: Case) -> Check:
    _, proxy = case.pictures
    ok = proxy.fps == case.target.fps and not proxy.vfr
    why = "" if ok else ("the proxy's frame rate is not constant" if proxy.vfr else "the rates differ")
    return Check("frame_rate", ok, _rate(case.target.fps), _rate(proxy.fps), why)


def _duration(case: Case) -> Check:
    original, proxy = case.pictures
    wanted, got = original.duration, proxy.duration
    if wanted is None or got is None:
        return Check("duration", None, wanted, got, "the original does not say how long it is")
    # The last frame of a variable-rate clip, or of a clip brought to another rate, may end a frame early or late.
    ok = abs(wanted - got) <= 1.0 / float(min(case.target.fps, original.fps)) + 0.002
    return Check("duration", ok, wanted, got, "" if ok else f"{got - wanted:+.3f} s")


def _start_timecode(case: Case) -> Check:
    wanted, got = case.target.timecode, case.proxy.timecode
    if wanted is None:
        return Check("start_timecode", None, None, got, "the original carries no start timecode")
    return Check("start_timecode", wanted == got, wanted, got, "" if wanted == got else "the start timecodes differ")


def _drop_frame(case: Case) -> Check:
    wanted, got = _is_drop(case.target.timecode), _is_drop(case.proxy.timecode)
    if wanted is None:
        return Check("drop_frame", None, None, got, "the original carries no start timecode")
    return Check("drop_frame", wanted == got, wanted, got, "" if wanted == got else "the drop-frame flags differ")


def _is_drop(timecode: str | None) -> bool | None:
    return None if timecode is None else ";" in timecode


def _reel(case: Case) -> Check:
    wanted, got = case.original.reel, case.proxy.reel
    if wanted is None:
        return Check("reel", None, None, got, "the original names no reel")
    if got is None and case.target.timecode is None:
        return Check("reel", None, wanted, None, "MOV keeps it beside a start timecode, which the original lacks")
    return Check("reel", wanted == got, wanted, got, "" if wanted == got else "the reel names differ")


def _sound_checks(case: Case) -> tuple[Check, ...]:
    kept = tuple(t for t in case.original.audio if t.decodable)
    lost = [t for t in case.original.audio if not t.decodable]
    made = case.proxy.audio
    if not case.original.audio and not made:
        why = "the original has no sound"
        names = ("audio_streams", "audio_channels", "audio_rate", "audio_length", "audio_content", "sync")
        return tuple(Check(name, None, 0 if name == "audio_streams" else None, None, why) for name in names)
    return (
        _streams(kept, lost, made),
        _per_track("audio_channels", kept, made, lambda t: t.channels),
        _per_track("audio_rate", kept, made, lambda t: t.sample_rate),
        _audio_length(case, kept, made),
        _audio_content(case, kept, made),
        _sync(case, kept, made),
    )


def _streams(kept: Sequence[AudioTrack], lost: Sequence[AudioTrack], made: Sequence[AudioTrack]) -> Check:
    total = len(kept) + len(lost)
    if lost and len(made) == len(kept):
        return Check("audio_streams", None, total, len(made), _left_out(lost))
    ok = total == len(made)
    return Check("audio_streams", ok, total, len(made), "" if ok else f"{len(made) - total:+d} tracks")


def _left_out(lost: Sequence[AudioTrack]) -> str:
    unknown = ", ".join(track.codec for track in lost if not track.empty)
    why = f"no decoder for {unknown}" if unknown else "it holds no sound"
    return f"{why}: that track is left out"


def _per_track(name: str, kept: Sequence[AudioTrack], made: Sequence[AudioTrack], value: Any) -> Check:
    wanted, got = [value(t) for t in kept], [value(t) for t in made]
    return Check(name, wanted == got, wanted, got, "" if wanted == got else "the tracks differ")


def _audio_length(case: Case, kept: Sequence[AudioTrack], made: Sequence[AudioTrack]) -> Check:
    wanted, got = [t.duration for t in kept], [t.duration for t in made]
    if _all_exact(case, kept, made):
        return Check("audio_length", True, wanted, got, "every sample is the same")
    pairs = [(a, b) for a, b in zip(wanted, got, strict=False) if a is not None and b is not None]
    if not pairs:
        return Check("audio_length", None, wanted, got, "the original does not say how long its sound is")
    # A lossy track may start or end a codec frame early or late (1,024 samples in AAC; 2,048 with priming).
    ok = all(abs(a - b) <= 0.06 for a, b in pairs)
    return Check("audio_length", ok, wanted, got, "" if ok else "the lengths differ")


def _all_exact(case: Case, kept: Sequence[AudioTrack], made: Sequence[AudioTrack]) -> bool:
    heard = case.evidence.heard
    return len(heard) == len(kept) == len(made) and all(h.exact for h in heard)


def _audio_content(case: Case, kept: Sequence[AudioTrack], made: Sequence[AudioTrack]) -> Check:
    heard = case.evidence.heard
    if len(kept) != len(made):
        return Check("audio_content", False, len(kept), len(made), "a track has no partner")
    wrong = [i for i, h in enumerate(heard) if h.same is False]
    if wrong:
        return Check("audio_content", False, len(kept), len(made), f"track {wrong[0] + 1} sounds different")
    upended = [i for i, h in enumerate(heard) if h.upended]
    if upended:
        why = f"track {upended[0] + 1} is upside down: its phase is inverted"
        return Check("audio_content", False, len(kept), len(made), why)
    if all(h.same is None for h in heard):
        return Check("audio_content", None, len(kept), len(made), "the original is silent")
    return Check("audio_content", True, len(kept), len(made), "")


def _sync(case: Case, kept: Sequence[AudioTrack], made: Sequence[AudioTrack]) -> Check:
    original, proxy = case.pictures
    wanted, got = _offsets(original, kept), _offsets(proxy, made)
    heard = case.evidence.heard
    apart = [abs(a - (b + h.shift)) for a, b, h in zip(wanted, got, heard, strict=False)]
    most = max(0.5 / float(case.target.fps), 0.022)
    wrong = [value for value in apart if value > most] or _shifted(apart, case, kept, made)
    if wrong:
        return Check("sync", False, wanted, got, f"sound and picture are {max(wrong) * 1000:.0f} ms apart")
    drift = max((abs(h.drift) for h in heard), default=0.0)
    if drift > MOST_DRIFT:
        why = f"sound runs away from the picture, by {drift * 1000:.0f} ms at the end"
        return Check("sync", False, wanted, got, why)
    return Check("sync", True, wanted, got, "")


def _shifted(apart: Sequence[float], case: Case, kept: Sequence[AudioTrack], made: Sequence[AudioTrack]) -> list[float]:
    """Sound that no codec can delay, yet its samples lie elsewhere (a picture that begins between two frames of the
    proxy moves both tracks apart, not their samples)."""
    tracks = zip(apart, case.evidence.heard, kept, made, strict=False)
    uncoded = ((gap, h) for gap, h, a, b in tracks if a.codec.startswith("pcm_") and b.codec.startswith("pcm_"))
    return [gap for gap, h in uncoded if min(gap, abs(h.shift)) > MOST_SHIFT]


def _offsets(video: VideoTrack, audio: Sequence[AudioTrack]) -> list[float]:
    return [round((t.start or 0.0) - (video.start or 0.0), 4) for t in audio]


def _picture_checks(case: Case) -> tuple[Check, ...]:
    return (_aspect(case), _color(case), _levels(case), _pictures(case), _size_ratio(case), _fields(case))


def _aspect(case: Case) -> Check:
    original, proxy = (_dar(v) for v in case.pictures)
    ok = abs(float(original / proxy) - 1) <= ASPECT_TOLERANCE
    return Check("display_aspect", ok, _ratio(original), _ratio(proxy), "" if ok else "the shapes differ")


def _dar(video: VideoTrack) -> Fraction:
    width, height = video.shown
    return Fraction(width, height) * video.shown_sar


def _color(case: Case) -> Check:
    original, proxy = (v.color for v in case.pictures)
    if case.target.recoloured:
        return Check("color", None, vars(original).copy(), vars(proxy).copy(), case.target.recoloured)
    names = [n for n in ("primaries", "transfer", "matrix") if _tagged(original, n)]
    wrong = [n for n in names if _meaning(n, getattr(original, n)) != _meaning(n, getattr(proxy, n))]
    ok = None if not names else not wrong
    why = f"{wrong[0]} differs" if wrong else ("" if names else "the original carries no colour tags")
    return Check("color", ok, vars(original).copy(), vars(proxy).copy(), why)


def _meaning(name: str, tag: str | None) -> str | None:
    """ITU-T H.273 gives these numbers the same formula: transfer 1, 6, 14, 15; matrix 5 and 6."""
    same = {"transfer": ("bt709", "smpte170m", "bt2020-10", "bt2020-12"), "matrix": ("smpte170m", "bt470bg")}
    return same[name][0] if tag in same.get(name, ()) else tag


def _tagged(color: Color, name: str) -> bool:
    # An RGB picture becomes Y'CbCr in every proxy codec, so its "gbr" matrix cannot be kept.
    return getattr(color, name) not in (None, "gbr")


def _levels(case: Case) -> Check:
    original, proxy = (v.color.range or "tv" for v in case.pictures)
    original_scan, proxy_scan = (v.scan in (Scan.TFF, Scan.BFF) for v in case.pictures)
    levels, colors = case.evidence.pictures.levels, case.evidence.colors
    if colors is not None and not _is_another(case.evidence.pictures) and (wrong := _miscoloured(colors)):
        return Check("color_levels", False, original, proxy, wrong)
    if levels is None:
        return Check("color_levels", None, original, proxy, "too little contrast to tell")
    if levels.correlation < LEAST_CORRELATION:
        return Check("color_levels", None, original, proxy, "the pictures differ too much to tell")
    if case.pictures[0].pix_fmt.startswith("mono"):  # of black and white alone a codec loses contrast
        levels = replace(levels, slope=1.0, offset=levels.shift)
    # One frame of two fields shows other moments.
    ok = _near(levels if original_scan == proxy_scan else replace(levels, shift=0.0))
    why = f"luma is {levels.slope:.2f} x the original {levels.offset:+.3f}" if not ok else ""
    if ok and original != proxy:
        why = "levels converted: the codec knows one range only"
    return Check("color_levels", ok, original, proxy, why)


def _miscoloured(colors: Colors) -> str:
    if not SATURATIONS[0] <= colors.saturation <= SATURATIONS[1]:
        return f"its colours are {colors.saturation:.2f} x as strong"
    return "its colours are others" if colors.correlation < LEAST_HUE else ""


def _near(levels: Levels) -> bool:
    near = SLOPES[0] <= levels.slope <= SLOPES[1] and abs(levels.offset) <= LARGEST_OFFSET
    return near and abs(levels.shift) <= LARGEST_SHIFT


def _pictures(case: Case) -> Check:
    seen = case.evidence.pictures
    if seen.compared == 0:
        return Check("pictures", False, seen.original_frames, seen.proxy_frames, "no frame to compare")
    if _is_another(seen):
        return Check("pictures", False, seen.compared, round(seen.distance, 4), "these are different pictures")
    if seen.misplaced:
        why = f"{seen.misplaced} frames are out of place, the first is frame {seen.first_misplaced}"
        return Check("pictures", False, seen.compared, seen.compared - seen.misplaced, why)
    return Check("pictures", True, seen.compared, seen.compared, "")


def _is_another(seen: Likeness) -> bool:
    """Whether the pictures differ, not their levels alone."""
    if seen.levels is not None and seen.levels.correlation < LEAST_CORRELATION:
        return True
    return seen.distance > LARGEST_DISTANCE and (seen.levels is None or _near(seen.levels))


def _size_ratio(case: Case) -> Check:
    original, proxy = case.pictures
    (ow, oh), (pw, ph) = original.shown, proxy.shown
    ok = ow % pw == 0 and oh % ph == 0 and ow // pw == oh // ph
    return Check("size_ratio", ok, f"{ow}x{oh}", f"{pw}x{ph}", "" if ok else "not a whole fraction of the original")


def _fields(case: Case) -> Check:
    original, proxy = (Scan.PROGRESSIVE if v.scan is Scan.UNKNOWN else v.scan for v in case.pictures)
    if {original, proxy} == {Scan.TFF, Scan.BFF}:
        why = "the fields of each frame come in the other order"
        return Check("fields", False, original.value, proxy.value, why, fatal=True)
    seen = case.evidence.fields
    if seen is not None and seen.misplaced > MOST_MISPLACED_FIELDS * seen.compared:
        why = f"{seen.misplaced} of {seen.compared} fields are out of their turn, whatever the flag says"
        return Check("fields", False, original.value, proxy.value, why, fatal=True)
    ok = original == proxy
    return Check("fields", ok, original.value, proxy.value, "" if ok else "the proxy is deinterlaced")


def _rate(fps: Fraction) -> str:
    return f"{fps.numerator}/{fps.denominator}"


def _ratio(value: Fraction) -> str:
    return f"{float(value):.4f}"
