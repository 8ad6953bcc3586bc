"""Nobody gets in who should not: every route there is, tried with everything that must be refused."""

from __future__ import annotations

import re

import pytest
from fastapi.routing import APIRoute

from server.client import API, ROUTES
from tests.unit.api.conftest import HOST, PORT, TOKEN, Desk

HEALTH = {"/health", f"{API}/health"}
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
