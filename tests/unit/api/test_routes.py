"""What each route answers; the same JSON as the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.domain.job import Event, Status
from server.schema import job_json
from tests.helpers.footage import Take, film
from tests.unit.api.conftest import Desk

LANE = "video_processing"


def codes(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]  # type: ignore[attr-defined]


class TestJobs:
    def test_the_newest_come_first_in_pages(self, desk: Desk) -> None:
        jobs = [desk.pending(f"/card/{n}.mov") for n in range(3)]
        page = desk.get("/jobs?limit=2").json()
        assert page["jobs"] == [job_json(job) for job in reversed(jobs[1:])]
        assert page["total"] == 3
        assert [job["id"] for job in desk.get(f"/jobs?cursor={page['next']}").json()["jobs"]] == [jobs[0].id]

    def test_they_can_be_told_apart(self, desk: Desk) -> None:
        job, other = desk.pending(), desk.pending("/card/B.mov", queue="transfer", kind="copy", parent_id="p")
        desk.home.ledger.change(other.id, Event.CANCEL)
        for query, ids in (
            ("status=pending", [job.id]),
            ("status=pending,cancelled", [other.id, job.id]),
            ("status=pending&status=cancelled", [other.id, job.id]),
            ("queue=transfer", [other.id]),
            ("kind=copy", [other.id]),
            ("parent=p", [other.id]),
            ("search=a001", [job.id]),
            ("clip=nope", []),
            (f"ids={job.id},nope,{other.id}", [job.id, other.id]),
            (f"ids={other.id}&ids={job.id}", [other.id, job.id]),
        ):
            assert [one["id"] for one in desk.get(f"/jobs?{query}").json()["jobs"]] == ids, query

    @pytest.mark.parametrize("query", ["status=odd", "limit=0", "limit=many", "limit=1001"])
    def test_a_question_nobody_understands_is_told(self, desk: Desk, query: str) -> None:
        answer = desk.get(f"/jobs?{query}")
        assert answer.status_code in (400, 422)
        assert answer.json()["error"]["code"] == "usage"

    def test_stuck_jobs(self, desk: Desk) -> None:
        job = desk.pending()
        assert desk.get("/jobs?stuck=true").json()["total"] == 0
        desk.home.ledger.claim(LANE, "gone")
        assert [one["id"] for one in desk.get("/jobs?stuck=true").json()["jobs"]] == [job.id]

    def test_one_with_its_history(self, desk: Desk) -> None:
        job = desk.pending()
        desk.home.ledger.append_log(job.id, ["said", "more"])
        detail = desk.get(f"/jobs/{job.id}").json()
        assert detail["log"] == desk.get(f"/jobs/{job.id}/log").json()["log"] == ["said", "more"]
        assert [entry["to"] for entry in detail["timeline"]] == ["pending"]
        status = desk.get(f"/jobs/{job.id}/status").json()
        assert {name: detail[name] for name in status} == status

    def test_live_progress_is_shown_before_the_ledger_has_it(self, desk: Desk) -> None:
        job = desk.pending()
        desk.home.ledger.claim(LANE, "w")
        assert desk.home.ledger.get(job.id).progress is None
        desk.tell({"job": job.id, "status": "running", "progress": 0.5, "speed": 2.0, "eta": 3.0})
        for answer in (desk.get(f"/jobs/{job.id}/status").json(), desk.get("/jobs").json()["jobs"][0]):
            assert (answer["progress"], answer["speed"], answer["eta_seconds"]) == (0.5, 2.0, 3.0)

    @pytest.mark.parametrize("path", ["", "/status", "/log"])
    def test_an_unknown_one_is_told(self, desk: Desk, path: str) -> None:
        assert codes(desk.get(f"/jobs/nope{path}")) == (404, "unknown_id")

    @pytest.mark.parametrize("act", ["cancel", "retry", "pause", "resume"])
    def test_an_act_on_an_unknown_one_is_told(self, desk: Desk, act: str) -> None:
        assert codes(desk.post(f"/jobs/nope/{act}")) == (404, "unknown_id")

    def test_cancel_keeps_the_reason(self, desk: Desk) -> None:
        job = desk.pending()
        assert desk.post(f"/jobs/{job.id}/cancel", {"reason": "wrong card"}).json() == {
            "changed": [job.id],
            "refused": [],
        }
        assert desk.home.ledger.get(job.id).reason == "wrong card"
        assert codes(desk.post(f"/jobs/{job.id}/cancel")) == (409, "illegal_change")

    def test_an_act_needs_no_body(self, desk: Desk) -> None:
        job = desk.pending()
        for act, status in (("cancel", Status.CANCELLED), ("retry", Status.PENDING)):
            assert desk.ask("POST", f"/api/v1/jobs/{job.id}/{act}").status_code == 200
            assert desk.home.ledger.get(job.id).status is status

    def test_pause_and_resume(self, desk: Desk) -> None:
        job = desk.pending()
        desk.post(f"/jobs/{job.id}/pause")
        assert desk.get(f"/jobs/{job.id}").json()["paused"]
        desk.post(f"/jobs/{job.id}/resume")
        assert not desk.get(f"/jobs/{job.id}").json()["paused"]

    def test_priority_and_rank(self, desk: Desk) -> None:
        job = desk.pending()
        desk.post(f"/jobs/{job.id}", {"priority": 9, "rank": -2.5}, "PATCH")
        told = desk.get(f"/jobs/{job.id}").json()
        assert (told["priority"], told["rank"]) == (9, -2.5)
        assert codes(desk.post(f"/jobs/{job.id}", {"priority": 10}, "PATCH")) == (400, "usage")
        assert codes(desk.post(f"/jobs/{job.id}", {}, "PATCH")) == (400, "usage")
        assert codes(desk.post(f"/jobs/{job.id}", {"speed": 1}, "PATCH")) == (422, "usage")

    def test_one_wish_about_many(self, desk: Desk) -> None:
        first, second, third = (desk.pending(f"/card/{n}.mov") for n in range(3))
        told = desk.post("/jobs/actions", {"action": "cancel", "filter": {"ids": [first.id, "nope"]}}).json()
        assert told["changed"] == [first.id]
        assert [item["code"] for item in told["refused"]] == ["unknown_id"]
        told = desk.post("/jobs/actions", {"action": "cancel", "filter": {"search": "2.mov"}, "reason": "r"}).json()
        assert told["changed"] == [third.id]
        assert desk.post("/jobs/actions", {"action": "cancel", "filter": {}}).json()["changed"] == [second.id]
        wanted = {"action": "retry", "filter": {"status": ["cancelled"]}}
        assert desk.post("/jobs/actions", wanted).json()["changed"] == [first.id, second.id, third.id]
        assert codes(desk.post("/jobs/actions", {"action": "explode", "filter": {}})) == (422, "usage")


class TestClips:
    def test_a_dry_run_tells_and_does_nothing(self, desk: Desk, tmp_path: Path) -> None:
        clip = film(tmp_path / "card" / "A001.mov", Take(frames=12))
        answer = desk.post("/clips", {"paths": [str(clip.parent)], "dry_run": True}).json()
        assert (answer["jobs"], answer["plan"]["new"], answer["plan"]["size_bytes"]) == ([], 1, clip.stat().st_size)
        assert desk.get("/jobs").json()["total"] == 0

    def test_a_brief_answer_names_ids_and_reasons(self, desk: Desk, tmp_path: Path) -> None:
        clip = film(tmp_path / "card" / "A001.mov", Take(frames=12))
        (tmp_path / "card" / "notes.txt").write_text("not footage")
        told = [desk.post("/clips", {"paths": [str(clip.parent)], "brief": True}).json() for _ in range(2)]
        assert [(len(one["ids"]), one["reused"]) for one in told] == [(1, 0), (0, 1)]
        (left,) = told[0]["left_alone"]
        assert (left["reason"], left["count"]) == ("sidecar", 1)
        assert left["example"].endswith("/notes.txt")

    def test_footage_becomes_jobs(self, desk: Desk, tmp_path: Path) -> None:
        clip = film(tmp_path / "card" / "Ä 1.mov", Take(frames=2))
        (tmp_path / "card" / "notes.txt").write_text("not footage")
        answer = desk.post("/clips", {"paths": [str(clip.parent)], "priority": 7, "preset": "dnxhr-lb"})
        assert answer.status_code == 202
        told = answer.json()
        assert [(job["source"], job["priority"], job["preset"]) for job in told["jobs"]] == [(str(clip), 7, "dnxhr-lb")]
        assert [item["reason"] for item in told["skipped"]] == ["sidecar"]
        again = desk.post("/clips", {"uri": clip.as_uri(), "preset": "dnxhr-lb"}).json()
        assert [(job["id"], job["reused"]) for job in again["jobs"]] == [(told["jobs"][0]["id"], True)]
        (row,) = desk.get("/clips").json()["clips"]
        assert row == desk.get(f"/clips/{row['id']}").json()
        assert codes(desk.get(f"/clips/{row['id']}/thumbnail")) == (404, "no_thumbnail")

    def test_a_wish_that_arrives_twice_is_done_once(self, desk: Desk, tmp_path: Path) -> None:
        clip = film(tmp_path / "A001.mov", Take(frames=2))
        wish = {"paths": [str(clip)], "force": True}
        ids = [
            desk.post("/clips", {**wish, **key}).json()["jobs"][0]["id"]
            for key in ({"idempotency_key": "a"}, {"idempotency_key": "a"}, {"idempotency_key": "b"}, {}, {})
        ]
        assert ids[0] == ids[1]
        assert len(set(ids)) == 4

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"paths": []},
            {"paths": ["relative.mov"]},
            {"paths": ["/no/such/file.mov"]},
            {"paths": ["file://elsewhere/a.mov"]},
            {"paths": ["http://example.org/a.mov"]},
            {"paths": ["/tmp\u0000"]},
            {"paths": ["/"], "preset": "nope"},
            {"paths": ["/"], "priority": 11},
            {"paths": ["/"], "to": "relative"},
        ],
    )
    def test_what_cannot_be_done_is_told(self, desk: Desk, body: dict[str, object]) -> None:
        answer = desk.post("/clips", body)
        assert answer.status_code == 400
        assert answer.json()["error"]["message"]
        assert desk.home.ledger.counts_by()["by_kind"] == {}

    @pytest.mark.parametrize("body", [[], "text", {"paths": 1}, {"pahts": []}])
    def test_another_shape_is_told(self, desk: Desk, body: object) -> None:
        assert codes(desk.post("/clips", body)) == (422, "usage")

    def test_a_piece_of_many(self, desk: Desk) -> None:
        ids = [desk.home.clip_ledger.remember(f"/card/{n}.mov", 1, 1, "h") for n in range(4)]
        told = desk.get("/clips?limit=2&offset=1&newest=true").json()
        assert ([clip["id"] for clip in told["clips"]], told["total"]) == ([ids[2], ids[1]], 4)
        assert [clip["id"] for clip in desk.get("/clips?limit=2").json()["clips"]] == ids[:2]
        found = desk.get("/clips?search=3.mov&limit=1&offset=0").json()
        assert ([clip["id"] for clip in found["clips"]], found["total"]) == ([ids[3]], 1)

    def test_a_picture_is_a_picture(self, desk: Desk, home: Path) -> None:
        clip_id = desk.home.clip_ledger.remember("/card/A.mov", 1, 1, "h")
        (home / "cache" / "posters").mkdir(parents=True)
        (home / "cache" / "posters" / f"{clip_id}.jpg").write_bytes(b"\xff\xd8jpeg")
        answer = desk.get(f"/clips/{clip_id}/thumbnail")
        assert (answer.headers["content-type"], answer.content) == ("image/jpeg", b"\xff\xd8jpeg")

    @pytest.mark.parametrize("clip_id", ["nope", "..%2F..%2Ftoken", "%2Fetc%2Fpasswd"])
    def test_no_other_file_is_given_out(self, desk: Desk, clip_id: str) -> None:
        assert desk.get(f"/clips/{clip_id}/thumbnail").status_code == 404

    def test_presets(self, desk: Desk) -> None:
        told = desk.get("/presets").json()
        assert told["default"] == "prores-proxy"
        assert "dnxhr-lb" in [preset["name"] for preset in told["presets"]]


class TestSubmit:
    def test_any_kind_for_a_file_or_a_clip(self, desk: Desk, tmp_path: Path) -> None:
        clip = film(tmp_path / "A001.mov", Take(frames=2))
        answer = desk.post("/jobs", {"kind": "thumbnail", "source": str(clip), "params": {"at": "0"}})
        assert answer.status_code == 202
        (job,) = answer.json()["jobs"]
        assert (job["kind"], job["source"]) == ("thumbnail", str(clip))
        (again,) = desk.post("/jobs", {"kind": "metadata", "clip_id": job["clip_id"]}).json()["jobs"]
        assert again["clip_id"] == job["clip_id"]

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ({"kind": "odd", "source": "/a.mov"}, 400),
            ({"kind": "metadata", "source": "/no/such.mov"}, 400),
            ({"kind": "metadata"}, 400),
            ({"kind": "metadata", "source": "/a", "clip_id": "b"}, 400),
            ({"kind": "metadata", "clip_id": "nope"}, 404),
        ],
    )
    def test_what_cannot_be_done_is_told(self, desk: Desk, body: dict[str, str], status: int) -> None:
        assert desk.post("/jobs", body).status_code == status


class TestLanes:
    def test_pause_resume_and_purge(self, desk: Desk) -> None:
        job = desk.pending()
        assert desk.post(f"/queues/{LANE}/pause").json()["changed"] == [LANE]
        told = {lane["name"]: lane for lane in desk.get("/queues").json()["queues"]}
        lane = {"name": LANE, "paused": True, "waiting": 1, "running": 0, "concurrency": 1}
        assert told[LANE] == {**lane, "hours": None, "open": True, "opens_at": None}
        assert desk.post(f"/queues/{LANE}/purge").json()["changed"] == [job.id]
        assert desk.post(f"/queues/{LANE}/resume").json() == {"changed": [LANE], "refused": []}

    @pytest.mark.parametrize("act", ["pause", "resume", "purge"])
    def test_an_unknown_one_is_told(self, desk: Desk, act: str) -> None:
        assert codes(desk.post(f"/queues/odd/{act}")) == (404, "unknown_id")

    def test_how_many_run_side_by_side(self, desk: Desk) -> None:
        answer = desk.post(f"/queues/{LANE}", {"concurrency": 3}, verb="PATCH")
        assert answer.json() == {"changed": [LANE], "refused": []}
        told = {lane["name"]: lane["concurrency"] for lane in desk.get("/queues").json()["queues"]}
        assert told == {LANE: 3, "cv_analysis": 1, "transfer": 2, "maintenance": 1}

    def test_between_which_hours_jobs_begin(self, desk: Desk) -> None:
        hours: list[object] = []
        for said in ("19:00-07:00", ""):
            assert desk.post(f"/queues/{LANE}", {"hours": said}, verb="PATCH").json()["changed"] == [LANE]
            hours += [lane["hours"] for lane in desk.get("/queues").json()["queues"] if lane["name"] == LANE]
        assert hours == ["19:00-07:00", None]

    @pytest.mark.parametrize(
        ("name", "body", "status", "code"),
        [
            (LANE, {"concurrency": 0}, 400, "usage"),
            (LANE, {"hours": "at night"}, 400, "usage"),
            (LANE, {"concurrency": "many"}, 422, "usage"),
            (LANE, {"threads": 2}, 422, "usage"),
            ("odd", {"concurrency": 2}, 404, "unknown_id"),
        ],
    )
    def test_a_number_that_cannot_be(self, desk: Desk, name: str, body: object, status: int, code: str) -> None:
        assert codes(desk.post(f"/queues/{name}", body, verb="PATCH")) == (status, code)

    def test_workers_and_figures(self, desk: Desk) -> None:
        desk.pending()
        assert desk.get("/workers").json() == {"workers": []}
        assert desk.get("/stats").json()["by_status"]["pending"] == 1


class TestWatches:
    def test_a_folder_comes_and_goes(self, desk: Desk, tmp_path: Path) -> None:
        folder = tmp_path / "incoming"
        folder.mkdir()
        answer = desk.post("/watches", {"path": str(folder), "include": ["*.mov"], "settle": 2})
        assert answer.status_code == 201
        watch = answer.json()["watch"]
        assert [one["id"] for one in desk.get("/watches").json()["watches"]] == [watch["id"]]
        assert desk.ask("DELETE", f"/api/v1/watches/{watch['id']}").json()["changed"] == [watch["id"]]
        assert desk.get("/watches").json() == {"watches": []}
        assert desk.woken == [1, 1]

    def test_its_rules_change_and_it_is_asked(self, desk: Desk, tmp_path: Path) -> None:
        folder = tmp_path / "incoming"
        folder.mkdir()
        (folder / "A.mov").write_text("x")
        watch = desk.post("/watches", {"path": str(folder), "include": ["*.mov"], "hours": "19:00-07:00"}).json()[
            "watch"
        ]
        place = f"/watches/{watch['id']}"
        changed = desk.post(place, {"priority": 9, "hours": None}, "PATCH").json()["watch"]
        assert changed == {**watch, "priority": 9, "hours": None}
        assert desk.get(place).json()["watch"] == changed
        assert desk.post(f"{place}/rescan").json() == {"changed": [watch["id"]], "refused": []}
        assert desk.post("/watches/rescan").json()["changed"] == [watch["id"]]
        assert desk.get(f"/watches/why?path={folder}/A.mov").json()["decision"] == "unseen"
        assert codes(desk.get("/watches/why?path=A.mov")) == (400, "usage")
        assert codes(desk.post(place, {"priority": 11}, "PATCH")) == (422, "usage")
        assert codes(desk.post(place, {"path": "/other"}, "PATCH")) == (422, "usage")
        assert codes(desk.post("/watches/nope", {"priority": 1}, "PATCH")) == (404, "unknown_id")
        assert desk.woken == [1, 1, 1, 1]

    def test_what_cannot_be_watched_is_told(self, desk: Desk) -> None:
        assert desk.post("/watches", {"path": "/no/such/folder"}).status_code == 400
        assert codes(desk.post("/watches", {"path": "relative"})) == (400, "usage")
        assert codes(desk.ask("DELETE", "/api/v1/watches/nope")) == (404, "unknown_id")


class TestErrors:
    def test_what_there_is_not(self, desk: Desk) -> None:
        assert codes(desk.get("/nope")) == (404, "no_such_route")
        assert codes(desk.ask("PUT", "/api/v1/jobs", json={})) == (405, "wrong_method")

    def test_a_body_that_is_no_json(self, desk: Desk) -> None:
        headers = {"Content-Type": "application/json"}
        assert codes(desk.ask("POST", "/api/v1/clips", content=b"{", headers=headers)) == (422, "usage")

    def test_our_own_mistakes_have_the_same_shape(self, desk: Desk) -> None:
        def broken() -> None:
            raise ZeroDivisionError

        desk.app.add_api_route("/broken", broken)
        assert codes(desk.ask("GET", "/broken")) == (500, "internal")

    def test_the_routes_can_be_read(self, desk: Desk) -> None:
        assert "/api/v1/jobs/{job_id}" in desk.ask("GET", "/openapi.json").json()["paths"]
