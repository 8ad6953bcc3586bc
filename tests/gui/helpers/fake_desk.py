"""The part of the small server that knows presets, LUTs, the bucket, lanes, watch rules and cards."""

from __future__ import annotations

import json
from typing import Any

Answer = tuple[int, str, bytes]
TABLE = {
    "title": "H.264, 720 lines",
    "for": "review",
    "container": "mov",
    "codec": "h264",
    "profile": "high",
    "lines": 720,
    "quality": 23,
    "gop": 0.5,
    "audio": "aac",
    "required": ["frame_count", "frame_rate", "start_timecode"],
}
PRORES = {**TABLE, "title": "ProRes 422 Proxy", "for": "every NLE", "codec": "prores", "profile": "proxy", "divisor": 2}
del PRORES["lines"], PRORES["quality"]
LANES = ("video_processing", "cv_analysis", "transfer", "maintenance")


def card_entry(name: str, **changes: Any) -> dict[str, Any]:
    """As GET /cards gives one; tests/gui/test_real_rooms.py holds it against the real answer."""
    card = {"id": name.casefold(), "name": name, "layout": "Sony XAVC", "tried": True, "roots": [f"/media/{name}"]}
    card |= {
        "root_uris": [f"file:///media/{name}"],
        "clips": 24,
        "done": 24,
        "failed": 0,
        "open": 0,
        "bytes": 64_000_000_000,
    }
    card |= {"complete": True, "safe_to_wipe": True, "why": "All is copied.", "copies": []}
    return {**card, "first_seen_at": "2026-11-24T14:31:00.000Z", **changes}


CARDS = [
    card_entry("A001"),
    card_entry("B001", clips=9, done=7, failed=2, safe_to_wipe=False, why="2 clips failed."),
]


def preset_entry(name: str, table: dict[str, Any], own: bool = False) -> dict[str, Any]:
    return {"name": name, "title": table["title"], "for": table["for"], "own": own, "table": table}


def lane_entry(name: str, **changes: Any) -> dict[str, Any]:
    lane = {"name": name, "paused": False, "waiting": 0, "running": 0, "concurrency": 2}
    return {**lane, "hours": None, "open": True, "opens_at": None, **changes}


