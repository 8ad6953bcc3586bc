"""Every word of the window can be said in another language, and there is room for it."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.format import size_text, speed_text, time_text
from studio.language import speak
from studio.views.parts import ElidedLabel
from studio.words import tr
from tests.gui.helpers.pseudo import pseudo, speaking_pseudo, untranslated
from tests.gui.helpers.speaking import LANGUAGES, TRANSLATIONS, speaking
from tests.gui.screenshots import DIALOGS, PICTURES, pictured
from tests.gui.test_looks import cut_texts

REPOSITORY = Path(__file__).resolve().parents[2]
MOST_LACKING = 0.05
NAMES_OF_FILES = sorted(file.stem for file in TRANSLATIONS.glob("*.ts"))
HELPERS = REPOSITORY / "tests" / "gui"


# --- in the source ---

NAMES = {
    *("Rushes", "Fusion", "DaVinci Resolve", "Premiere Pro", "Final Cut Pro", "Media Composer", "Kdenlive"),
    *(
        "Notify",
        "Bearer",
        "Del",
        "divisor lines",
        "https://workstation:8765",
        "LUFS",
        "dBTP",
        "ProRes",
        "DNxHR",
        "PQ (HDR)",
        "HLG (HDR)",
        "ALE (Avid)…",
        "EDL (Resolve)…",
    ),
}
# Texts for terminals and style sheets.
NOT_SHOWN = {"style_sheet", "app"}
# Arguments that nobody reads, by the function that takes them.
SILENT = {"setObjectName", "setProperty", "property", "Template", "setStyleSheet", "setDisplayFormat", "toString"}
WORDS = re.compile(r"[A-Za-zäöü]{2,}[,;:.…]? [A-Za-z]{2,}|^&?[A-Z][a-z&]+[ .,…:]*$")


def spoken_literals(file: Path) -> Iterator[tuple[int, str]]:
    """Texts that read like words and are not given to `tr` or `mark`."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    silent = {id(node) for part in ast.walk(tree) if is_silent(part) for node in ast.walk(part)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in silent:
            continue
        if WORDS.search(node.value.strip()) and node.value.strip() not in NAMES:
            yield node.lineno, node.value


