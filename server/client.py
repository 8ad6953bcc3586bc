"""Talks to a running server: where it is, one method a route, the event stream.

Standard library only, so that the command line starts quickly and the window needs no second HTTP library.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from server.answers import error_of as error_of
from server.answers import gone_from, stranger_at
from server.errors import RushesError, UsageError
from server.sse import Event as Event
from server.sse import SseParser as SseParser
from server.system.locks import held_by_someone

API = "/api/v1"
STATE_FILE = "server.json"
TOKEN_FILE = "token"
LOCK_FILE = "server.lock"
CALL_SECONDS = 30.0
INGEST_SECONDS = 3600.0  # a card of thousands of clips on a slow disk is looked at before the answer
HEALTH_SECONDS = 2.0
SILENCE_SECONDS = 30.0  # three heartbeats missed

# Client method -> (HTTP method, path below API). A test holds this, the methods and the routes of the server together.
ROUTES: Mapping[str, tuple[str, str]] = {
    "health": ("GET", "/health"),
    "session": ("GET", "/session"),
    "new_login_code": ("POST", "/login-codes"),
    "add_clips": ("POST", "/clips"),
    "clips": ("GET", "/clips"),
    "clip": ("GET", "/clips/{clip_id}"),
    "adopt": ("POST", "/clips/adopt"),
    "relocate": ("POST", "/clips/relocate"),
    "cards": ("GET", "/cards"),
    "card": ("GET", "/cards/{card_id}"),
    "thumbnail": ("GET", "/clips/{clip_id}/thumbnail"),
    "filmstrip": ("GET", "/clips/{clip_id}/filmstrip"),
    "waveform": ("GET", "/clips/{clip_id}/waveform"),
    "frame": ("GET", "/clips/{clip_id}/frame"),
    "preview": ("POST", "/clips/{clip_id}/preview"),
    "markers": ("GET", "/clips/{clip_id}/markers"),
    "export": ("GET", "/export"),
    "add_job": ("POST", "/jobs"),
    "jobs": ("GET", "/jobs"),
    "job_index": ("GET", "/jobs/index"),
    "job": ("GET", "/jobs/{job_id}"),
    "job_status": ("GET", "/jobs/{job_id}/status"),
    "job_log": ("GET", "/jobs/{job_id}/log"),
    "cancel_job": ("POST", "/jobs/{job_id}/cancel"),
    "retry_job": ("POST", "/jobs/{job_id}/retry"),
    "acknowledge_job": ("POST", "/jobs/{job_id}/acknowledge"),
    "pause_job": ("POST", "/jobs/{job_id}/pause"),
    "resume_job": ("POST", "/jobs/{job_id}/resume"),
    "set_priority": ("PATCH", "/jobs/{job_id}"),
    "act": ("POST", "/jobs/actions"),
    "queues": ("GET", "/queues"),
    "change_queue": ("PATCH", "/queues/{name}"),
    "pause_queue": ("POST", "/queues/{name}/pause"),
    "resume_queue": ("POST", "/queues/{name}/resume"),
    "purge_queue": ("POST", "/queues/{name}/purge"),
    "workers": ("GET", "/workers"),
    "stats": ("GET", "/stats"),
    "history": ("GET", "/stats/history"),
    "disks": ("GET", "/disks"),
    "watches": ("GET", "/watches"),
    "add_watch": ("POST", "/watches"),
    "watch": ("GET", "/watches/{watch_id}"),
    "change_watch": ("PATCH", "/watches/{watch_id}"),
    "rescan_watch": ("POST", "/watches/{watch_id}/rescan"),
    "rescan_watches": ("POST", "/watches/rescan"),
    "why": ("GET", "/watches/why"),
    "remove_watch": ("DELETE", "/watches/{watch_id}"),
    "metrics": ("GET", "/metrics"),
    "presets": ("GET", "/presets"),
    "check_preset": ("POST", "/presets/check"),
    "save_preset": ("PUT", "/presets/{name}"),
    "remove_preset": ("DELETE", "/presets/{name}"),
    "luts": ("GET", "/luts"),
    "add_lut": ("POST", "/luts"),
    "remove_lut": ("DELETE", "/luts/{name}"),
    "storage": ("GET", "/storage"),
    "set_storage": ("PUT", "/storage"),
    "test_storage": ("POST", "/storage/test"),
    "events": ("GET", "/events"),
}


def path_of(method: str, **parts: str) -> str:
    """The path of a Client method's route, its ids filled in."""
    return API + ROUTES[method][1].format(**{name: quote(value, safe="") for name, value in parts.items()})


