"""Nobody gets in who should not: every route there is, tried with everything that must be refused."""

from __future__ import annotations

import re

import pytest
from fastapi.routing import APIRoute

from server.api.events import _number
from server.client import API, ROUTES
from server.domain.access import Scope
from tests.helpers.asgi import Reply
from tests.unit.api.conftest import HOST, PORT, TOKEN, Desk

HEALTH = {"/health", f"{API}/health"}
# Of tus, which answers by headers.
WITHOUT_CONTENT = {
    ("options", "/uploads"), ("post", "/uploads"), ("head", "/uploads/{upload_id}"),
    ("patch", "/uploads/{upload_id}"), ("delete", "/uploads/{upload_id}"),
}  # fmt: skip
OPEN = HEALTH | {"/login", "/login.js", "/login.css"}
READING = {"GET", "HEAD", "OPTIONS"}
REFUSED = {
    "no token": (401, {"Authorization": ""}),
    "another token": (401, {"Authorization": f"Bearer {TOKEN[:-1]}x"}),
    "another scheme": (401, {"Authorization": f"Basic {TOKEN}"}),
    "another name": (421, {"Host": "evil.example"}),
    "another port": (421, {"Host": "127.0.0.1:1"}),
    "a name that ends like ours": (421, {"Host": f"evil.example.localhost:{PORT}"}),
}
BROWSER = {
    "another page": {"Origin": "http://evil.example"},
    "a page of another port": {"Origin": "http://localhost:1"},
    "a page without a name": {"Origin": "null"},
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "a neighbour": {"Sec-Fetch-Site": "same-site"},
}


def routes(desk: Desk) -> list[tuple[str, str]]:
    """(verb, path with its ids filled in) of every route of the application, whoever added it."""
    found = []
    for route in desk.app.routes:
        path = re.sub(r"\{\w+\}", "x", str(getattr(route, "path", "")))
        found += [(verb, path) for verb in sorted(getattr(route, "methods", None) or {"GET"})]
    return found


def test_there_are_routes_to_try(desk: Desk) -> None:
    assert len(routes(desk)) > len(ROUTES)


@pytest.mark.parametrize("case", REFUSED)
def test_every_route_refuses(desk: Desk, case: str) -> None:
    status, headers = REFUSED[case]
    for verb, path in routes(desk):
        if status == 401 and path in OPEN:
            continue
        answer = desk.ask(verb, path, headers=headers)
        assert answer.status_code == status, (verb, path)
        if verb != "HEAD":
            assert set(answer.json()["error"]) == {"code", "message", "hint"}


@pytest.mark.parametrize("case", BROWSER)
def test_every_route_that_changes_something_refuses_other_pages(desk: Desk, case: str) -> None:
    tried = [(verb, path) for verb, path in routes(desk) if verb not in READING]
    assert tried
    for verb, path in tried:
        answer = desk.ask(verb, path, headers=BROWSER[case], json={})
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "wrong_origin"), (verb, path)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_every_route_that_changes_something_wants_json(desk: Desk, kind: str) -> None:
    for verb, path in routes(desk):
        if verb not in READING:
            answer = desk.ask(verb, path, headers={"Content-Type": kind}, content=b"{}")
            assert answer.status_code == 415, (verb, path)


@pytest.mark.parametrize(
    "host", ["", "localhost", f"a@{HOST}", f"{HOST}/", f" {HOST}:1", f"{HOST},evil.example", "[::1"]
)
def test_every_route_refuses_a_malformed_host(desk: Desk, host: str) -> None:
    for verb, path in routes(desk):
        assert desk.ask(verb, path, headers={"Host": host}).status_code == 421, (verb, path)


