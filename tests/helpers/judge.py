"""Is this proxy the same clip as its original? Decided by the independent checker, frame by frame, sample by sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from operator import sub

from tests.helpers.checker import Film, Shown, Track

CLEARLY = 3.0  # of 255: mean difference above which thumbnails of neighbours are told apart
ALIKE = 6.0  # of 255: the most that coding, scaling and level conversion may cost a whole clip
UNSAID = 2  # H.273: unspecified


def faults(original: Film, proxy: Film, fps: Fraction, *, sound: str = "pcm", own_clock: bool = True) -> list[str]:
    """What is wrong, in words; empty where the proxy relinks. `sound` is "pcm", "aac" or "none"; `own_clock` says
    that each frame of the original must come back once (else: whatever the original shows at that time)."""
    found = [*_time_faults(original, proxy, fps, own_clock), *_picture_faults(original, proxy)]
    return found if sound == "none" else [*found, *_sound_faults(original, proxy, fps, sound)]


def _time_faults(original: Film, proxy: Film, fps: Fraction, own_clock: bool) -> Iterator[str]:
    if not proxy.steady:
        yield "the proxy's rate is not constant"
    if len(proxy.frames) > 1 and abs(proxy.rate / float(fps) - 1) > 1e-4:
        yield f"rate {proxy.rate:.4f}, not {float(fps):.4f}"
    if own_clock and len(original.frames) != len(proxy.frames):
        yield f"{len(proxy.frames)} frames of {len(original.frames)}"
    if not own_clock and abs(len(proxy.frames) / float(fps) - original.seconds) > 1.5 / float(fps):
        yield f"{len(proxy.frames)} frames for {original.seconds:.3f} s"
    yield from _misplaced(original, proxy, fps, own_clock)


def _misplaced(original: Film, proxy: Film, fps: Fraction, own_clock: bool) -> Iterator[str]:
    total, wrong = 0.0, []
    for number, frame in enumerate(proxy.frames):
        wanted = [number] if own_clock else _around(original, number / float(fps), 1 / float(fps))
        wanted = [n for n in wanted if n < len(original.frames)]
        if not wanted:
            continue
        own = min(_distance(frame, original.frames[n]) for n in wanted)
        total += own
        beside = [n for n in range(wanted[0] - 2, wanted[-1] + 3) if n not in wanted and 0 <= n < len(original.frames)]
        if own > CLEARLY and any(1.5 * _distance(frame, original.frames[n]) < own for n in beside):
            wrong.append(number)
    if wrong:
        yield f"{len(wrong)} frames out of place, first {wrong[0]}"
    if total / len(proxy.frames) > ALIKE:
        yield f"other pictures or levels: {total / len(proxy.frames):.1f} of 255 apart"


def _around(film: Film, time: float, slack: float) -> list[int]:
    """The frames on show within `slack` of that time after the first frame (s)."""
    begins = [frame.time - film.frames[0].time for frame in film.frames]
    ends = [*begins[1:], begins[-1] + 2 * slack]
    near = [n for n, (a, b) in enumerate(zip(begins, ends, strict=True)) if a <= time + slack and b > time - slack]
    return near or [len(begins) - 1]


def _distance(a: Shown, b: Shown) -> float:
    return sum(map(abs, map(sub, a.luma, b.luma))) / len(a.luma)


def _picture_faults(original: Film, proxy: Film) -> Iterator[str]:
    if abs(float(original.aspect / proxy.aspect) - 1) > 0.003:
        yield f"aspect {float(proxy.aspect):.4f}, not {float(original.aspect):.4f}"
    for name, a, b in zip(("primaries", "transfer", "matrix"), original.color, proxy.color, strict=False):
        # Matrix 0 is RGB, which no proxy codec here keeps.
        if a not in (UNSAID, 0) and _meaning(name, a) != _meaning(name, b):
            yield f"{name} {b}, not {a}"


def _meaning(name: str, code: int) -> int:
    """H.273 gives one formula to transfer 1, 6, 14 and 15, and to matrix 5 and 6."""
    if name == "transfer" and code in (1, 6, 14, 15):
        return 1
    return 6 if name == "matrix" and code in (5, 6) else code


def _sound_faults(original: Film, proxy: Film, fps: Fraction, kind: str) -> Iterator[str]:
    if len(original.sound) != len(proxy.sound):
        yield f"{len(proxy.sound)} sound tracks of {len(original.sound)}"
    for number, (a, b) in enumerate(zip(original.sound, proxy.sound, strict=False)):
        if (a.channels, a.rate) != (b.channels, b.rate):
            yield f"track {number}: {b.channels} ch {b.rate} Hz, not {a.channels} ch {a.rate} Hz"
            continue
        offset = (b.time - proxy.frames[0].time) - (a.time - original.frames[0].time)
        if kind == "pcm" and abs(offset) > max(0.5 / float(fps), 0.022):
            yield f"track {number}: {offset * 1000:+.0f} ms out of sync"
        # A start may be rounded to the frame, which moves the sound itself; or filled with the encoder's silence.
        moved = [0.0, offset] if abs(offset) <= max(0.5 / float(fps), 0.022) else [offset]
        fault = _same_samples(a, b) if kind == "pcm" else min((_same_waves(a, b, by) for by in moved), key=bool)
        if fault:
            yield f"track {number}: {fault}"


def _same_samples(a: Track, b: Track) -> str | None:
    """PCM: every sample, to the two lowest of 16 bits (decoders of lossy sound round as they like)."""
    if abs(len(a.samples) - len(b.samples)) > 0.025 * a.rate * a.channels:
        return f"{b.seconds:.3f} s of {a.seconds:.3f} s"
    worst = max(map(abs, map(sub, a.samples, b.samples)), default=0)
    return f"samples differ by {worst / 2**16:.1f} of 32768" if worst > 2 << 16 else None


def _same_waves(a: Track, b: Track, offset: float) -> str | None:
    """Lossy sound: the same wave at the same time, channel by channel. It may begin `offset` seconds later: that
    much is missing, or (below 0) the encoder's silence goes before it."""
    if abs(a.seconds - b.seconds) > 0.06:
        return f"{b.seconds:.3f} s of {a.seconds:.3f} s"
    late, early = max(0, round(offset * a.rate)), max(0, round(-offset * a.rate))
    for channel in range(a.channels):
        alike = _alike(a.samples[channel :: a.channels][late:], b.samples[channel :: b.channels][early:])
        if alike is not None and alike < 0.9:
            return f"channel {channel} is only {alike:.2f} alike"
    return None


def _alike(a: Sequence[int], b: Sequence[int]) -> float | None:
    """Correlation without any shift, on every third sample; None where there is nothing to hear."""
    x, y = [v >> 16 for v in a[::3]], [v >> 16 for v in b[::3]]
    xx, yy = sum(v * v for v in x), sum(v * v for v in y)
    if max(xx, yy) < 100 * len(x):
        return None
    return sum(p * q for p, q in zip(x, y, strict=False)) / ((xx * yy) ** 0.5 or 1.0)
