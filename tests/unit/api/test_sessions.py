"""One-time codes, sessions and wrong tokens, by a clock of the test's own."""

from __future__ import annotations

import logging
import stat
from pathlib import Path

import pytest

from server.api.sessions import CODE_SECONDS, IDLE_SECONDS, LONGEST_SECONDS, Failures, Sessions
from server.domain.access import Caller, Scope

ANN = Caller("home", Scope.ADMIN, None, "hash of a token")
KNOWN = Caller("home", Scope.READ, (), "hash of a token")  # what it may is asked of the tokens


class Watch:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def sessions(watch: Watch) -> Sessions:
    return Sessions(watch)


def opened(sessions: Sessions) -> str:
    found = sessions.redeem(sessions.new_code(ANN))
    assert found is not None
    assert found[1] == ANN
    return found[0]


def test_a_code_works_once(sessions: Sessions) -> None:
    code = sessions.new_code(ANN)
    assert sessions.redeem(code) is not None
    assert sessions.redeem(code) is None
    assert sessions.redeem("never") is None


def test_a_code_works_for_a_minute(sessions: Sessions, watch: Watch) -> None:
    code, other = sessions.new_code(ANN), sessions.new_code(ANN)
    watch.at += CODE_SECONDS
    assert sessions.redeem(code) is not None
    watch.at += 0.001
    assert sessions.redeem(other) is None


def test_a_session_lasts_while_it_is_used(sessions: Sessions, watch: Watch) -> None:
    secret = opened(sessions)
    for _ in range(int(LONGEST_SECONDS // IDLE_SECONDS)):
        watch.at += IDLE_SECONDS
        assert sessions.who(secret) == KNOWN
    watch.at += 1
    assert sessions.who(secret) is None  # its longest time is over, used or not


def test_an_idle_session_ends(sessions: Sessions, watch: Watch) -> None:
    secret = opened(sessions)
    watch.at += IDLE_SECONDS + 1
    assert sessions.who(secret) is None
    watch.at -= IDLE_SECONDS
    assert sessions.who(secret) is None


def test_signing_out_ends_one_session(sessions: Sessions) -> None:
    secret, other = opened(sessions), opened(sessions)
    sessions.end(secret)
    assert sessions.who(secret) is None
    assert sessions.who(other) == KNOWN


def test_codes_and_sessions_are_bounded(sessions: Sessions) -> None:
    first = sessions.new_code(ANN)
    for _ in range(1000):
        sessions.new_code(ANN)
    assert sessions.redeem(first) is None
    oldest = opened(sessions)
    for _ in range(1000):
        opened(sessions)
    assert sessions.who(oldest) is None


class TestRestart:
    """A server that starts anew."""

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        return tmp_path / "sessions.json"

    def test_it_knows_who_came_in_before(self, watch: Watch, file: Path) -> None:
        before = Sessions(watch, file)
        secret, ended = opened(before), opened(before)
        before.end(ended)
        after = Sessions(watch, file)
        assert after.who(secret) == KNOWN
        assert after.who(ended) is None

    def test_only_hashes_are_kept_for_the_owner_alone(self, watch: Watch, file: Path) -> None:
        secret = opened(Sessions(watch, file))
        assert secret not in file.read_text()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_codes_do_not_outlive_it(self, watch: Watch, file: Path) -> None:
        code = Sessions(watch, file).new_code(ANN)
        assert Sessions(watch, file).redeem(code) is None

    def test_a_session_that_is_used_stays_fresh(self, watch: Watch, file: Path) -> None:
        before = Sessions(watch, file)
        secret = opened(before)
        watch.at += IDLE_SECONDS - 1
        before.who(secret)
        watch.at += IDLE_SECONDS - 1
        assert Sessions(watch, file).who(secret) == KNOWN

    def test_sessions_do_not_last_because_nobody_served_them(self, watch: Watch, file: Path) -> None:
        secret = opened(Sessions(watch, file))
        watch.at += IDLE_SECONDS + 1
        assert Sessions(watch, file).who(secret) is None

    def test_a_clock_that_was_wrong_for_years_opens_nothing_for_years(self, watch: Watch, file: Path) -> None:
        secret = opened(Sessions(watch, file))
        watch.at -= 10 * LONGEST_SECONDS
        assert Sessions(watch, file).who(secret) is None

    @pytest.mark.parametrize("text", ["{", "[]", '{"sessions": [1]}', '{"sessions": {"a": {"name": 1}}}'])
    def test_a_damaged_file_lets_nobody_in_and_keeps_nobody_out(
        self, watch: Watch, file: Path, text: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        file.write_text(text)
        with caplog.at_level(logging.ERROR):
            anew = Sessions(watch, file)
            secret = opened(anew)
        assert Sessions(watch, file).who(secret) == KNOWN

    def test_a_folder_that_cannot_be_written_keeps_nobody_out(self, watch: Watch, tmp_path: Path) -> None:
        sessions = Sessions(watch, tmp_path / "gone" / "sessions.json")
        assert sessions.who(opened(sessions)) == KNOWN


def test_twenty_wrong_tokens_a_minute(watch: Watch) -> None:
    failures = Failures(now=watch)
    assert [failures.note("a") for _ in range(21)] == [False] * 20 + [True]
    assert not failures.note("b")
    watch.at += 61
    assert not failures.note("a")
