"""The part of the fake server that files are sent to: tus as the real one speaks it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import BinaryIO

Answer = tuple[int, dict[str, str], bytes]


class FakeUploads:
    """`breaks`: so many times the line is cut in the middle of a file. `fault`: what a new file is refused with."""

    def __init__(self) -> None:
        self.files: dict[str, bytearray] = {}
        self.told: dict[str, dict[str, str]] = {}
        self.sizes: dict[str, int] = {}
        self.dropped: list[str] = []
        self.breaks = 0
        self.fault = ""

    def answer(self, verb: str, path: str, headers: Mapping[str, str], stream: BinaryIO) -> Answer | None:
        """None: the line is cut."""
        upload = path.removeprefix("/uploads").strip("/")
        match verb:
            case "POST" if self.fault:
                error = {"error": {"code": "too_large", "message": self.fault, "hint": ""}}
                return 400, {}, json.dumps(error).encode()
            case "POST":
                return self._begin(headers)
            case "HEAD":
                return 200, {"Upload-Offset": str(len(self.files[upload]))}, b""
            case "PATCH":
                return self._append(upload, headers, stream)
            case "DELETE":
                self.dropped.append(upload)
                return 204, {}, b""
        return 404, {}, b""

    def _begin(self, headers: Mapping[str, str]) -> Answer:
        upload = f"u{len(self.files)}"
        pairs = [pair.split(" ") for pair in headers["Upload-Metadata"].split(",")]
        self.files[upload] = bytearray()
        self.told[upload] = {name: base64.b64decode(value).decode() for name, value in pairs}
        self.sizes[upload] = int(headers["Upload-Length"])
        return 201, {"Location": f"/api/v1/uploads/{upload}"}, b""

    def _append(self, upload: str, headers: Mapping[str, str], stream: BinaryIO) -> Answer | None:
        length, offset = int(headers["Content-Length"]), int(headers["Upload-Offset"])
        if offset != len(self.files[upload]):
            stream.read(length)
            return 409, {}, b""
        if self.breaks:
            self.breaks -= 1
            self.files[upload] += stream.read(length // 2)
            return None
        self.files[upload] += stream.read(length)
        done = len(self.files[upload]) == self.sizes[upload]
        jobs = {"Rushes-Jobs": f"job-{upload}"} if done else {}
        return 204, {"Upload-Offset": str(len(self.files[upload])), **jobs}, b""
