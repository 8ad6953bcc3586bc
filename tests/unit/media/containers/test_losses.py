"""Files that count their own pages, packets and frames: what is missing is found, whole ones raise no alarm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.media.probe import ProbeClient
from tests.helpers.footage import Take, film

WHOLE = {
    "clip.ogv": Take(frames=50, video="-c:v libtheora -q:v 6", audio="-c:a libvorbis"),
    "clip.wmv": Take(frames=50, video="-c:v wmv2 -q:v 4", audio="-c:a wmav2"),
    "clip.dv": Take(frames=10, size="720x576", video="-c:v dvvideo -pix_fmt yuv420p", audio="-c:a pcm_s16le -ac 2"),
}
WITH_INDEX = Take(frames=50, video="-c:v mjpeg -q:v 4")
DV_FRAME = 144_000  # bytes, 625 lines


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    return {name: film(folder / name, take).read_bytes() for name, take in WHOLE.items()}


@pytest.fixture(scope="module")
def prober() -> Iterator[ProbeClient]:
    client = ProbeClient()
    yield client
    client.close()


def lost(prober: ProbeClient, clip: Path, content: bytes) -> str | None:
    clip.write_bytes(content)
    return prober.probe(str(clip)).lost


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("tail", [b"", b"left over by a card reader"])
def test_a_whole_file_raises_no_alarm(
    name: str, tail: bytes, whole: dict[str, bytes], prober: ProbeClient, tmp_path: Path
) -> None:
    assert lost(prober, tmp_path / name, whole[name] + tail) is None


@pytest.mark.parametrize(("name", "keep", "said"), [
    ("clip.ogv", 0.6, "ends before its tracks do"),
    ("clip.wmv", 0.6, "packets are missing"),
    ("clip.dv", 0.63, "last frame is cut off"),
])  # fmt: skip
def test_a_file_cut_short(
    name: str, keep: float, said: str, whole: dict[str, bytes], prober: ProbeClient, tmp_path: Path
) -> None:
    data = whole[name]
    assert said in (lost(prober, tmp_path / name, data[: int(len(data) * keep)]) or "")


@pytest.mark.parametrize(("name", "said"), [
    ("clip.ogv", "page"), ("clip.wmv", "packets cannot be read"), ("clip.dv", "frames cannot be read"),
])  # fmt: skip
def test_zeros_in_the_middle(
    name: str, said: str, whole: dict[str, bytes], prober: ProbeClient, tmp_path: Path
) -> None:
    data = bytearray(whole[name])
    begin, count = len(data) // 2, max(len(data) // 10, DV_FRAME if name == "clip.dv" else 0)
    data[begin : begin + count] = bytes(count)
    assert said in (lost(prober, tmp_path / name, bytes(data)) or "")


def test_zeros_over_pieces_of_an_avi_and_within_a_picture(prober: ProbeClient, tmp_path: Path) -> None:
    video = "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 3M"
    takes = {"clip.avi": WITH_INDEX, "clip.webm": Take(video=video, tones=())}
    begins = {"clip.avi": lambda data: data.index(b"00dc", len(data) // 2), "clip.webm": lambda data: 3000}
    found = {}
    for name, take in takes.items():
        data = bytearray(film(tmp_path / name, take).read_bytes())
        assert prober.probe(str(tmp_path / name)).lost is None
        at = begins[name](data)
        data[at : at + 700] = bytes(700)
        found[name] = lost(prober, tmp_path / name, bytes(data))
    assert found == {
        "clip.avi": "1 of 50 pieces of its picture cannot be read",
        "clip.webm": "1 of its frames hold zeros in the place of pictures",
    }


def test_a_transport_stream_and_an_index_cut_off(prober: ProbeClient, tmp_path: Path) -> None:
    stream = film(tmp_path / "clip.ts", Take(audio="-c:a mp2")).read_bytes()
    assert lost(prober, tmp_path / "clip.ts", stream) is None
    assert lost(prober, tmp_path / "clip.ts", stream[:-100]) == "its end is cut off"
    clip = film(tmp_path / "clip.mp4", Take(audio="-c:a aac")).read_bytes()
    assert lost(prober, tmp_path / "clip.mp4", clip) is None
    assert lost(prober, tmp_path / "clip.mp4", clip[:-1]) == "its index is cut off"


def test_a_page_taken_out_and_an_end_without_its_mark(
    whole: dict[str, bytes], prober: ProbeClient, tmp_path: Path
) -> None:
    data = whole["clip.ogv"]
    pages = [at for at in range(len(data)) if data.startswith(b"OggS", at)]
    middle = len(pages) // 2
    without = data[: pages[middle]] + data[pages[middle + 1] :]
    assert "of a track is missing" in (lost(prober, tmp_path / "a.ogv", without) or "")
    assert "ends before its tracks do" in (lost(prober, tmp_path / "b.ogv", data[: pages[middle]]) or "")
