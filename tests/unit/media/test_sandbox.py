"""The box, tried from inside: what is asked of FFmpeg and of the probe's child here, no clip should ever get."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.media.box import Box, boxed, environment
from server.media.sandbox import in_force, landlock_abi
from tests.helpers.footage import Take, executable, film
from tests.helpers.listener import Listener

pytestmark = pytest.mark.skipif(landlock_abi() == 0, reason="this kernel has no Landlock")
SECRET = b"what nobody may read" * 40


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return film(tmp_path / "card" / "A001.mov", Take(frames=3))


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "card" / "secret.txt"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(SECRET)
    return file


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


def run_boxed(program: str, *words: str | Path, box: Box | None = None) -> subprocess.CompletedProcess[bytes]:
    command = boxed(program, [str(word) for word in words], box or Box())
    return subprocess.run(command, capture_output=True, check=False, timeout=60, env=environment())


def ffmpeg(*words: str | Path, box: Box | None = None) -> subprocess.CompletedProcess[bytes]:
    return run_boxed(executable(), "-v", "error", "-nostdin", "-y", *words, box=box)


def shell(script: str, box: Box | None = None) -> subprocess.CompletedProcess[bytes]:
    return run_boxed("/bin/sh", "-c", script, box=box)


def test_the_clip_can_be_read_and_the_proxy_written(clip: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.mov"
    done = ffmpeg("-i", f"file:{clip}", "-c:v", "prores_aw", "-f", "mov", f"file:{target}")
    assert done.returncode == 0, done.stderr
    assert target.stat().st_size > 1000


def test_another_file_cannot_be_read_even_if_asked_for(clip: Path, secret: Path) -> None:
    asked = ("-protocol_whitelist", "file,pipe", "-f", "data", "-i", str(secret), "-map", "0", "-f", "data", "pipe:1")
    assert SECRET in subprocess.run([executable(), *asked], capture_output=True, check=True).stdout
    done = ffmpeg("-i", f"file:{clip}", *asked)
    assert (done.returncode != 0, done.stdout) == (True, b"")
    assert b"Permission denied" in done.stderr


def test_the_original_cannot_be_written_nor_what_lies_beside_the_proxy(clip: Path, secret: Path) -> None:
    before = clip.read_bytes()
    done = ffmpeg("-i", f"file:{clip}", "-c", "copy", "-f", "mov", str(clip))  # without `file:`: no output of ours
    assert done.returncode != 0
    shell(f"echo x > {clip}; rm {clip}; mv {clip} {clip}.b; echo x > {secret}; echo x > {clip.parent}/new")
    assert clip.read_bytes() == before
    assert secret.read_bytes() == SECRET
    assert sorted(p.name for p in clip.parent.iterdir()) == [clip.name, secret.name]


def test_the_scratch_folder_is_ffmpegs_to_work_in(tmp_path: Path) -> None:
    done = shell(f"cd {tmp_path} && echo a > new && mv new newer && cat newer", Box(folder=tmp_path))
    assert done.stdout == b"a\n"


def test_no_listener_is_reached_even_if_asked_for(clip: Path, listener: Listener) -> None:
    url = f"tcp://127.0.0.1:{listener.port}"
    subprocess.run([executable(), "-v", "error", "-i", str(clip), "-f", "mpegts", url], check=False, timeout=60)
    assert listener.visits == 1
    done = ffmpeg("-i", f"file:{clip}", "-f", "mpegts", url)
    assert (done.returncode != 0, listener.visits) == (True, 1)


@pytest.mark.parametrize("kind", ["udp://127.0.0.1:9", "unix:/run/x.sock"])
def test_no_socket_can_even_be_made(clip: Path, kind: str) -> None:
    assert b"Permission denied" in ffmpeg("-i", f"file:{clip}", "-f", "mpegts", kind).stderr


def test_a_proxy_that_cannot_be_begun_says_why(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir()
    done = ffmpeg("-i", f"file:{clip}", "-f", "mov", f"file:{tmp_path}/gone/out.mov")
    assert done.returncode == 1
    assert b"out.mov: No such file or directory" in done.stderr


def test_secrets_of_the_environment_stay_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    monkeypatch.setenv("FFREPORT", "file=/tmp/canary.log")
    assert b"canary" not in shell("env").stdout


def test_what_is_in_force_is_said() -> None:
    assert in_force() == {"files": True, "network": True, "memory": True, "time": True}


CHILD = """
import av, server.media.probe_child as child
lists = {"format_whitelist": "mov,hls,concat,mpegts", "protocol_whitelist": "file,tcp,http"}
options = {**lists, "allowed_extensions": "ALL", "extension_picky": "0"}
child._open = lambda path, quick, pixels: av.open(f"file:{path}", options=options)
child.main()
"""


class Probe:
    """The probe's child with its lists thrown open: the box alone stands between it and the machine."""

    def __init__(self) -> None:
        self._child = subprocess.Popen([sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, path: Path) -> dict[str, object]:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        named = base64.b64encode(os.fsencode(path)).decode()
        self._child.stdin.write(json.dumps({"op": "probe", "path": named, "max_pixels": 0}).encode() + b"\n")
        self._child.stdin.flush()
        return dict(json.loads(self._child.stdout.readline()))

    def close(self) -> None:
        self._child.communicate()


@pytest.fixture
def probe() -> Iterator[Probe]:
    probe = Probe()
    yield probe
    probe.close()


def test_the_probe_reads_the_file_it_was_asked_about_and_no_other(probe: Probe, clip: Path) -> None:
    listing = clip.parent / "list.mov"
    listing.write_text(f"ffconcat version 1.0\nfile {clip.name}\n")
    assert "ok" in probe.ask(clip)
    assert probe.ask(listing)["failed"] == "format"
    assert "ok" in probe.ask(clip)


def test_the_probe_calls_nobody(probe: Probe, tmp_path: Path, listener: Listener) -> None:
    playlist = tmp_path / "a.m3u8"
    playlist.write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:{listener.port}/a.ts\n#EXT-X-ENDLIST\n"
    )
    assert probe.ask(playlist)["failed"] == "format"
    assert listener.visits == 0
