"""Routes of presets, LUTs and the bucket."""

from __future__ import annotations

from tests.unit.api.conftest import Desk

CURVE = "LUT_1D_SIZE 2\n0 0 0\n1 1 1\n"


def test_a_preset_is_tried_saved_listed_and_removed(desk: Desk) -> None:
    shipped = {preset["name"]: preset for preset in desk.get("/presets").json()["presets"]}
    table = {**shipped["h264-720p"]["table"], "title": "Mine"}
    assert desk.post("/presets/check", {"name": "mine", "table": table}).json()["preset"]["title"] == "Mine"
    wrong = desk.post("/presets/check", {"name": "mine", "table": {**table, "quality": 77}}).json()
    assert wrong == {"preset": None, "fault": {"key": "quality", "why": "77 is not a number from 0 to 51"}}
    assert not any(preset["own"] for preset in desk.get("/presets").json()["presets"])
    saved = desk.post("/presets/mine", {"table": table}, "PUT").json()["preset"]
    assert saved["own"]
    assert saved in desk.get("/presets").json()["presets"]
    assert desk.post("/presets/mine", None, "DELETE").json()["changed"] == ["mine"]
    assert "mine" not in [preset["name"] for preset in desk.get("/presets").json()["presets"]]


def test_a_preset_that_ships_stays(desk: Desk) -> None:
    for verb, body in (("PUT", {"table": {}}), ("DELETE", None)):
        answer = desk.post("/presets/prores-proxy", body, verb)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_preset")


def test_a_lut_is_added_used_and_removed(desk: Desk) -> None:
    lut = desk.post("/luts", {"name": "Show.cube", "text": CURVE}).json()["lut"]
    assert desk.get("/luts").json()["luts"] == [lut]
    wrong = desk.post("/luts", {"name": "b.cube", "text": "LUT_1D_SIZE 2\n0 0 x\n"})
    assert wrong.json()["error"]["code"] == "bad_lut"
    assert "Line 2" in wrong.json()["error"]["message"]
    assert desk.post(f"/luts/{lut['name']}", None, "DELETE").json()["changed"] == ["show.cube"]
    assert desk.get("/luts").json()["luts"] == []


def test_the_bucket_is_set_and_told_without_secrets(desk: Desk) -> None:
    place = {"bucket": "footage", "prefix": "show", "endpoint_url": "http://127.0.0.1:9", "region": ""}
    told = {"bucket": "footage", "prefix": "show", "endpoint_url": "http://127.0.0.1:9", "region": None}
    assert desk.get("/storage").json()["storage"]["bucket"] is None
    assert desk.post("/storage", place, "PUT").json()["storage"] == {**told, "from_settings": False}
    assert desk.home.uploads._where() == ("footage", "show")
    assert desk.post("/storage", {**place, "secret_key": "s"}, "PUT").status_code == 422
    assert desk.post("/storage", {**place, "endpoint_url": "ftp://x"}, "PUT").json()["error"]["code"] == "bad_config"


def test_a_bucket_out_of_reach_says_so(desk: Desk) -> None:
    tried = desk.post("/storage/test", {"bucket": "footage", "endpoint_url": "ftp://x"}).json()
    assert (tried["ok"], tried["code"]) == (False, "bad_config")
