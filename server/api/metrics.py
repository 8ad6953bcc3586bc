"""The route `/metrics`."""

from __future__ import annotations

from fastapi import APIRouter, Response

from server.api.parts import ApiParts, add
from server.domain.exposition import CONTENT_TYPE


class MetricRoutes:
    """One route."""

    def __init__(self, parts: ApiParts) -> None:
        self._figures = parts.figures

    def join(self, router: APIRouter) -> None:
        add(router, "GET", "/metrics", self.metrics, media="text/plain")

    def metrics(self) -> Response:
        """Figures as Prometheus reads them."""
        return Response(self._figures.text(), media_type=CONTENT_TYPE)
