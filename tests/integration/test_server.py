"""`rushes server` as people run it: a real process, a real worker below it, real clips."""

from __future__ import annotations

import contextlib
import http.client
import json
import signal
import socket
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from server.client import Client, Event, find_server, read_token
from server.errors import EnvironmentFault, UnknownId, UsageError
from server.serve import IDLE_SECONDS
from tests.helpers.footage import Take, executable, film, own_content
from tests.helpers.program import rushes
from tests.helpers.serving import Served, command, environment, is_gone, no_server, serving, until


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("short") / "A001.mov", Take(frames=25))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long enough to be caught in the middle, slow enough to encode for some seconds."""
    take = Take(size="1280x720", frames=150, picture="noise=alls=12:allf=t")
    return film(tmp_path_factory.mktemp("long") / "B001.mov", take)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for the tests that leave it as they found it."""
    with serving(tmp_path_factory.mktemp("served") / "home") as running:
        yield running


def copy_of(clip: Path, folder: Path) -> Path:
    """A clip of this test's own, so that nothing was done before."""
    folder.mkdir(exist_ok=True)
    target = folder / clip.name
    target.write_bytes(own_content(clip))
    return target


def running(client: Client, job_id: str) -> dict[str, object] | None:
    """The job once its FFmpeg is at work."""
    told = client.job_status(job_id)
    assert told["status"] in ("pending", "running"), told
    return told if (told["progress"] or 0) > 0 else None


def proxies_below(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("Proxy/*") if path.is_file())


class TestStart:
    def test_it_says_where_it_is(self, served: Served) -> None:
        info = find_server(served.home)
        assert info is not None
        assert (info.url, info.pid) == (served.url, served.process.pid)
        state = json.loads((served.home / "server.json").read_text())
        assert set(state) == {"url", "pid", "version"}

    def test_token_and_state_are_the_owners_alone(self, served: Served) -> None:
        for name in ("token", "server.json"):
            assert stat.S_IMODE((served.home / name).stat().st_mode) == 0o600
        assert len(read_token(served.home) or "") >= 43  # 256 bits in base 64

    def test_a_second_one_says_who_is_there(self, served: Served) -> None:
        answer = rushes(served.home, "server")
        assert answer.code == 2
        assert answer.document["error"]["code"] == "server_running"
        assert served.url in answer.document["error"]["message"]
        assert str(served.process.pid) in answer.document["error"]["message"]
        assert find_server(served.home) is not None

    def test_a_port_that_is_taken_is_told(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            answer = rushes(tmp_path / "home", "server", "--port", str(other.getsockname()[1]))
        assert (answer.code, answer.document["error"]["code"]) == (2, "port_taken")
        assert "--port" in answer.document["error"]["hint"]

    @pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "example.org", "127.0.0.1.example.org"])
    def test_other_machines_are_not_served(self, tmp_path: Path, host: str) -> None:
        answer = rushes(tmp_path / "home", "server", "--host", host)
        assert answer.code == 2
        assert "TLS" in answer.document["error"]["message"]

    @pytest.mark.parametrize("option", ["--queue-url", "--database-url"])
    def test_farms_come_later(self, tmp_path: Path, option: str) -> None:
        answer = rushes(tmp_path / "home", "server", option, "redis://localhost")
        assert (answer.code, answer.document["error"]["code"]) == (2, "not_yet")

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_a_signal_ends_it_with_its_worker(self, tmp_path: Path, number: int) -> None:
        with serving(tmp_path / "home") as one:
            worker = one.worker().pid
            token = read_token(one.home)
            assert one.end(number) == 0
        assert is_gone(worker)
        assert not (one.home / "server.json").exists()
        with serving(one.home, "--no-worker") as again:
            assert read_token(again.home) == token
            assert again.client.workers() == {"workers": []}
        assert (one.home / "server.err").read_text() == ""


