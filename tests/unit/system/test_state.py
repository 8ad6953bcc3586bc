"""The token and the state file: made once, whole, for their owner only."""

from __future__ import annotations

import json
import stat
import threading
from pathlib import Path

import pytest

from server.errors import HomeUnusable
from server.system.state import ensure_token, write_state


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_token_is_made_once(tmp_path: Path) -> None:
    token = ensure_token(tmp_path / "token")
    assert ensure_token(tmp_path / "token") == token
    assert len(token) == 43  # 256 bits in base 64
    assert mode(tmp_path / "token") == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["token"]


def test_two_homes_have_two(tmp_path: Path) -> None:
    assert ensure_token(tmp_path / "a") != ensure_token(tmp_path / "b")


def test_programs_that_start_together_read_the_same(tmp_path: Path) -> None:
    tokens: list[str] = []
    threads = [threading.Thread(target=lambda: tokens.append(ensure_token(tmp_path / "token"))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(tokens) == {ensure_token(tmp_path / "token")}


def test_rights_for_others_are_taken_away(tmp_path: Path) -> None:
    ensure_token(tmp_path / "token")
    (tmp_path / "token").chmod(0o644)
    ensure_token(tmp_path / "token")
    assert mode(tmp_path / "token") == 0o600


@pytest.mark.parametrize("content", [b"", b"short\n", "ä".encode() * 40])
def test_a_file_that_holds_no_token_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "token").write_bytes(content)
    with pytest.raises(HomeUnusable, match="token"):
        ensure_token(tmp_path / "token")


def test_the_state_replaces_the_old_one_whole(tmp_path: Path) -> None:
    for number in range(2):
        write_state(tmp_path / "server.json", {"pid": number})
        assert json.loads((tmp_path / "server.json").read_text()) == {"pid": number}
    assert mode(tmp_path / "server.json") == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["server.json"]


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(HomeUnusable):
        write_state(tmp_path / "gone" / "server.json", {})