def is_silent(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        return name in {"tr", "mark", *SILENT}
    return False


def test_no_words_are_said_past_the_translator() -> None:
    found = {file.stem: list(spoken_literals(file)) for file in (REPOSITORY / "studio").rglob("*.py")}
    assert {name: said for name, said in found.items() if said and name not in NOT_SHOWN} == {}


# --- in the files ---


def texts_of(file: Path) -> list[tuple[str, str]]:
    found = ElementTree.parse(file).iter("message")
    return sorted((one.findtext("source") or "", one.findtext("comment") or "") for one in found)


def spoken_within_strings(file: Path) -> Iterator[tuple[int, str]]:
    """Calls of the translator within an f-string, which are not collected."""
    for whole in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        for node in ast.walk(whole) if isinstance(whole, ast.JoinedStr) else ():
            if isinstance(node, ast.Call) and is_silent(node) and node.args and isinstance(node.args[0], ast.Constant):
                yield node.lineno, str(node.args[0].value)


def test_every_text_is_where_it_is_collected() -> None:
    found = {file.stem: list(spoken_within_strings(file)) for file in (REPOSITORY / "studio").rglob("*.py")}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize("name", NAMES_OF_FILES)
def test_a_translation_knows_the_texts_there_are(name: str, tmp_path: Path) -> None:
    """`sh packaging/translations.sh` brings it up to date. What it does not know yet is English, so a few may lack."""
    for folder in ("studio", "packaging", "resources/translations"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / ".venv").symlink_to(sys.prefix)
    kept = TRANSLATIONS / name
    told = set(texts_of(kept.with_suffix(".ts")))
    subprocess.run(["sh", "packaging/translations.sh"], cwd=tmp_path, check=True, timeout=60)
    made = set(texts_of(tmp_path / "resources" / "translations" / f"{name}.ts"))
    assert len(made - told) <= MOST_LACKING * len(made), made - told
    if made == told and kept.with_suffix(".qm").exists():
        compiled = tmp_path / "resources" / "translations" / f"{name}.qm"
        assert compiled.read_bytes() == kept.with_suffix(".qm").read_bytes()


def translated(file: Path) -> Iterator[tuple[str, str, str]]:
    """(source, English of one, translation), for each form of a number."""
    for message in ElementTree.parse(file).iter("message"):
        forms = message.findall("translation/numerusform") or message.findall("translation")
        for form in forms:
            if form.text:
                yield message.findtext("source") or "", message.findtext("comment") or "", form.text


def traits(text: str) -> tuple[object, ...]:
    """What a translation may not change: names in braces, access keys, ellipses, outer blanks, lines."""
    names = sorted(set(re.findall(r"\{(\w+)\}", text)) - {"n"})
    edges = (text != text.lstrip(), text != text.rstrip(), text.endswith("…"))
    return names, len(re.findall(r"&\w", text)), edges, text.count("\n")


@pytest.mark.parametrize("name", NAMES_OF_FILES)
def test_a_translation_keeps_what_is_filled_in_and_pressed(name: str) -> None:
    for source, one, told in translated(TRANSLATIONS / f"{name}.ts"):
        assert traits(told) == traits(source), source
        assert "{n}" in told or "{n}" not in source or "{n}" not in one, source


# --- in the window ---


def shown_texts(widget: QWidget) -> Iterator[str]:
    """What is read of it, seen or heard."""
    yield widget.accessibleName()
    yield widget.toolTip()
    if isinstance(widget, ElidedLabel):
        yield widget.whole_text()  # of a word cut in the middle, nobody knows the half
    elif isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()


def data_words() -> set[str]:
    """Words that come from the server or from files, as the tests make them up."""
    files = [HELPERS / "screenshots.py", *(HELPERS / "helpers").glob("*.py")]
    text = " ".join(file.read_text(encoding="utf-8") for file in files)
    return set(re.findall(r"[^\W\d_]{3,}", text)) | set(re.findall(r"[^\W\d_]{3,}", " ".join(NAMES)))


def english_in(whole: QWidget, known: set[str]) -> set[str]:
    """Words in view that nobody translated."""
    widgets = [one for one in (whole, *whole.findChildren(QWidget)) if one.isVisible()]
    texts = [untranslated(text) for widget in widgets for text in shown_texts(widget)]
    return {word for text in texts for word in re.findall(r"[^\W\d_]{3,}", text)} - known


@pytest.mark.parametrize("name", PICTURES)
def test_a_longer_language_is_spoken_everywhere_and_not_cut_off(qapp: QApplication, name: str) -> None:
    with speaking_pseudo(qapp), pictured(qapp, name) as studio:
        assert cut_texts(studio.window) == []
        assert english_in(studio.window, data_words()) == set()
        menus = [action.text() for menu in studio.window.menuBar().actions() for action in menu.menu().actions()]
        assert [text for text in menus if text and untranslated(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(PICTURES.keys() - {"dark", "drop", "very-many"}))  # laid out as others are
def test_no_translation_is_cut_off(qapp: QApplication, language: str, name: str) -> None:
    with speaking(qapp, language), pictured(qapp, name) as studio:
        assert cut_texts(studio.window) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DIALOGS)
def test_no_translation_of_a_dialog_is_cut_off(qapp: QApplication, qtbot: QtBot, language: str, name: str) -> None:
    with speaking(qapp, language):
        dialog = DIALOGS[name](None)
        qtbot.addWidget(dialog)
        dialog.show()
        qapp.processEvents()
        assert cut_texts(dialog) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_has_room_for_it_too(qapp: QApplication, qtbot: QtBot, name: str) -> None:
    with speaking_pseudo(qapp):
        dialog = DIALOGS[name](None)
        qtbot.addWidget(dialog)
        dialog.show()
        qapp.processEvents()
        assert cut_texts(dialog) == []
        assert english_in(dialog, data_words()) == set()


def test_numbers_have_their_own_form(qapp: QApplication) -> None:
    assert [tr("{n} jobs", "{n} job", n) for n in (0, 1, 2_500)] == ["0 jobs", "1 job", "2,500 jobs"]
    with speaking_pseudo(qapp):
        assert tr("{n} jobs", "{n} job", 1) == pseudo("{n} jobs").replace("{n}", "1")
    assert tr("") == ""


def test_a_number_is_written_as_the_language_writes_it(qapp: QApplication) -> None:
    with speaking(qapp, "de-AT"):
        assert tr("{n} jobs", "{n} job", 2_500_000) == "2\xa0500\xa0000 Jobs"
    with speaking(qapp, "de-DE"):
        assert [tr("{n} jobs", "{n} job", n) for n in (0, 1, 2_500)] == ["0 Jobs", "1 Job", "2.500 Jobs"]
        assert (size_text(1_520_000_000), speed_text(3.2)) == ("1,5 GB", "3,2×")
        assert time_text("2026-11-03T14:31:00Z", datetime(2026, 11, 24, tzinfo=UTC)) == "3. Nov."
    assert size_text(1_520_000_000) == "1.5 GB"


@pytest.mark.parametrize("languages", [["eo"], ["en-GB", "de-DE"], ["eo", "en", "de"], []])
def test_the_first_language_that_is_read_and_spoken_is_taken(qapp: QApplication, languages: list[str]) -> None:
    """Else English."""
    assert speak(qapp, languages) == []