class TestWork:
    def test_a_clip_becomes_a_proxy(self, served: Served, short: Path, tmp_path: Path) -> None:
        clip = copy_of(short, tmp_path / "card")
        taken = served.client.add_clips([str(clip.parent)])
        job_id = taken["jobs"][0]["id"]
        until(lambda: served.client.job_status(job_id)["status"] == "completed")
        job = served.client.job(job_id)
        assert Path(job["output"]).is_file()
        assert [entry["to"] for entry in job["timeline"]] == ["pending", "running", "completed"]
        found = served.client.clip(job["clip_id"])
        assert found["proxies"] == [{"preset": "prores-proxy", "path": job["output"], "job_id": job_id}]
        assert served.client.thumbnail(job["clip_id"])[:2] == b"\xff\xd8"
        again = served.client.add_clips([clip.as_uri()])
        assert [(one["id"], one["reused"]) for one in again["jobs"]] == [(job_id, True)]

    def test_the_command_line_goes_through_it(self, served: Served, short: Path, tmp_path: Path) -> None:
        clip = copy_of(short, tmp_path / "card")
        answer = rushes(served.home, "ingest", clip)
        (job,) = answer.document["jobs"]
        assert (answer.code, job["status"]) == (0, "completed")
        detail = rushes(served.home, "job", job["id"]).document
        assert {**detail, **job} == detail
        assert detail["worker"] == served.client.workers()["workers"][0]["id"]
        with_server = {name: rushes(served.home, *name.split()).document for name in ("clips", "jobs --limit 1000")}
        assert job in with_server["jobs --limit 1000"]["jobs"]
        assert str(clip) in [row["source"] for row in with_server["clips"]["clips"]]

    def test_what_is_running_can_be_asked(self, served: Served) -> None:
        assert rushes(served.home, "active").document == {"jobs": []}
        (worker,) = rushes(served.home, "workers").document["workers"]
        assert "proxy" in worker["kinds"]
        assert "port" not in worker
        assert worker["started_at"].endswith("Z")

    def test_without_a_server_four_commands_end_with_3(self, tmp_path: Path) -> None:
        for words in (["active"], ["workers"], ["pause"], ["resume", "transfer"]):
            answer = rushes(tmp_path / "home", *words)
            assert (answer.code, answer.document["error"]["code"]) == (3, "no_server")

    def test_a_paused_lane_starts_nothing(self, served: Served, short: Path, tmp_path: Path) -> None:
        assert rushes(served.home, "pause", "video_processing").document["changed"] == ["video_processing"]
        clip = copy_of(short, tmp_path / "card")
        queued = rushes(served.home, "ingest", "--no-wait", clip)
        (job,) = queued.document["jobs"]
        assert "rushes resume video_processing" in queued.said
        lane = next(q for q in served.client.queues()["queues"] if q["name"] == "video_processing")
        assert (lane["paused"], lane["waiting"]) == (True, 1)
        assert rushes(served.home, "purge", "video_processing").document["changed"] == [job["id"]]
        assert rushes(served.home, "resume").code == 0
        assert rushes(served.home, "retry", job["id"]).document["changed"] == [job["id"]]
        until(lambda: served.client.job_status(job["id"])["status"] == "completed")

    def test_mistakes_mean_the_same_as_without_it(self, served: Served, tmp_path: Path) -> None:
        for words in (
            ["job", "nope"],
            ["cancel", "nope"],
            ["priority", "nope", "3"],
            ["ingest", str(tmp_path / "away")],
            ["ingest", str(tmp_path), "--preset", "nope"],
            ["jobs", "--status", "failed"],
        ):
            through, without = rushes(served.home, *words), rushes(tmp_path / "other", *words)
            assert through.code == without.code, words
            assert through.document == without.document, words

    @pytest.mark.parametrize("chunked", [False, True])
    def test_a_body_that_is_too_large_is_answered_to_one_who_still_sends(self, served: Served, chunked: bool) -> None:
        address, body = urlsplit(served.url), b" " * 20_000_000
        line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=20)
        headers = {"Authorization": f"Bearer {read_token(served.home)}", "Content-Type": "application/json"}
        sent = iter([body[:10_000_000], body[10_000_000:]]) if chunked else body
        line.request("POST", "/api/v1/clips", sent, headers, encode_chunked=chunked)
        answer = line.getresponse()
        assert (answer.status, json.loads(answer.read())["error"]["code"]) == (413, "too_large")
        line.close()

    def test_a_wrong_token_is_told(self, served: Served) -> None:
        answer = rushes(served.home, "jobs", RUSHES_TOKEN="x" * 43)
        assert (answer.code, answer.document["error"]["code"]) == (2, "bad_token")
        with pytest.raises(UsageError, match="token"):
            Client(served.url, "x" * 43).stats()

    def test_errors_arrive_as_what_they_were(self, served: Served) -> None:
        with pytest.raises(UnknownId, match="no job nope"):
            served.client.job("nope")