@dataclass(frozen=True)
class ServerInfo:
    """A server that runs on a home."""

    url: str
    pid: int
    version: str


def find_server(home: Path) -> ServerInfo | None:
    """The server that runs on `home` and answers, else None. Its lock, not its pid, says whether it lives."""
    try:
        state = json.loads((home / STATE_FILE).read_text(encoding="utf-8"))
        info = ServerInfo(str(state["url"]), int(state["pid"]), str(state["version"]))
        if not held_by_someone(home / LOCK_FILE):
            return None
        Client(info.url, "").health()
    except (OSError, ValueError, KeyError, TypeError, RushesError):
        return None
    return info


def find_remote(url: str) -> ServerInfo | None:
    """The server of another machine, where it answers."""
    try:
        return ServerInfo(url.rstrip("/"), 0, str(Client(url, "").health()["version"]))
    except (OSError, ValueError, KeyError, RushesError):
        return None


def read_token(home: Path) -> str | None:
    """The home's own token, None where no server ever ran."""
    try:
        return (home / TOKEN_FILE).read_text(encoding="ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def start_server(home: Path) -> subprocess.Popen[bytes]:
    """Starts a server of its own session, which ends when nothing is left to do and nobody listens. What it says goes
    to logs/server.out."""
    folder = home / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "server.out", "ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "server", "server", "--home", str(home), "--exit-when-idle"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=os.name == "posix",
        )


