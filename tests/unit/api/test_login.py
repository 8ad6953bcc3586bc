"""How browsers and other programs are let in, and how far."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from server.domain.access import Scope
from tests.unit.api.conftest import HOST, PORT, TOKEN, Desk

HTML = {"Accept": "text/html", "Authorization": ""}
AT = "2026-01-01T00:00:00.000Z"


def token_of(desk: Desk, scope: Scope, name: str = "other") -> dict[str, str]:
    return {"Authorization": f"Bearer {desk.home.tokens.add(name, scope, AT)}"}


def code_of(desk: Desk, headers: dict[str, str] | None = None) -> str:
    answer = desk.ask("POST", "/api/v1/login-codes", headers=headers or {})
    assert answer.status_code == 201
    return str(answer.json()["code"])


def sign_in(desk: Desk, code: str) -> Any:
    return desk.ask("POST", "/login", json={"code": code}, headers={"Authorization": ""})


def cookie_of(answer: Any) -> dict[str, str]:
    """Headers as the browser sends them afterwards."""
    return {"Authorization": "", "Cookie": answer.headers["set-cookie"].split(";")[0]}


@pytest.fixture
def browser(desk: Desk) -> dict[str, str]:
    return cookie_of(sign_in(desk, code_of(desk)))


class TestSigningIn:
    def test_a_code_becomes_a_cookie_that_no_script_and_no_other_site_can_use(self, desk: Desk) -> None:
        answer = sign_in(desk, code_of(desk))
        assert (answer.status_code, answer.json()) == (200, {"name": "home", "scope": "admin"})
        marks = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
        assert {"httponly", "samesite=strict", "path=/"} <= marks
        assert answer.headers["set-cookie"].startswith(f"rushes-{PORT}=")
        assert TOKEN not in str(answer.headers)

    def test_the_cookie_opens_what_the_token_opens(self, desk: Desk, browser: dict[str, str]) -> None:
        assert desk.get("/session", headers=browser).json() == {"name": "home", "scope": "admin"}
        assert desk.get("/jobs", headers=browser).status_code == 200
        answer = desk.ask("POST", "/api/v1/queues/transfer/pause", headers=browser, json={})
        assert answer.status_code == 200

    def test_a_code_works_once(self, desk: Desk) -> None:
        code = code_of(desk)
        assert sign_in(desk, code).status_code == 200
        again = sign_in(desk, code)
        assert (again.status_code, again.json()["error"]["code"]) == (401, "bad_code")
        assert "set-cookie" not in again.headers

    def test_signing_out_ends_it(self, desk: Desk, browser: dict[str, str]) -> None:
        assert desk.ask("POST", "/logout", headers=browser, json={}).status_code == 200
        assert desk.get("/session", headers=browser).status_code == 401

    def test_a_browser_cannot_let_another_one_in(self, desk: Desk, browser: dict[str, str]) -> None:
        assert desk.ask("POST", "/api/v1/login-codes", headers=browser, json={}).status_code == 403

    def test_the_page_needs_nothing_and_holds_nothing(self, desk: Desk) -> None:
        for path in ("/login", "/login.js", "/login.css"):
            answer = desk.web.request("GET", path, headers={"Host": HOST})
            assert answer.status_code == 200
            assert b"http:" not in answer.content
            assert b"<script>" not in answer.content
            assert "default-src 'self'" in answer.headers["content-security-policy"]

    def test_somebody_who_opens_the_address_is_shown_how(self, desk: Desk) -> None:
        answer = desk.ask("GET", "/", headers=HTML)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
        assert desk.ask("GET", "/", headers={"Authorization": ""}).status_code == 401


class TestForms:
    """What a form of another page could send does nothing, even where the browser sends the cookie along."""

    @pytest.mark.parametrize("path", ["/api/v1/queues/transfer/pause", "/logout"])
    def test_a_request_without_a_body_needs_a_header(self, desk: Desk, browser: dict[str, str], path: str) -> None:
        answer = desk.ask("POST", path, headers=browser)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "wrong_origin")
        assert desk.ask("POST", path, headers={**browser, "X-Rushes": "1"}).status_code == 200

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; b=x"])
    def test_kinds_that_forms_send(self, desk: Desk, browser: dict[str, str], kind: str) -> None:
        headers = {**browser, "Content-Type": kind}
        answer = desk.ask("POST", "/api/v1/queues/transfer/pause", headers=headers, content=b"{}")
        assert answer.status_code == 403

    def test_another_page_is_refused_with_the_cookie_too(self, desk: Desk, browser: dict[str, str]) -> None:
        for origin in ("http://evil.example", f"http://localhost:{PORT}", f"https://{HOST}", "null"):
            headers = {**browser, "Origin": origin}
            assert desk.ask("POST", "/api/v1/queues/transfer/pause", headers=headers, json={}).status_code == 403


class TestScopes:
    def test_a_token_may_what_it_was_made_for(self, desk: Desk) -> None:
        job = desk.pending()
        tried = (("GET", "/jobs"), ("POST", f"/jobs/{job.id}/pause"), ("POST", "/queues/transfer/pause"))
        for number, scope in enumerate(Scope):
            headers = token_of(desk, scope, f"t{number}")
            allowed = [desk.ask(verb, f"/api/v1{path}", headers=headers).status_code == 200 for verb, path in tried]
            assert allowed == [True] * (number + 1) + [False] * (2 - number), scope

    def test_more_is_refused_in_words(self, desk: Desk) -> None:
        answer = desk.ask("POST", "/api/v1/queues/transfer/purge", headers=token_of(desk, Scope.SUBMIT))
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")
        assert "submit" in answer.json()["error"]["message"]

    def test_a_browser_may_no_more_than_the_token_that_let_it_in(self, desk: Desk) -> None:
        browser = cookie_of(sign_in(desk, code_of(desk, token_of(desk, Scope.READ))))
        assert desk.get("/session", headers=browser).json() == {"name": "other", "scope": "read"}
        assert desk.ask("POST", "/api/v1/queues/transfer/pause", headers=browser, json={}).status_code == 403

    def test_a_token_that_is_removed_takes_its_browsers_with_it(self, desk: Desk) -> None:
        headers = token_of(desk, Scope.READ)
        browser = cookie_of(sign_in(desk, code_of(desk, headers)))
        desk.home.tokens.remove("other")
        for known in (headers, browser):
            assert desk.get("/session", headers=known).status_code == 401


class TestRoots:
    """Tokens other than the home's own name paths below configured folders only."""

    def refused(self, desk: Desk, path: str, body: dict[str, Any], headers: dict[str, str]) -> None:
        answer = desk.ask("POST", f"/api/v1{path}", headers=headers, json=body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "outside_roots"), body

    @pytest.mark.parametrize("how", ["plain", "dots", "link", "uri"])
    def test_paths_outside_are_refused(self, desk: Desk, root: Path, tmp_path: Path, how: str) -> None:
        other = tmp_path / "other"
        other.mkdir()
        (root / "out").symlink_to(other)
        named = {"plain": f"{other}", "dots": f"{root}/../other", "link": f"{root}/out", "uri": f"file://{other}"}[how]
        headers = token_of(desk, Scope.ADMIN)
        self.refused(desk, "/clips", {"paths": [named]}, headers)
        self.refused(desk, "/clips", {"uri": named}, headers)
        self.refused(desk, "/clips", {"paths": [str(root)], "to": named}, headers)
        self.refused(desk, "/clips", {"paths": [str(root)], "lut": named}, headers)
        self.refused(desk, "/jobs", {"kind": "metadata", "source": named}, headers)
        self.refused(desk, "/jobs", {"kind": "proxy", "source": str(root), "params": {"to": named}}, headers)
        self.refused(desk, "/jobs", {"kind": "proxy", "source": str(root), "params": {"lut": named}}, headers)
        self.refused(desk, "/clips/adopt", {"folder": named}, headers)
        self.refused(desk, "/clips/relocate", {"old": named, "new": str(root)}, headers)
        self.refused(desk, "/clips/relocate", {"old": str(root), "new": named}, headers)
        self.refused(desk, "/watches", {"path": named}, headers)
        self.refused(desk, "/watches", {"path": str(root), "to": named}, headers)
        self.refused(desk, "/watches", {"path": str(root), "copy_to": [named]}, headers)

    def test_a_clip_that_is_known_but_lies_outside(self, desk: Desk) -> None:
        clip_id = desk.home.clip_ledger.remember("/card/A.mov", 1, 1, "h")
        self.refused(desk, "/jobs", {"kind": "metadata", "clip_id": clip_id}, token_of(desk, Scope.SUBMIT))

    def test_paths_inside_are_taken(self, desk: Desk, root: Path) -> None:
        answer = desk.ask("POST", "/api/v1/clips", headers=token_of(desk, Scope.SUBMIT), json={"paths": [str(root)]})
        assert answer.status_code == 202


class TestWrongTokens:
    def test_too_many_are_told_to_wait_and_the_right_one_still_opens(self, desk: Desk) -> None:
        desk.be_strict()
        wrong = {"Authorization": "Bearer wrong"}
        told = [desk.get("/jobs", headers=wrong) for _ in range(21)]
        assert [answer.status_code for answer in told] == [401] * 20 + [429]
        assert told[-1].headers["retry-after"] == "60"
        assert desk.get("/jobs").status_code == 200

    def test_wrong_codes_count_as_well(self, desk: Desk) -> None:
        desk.be_strict()
        assert [sign_in(desk, "x").status_code for _ in range(21)] == [401] * 20 + [429]

    def test_tokens_that_cannot_be_read_open_nothing(self, desk: Desk, home: Path) -> None:
        (home / "tokens.json").write_text("{")
        answer = desk.get("/jobs", headers={"Authorization": "Bearer x"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "home_unusable")
        assert desk.get("/jobs").status_code == 200