class TestControl:
    @pytest.mark.parametrize("paused", [False, True])
    def test_a_cancelled_encode_leaves_nothing(self, served: Served, long: Path, tmp_path: Path, paused: bool) -> None:
        clip = copy_of(long, tmp_path / "card")
        (job,) = served.client.add_clips([str(clip)], preset="hevc-10bit")["jobs"]  # slow enough
        until(lambda: running(served.client, job["id"]))
        if paused:
            served.client.pause_job(job["id"])
            until(lambda: [c for c in served.worker().children() if c.status() == psutil.STATUS_STOPPED])
        assert rushes(served.home, "cancel", job["id"], "--reason", "wrong card").code == 0
        until(lambda: served.client.job_status(job["id"])["status"] == "cancelled")
        assert proxies_below(clip.parent) == []
        assert not [child for child in served.worker().children(recursive=True) if "ffmpeg" in child.name()]

    def test_a_paused_job_stands_still(self, served: Served, long: Path, tmp_path: Path) -> None:
        clip = copy_of(long, tmp_path / "card")
        (job,) = served.client.add_clips([str(clip)], preset="hevc-10bit")["jobs"]  # slow enough
        until(lambda: running(served.client, job["id"]))
        served.client.pause_job(job["id"])
        ffmpeg = until(lambda: [c for c in served.worker().children() if c.status() == psutil.STATUS_STOPPED])
        assert served.client.job(job["id"])["paused"]
        served.client.resume_job(job["id"])
        until(lambda: served.client.job_status(job["id"])["status"] == "completed", 60)
        assert all(is_gone(child.pid) for child in ffmpeg)


class TestEvents:
    def test_a_job_is_seen_moving(self, served: Served, long: Path, tmp_path: Path) -> None:
        heard: list[Event] = []
        clip = copy_of(long, tmp_path / "card")

        def listen() -> None:
            for event in served.client.events():
                heard.append(event)
                if any(job["source"] == str(clip) and job["completed_at"] for job in event.document().get("jobs", [])):
                    return

        listener = threading.Thread(target=listen)
        listener.start()
        until(lambda: heard)
        (job,) = served.client.add_clips([str(clip)], preset="hevc-10bit")["jobs"]  # slow enough
        listener.join(60)
        numbers = [int(event.id or 0) for event in heard]
        assert numbers == sorted(numbers)
        shares = [
            told["progress"]
            for event in heard
            for told in event.document().get("progress", [])
            if told["id"] == job["id"]
        ]
        assert len(shares) > 2
        assert shares[0] < 0.5  # it is told while it is encoded, not only while it is proved
        assert shares == sorted(shares)

    def test_who_comes_again_misses_nothing(self, served: Served, short: Path, tmp_path: Path) -> None:
        stream = served.client.events()
        last = next(stream).id
        stream.close()
        (job,) = served.client.add_clips([str(copy_of(short, tmp_path / "card"))])["jobs"]
        until(lambda: served.client.job_status(job["id"])["status"] == "completed")
        for event in served.client.events(last):
            if job["id"] in {one["id"] for one in event.document().get("jobs", [])}:
                break

    def test_a_number_of_another_time_means_read_anew(self, served: Served) -> None:
        for strange in ("1", "99999999999999999", "x"):
            assert next(served.client.events(strange)).name == "reset"

    def test_a_change_by_another_program_is_told(self, served: Served, short: Path, tmp_path: Path) -> None:
        from server.bootstrap import open_home
        from server.config import Settings

        stream = served.client.events()
        assert next(stream).name == "hello"
        with open_home(served.home, Settings()) as app:
            (job,) = app.ingest.ingest([str(copy_of(short, tmp_path / "card"))]).jobs
        seen = (one["id"] for event in stream for one in event.document().get("jobs", []))
        assert next(found for found in seen if found == job.id)
        stream.close()