class Client:
    """One method a route; each call is a connection of its own, so any thread may call.

    Raises the server's own errors again, UsageError for a token that is not taken, EnvironmentFault (`server_gone`)
    where nobody answers.
    """

    def __init__(self, url: str, token: str) -> None:
        check_address(url)
        if not (token.isascii() and token.isprintable()):
            raise UsageError("That is no token of a server.", "It is one word of letters and digits.", code="bad_token")
        self._url, self._parts, self._token = url.rstrip("/"), urlsplit(url), token

    @property
    def url(self) -> str:
        return self._url

    def health(self) -> dict[str, Any]:
        return self._call("health", seconds=HEALTH_SECONDS)

    def session(self) -> dict[str, Any]:
        """{"name", "scope"} of the token."""
        return self._call("session")

    def new_login_code(self) -> dict[str, Any]:
        """{"code", "expires_in" (seconds)}: lets one browser in, as the holder of this token."""
        return self._call("new_login_code", body={})

    def add_clips(self, paths: Sequence[str], **options: Any) -> dict[str, Any]:
        """`paths`: absolute, or `file:` URIs for exact bytes. Options: preset, to, priority, force, allow_damaged…"""
        return self._call("add_clips", body={"paths": list(paths), **_given(options)}, seconds=INGEST_SECONDS)

    def clips(self, search: str | None = None, **piece: Any) -> dict[str, Any]:
        """piece: limit, offset or cursor, newest."""
        return self._call("clips", query={"search": search, **piece})

    def clip(self, clip_id: str) -> dict[str, Any]:
        return self._call("clip", clip_id=clip_id)

    def adopt(self, folder: str, preset: str | None = None, *, dry_run: bool = False) -> dict[str, Any]:
        """As `add_clips`: a job for each proxy below the folder that has an original; with `dry_run` none, but
        `matches`."""
        body = {"folder": folder, "preset": preset, **({"dry_run": True} if dry_run else {})}
        return self._call("adopt", body=body, seconds=INGEST_SECONDS)

    def relocate(self, old: str, new: str, *, dry_run: bool = False) -> dict[str, Any]:
        """{"moved", "missing", "differs": [paths], "watches": [ids], …}"""
        body = {"old": old, "new": new, "dry_run": dry_run}
        return self._call("relocate", body=body, seconds=INGEST_SECONDS)

    def cards(self) -> dict[str, Any]:
        """{"cards": […]}: each with `safe_to_wipe` and `why`."""
        return self._call("cards")

    def card(self, card_id: str) -> dict[str, Any]:
        """With its clips, as `items`."""
        return self._call("card", card_id=card_id)

    def thumbnail(self, clip_id: str) -> bytes:
        """A JPEG."""
        return self._send("GET", path_of("thumbnail", clip_id=clip_id), None, CALL_SECONDS)

    def filmstrip(self, clip_id: str) -> bytes:
        """A JPEG: up to ten pictures of one size side by side."""
        return self._send("GET", path_of("filmstrip", clip_id=clip_id), None, CALL_SECONDS)

    def waveform(self, clip_id: str) -> dict[str, Any]:
        """{"seconds", "tracks": [{"channels", "peaks": [0-255, …]}]}"""
        return self._call("waveform", clip_id=clip_id)

    def frame(self, clip_id: str, at: float = 0.0, of: str = "newest") -> bytes:
        """A JPEG, `at` seconds after the clip's start; `of` the original, the proxy, or the newest that is there."""
        path = f"{path_of('frame', clip_id=clip_id)}?{urlencode({'at': at, 'of': of})}"
        return self._send("GET", path, None, INGEST_SECONDS)

    def preview(self, clip_id: str, name: str, table: Mapping[str, Any], at: float | None = None) -> bytes:
        """A JPEG: one frame of the original as a proxy of that preset would show it."""
        body = _given({"name": name, "table": dict(table), "at": at})
        return self._send("POST", path_of("preview", clip_id=clip_id), body, INGEST_SECONDS)

    def markers(self, clip_id: str, form: str) -> bytes:
        """What the quality check found, as csv or edl."""
        path = f"{path_of('markers', clip_id=clip_id)}?{urlencode({'form': form})}"
        return self._send("GET", path, None, CALL_SECONDS)

    def export(self, form: str, search: str | None = None) -> bytes:
        """The catalogue as csv, json or ale."""
        path = f"{path_of('export')}?{urlencode(_given({'form': form, 'search': search}))}"
        return self._send("GET", path, None, INGEST_SECONDS)

    def add_job(self, kind: str, **wish: Any) -> dict[str, Any]:
        """wish: clip_id or source, params, priority, idempotency_key."""
        return self._call("add_job", body={"kind": kind, **_given(wish)})

    def jobs(self, **query: Any) -> dict[str, Any]:
        """query: status (several), queue, kind, clip, parent, search, since, sort, stuck, limit, cursor, or ids
        (several)."""
        return self._call("jobs", query=query)

    def job_index(self, **query: Any) -> dict[str, Any]:
        """The ids alone; query as in `jobs`, but stuck and ids."""
        return self._call("job_index", query=query)

    def job(self, job_id: str) -> dict[str, Any]:
        return self._call("job", job_id=job_id)

    def job_status(self, job_id: str) -> dict[str, Any]:
        return self._call("job_status", job_id=job_id)

    def job_log(self, job_id: str) -> dict[str, Any]:
        return self._call("job_log", job_id=job_id)

    def cancel_job(self, job_id: str, reason: str | None = None) -> dict[str, Any]:
        return self._call("cancel_job", body=_given({"reason": reason}), job_id=job_id)

    def retry_job(self, job_id: str) -> dict[str, Any]:
        return self._call("retry_job", body={}, job_id=job_id)

    def acknowledge_job(self, job_id: str) -> dict[str, Any]:
        return self._call("acknowledge_job", body={}, job_id=job_id)

    def pause_job(self, job_id: str) -> dict[str, Any]:
        return self._call("pause_job", body={}, job_id=job_id)

    def resume_job(self, job_id: str) -> dict[str, Any]:
        return self._call("resume_job", body={}, job_id=job_id)

    def set_priority(self, job_id: str, priority: int | None = None, rank: float | None = None) -> dict[str, Any]:
        return self._call("set_priority", body=_given({"priority": priority, "rank": rank}), job_id=job_id)

    def act(
        self,
        action: str,
        reason: str | None = None,
        priority: int | None = None,
        before: str | None = None,
        behind: str | None = None,
        **filters: Any,
    ) -> dict[str, Any]:
        """action: cancel, retry, pause, resume, priority, acknowledge, move (before or behind a job), remove, restore;
        filters as in `jobs`."""
        more = _given({"reason": reason, "priority": priority, "before": before, "behind": behind})
        return self._call("act", body={"action": action, "filter": _given(filters), **more}, seconds=INGEST_SECONDS)

    def queues(self) -> dict[str, Any]:
        return self._call("queues")

    def change_queue(self, name: str, concurrency: int | None = None, hours: str | None = None) -> dict[str, Any]:
        """Jobs side by side of one lane, for every worker that follows it; between which hours new ones begin (empty:
        at any time)."""
        return self._call("change_queue", body=_given({"concurrency": concurrency, "hours": hours}), name=name)

    def pause_queue(self, name: str) -> dict[str, Any]:
        return self._call("pause_queue", body={}, name=name)

    def resume_queue(self, name: str) -> dict[str, Any]:
        return self._call("resume_queue", body={}, name=name)

    def purge_queue(self, name: str) -> dict[str, Any]:
        return self._call("purge_queue", body={}, name=name)

    def workers(self) -> dict[str, Any]:
        return self._call("workers")

    def stats(self) -> dict[str, Any]:
        return self._call("stats")

    def history(self, hours: int = 24) -> dict[str, Any]:
        """How many jobs ended when, and why they failed."""
        return self._call("history", query={"hours": hours})

    def disks(self) -> dict[str, Any]:
        """Free bytes of each disk that proxies go to, and what those that wait will take."""
        return self._call("disks")

    def metrics(self) -> bytes:
        """Text for Prometheus."""
        return self._send("GET", path_of("metrics"), None, CALL_SECONDS)

    def watches(self) -> dict[str, Any]:
        return self._call("watches")

    def add_watch(self, path: str, **options: Any) -> dict[str, Any]:
        """Options as server/services/watch_rules.py has them; paths are absolute or URIs."""
        return self._call("add_watch", body={"path": path, **_given(options)})

    def watch(self, watch_id: str) -> dict[str, Any]:
        return self._call("watch", watch_id=watch_id)

    def change_watch(self, watch_id: str, **options: Any) -> dict[str, Any]:
        """Options as `add_watch`; those that are not named stay."""
        return self._call("change_watch", body=options, watch_id=watch_id)

    def rescan_watch(self, watch_id: str) -> dict[str, Any]:
        return self._call("rescan_watch", body={}, watch_id=watch_id)

    def rescan_watches(self) -> dict[str, Any]:
        return self._call("rescan_watches", body={})

    def why(self, path: str) -> dict[str, Any]:
        """`path` is absolute, or a URI."""
        return self._call("why", query={"path": path})

    def remove_watch(self, watch_id: str) -> dict[str, Any]:
        return self._call("remove_watch", watch_id=watch_id)

    def presets(self) -> dict[str, Any]:
        return self._call("presets")

    def check_preset(self, name: str, table: Mapping[str, Any]) -> dict[str, Any]:
        """{"preset": …|null, "fault": {"key", "why"}|null}; `table`: the keys of a preset's file."""
        return self._call("check_preset", body={"name": name, "table": dict(table)})

    def save_preset(self, name: str, table: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("save_preset", body={"table": dict(table)}, name=name)

    def remove_preset(self, name: str) -> dict[str, Any]:
        return self._call("remove_preset", name=name)

    def luts(self) -> dict[str, Any]:
        return self._call("luts")

    def add_lut(self, name: str, text: str) -> dict[str, Any]:
        """`text`: what is in the `.cube` file."""
        return self._call("add_lut", body={"name": name, "text": text})

    def remove_lut(self, name: str) -> dict[str, Any]:
        return self._call("remove_lut", name=name)

    def storage(self) -> dict[str, Any]:
        """Where uploads go; never a secret."""
        return self._call("storage")

    def set_storage(self, **place: Any) -> dict[str, Any]:
        """place: bucket, prefix, endpoint_url, region."""
        return self._call("set_storage", body=_given(place))

    def test_storage(self, **place: Any) -> dict[str, Any]:
        """{"ok", "message", "hint"}, without keeping the place."""
        return self._call("test_storage", body=_given(place))

    def events(self, last_id: str | None = None) -> Iterator[Event]:
        """Until the server ends the stream. Raises EnvironmentFault when it is gone or silent for too long."""
        headers = {} if last_id is None else {"Last-Event-ID": last_id}
        connection = self._connect(SILENCE_SECONDS)
        try:
            response = self._request(connection, "GET", path_of("events"), None, headers)
            if response.status != http.client.OK:
                raise error_of(response.status, response.read())
            parser = SseParser(last_id)
            while chunk := response.read1(65536):
                yield from parser.feed(chunk)
        except (OSError, http.client.HTTPException) as fault:
            raise gone_from(self._url) from fault
        finally:
            connection.close()

    def _call(
        self,
        method: str,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        seconds: float = CALL_SECONDS,
        **parts: str,
    ) -> dict[str, Any]:
        asked = urlencode(_given(query or {}), doseq=True)
        path = path_of(method, **parts) + (f"?{asked}" if asked else "")
        content = self._send(ROUTES[method][0], path, body, seconds) or b"{}"
        try:
            answer = json.loads(content)
        except ValueError as fault:
            raise stranger_at(self._url) from fault
        return answer if isinstance(answer, dict) else {}

    def _send(self, verb: str, path: str, body: Mapping[str, Any] | None, seconds: float) -> bytes:
        connection = self._connect(seconds)
        try:
            response = self._request(connection, verb, path, body, {})
            content = response.read()
        except (OSError, http.client.HTTPException) as fault:
            raise gone_from(self._url) from fault
        finally:
            connection.close()
        if response.status >= http.client.BAD_REQUEST:
            raise error_of(response.status, content)
        return content

    def _request(
        self,
        connection: http.client.HTTPConnection,
        verb: str,
        path: str,
        body: Mapping[str, Any] | None,
        headers: Mapping[str, str],
    ) -> http.client.HTTPResponse:
        sent = {**headers, "Authorization": f"Bearer {self._token}"} if self._token else dict(headers)
        content = None if body is None else json.dumps(body).encode()
        if content is not None:
            sent["Content-Type"] = "application/json"
        connection.request(verb, self._parts.path.rstrip("/") + path, content, sent)
        return connection.getresponse()

    def _connect(self, seconds: float) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
        return kind(self._parts.hostname or "", self._parts.port, timeout=seconds)


def check_address(url: str) -> None:
    """Raises UsageError where `url` cannot be that of a server."""
    with suppress(ValueError):
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return
    raise UsageError(f"{url!r} is no address of a server.", "Give one like http://127.0.0.1:8765.")


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
