"""A home that cannot be used is asked about, and another one is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from studio.homes import ask_for_home, home_question, usable_home


@pytest.fixture
def blocked(tmp_path: Path) -> Path:
    """No folder can be made there, not even by root."""
    (tmp_path / "file").write_text("")
    return tmp_path / "file" / "home"


def test_it_is_asked_until_one_can_be_used(blocked: Path, tmp_path: Path) -> None:
    asked: list[str] = []
    answers = [str(blocked / "too"), str(tmp_path / "other")]

    def ask(sentence: str) -> str:
        asked.append(sentence)
        return answers.pop(0)

    assert usable_home(None, {"RUSHES_HOME": str(blocked)}, ask) == tmp_path / "other"
    assert len(asked) == 2
    assert str(blocked) in asked[0]


def test_thinking_better_of_it_is_the_end(blocked: Path) -> None:
    assert usable_home(str(blocked), {}, lambda _sentence: "") is None


def press(words: str) -> Callable[[], None]:
    def pressed() -> None:
        (box,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]
        next(button for button in box.buttons() if button.text() == words).click()

    return pressed


@pytest.mark.parametrize(("button", "answer"), [("Choose another folder…", "/other"), ("Quit", "")])
def test_the_question_offers_another_folder(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, button: str, answer: str
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: "/other")
    QTimer.singleShot(0, press(button))
    assert home_question("<b>No</b> right to write there.") == answer


def test_where_nobody_can_answer_the_sentence_is_enough(qapp: QApplication, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask_for_home("No home.") == ""
    assert capsys.readouterr().err == "rushes-studio: No home.\n"
