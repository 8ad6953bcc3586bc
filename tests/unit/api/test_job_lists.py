"""Lists of jobs over HTTP: pages, order, filters, ids alone, and wishes about all that match."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from server.domain.job import Event, Status
from tests.helpers.footage import Take, film
from tests.unit.api.conftest import Desk


def codes(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def asked(desk: Desk, path: str, **query: Any) -> dict[str, Any]:
    answer = desk.get(f"{path}?{urlencode(query, doseq=True)}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_page_by_page_in_any_order(desk: Desk) -> None:
    names = ("b", "c", "a", "e", "d")
    jobs = {name: desk.pending(f"/card/{name}.mov").id for name in names}
    page = asked(desk, "/jobs", sort="name", limit=3)
    assert [job["id"] for job in page["jobs"]] == [jobs[name] for name in "abc"]
    assert page["total"] == 5
    rest = asked(desk, "/jobs", sort="name", limit=3, cursor=page["next"])
    assert ([job["id"] for job in rest["jobs"]], rest["next"]) == ([jobs["d"], jobs["e"]], None)
    assert [job["id"] for job in asked(desk, "/jobs", sort="-name")["jobs"]] == [jobs[name] for name in "edcba"]


def test_the_ids_alone(desk: Desk) -> None:
    jobs = [desk.pending(f"/card/{n}.mov").id for n in range(5)]
    first = asked(desk, "/jobs/index", limit=2, status="pending,running")
    assert (first["ids"], first["total"]) == (jobs[:2:-1], 5)
    second = asked(desk, "/jobs/index", limit=100, status="pending,running", cursor=first["next"])
    assert second == {"ids": jobs[2::-1], "total": 5, "next": None}
    assert asked(desk, "/jobs/index", search="card/3")["ids"] == [jobs[3]]


def test_since_a_time(desk: Desk) -> None:
    desk.pending()
    assert asked(desk, "/jobs", since="2000-01-01T00:00:00Z")["total"] == 1
    assert asked(desk, "/jobs", since="2000-01-01T00:00:00")["total"] == 1
    assert asked(desk, "/jobs", since="2999-01-01T00:00:00Z")["total"] == 0


@pytest.mark.parametrize(
    ("query", "status"),
    [("sort=colour", 400), ("cursor=nonsense", 400), ("limit=0", 422), ("since=yesterday", 422), ("status=odd", 400)],
)
@pytest.mark.parametrize("path", ["/jobs", "/jobs/index"])
def test_what_cannot_be_asked_is_told(desk: Desk, path: str, query: str, status: int) -> None:
    assert codes(desk.get(f"{path}?{query}")) == (status, "usage")


def test_a_wish_about_all_that_match(desk: Desk) -> None:
    jobs = [desk.pending(f"/card/{n}.mov").id for n in range(4)]
    told = desk.post("/jobs/actions", {"action": "priority", "priority": 8, "filter": {"search": "card"}}).json()
    assert told == {"changed": jobs, "refused": []}
    assert {job["priority"] for job in asked(desk, "/jobs")["jobs"]} == {8}
    told = desk.post("/jobs/actions", {"action": "pause", "filter": {"since": "2000-01-01T00:00:00Z"}}).json()
    assert told["changed"] == jobs
    desk.home.ledger.change(jobs[0], Event.CANCEL)
    told = desk.post("/jobs/actions", {"action": "cancel", "filter": {"ids": jobs}}).json()
    assert told["changed"] == jobs[1:]
    assert [(one["id"], one["code"]) for one in told["refused"]] == [(jobs[0], "illegal_change")]
    assert {desk.home.ledger.get(job_id).status for job_id in jobs} == {Status.CANCELLED}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"action": "priority", "filter": {}}, 400),
        ({"action": "cancel", "filter": {}, "priority": 3}, 400),
        ({"action": "priority", "filter": {}, "priority": 10}, 422),
        ({"action": "cancel", "filter": {"since": "soon"}}, 422),
        ({"action": "move", "filter": {"ids": ["a"]}}, 400),
        ({"action": "move", "filter": {"ids": ["a"]}, "before": "b", "behind": "c"}, 400),
        ({"action": "move", "filter": {}, "before": "b"}, 400),
        ({"action": "cancel", "filter": {}, "before": "b"}, 400),
        ({"action": "restore", "filter": {}}, 400),
    ],
)
def test_a_wish_that_is_none_is_told(desk: Desk, body: dict[str, Any], status: int) -> None:
    desk.pending()
    assert codes(desk.post("/jobs/actions", body)) == (status, "usage")
    assert desk.home.ledger.counts_by()["by_status"]["pending"] == 1


def test_jobs_are_moved_in_the_queue(desk: Desk) -> None:
    first, second, third = (desk.pending(f"/card/{n}.mov").id for n in range(3))
    told = desk.post("/jobs/actions", {"action": "move", "filter": {"ids": [third]}, "before": first}).json()
    assert told == {"changed": [third], "refused": []}
    desk.post("/jobs/actions", {"action": "move", "filter": {"ids": [first]}, "behind": second})
    assert asked(desk, "/jobs/index", sort="turn")["ids"] == [third, second, first]
    more = {"action": "move", "filter": {"ids": [str(n) for n in range(1001)]}, "before": first}
    assert codes(desk.post("/jobs/actions", more)) == (400, "usage")


def test_what_is_final_is_removed_and_restored(desk: Desk) -> None:
    gone, stays = desk.pending("/card/1.mov").id, desk.pending("/card/2.mov").id
    desk.home.ledger.change(gone, Event.CANCEL)
    assert desk.post("/jobs/actions", {"action": "remove", "filter": {}}).json() == {"changed": [gone], "refused": []}
    assert asked(desk, "/jobs/index")["ids"] == [stays]
    told = desk.post("/jobs/actions", {"action": "remove", "filter": {"ids": [stays]}}).json()
    assert [(one["id"], one["code"]) for one in told["refused"]] == [(stays, "illegal_change")]
    back = desk.post("/jobs/actions", {"action": "restore", "filter": {"ids": [gone]}}).json()
    assert back == {"changed": [gone], "refused": []}
    assert asked(desk, "/jobs/index")["ids"] == [stays, gone]


@pytest.mark.parametrize("kind", ["metadata", "thumbnail", "proxy"])
def test_a_job_that_is_asked_for_twice_is_one(desk: Desk, tmp_path: Any, kind: str) -> None:
    wish = {"kind": kind, "source": str(film(tmp_path / "A001.mov", Take(frames=2)))}
    if kind == "proxy":
        wish["params"] = {"force": "yes"}
    ids = [
        desk.post("/jobs", {**wish, **key}).json()["jobs"][0]["id"]
        for key in ({"idempotency_key": "a"}, {"idempotency_key": "a"}, {"idempotency_key": "b"}, {}, {})
    ]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 4