class TestKills:
    def test_a_killed_worker_costs_only_time(self, tmp_path: Path, long: Path) -> None:
        clip = copy_of(long, tmp_path / "card")
        with serving(tmp_path / "home") as one:
            (job,) = one.client.add_clips([str(clip)])["jobs"]
            worker = one.worker()
            until(lambda: running(one.client, job["id"]))
            encoders = worker.children(recursive=True)
            worker.kill()
            until(lambda: one.client.job_status(job["id"])["status"] == "completed", 60)
            assert one.worker().pid != worker.pid
            told = one.client.job(job["id"])
            assert [entry["to"] for entry in told["timeline"]].count("completed") == 1
            assert told["attempt"] == 2
            assert one.client.health()["status"] == "ok"
        assert proxies_below(clip.parent) == [clip.name]
        assert all(is_gone(child.pid) for child in encoders)

    def test_a_killed_server_takes_its_worker_along_and_the_next_goes_on(self, tmp_path: Path, long: Path) -> None:
        clip = copy_of(long, tmp_path / "card")
        with serving(tmp_path / "home") as one:
            (job,) = one.client.add_clips([str(clip)])["jobs"]
            worker = one.worker().pid
            until(lambda: running(one.client, job["id"]))
            one.process.kill()
            one.process.wait()
            until(lambda: is_gone(worker))
        assert (one.home / "server.json").exists()  # what it left tells nobody a lie:
        assert no_server(one.home)
        with serving(one.home) as again:
            until(lambda: again.client.job_status(job["id"])["status"] == "completed", 60)
        assert proxies_below(clip.parent) == [clip.name]

    def test_a_client_is_told_when_the_server_is_gone(self, tmp_path: Path) -> None:
        with serving(tmp_path / "home", "--no-worker") as one:
            client = one.client
            stream = client.events()
            next(stream)
            one.process.kill()
            one.process.wait()
            with pytest.raises(EnvironmentFault) as told:
                list(stream)
            assert told.value.code == "server_gone"
            with contextlib.suppress(EnvironmentFault):
                client.stats()


class TestDetached:
    def test_ingest_that_does_not_wait_starts_one_that_ends_when_nobody_needs_it(
        self, tmp_path: Path, short: Path
    ) -> None:
        home, clip = tmp_path / "home", copy_of(short, tmp_path / "card")
        answer = rushes(home, "ingest", "--no-wait", clip)
        assert [job["status"] for job in answer.document["jobs"]] == ["pending"]
        info = until(lambda: find_server(home), what="no server was started")
        client = Client(info.url, read_token(home) or "")
        stream = client.events()
        next(stream)
        until(lambda: client.job_status(answer.document["jobs"][0]["id"])["status"] == "completed")
        with pytest.raises(AssertionError):  # somebody listens
            until(lambda: is_gone(info.pid), IDLE_SECONDS + 1.5)
        stream.close()
        until(lambda: is_gone(info.pid), 40, "it did not end")
        assert not (home / "server.json").exists()


def test_a_server_of_another_version_is_not_used(served: Served, tmp_path: Path) -> None:
    """The program is started with another number than the server has."""
    script = (
        "import sys, server; server.__version__ = '0.0.1'\n"
        "from server.cli.main import run\n"
        f"sys.exit(run(['jobs', '--json', '--home', {str(served.home)!r}]))"
    )
    python, *_ = command(tmp_path)
    done = subprocess.run([python, "-c", script], env=environment(), capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "other_version"


def test_without_an_ffmpeg_it_serves_and_begins_when_there_is_one(tmp_path: Path, short: Path) -> None:
    clip, ffmpeg, home = copy_of(short, tmp_path / "watched"), tmp_path / "ffmpeg", tmp_path / "home"
    settings = {"RUSHES_FFMPEG__PATH": str(ffmpeg)}
    with serving(home, **settings) as served:
        until(lambda: served.client.health()["reasons"] == ["ffmpeg_missing"])
        served.client.add_watch(str(clip.parent), settle=0.1)
        job = until(lambda: served.client.jobs()["jobs"])[0]["id"]
        told = rushes(home, "jobs", **settings)
        assert (told.code, told.document["jobs"][0]["status"]) == (0, "pending")
        assert "finds no FFmpeg" in told.said
        assert served.client.workers()["workers"] == []
        ffmpeg.symlink_to(executable())
        until(lambda: served.client.job_status(job)["status"] == "completed", 60.0)
        until(lambda: served.client.health()["status"] == "ok")
    ffmpeg.unlink()
    answer = rushes(home, "ingest", short, **settings)  # nobody would ever do it
    assert (answer.code, answer.document["error"]["code"]) == (1, "ffmpeg_missing")
