"""How the catalogue and a clip's markers can be written, by the names people give the forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from server.domain.export.ale import catalogue_ale
from server.domain.export.markers import Marker, markers_csv, markers_edl
from server.domain.export.tables import Clip, catalogue_csv, catalogue_json

TABLES: Mapping[str, Callable[[Sequence[Clip]], str]] = {
    "csv": catalogue_csv,
    "json": catalogue_json,
    "ale": catalogue_ale,
}
MARKERS: Mapping[str, Callable[[Clip, Sequence[Marker]], str]] = {"csv": markers_csv, "edl": markers_edl}
