"""How many are let in at once."""

from __future__ import annotations

from server.api.connections import Doorman

HERE, THERE = "127.0.0.1", "192.0.2.7"


def entered(doorman: Doorman, peer: str, times: int) -> int:
    return [doorman.enter(peer) for _ in range(times)].count(True)


def test_another_machine_has_its_share() -> None:
    doorman = Doorman(most=10, most_a_peer=3)
    assert entered(doorman, THERE, 5) == 3
    assert entered(doorman, "192.0.2.8", 1) == 1
    assert doorman.refused == 2


def test_the_programs_of_this_machine_share_the_whole() -> None:
    doorman = Doorman(most=10, most_a_peer=3)
    assert entered(doorman, HERE, 8) == 8
    assert entered(doorman, "::1", 5) == 2
    assert not doorman.enter(THERE)


def test_who_leaves_makes_room() -> None:
    doorman = Doorman(most=2, most_a_peer=1)
    assert doorman.enter(THERE)
    assert not doorman.enter(THERE)
    doorman.leave(THERE)
    assert doorman.enter(THERE)
    assert doorman.enter(HERE)
    assert not doorman.enter(HERE)
