"""What `/openapi.json` shows of every body is one that is understood."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from server.api.parts import Body
from server.api.presets import A_PRESET
from tests.unit.api.conftest import Desk


def bodies(kind: type[Body] = Body) -> Iterator[type[Body]]:
    for one in kind.__subclasses__():
        yield one
        yield from bodies(one)


@pytest.mark.parametrize("body", tuple(bodies()), ids=lambda body: body.__name__)
def test_an_example_is_what_the_route_takes(body: type[Body]) -> None:
    examples = body.model_json_schema().get("examples", [])
    for example in examples:
        given = body.model_validate_json(json.dumps(example))
        assert given.model_fields_set == example.keys()


def test_every_route_that_takes_a_body_shows_one(desk: Desk) -> None:
    told = desk.ask("GET", "/openapi.json").json()
    shown = {}
    for path, verbs in told["paths"].items():
        for verb, route in verbs.items():
            if "requestBody" in route:
                shown[f"{verb} {path}"] = examples_of(
                    route["requestBody"]["content"]["application/json"]["schema"], told
                )
    assert len(shown) > 10
    assert [route for route, examples in shown.items() if not examples] == []


def examples_of(schema: dict[str, Any], told: dict[str, Any]) -> list[Any]:
    """Also of a body that may be left out."""
    named = [one.get("$ref", "") for one in (schema, *schema.get("anyOf", ()))]
    kinds = [told["components"]["schemas"][name.rpartition("/")[2]] for name in named if name]
    return [example for kind in kinds for example in kind.get("examples", ())]


def test_the_preset_it_shows_is_one(desk: Desk) -> None:
    assert desk.post("/presets/check", {"name": "review", "table": A_PRESET}).json()["fault"] is None
