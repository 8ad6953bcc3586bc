"""The facts of a clip that is several files, from those of its parts: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from server.domain.media import AudioTrack, MediaFacts
from server.domain.naming import display_text
from server.domain.take import Joint, Take, describe_numbers
from server.errors import PartsDiffer
from server.media.opening import STREAMS_A_FILE

_LINEAR = (
    "the pictures hold linear light: the proxy shows it as BT.709 (BT.1886 gamma 2.4), brighter than white is white"
)


def film_of_pictures(take: Take, first: MediaFacts, size_bytes: int) -> MediaFacts:
    """`first` is what its first picture says; missing ones are counted, for they have their time."""
    video = first.video
    if video is None:
        return first
    count = take.numbers[-1] - take.numbers[0] + 1
    linear = video.color.transfer == "linear"
    color = replace(video.color, primaries="bt709", transfer="bt709") if linear else video.color
    seconds = float(count / video.fps)
    return replace(
        first,
        duration=seconds,
        size_bytes=size_bytes,
        video=replace(video, frames=count, duration=seconds, vfr=False, color=color, linear=linear),
        notes=(*first.notes, *notes_of(take), *([_LINEAR] if linear else [])),
        take=take,
    )


def one_after_the_other(take: Take, parts: Sequence[MediaFacts], sound: Sequence[Sequence[MediaFacts]]) -> MediaFacts:
    """`sound` holds a row of files for each further track. Raises PartsDiffer."""
    first = parts[0]
    if first.video is None or any(_kind(part) != _kind(first) for part in parts[1:]):
        raise PartsDiffer(f"The {len(parts)} files of {_name(take.source)} differ in picture or sound.")
    if any(len({_sound_kind(part) for part in row}) != 1 for row in sound):
        raise PartsDiffer(f"The sound files of {_name(take.source)} differ.")
    frames = [part.video.frames for part in parts if part.video]
    seconds = [part.video.duration or part.duration or 0.0 for part in parts if part.video]
    own = [_longer(track, [part.audio[i] for part in parts]) for i, track in enumerate(first.audio)]
    rows = [_numbered(row, number) for number, row in enumerate(sound, 1)]
    return replace(
        first,
        lost=next((part.lost for part in parts if part.lost), None),
        duration=sum(seconds),
        size_bytes=sum(facts.size_bytes for facts in (*parts, *(f for row in sound for f in row))),
        video=replace(first.video, frames=None if None in frames else sum(filter(None, frames)), duration=sum(seconds)),
        audio=(*own, *(track for tracks in rows for track in tracks)),
        missing_seconds=max(facts.missing_seconds for facts in (*parts, *(f for row in sound for f in row))),
        notes=(*first.notes, *notes_of(take)),
        take=take,
    )


def _kind(facts: MediaFacts) -> tuple[object, ...]:
    video = facts.video
    if video is None:
        return ()
    return video.codec, video.pix_fmt, video.width, video.height, video.fps, _sound_kind(facts)


def _sound_kind(facts: MediaFacts) -> tuple[object, ...]:
    return tuple((track.codec, track.channels, track.sample_rate) for track in facts.audio)


def _longer(track: AudioTrack, pieces: Sequence[AudioTrack]) -> AudioTrack:
    lengths = [piece.duration for piece in pieces]
    return replace(track, duration=None if None in lengths else sum(filter(None, lengths)))


def _numbered(row: Sequence[MediaFacts], number: int) -> list[AudioTrack]:
    """The tracks of one row of files under the numbers by which they are opened."""
    tracks = enumerate(row[0].audio)
    return [
        replace(_longer(track, [part.audio[i] for part in row]), index=STREAMS_A_FILE * number + track.index)
        for i, track in tracks
    ]


def notes_of(take: Take) -> tuple[str, ...]:
    """What the user should know about how the clip was put together."""
    notes = [take.note] if take.note else []
    if take.joint is Joint.FRAMES:
        notes.append(f"{len(take.parts)} numbered pictures are one clip: {describe_numbers(take.numbers)}")
        if take.missing:
            notes.append(f"pictures are missing: {describe_numbers(take.missing)}")
    elif len(take.parts) > 1:
        notes.append(f"{len(take.parts)} files are one clip: {', '.join(map(_name, take.parts))}")
    if take.sound:
        notes.append(f"{len(take.sound)} tracks of sound come from files of their own")
    return tuple(notes)


def _name(path: str) -> str:
    return display_text(PurePath(path).name)
