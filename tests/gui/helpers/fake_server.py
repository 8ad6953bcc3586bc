"""A small server that speaks the routes and the event stream the window uses, over real HTTP."""

from __future__ import annotations

import json
import queue
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.gui.helpers.fake_clips import FakeClips
from tests.gui.helpers.fake_desk import FakeDesk
from tests.gui.helpers.fake_uploads import FakeUploads
from tests.gui.helpers.sample_jobs import sample_job

TOKEN = "a-token-of-the-tests"
JSON = "application/json"
Answer = tuple[int, str, bytes]


class QuietServer(ThreadingHTTPServer):
    """A reader that hangs up is nothing to print."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class FakeServer:
    """State the tests set and read. `listeners`: one queue of messages an open event stream."""

    def __init__(self) -> None:
        self.jobs: dict[str, dict[str, Any]] = {}
        self.removed: dict[str, dict[str, Any]] = {}
        self.watches: list[dict[str, Any]] = []
        self.posters: dict[str, bytes] = {}
        self.unknown = "file:///nowhere/"  # no file below there
        self.uploads = FakeUploads()
        self.footage = FakeClips()
        self.desk = FakeDesk()
        self.timeline: list[dict[str, Any]] = []
        self.log = ["frame= 604 fps= 82", "moov atom not found"]
        self.token = TOKEN
        self.hangs_up = False
        self.most_counted = 100_000
        self.free_bytes: int | None = 900_000_000_000
        self.asked: list[tuple[str, str, dict[str, list[str]], Any]] = []
        self.last_ids: list[str | None] = []
        self.listeners: list[queue.Queue[bytes | None]] = []
        self._serial = 0
        self._lock = threading.Lock()
        self.http = QuietServer(("127.0.0.1", 0), _handler_of(self))
        self.http.daemon_threads = False
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"

    # --- what tests do to it ---

    def put(self, *jobs: dict[str, Any]) -> None:
        """Jobs that exist; listeners are not told."""
        self.jobs.update({job["id"]: job for job in jobs})

    def tell(self, name: str, document: dict[str, Any]) -> None:
        self._serial += 1
        message = f"id: {self._serial}\nevent: {name}\ndata: {json.dumps(document)}\n\n".encode()
        for listener in self.listeners:
            listener.put(message)

    def change(self, job: dict[str, Any]) -> None:
        self.put(job)
        self.tell("jobs", {"jobs": [job]})

    def cut(self) -> None:
        """Ends every event stream."""
        for listener in list(self.listeners):
            listener.put(None)

    def calls(self, path: str) -> list[tuple[str, str, dict[str, list[str]], Any]]:
        return [call for call in self.asked if call[1] == path]

    # --- routes ---

    def answer(self, verb: str, path: str, query: dict[str, list[str]], body: Any) -> Answer:
        with self._lock:
            self.asked.append((verb, path, query, body))
        parts = path.strip("/").split("/")
        told = self.footage.answer(verb, parts, query) or self.desk.answer(verb, parts, query, body)
        if told is not None:
            return told
        match (verb, *parts):
            case ("GET", "jobs") if "ids" in query:
                known = [self.jobs[one] for one in query["ids"][0].split(",") if one in self.jobs]
                return _json({"jobs": known, "total": len(known), "next": None})
            case ("GET", "jobs", "index"):
                page = self._page(query)
                return _json({**page, "ids": [job["id"] for job in page.pop("jobs")]})
            case ("GET", "jobs"):
                return _json(self._page(query))
            case ("GET", "jobs", job) if job not in self.jobs:
                return _refusal(404, "unknown_id", f"There is no job {job}.")
            case ("GET", "jobs", job):
                return _json({**self.jobs[job], "timeline": self.timeline, "log": self.log})
            case ("POST", "jobs", "actions"):
                return _json(self._act(body))
            case ("POST", "clips"):
                if any(uri.startswith(("file:///nowhere/", self.unknown)) for uri in body["paths"]):
                    return _refusal(400, "usage", "There is no such file or folder.")
                return _json(self._plan(body) if body.get("dry_run") else self._add(body), 202)
            case ("GET", "clips", clip, "thumbnail"):
                found = self.posters.get(clip)
                return (200, "image/jpeg", found) if found else _refusal(404, "no_poster", "There is no poster.")
            case ("GET", "stats"):
                return _json({"by_status": self._counts()})
            case ("GET", "watches"):
                return _json({"watches": self.watches})
            case ("POST", "watches"):
                return self._watch(body)
            case ("PATCH", "watches", watch):
                self.watches = [{**w, **body} if w["id"] == watch else w for w in self.watches]
                return _json({"watch": next(w for w in self.watches if w["id"] == watch)})
            case ("DELETE", "watches", watch):
                self.watches = [w for w in self.watches if w["id"] != watch]
                return _json({"changed": [watch], "refused": []})
        return _refusal(404, "no_such_route", f"There is nothing at {path}.")

    def _page(self, query: dict[str, list[str]]) -> dict[str, Any]:
        sort = query.get("sort", ["-queued_at"])[0]
        key = {"queued_at": "id", "name": "source"}.get(sort.lstrip("-"), sort.lstrip("-"))
        keyed = _turn_of if key == "turn" else lambda job: (job[key], job["id"])
        found = sorted(self.jobs.values(), key=keyed, reverse=sort.startswith("-"))
        if "status" in query:
            found = [job for job in found if job["status"] in query["status"]]
        if "search" in query:
            found = [job for job in found if query["search"][0].casefold() in job["source"].casefold()]
        total = len(found)
        exact = {} if total <= self.most_counted else {"total_exact": False}
        if "cursor" in query:
            passed = [job["id"] for job in found].index(query["cursor"][0])
            found = found[passed + 1 :]
        limit = int(query.get("limit", ["100"])[0])
        more = found[limit - 1]["id"] if len(found) > limit else None
        return {"jobs": found[:limit], "total": min(total, self.most_counted), "next": more, **exact}

    def _counts(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for job in self.jobs.values():
            counts[job["status"]] = counts.get(job["status"], 0) + 1
        return counts

    def _plan(self, body: dict[str, Any]) -> dict[str, Any]:
        clips, left = _sorted_out(body)
        plan = {"new": len(clips), "done": 0, "queued": 0, "size_bytes": 4_000_000_000 * len(clips), "seconds": 90.0}
        room = {"proxy_bytes": 300_000_000 * len(clips), "free_bytes": self.free_bytes, "left_alone": left}
        return {"jobs": [], "skipped": [], "plan": plan | room}

    def _add(self, body: dict[str, Any]) -> dict[str, Any]:
        clips, left = _sorted_out(body)
        jobs = []
        for path in clips:
            job = sample_job(1_000 + len(self.jobs), source=path, preset=body.get("preset", "prores-proxy"))
            self.change(job)
            jobs.append(job)
        return {"ids": [job["id"] for job in jobs], "reused": 0, "left_alone": left}

    def _act(self, body: dict[str, Any]) -> dict[str, Any]:
        changed, refused = [], []
        wanted = body["filter"]
        ids = wanted.get("ids") or [one for one, job in self.jobs.items() if job["status"] in wanted["status"]]
        if body["action"] in ("move", "remove", "restore"):
            return {"changed": getattr(self, f"_{body['action']}")(ids, body), "refused": []}
        for job in ids:
            if self.jobs[job]["status"] == "completed":
                refused.append({"id": job, "code": "illegal_change", "message": "A completed job stays completed."})
            else:
                self.change({**self.jobs[job], **_after(body)})
                changed.append(job)
        return {"changed": changed, "refused": refused}

    def _move(self, ids: list[str], body: dict[str, Any]) -> list[str]:
        moved = sorted((self.jobs[one] for one in ids), key=_turn_of)
        rest = sorted((job for one, job in self.jobs.items() if one not in ids), key=_turn_of)
        beside = self.jobs[body.get("before") or body["behind"]]
        at = rest.index(beside) + ("behind" in body)
        for rank, job in enumerate([*rest[:at], *moved, *rest[at:]]):
            self.jobs[job["id"]] = {**job, "rank": rank, "priority": beside["priority"]}
        return ids

    def _remove(self, ids: list[str], _body: dict[str, Any]) -> list[str]:
        self.removed.update({one: self.jobs.pop(one) for one in ids})
        self.tell("jobs", {"jobs": [], "gone": ids})
        return ids

    def _restore(self, ids: list[str], _body: dict[str, Any]) -> list[str]:
        self.put(*(self.removed.pop(one) for one in ids))
        return ids

    def _watch(self, body: dict[str, Any]) -> Answer:
        path = unquote(urlsplit(body["path"]).path)
        if not Path(path).is_dir():
            return _refusal(400, "usage", f"{path} is no folder.", "Choose a folder that exists.")
        facts = {"state": "watching", "why": "", "preset": "prores-proxy", "path_uri": body["path"], "files": {}}
        watch = {"id": f"w{len(self.watches)}", "path": path, **facts}
        self.watches.append(watch)
        return _json({"watch": watch}, 201)


def _sorted_out(body: dict[str, Any]) -> tuple[list[str], list[dict[str, Any]]]:
    """Every .mov is a clip, nothing else is."""
    paths = [unquote(urlsplit(uri).path) for uri in body["paths"]]
    left = [path for path in paths if not path.endswith(".mov")]
    told = {"reason": "not_media", "message": "It is no media file.", "count": len(left)}
    return [path for path in paths if path.endswith(".mov")], [told | {"example": left[0]}] if left else []


def _turn_of(job: dict[str, Any]) -> tuple[Any, ...]:
    return -job["priority"], job["rank"], job["id"]


def _after(body: dict[str, Any]) -> dict[str, Any]:
    return {
        "cancel": {"status": "cancelled", "error": None},
        "retry": {"status": "pending", "error": None},
        "pause": {"paused": True},
        "resume": {"paused": False},
        "priority": {"priority": body.get("priority")},
    }[body["action"]]


def _json(document: dict[str, Any], status: int = 200) -> Answer:
    return status, JSON, json.dumps(document).encode()


def _refusal(status: int, code: str, message: str, hint: str = "") -> Answer:
    return _json({"error": {"code": code, "message": message, "hint": hint}}, status)


def _handler_of(server: FakeServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 0.2  # a connection opened in reserve is not waited for at the end

        def handle_any(self) -> None:
            parts = urlsplit(self.path)
            path = parts.path.removeprefix("/api/v1")
            if path.startswith("/uploads"):
                self.upload(path)
                return
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            if path != "/health" and self.headers.get("Authorization") != f"Bearer {server.token}":
                self.send(*_refusal(401, "bad_token", "The token is not the one of this server."))
            elif path == "/health":
                self.send(*_json({"status": "ok", "reasons": [], "version": "0.1.0"}))
            elif server.hangs_up:
                self.close_connection = True
            elif path == "/events":
                self.stream()
            else:
                self.send(*server.answer(self.command, path, parse_qs(parts.query), body))

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = handle_any

        def upload(self, path: str) -> None:
            answer = server.uploads.answer(self.command, path, self.headers, self.rfile)
            if answer is not None:
                status, headers, content = answer
                self.send(status, JSON, content, headers)
            self.close_connection = True

        def send(self, status: int, kind: str, content: bytes, more: Mapping[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (more or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(content)
            self.close_connection = True

        def stream(self) -> None:
            listener: queue.Queue[bytes | None] = queue.Queue()
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b": hello\n\n")
            server.last_ids.append(self.headers.get("Last-Event-ID"))
            server.listeners.append(listener)
            self.close_connection = True
            try:
                while (message := listener.get()) is not None:
                    self.wfile.write(message)
            except OSError:
                pass  # the window closed the stream
            finally:
                server.listeners.remove(listener)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    return Handler


@contextmanager
def running_fake() -> Iterator[FakeServer]:
    """A fake server that answers, until the end of the block."""
    server = FakeServer()
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.cut()
        server.http.shutdown()
        server.cut()
        server.http.server_close()
        thread.join()
