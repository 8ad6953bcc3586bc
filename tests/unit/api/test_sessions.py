"""One-time codes, sessions and wrong tokens, by a clock of the test's own."""

from __future__ import annotations

import pytest

from server.api.sessions import CODE_SECONDS, IDLE_SECONDS, LONGEST_SECONDS, Failures, Sessions
from server.domain.access import Caller, Scope

ANN = Caller("home", Scope.ADMIN, None)


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
        assert sessions.who(secret) == ANN
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
    assert sessions.who(other) == ANN


def test_codes_and_sessions_are_bounded(sessions: Sessions) -> None:
    first = sessions.new_code(ANN)
    for _ in range(1000):
        sessions.new_code(ANN)
    assert sessions.redeem(first) is None
    oldest = opened(sessions)
    for _ in range(1000):
        opened(sessions)
    assert sessions.who(oldest) is None


def test_twenty_wrong_tokens_a_minute(watch: Watch) -> None:
    failures = Failures(now=watch)
    assert [failures.note("a") for _ in range(21)] == [False] * 20 + [True]
    assert not failures.note("b")
    watch.at += 61
    assert not failures.note("a")