HOSTILE = {
    "the same key twice": (b'{"paths": ["/a"], "paths": ["/b"]}', "usage"),
    "a hundred levels": (b'{"a":' * 100 + b"1" + b"}" * 100, "usage"),
    "no number": (b'{"priority": NaN}', "usage"),
    "half a character": (rb'{"reason": "\ud800"}', "usage"),
    "no Unicode": (b'{"reason": "\xff"}', "usage"),
    "cut off": (b'{"reason": "', "usage"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_every_route_that_takes_json_refuses_what_is_none(desk: Desk, case: str) -> None:
    body, code = HOSTILE[case]
    for verb, path in routes(desk):
        if verb not in READING:
            answer = desk.ask(verb, path, headers={"Content-Type": "application/json"}, content=body)
            assert (answer.status_code, answer.json()["error"]["code"]) == (422, code), (verb, path)


ODD_VALUES = (None, True, -1, 10**30, 1e300, "", "\0", "x" * 10_000, [], [[]], {}, {"a": []})


def odd_bodies(desk: Desk, verb: str, path: str) -> list[object]:
    """Wrong types, huge and negative numbers in every field the route knows, a field nobody knows, no object."""
    found: list[object] = [{"nobody_knows": 1}, [], "text", 7, None]
    document = desk.app.openapi()
    content = document["paths"][path][verb.lower()].get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    for part in schema.get("anyOf", [schema]):
        known = document["components"]["schemas"].get(part.get("$ref", "").rpartition("/")[2], {})
        found += [{name: value} for name in known.get("properties", {}) for value in ODD_VALUES]
    return found


def is_ours(answer: Reply) -> bool:
    """A good answer, or a refusal in the one shape; never our own mistake."""
    return answer.status_code < 400 or (
        answer.status_code != 500 and set(answer.json()["error"]) == {"code", "message", "hint"}
    )


def test_no_body_that_means_nothing_is_our_mistake(desk: Desk) -> None:
    for path, verbs in desk.app.openapi()["paths"].items():
        for verb in verbs.keys() - {"get"}:
            for body in odd_bodies(desk, verb, path):
                answer = desk.ask(verb.upper(), re.sub(r"\{\w+\}", "x", path), json=body)
                assert is_ours(answer), (verb, path, body, answer.content)


ODD_WORDS = (
    "",
    "-1",
    "99999999999999999999999999",
    "1e999",
    "x",
    "%00",
    "%ff",
    "0001-01-01T00:00:00%2B23:59",
    "a,b" * 99,
)


def test_no_question_is_our_mistake(desk: Desk) -> None:
    for path, verbs in desk.app.openapi()["paths"].items():
        if "get" not in verbs or path.endswith("/events"):
            continue
        for asked in verbs["get"].get("parameters", []):
            for word in ODD_WORDS:
                place = (
                    re.sub(r"\{\w+\}", word or "x", path) if asked["in"] == "path" else re.sub(r"\{\w+\}", "x", path)
                )
                answer = desk.ask("GET", place + (f"?{asked['name']}={word}" if asked["in"] == "query" else ""))
                assert is_ours(answer), (place, asked["name"], word, answer.content)


def test_a_body_that_breaks_off_changes_nothing(desk: Desk) -> None:
    job = desk.pending()
    for verb, path in routes(desk):
        if verb not in READING:
            headers = {"Content-Type": "application/json", "Content-Length": "100"}
            place = path.replace("/x", f"/{job.id}")
            answer = desk.ask(verb, place, headers=headers, content=b"{}", aborted=True)
            assert answer.status_code == 0, (verb, path)  # nobody is there to be answered
    assert desk.home.ledger.get(job.id) == job


@pytest.mark.parametrize(("ranges", "status"), [(5, 200), (6, 416), (1000, 416)])
def test_a_few_parts_of_a_file_at_once(desk: Desk, ranges: int, status: int) -> None:
    asked = "bytes=" + ",".join(f"{n}-{n}" for n in range(ranges))
    assert desk.get("/jobs", headers={"Range": asked}).status_code == status


def test_what_can_be_done_with_a_path_is_told(desk: Desk) -> None:
    answer = desk.ask("PUT", f"{API}/jobs", json={})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")
    # A clip could be called so as well.
    assert desk.ask("PUT", f"{API}/clips/adopt", json={}).headers["allow"] == "POST"


def test_a_last_event_id_of_any_length_is_taken(desk: Desk) -> None:
    assert _number("9" * 5000) == -1


def test_every_route_needs_a_scope_and_says_what_it_answers(desk: Desk) -> None:
    document = desk.app.openapi()
    for path, verbs in document["paths"].items():
        for verb, said in verbs.items():
            if path.endswith("/health"):
                continue
            assert said["security"] == [{"token": []}], (verb, path)
            (good,) = [answer for status, answer in said["responses"].items() if status.startswith("2")]
            if (verb, path.removeprefix(API)) not in WITHOUT_CONTENT:
                assert good["content"], (verb, path)
                assert all(content["schema"] for content in good["content"].values()), (verb, path)
            assert said["responses"]["4XX"]["content"]["application/json"]["schema"], (verb, path)


def test_a_token_that_only_reads_changes_nothing(desk: Desk) -> None:
    token = desk.home.tokens.add("looks", Scope.READ, "")
    for verb, path in routes(desk):
        if verb not in READING and path.startswith(API) and not path.endswith("/login-codes"):
            answer = desk.ask(verb, path, headers={"Authorization": f"Bearer {token}"}, json={})
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden"), (verb, path)


def test_health_alone_is_open_and_says_nothing_of_the_home(desk: Desk) -> None:
    for path in sorted(HEALTH):
        answer = desk.web.request("GET", path, headers={"Host": HOST})
        own = {"version": answer.json()["version"], "sandbox": {"files": True}}
        assert answer.json() == {"status": "ok", "reasons": [], **own}
    desk.faults.append("The worker is away.")
    assert desk.get("/health").json()["status"] == "degraded"


def test_reading_changes_nothing(desk: Desk) -> None:
    job = desk.pending()
    for verb, path in routes(desk):
        if verb in READING and not path.endswith("/events"):
            desk.ask(verb, path.replace("/x", f"/{job.id}"))
    assert desk.home.ledger.get(job.id) == job
    assert desk.home.ledger.paused_lanes() == set()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_our_own_names_are_taken(desk: Desk, name: str) -> None:
    headers = {"Host": f"{name}:{PORT}", "Origin": f"http://{name}:{PORT}", "Sec-Fetch-Site": "same-origin"}
    assert desk.ask("POST", f"{API}/queues/transfer/pause", headers=headers, json={}).status_code == 200


def test_a_body_has_a_limit(desk: Desk) -> None:
    for extra in ({"Content-Length": str(9 * 1024 * 1024)}, {"Content-Length": "many"}):
        answer = desk.ask("POST", f"{API}/clips", headers={"Content-Type": "application/json", **extra}, content=b"{}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_a_body_without_a_length_has_it_too(desk: Desk) -> None:
    chunks = (b" " * 1024 * 1024 for _ in range(9))
    answer = desk.ask("POST", f"{API}/clips", headers={"Content-Type": "application/json"}, content=chunks)
    assert answer.status_code == 413


def test_every_answer_is_marked(desk: Desk) -> None:
    stranger = desk.web.request("GET", "/health", headers={"Host": "evil.example"})
    for answer in (desk.get("/jobs"), desk.get("/nope"), stranger):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_new_route_is_tried_too(desk: Desk) -> None:
    """The lists above are made of the application's own routes."""
    desk.app.router.routes.append(APIRoute("/new/{thing}", lambda: {}, methods=["POST"]))
    assert ("POST", "/new/x") in routes(desk)


def test_client_and_server_know_the_same_routes(desk: Desk) -> None:
    served = {
        (verb, route.path.removeprefix(API))
        for route in desk.app.routes
        if isinstance(route, APIRoute) and route.path.startswith(API)
        for verb in route.methods
    }
    known = set(ROUTES.values())
    # A tus client and a player of video speak to these.
    assert {path for _, path in served - known} == {"/uploads", "/uploads/{upload_id}", "/clips/{clip_id}/proxy"}
    assert known <= served