class FakeDesk:
    """State the tests set and read."""

    def __init__(self) -> None:
        self.presets = {
            "prores-proxy": preset_entry("prores-proxy", PRORES),
            "h264-720p": preset_entry("h264-720p", TABLE),
        }
        self.luts: list[dict[str, Any]] = []
        self.storage: dict[str, Any] = {"bucket": None, "prefix": "", "endpoint_url": None, "region": None}
        self.reachable = True
        self.lanes = {name: lane_entry(name) for name in LANES}
        self.cards: list[dict[str, Any]] = []
        self.reasons: dict[str, dict[str, Any]] = {}
        self.exports: list[dict[str, list[str]]] = []
        self.previews: list[dict[str, Any]] = []
        self.matches: list[dict[str, Any]] = []
        self.left: list[dict[str, Any]] = []
        self.relocated: dict[str, list[str]] = {"moved": [], "missing": [], "differs": []}
        self.unready = ""  # why nothing can be moved now

    def answer(self, verb: str, parts: list[str], query: dict[str, list[str]], body: Any) -> Answer | None:
        """None: not ours."""
        for asked in (self._shelves, self._machine, self._files, self._moves):
            told = asked(verb, parts, query, body)
            if told is not None:
                return told
        return None

    def _shelves(self, verb: str, parts: list[str], query: dict[str, list[str]], body: Any) -> Answer | None:
        match (verb, *parts):
            case ("GET", "presets"):
                return _json({"presets": list(self.presets.values()), "default": "prores-proxy", "refused": []})
            case ("POST", "presets", "check"):
                return _json({"preset": None, "fault": self._fault(body["name"], body["table"])})
            case ("PUT", "presets", name):
                fault = self._fault(name, body["table"])
                if fault:
                    return _refusal("bad_preset", f"{fault['key']}: {fault['why']}")
                self.presets[name] = preset_entry(name, body["table"], own=True)
                return _json({"preset": self.presets[name]})
            case ("DELETE", "presets", name):
                del self.presets[name]
                return _json({"changed": [name], "refused": []})
            case ("GET", "luts"):
                return _json({"luts": self.luts})
            case ("POST", "luts"):
                return self._add_lut(body)
            case ("DELETE", "luts", name):
                self.luts = [lut for lut in self.luts if lut["name"] != name]
                return _json({"changed": [name], "refused": []})
        return None

    def _machine(self, verb: str, parts: list[str], query: dict[str, list[str]], body: Any) -> Answer | None:
        match (verb, *parts):
            case ("GET", "storage"):
                return _json({"storage": self.storage})
            case ("PUT", "storage"):
                self.storage = body
                return _json({"storage": self.storage})
            case ("POST", "storage", "test"):
                words = "The bucket is there." if self.reachable else "There is no such bucket."
                return _json({"ok": self.reachable, "code": None, "message": words, "hint": ""})
            case ("GET", "queues"):
                return _json({"queues": list(self.lanes.values())})
            case ("PATCH", "queues", name):
                if body.get("hours") == "07:00-07:00":
                    return _refusal("usage", "Working hours: '07:00-07:00' begins as it ends.")
                self.lanes[name].update(body)
                return _json({"changed": [name], "refused": []})
            case ("POST", "queues", name, "purge"):
                waiting, self.lanes[name]["waiting"] = self.lanes[name]["waiting"], 0
                return _json({"changed": [str(number) for number in range(waiting)], "refused": []})
            case ("POST", "queues", name, ("pause" | "resume") as deed):
                self.lanes[name]["paused"] = deed == "pause"
                return _json({"changed": [name], "refused": []})
            case ("GET", "cards"):
                return _json({"cards": self.cards})
        return None

    def _files(self, verb: str, parts: list[str], query: dict[str, list[str]], body: Any) -> Answer | None:
        match (verb, *parts):
            case ("GET", "watches", "why"):
                told = self.reasons.get(query["path"][0])
                return _json(told) if told else _refusal("usage", "No watch folder holds that file.")
            case ("POST", "watches", watch, "rescan"):
                return _json({"changed": [watch], "refused": []})
            case ("GET", "export") | ("GET", "clips", _, "markers"):
                self.exports.append(query)
                return 200, "text/plain", b"Name\r\nA001.mov\r\n"
            case ("POST", "clips", _, "preview"):
                self.previews.append(body)
                return 200, "image/jpeg", _grey()
        return None

    def _moves(self, verb: str, parts: list[str], query: dict[str, list[str]], body: Any) -> Answer | None:
        match (verb, *parts):
            case ("POST", "clips", ("adopt" | "relocate")) if self.unready:
                return _refusal("usage", self.unready)
            case ("POST", "clips", "adopt") if body.get("dry_run"):
                return _json({"jobs": [], "skipped": self.left, "matches": self.matches}, 202)
            case ("POST", "clips", "adopt"):
                known = sum(one["reused"] for one in self.matches)
                ids = [f"adopted-{number}" for number in range(len(self.matches) - known)]
                return _json({"ids": ids, "reused": known, "left_alone": []}, 202)
            case ("POST", "clips", "relocate"):
                dry = bool(body.get("dry_run"))
                facts = {"from": body["old"], "to": body["new"], "dry_run": dry, "watches": [] if dry else ["w1"]}
                return _json({**facts, **self.relocated})
        return None

    def _fault(self, name: str, table: dict[str, Any]) -> dict[str, str] | None:
        if not self.presets.get(name, {"own": True})["own"]:
            return {"key": "name", "why": "it comes with Rushes"}
        return {"key": "title", "why": "a text is needed"} if not table.get("title") else None

    def _add_lut(self, body: dict[str, Any]) -> Answer:
        if "LUT_" not in body["text"]:
            return _refusal("bad_lut", "Line 1 of the LUT: 'no' is not a word of the `.cube` form.")
        facts = {"path": f"/home/presets/{body['name']}", "size_bytes": len(body["text"]), "dimensions": 3}
        lut = {"name": body["name"], "points": 33, "fault": None, "used_by": [], **facts}
        self.luts.append(lut)
        return _json({"lut": lut}, 201)


def _grey() -> bytes:
    from tests.gui.helpers.fake_clips import flat_picture

    return flat_picture("#707070")


def _json(document: dict[str, Any], status: int = 200) -> Answer:
    return status, "application/json", json.dumps(document).encode()


def _refusal(code: str, message: str) -> Answer:
    return _json({"error": {"code": code, "message": message, "hint": ""}}, 400)
