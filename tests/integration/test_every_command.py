"""Every command there is, by itself and against a live server, with its exit code and its JSON.

The list is made of the program's own commands: a new one fails here until it is tried.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import pytest

from server.cli.main import rushes as program
from tests.helpers.footage import Take, film
from tests.helpers.program import REPOSITORY, Answer, rushes
from tests.helpers.serving import serving, until
from tests.helpers.warm import Warm, warm


@dataclass
class Place:
    """A home, footage of its own, and what the commands before made."""

    home: Path
    folder: Path
    known: dict[str, str] = field(default_factory=dict)

    def path(self, name: str) -> str:
        return str(self.folder / name)


Words = Callable[[Place], list[str]]
Check = Callable[[Answer, Place], object]


@dataclass(frozen=True)
class Try:
    """One call: its words, the exit code without a server (None: the same as with one), and what its JSON holds."""

    words: Words
    code: int = 0
    alone: int | None = None
    check: Check = lambda answer, place: answer.document


def said(*words: str) -> Words:
    return lambda place: [word.format(**place.known, folder=place.folder) for word in words]


def keeps(name: str, of: Callable[[dict[str, Any]], object]) -> Check:
    return lambda answer, place: place.known.update({name: str(of(answer.document))}) or True


def holds(*names: str) -> Check:
    return lambda answer, place: set(names) <= answer.document.keys()


CHANGED = holds("changed", "refused")
# In an order in which one makes what the next needs. `server`, `worker` and `demo` have tests of their own below.
TRIES: tuple[tuple[str, Try], ...] = (
    ("ingest", Try(said("{folder}/card"), check=keeps("job", lambda told: told["jobs"][0]["id"]))),
    ("ingest", Try(said("{folder}/nothing"), 2, check=holds("error"))),
    ("submit", Try(said("metadata", "{folder}/card/A001.mov"), check=holds("jobs"))),
    ("submit", Try(said("odd", "{folder}/card/A001.mov"), 2, check=holds("error"))),
    ("jobs", Try(said(), check=holds("jobs", "total", "next"))),
    ("jobs", Try(said("--follow", "--status", "running"), check=holds("jobs", "total", "next"))),
    ("jobs", Try(said("--status", "odd"), 2, check=holds("error"))),
    ("job", Try(said("{job}"), check=holds("id", "status", "timeline", "log", "result"))),
    ("job", Try(said("nope"), 2, check=holds("error"))),
    ("cancel", Try(said("{job}"), 1, check=CHANGED)),
    ("cancel", Try(said("nope"), 2, check=CHANGED)),
    ("cancel", Try(said("--all"), check=CHANGED)),
    ("retry", Try(said("nope"), 2, check=CHANGED)),
    ("retry", Try(said("--failed"), check=CHANGED)),
    ("acknowledge", Try(said("--failed"), check=CHANGED)),
    ("priority", Try(said("{job}", "9"), 1, check=CHANGED)),
    ("priority", Try(said("{job}", "10"), 2, check=holds("error"))),
    ("purge", Try(said("transfer"), check=CHANGED)),
    ("clips", Try(said(), check=holds("clips"))),
    ("probe", Try(said("{folder}/card/A001.mov"), check=holds("container", "fps", "timecode", "audio"))),
    ("probe", Try(said("{folder}/card/notes.txt"), 1, check=holds("error"))),
    ("verify", Try(said("{folder}/card/A001.mov", "{folder}/card/Proxy/A001.mov"), check=holds("conforms", "checks"))),
    ("verify", Try(said("{folder}/card/A001.mov", "{folder}/other/B001.mov"), 1, check=holds("conforms"))),
    ("export", Try(said("{folder}/list.csv"))),
    ("presets", Try(said(), check=holds("presets", "default"))),
    ("presets", Try(said("nope"), 2, check=holds("error"))),
    ("stats", Try(said(), check=holds("by_status", "by_kind", "by_queue", "mean_seconds", "p95_seconds", "at"))),
    ("doctor", Try(said(), check=holds("checks"))),
    ("watch add", Try(said("{folder}/watched"), check=keeps("watch", lambda told: told["watch"]["id"]))),
    ("watch list", Try(said(), check=holds("watches"))),
    ("watch why", Try(said("{folder}/watched/x.mov"), check=holds("path", "decision", "reason", "job_id"))),
    ("watch set", Try(said("{watch}", "--settle", "2"))),
    ("watch set", Try(said("nope", "--settle", "2"), 2, check=holds("error"))),
    ("watch rules", Try(said("{watch}"))),
    ("watch pause", Try(said("{folder}/watched"), check=lambda answer, place: answer.document["watch"]["paused"])),
    ("watch resume", Try(said("{watch}"), check=lambda answer, place: not answer.document["watch"]["paused"])),
    ("watch resume", Try(said("nope"), 2, check=holds("error"))),
    ("watch rescan", Try(said("{watch}"))),
    ("watch remove", Try(said("{watch}"))),
    ("watch remove", Try(said("nope"), 2, check=holds("error"))),
    ("copy", Try(said("{folder}/card", "{folder}/copied"))),
    ("cards", Try(said(), check=holds("cards"))),
    ("cards", Try(said("nope"), 2, check=holds("error"))),
    ("remove", Try(said("{job}"), check=CHANGED)),
    ("remove", Try(said("nope"), 2, check=CHANGED)),
    ("restore", Try(said("{job}"), check=lambda answer, place: answer.document["changed"] == [place.known["job"]])),
    ("restore", Try(said("nope"), 2, check=CHANGED)),
    ("adopt", Try(said("{folder}/copied", "--dry-run"), check=holds("matches", "skipped"))),
    ("adopt", Try(said("{folder}/copied"))),
    ("relocate", Try(said("{folder}/card", "{folder}/nowhere", "--dry-run"), 2, check=holds("error"))),
    ("backup", Try(said("{folder}/jobs-{where}.db"))),
    ("support", Try(said("{folder}/support-{where}.zip"))),
    ("maintenance cleanup", Try(said())),
    ("maintenance watchdog", Try(said())),
    ("maintenance recover", Try(said())),
    ("maintenance vacuum", Try(said())),
    ("tokens add", Try(said("pipeline", "--scope", "submit"), check=holds("name", "scope", "token"))),
    ("tokens list", Try(said(), check=lambda answer, place: "token" not in answer.document["tokens"][0])),
    ("tokens remove", Try(said("pipeline"))),
    ("tokens remove", Try(said("pipeline"), 2, check=holds("error"))),
    ("completion", Try(said("bash"), check=holds("shell", "script"))),
    ("completion", Try(said("cmd"), 2, check=holds("error"))),
    ("active", Try(said(), alone=3)),
    ("workers", Try(said(), alone=3)),
    ("pause", Try(said("transfer"), alone=3)),
    ("resume", Try(said("transfer"), alone=3)),
    ("resume", Try(said("nope"), 2, alone=3)),
    ("open", Try(said("--no-browser"), check=holds("url", "expires_in"))),
)
BY_THEMSELVES = {"server", "worker", "demo"}
KNOWN_GAPS: set[str] = set()


def every_command(group: click.Group, above: str = "") -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        if isinstance(found, click.Group):
            yield from every_command(found, f"{above}{name} ")
        else:
            yield above + name


def test_every_command_is_tried() -> None:
    tried = {name for name, _ in TRIES} | BY_THEMSELVES | KNOWN_GAPS
    assert set(every_command(program)) == tried


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("footage")
    film(folder / "card" / "A001.mov", Take(frames=12))
    (folder / "card" / "notes.txt").write_text("no clip")
    film(folder / "other" / "B001.mov", Take(frames=5))
    return folder


def place_of(tmp_path: Path, footage: Path, where: str) -> Place:
    folder = tmp_path / "work"
    for file in footage.rglob("*.*"):
        target = folder / file.relative_to(footage)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    (folder / "watched").mkdir()
    return Place(tmp_path / "home", folder, {"where": where})


@pytest.fixture(scope="module")
def program_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    with warm(tmp_path_factory.mktemp("said")) as running:
        yield running


def run_all(warm: Warm, place: Place, *, alone: bool) -> None:
    for name, one in TRIES:
        words = [*name.split(), *one.words(place)]
        answer = warm.rushes(place.home, *words)
        code = one.alone if alone and one.alone is not None else one.code
        assert answer.code == code, (words, answer.document, answer.said)
        if code == one.code:
            assert one.check(answer, place), (words, answer.document)
        else:
            assert answer.document["error"]["code"] == "no_server", words


@pytest.mark.timeout(600)
def test_with_a_server(tmp_path: Path, footage: Path, program_of: Warm) -> None:
    place = place_of(tmp_path, footage, "served")
    with serving(place.home) as served:
        served.worker()
        run_all(program_of, place, alone=False)


@pytest.mark.timeout(600)
def test_without_one(tmp_path: Path, footage: Path, program_of: Warm) -> None:
    place = place_of(tmp_path, footage, "alone")
    run_all(program_of, place, alone=True)
    # `open` has started one, which ends when nobody looks.
    until(lambda: not (place.home / "server.json").exists(), 60.0, "the server that `open` started goes on")


def test_the_worker_and_the_demo(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert rushes(home, "worker", "--until-idle").document["clean"] is True
    assert rushes(home, "worker", "--queue", "odd").code == 2
    made = rushes(home, "demo", HOME=str(tmp_path))
    assert made.code == 0
    assert {job["status"] for job in made.document["jobs"]} == {"completed"}


def test_an_open_link_lets_one_browser_in(tmp_path: Path) -> None:
    """As a browser does it: the code goes from behind the # into a body, and a cookie comes back."""
    import http.client
    from urllib.parse import urlsplit

    with serving(tmp_path / "home", "--no-worker") as served:
        link = urlsplit(rushes(served.home, "open", "--no-browser").document["url"])
        assert link.query == ""
        codes = []
        for _ in range(2):
            connection = http.client.HTTPConnection(link.hostname or "", link.port, timeout=10)
            body = json.dumps({"code": link.fragment})
            connection.request("POST", "/login", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            codes.append(answer.status)
            cookie = answer.getheader("Set-Cookie", "")
            connection.close()
            if answer.status == 200:
                secret = cookie.split(";")[0].partition("=")[2]
        assert codes == [200, 401]
        for log in [*(served.home / "logs").iterdir(), served.home / "server.err"]:
            text = log.read_text(errors="replace")
            for canary in (link.fragment, secret, (served.home / "token").read_text().strip()):
                assert canary not in text, log


@pytest.mark.parametrize("words", [["stats"], ["jobs"], ["doctor"], ["--help"], ["ingest", "--help"]])
def test_what_is_piped_has_no_colours(tmp_path: Path, words: list[str]) -> None:
    settings = {**os.environ, "RUSHES_HOME": str(tmp_path), "FORCE_COLOR": "", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "server", *words], cwd=REPOSITORY, env=settings, capture_output=True, check=False
    )
    assert done.stdout
    assert b"\x1b" not in done.stdout + done.stderr


def test_the_shell_completes(tmp_path: Path) -> None:
    """As bash asks: what may stand where the cursor is."""
    settings = {**os.environ, "_RUSHES_COMPLETE": "bash_complete", "COMP_WORDS": "rushes jobs --st", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-m", "server"], cwd=REPOSITORY, env=settings, capture_output=True, text=True, check=False
    )
    assert "--status" in done.stdout
    assert "--stuck" in done.stdout
