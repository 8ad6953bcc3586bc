"""Uploads that go on where they broke: tus 1.0.0, core with creation and termination (tus.io/protocols).

Our own, as these are few lines beside what a kept library leaves to us: size cap, disk reserve, safe names, one error
shape, whole files only.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from server.api.bodies import STREAM_TYPE
from server.api.parts import PREFIX, ApiParts, add
from server.api.shapes import UploadJson
from server.domain.access import Scope
from server.domain.arrivals import Arrival
from server.errors import UsageError
from server.schema import printable

VERSION = "1.0.0"
_PIECE = 1024 * 1024  # written at once
_TUS = {"Tus-Resumable": VERSION}
_PROTOCOL = f"Use a client of tus {VERSION}; tus.io/protocols says what it sends."


class UploadRoutes:
    """Every method is one route."""

    def __init__(self, parts: ApiParts) -> None:
        self._arrivals = parts.arrivals

    def join(self, router: APIRouter) -> None:
        add(router, "OPTIONS", "/uploads", self.options, 204, needed=Scope.SUBMIT)
        add(router, "POST", "/uploads", self.begin, 201, needed=Scope.SUBMIT)
        add(router, "GET", "/uploads/{upload_id}", self.get, needed=Scope.SUBMIT, answer=UploadJson)
        add(router, "HEAD", "/uploads/{upload_id}", self.offset, needed=Scope.SUBMIT)
        add(router, "PATCH", "/uploads/{upload_id}", self.append, 204, needed=Scope.SUBMIT)
        add(router, "DELETE", "/uploads/{upload_id}", self.drop, 204, needed=Scope.SUBMIT)

    def options(self) -> Response:
        """What of tus is spoken here."""
        told = {"Tus-Version": VERSION, "Tus-Extension": "creation,termination"}
        return Response(status_code=204, headers={**_TUS, **told, "Tus-Max-Size": str(self._arrivals.most_bytes)})

    def begin(self, request: Request) -> Response:
        """Headers `Upload-Length` and `Upload-Metadata` (filename, preset); the answer's `Location` is the upload.

        A file of a folder says where it lay in it as `relativePath` (`A001/CLIP/C0001.MP4`), and as `drop` a word that
        all files of that folder share: they keep their places, and become jobs together when no more of them come."""
        _check_version(request.headers)
        told = _metadata(request.headers.get("upload-metadata", ""))
        size = _number(request.headers, "upload-length")
        path, preset = told.get("relativePath", ""), told.get("preset") or None
        name = told.get("filename") or path.rpartition("/")[2] or "clip"
        arrival = self._arrivals.begin(name, size, preset, path if "/" in path.strip("/") else "", told.get("drop", ""))
        return Response(status_code=201, headers={**_TUS, "Location": f"{PREFIX}/uploads/{arrival.id}"})

    def get(self, upload_id: str) -> dict[str, Any]:
        """How far it is; of one that is whole, its path and the jobs made of it."""
        told: dict[str, Any] = printable(asdict(self._arrivals.get(upload_id)))
        return told

    def offset(self, upload_id: str) -> Response:
        arrival = self._arrivals.get(upload_id)
        return Response(headers={**_headers(arrival), "Upload-Length": str(arrival.size)})

    async def append(self, upload_id: str, request: Request) -> Response:
        """The bytes from `Upload-Offset` on. With the last of them the answer's `Rushes-Jobs` names the job."""
        _check_version(request.headers)
        if request.headers.get("content-type", "").lower() != STREAM_TYPE:
            raise UsageError(f"The bytes of an upload are sent as {STREAM_TYPE}.", _PROTOCOL, code="not_an_upload")
        offset = _number(request.headers, "upload-offset")
        arrival = await run_in_threadpool(self._arrivals.append, upload_id, offset, b"")
        piece = bytearray()
        try:
            async for data in request.stream():
                piece += data
                if len(piece) >= _PIECE:
                    arrival = await self._write(arrival, piece)
        except ClientDisconnect:
            pass  # what came is kept: that is what resuming is for
        arrival = await self._write(arrival, piece)
        if arrival.offset == arrival.size:
            arrival = await run_in_threadpool(self._arrivals.finish, upload_id)
        return Response(status_code=204, headers=_headers(arrival))

    async def _write(self, arrival: Arrival, piece: bytearray) -> Arrival:
        if not piece:
            return arrival
        data = bytes(piece)
        piece.clear()
        return await run_in_threadpool(self._arrivals.append, arrival.id, arrival.offset, data)

    def drop(self, upload_id: str) -> Response:
        self._arrivals.drop(upload_id)
        return Response(status_code=204, headers=_TUS)


def _headers(arrival: Arrival) -> dict[str, str]:
    jobs = {"Rushes-Jobs": ",".join(arrival.jobs)} if arrival.jobs else {}
    return {**_TUS, "Upload-Offset": str(arrival.offset), **jobs}


def _check_version(headers: Mapping[str, str]) -> None:
    """Who says nothing of it is taken to speak ours."""
    asked = headers.get("tus-resumable", VERSION)
    if asked != VERSION:
        raise UsageError(f"This server speaks tus {VERSION}, not {asked[:20]!r}.", _PROTOCOL, code="other_tus")


def _number(headers: Mapping[str, str], name: str) -> int:
    text = headers.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        said = f"The header {name.title()} is {text[:40]!r}, but it has to be a number of bytes."
        raise UsageError(said, _PROTOCOL)
    return int(text)


def _metadata(text: str) -> dict[str, str]:
    """`name base64,name base64`, as tus has it."""
    told = {}
    for pair in filter(None, text.split(",")):
        name, _, value = pair.strip().partition(" ")
        try:
            told[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError) as error:
            raise UsageError(f"Upload-Metadata is not understood at {name[:40]!r}.", "Values are base64.") from error
    return told
