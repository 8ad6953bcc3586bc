"""Routes of the bucket uploads go to."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from server.api.parts import ApiParts, Body, add, such_as
from server.api.shapes import StorageJson, TriedJson
from server.schema import printable
from server.services.bucket import MOST_CHARS, Target


class StoragePlace(Body):
    """No secrets: credentials come by the ordinary AWS chain."""

    model_config = such_as(
        bucket="footage", prefix="show/2026", endpoint_url="https://s3.example.com", region="eu-central-1"
    )

    bucket: str = Field(min_length=1, max_length=MOST_CHARS)
    prefix: str = Field(default="", max_length=MOST_CHARS)
    endpoint_url: str | None = Field(default=None, max_length=MOST_CHARS)
    region: str | None = Field(default=None, max_length=MOST_CHARS)

    def target(self) -> Target:
        return Target(self.bucket, self.prefix, self.endpoint_url or None, self.region or None)


class StorageRoutes:
    """Every method is one route."""

    def __init__(self, parts: ApiParts) -> None:
        self._bucket = parts.bucket

    def join(self, router: APIRouter) -> None:
        add(router, "GET", "/storage", self.get, answer=StorageJson)
        add(router, "PUT", "/storage", self.set, answer=StorageJson)
        add(router, "POST", "/storage/test", self.test, answer=TriedJson)

    def get(self) -> dict[str, Any]:
        """{"bucket", "prefix", "endpoint_url", "region", "from_settings"}"""
        return {"storage": printable(self._bucket.as_dict())}

    def set(self, place: StoragePlace) -> dict[str, Any]:
        """For what is queued from now on."""
        self._bucket.set(place.target())
        return self.get()

    def test(self, place: StoragePlace) -> dict[str, Any]:
        """Whether the bucket is there and takes our credentials; nothing is written there, and nothing kept."""
        fault = self._bucket.test(place.target())
        if fault is None:
            words = f"The bucket {place.bucket} is there and these credentials may use it."
            return {"ok": True, "code": None, "message": words, "hint": ""}
        return {"ok": False, "code": fault.code, "message": printable(fault.message), "hint": printable(fault.hint)}
