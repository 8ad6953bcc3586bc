"""What a look at the window would see: contrast, room for every text, the picture in the README."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget

from studio.desktop import Studio
from studio.format import STATUS_FILTERS, STATUS_LOOKS
from studio.theme import DARK, LIGHT, Scheme, Theme
from studio.views.first_steps import FirstStepsWizard
from studio.views.parts import ElidedLabel
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.screenshots import PICTURES, README_PICTURE, pictured, show_at, take

REPOSITORY = Path(__file__).resolve().parents[2]
ICONS = REPOSITORY / "resources" / "icons"
LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3


def luminance(color: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = QColor(color).getRgbF()[:3]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_where_it_stands(scheme: Scheme) -> None:
    grounds = [scheme.window, scheme.base, scheme.raised, scheme.selection, scheme.hover, *scheme.washes.values()]
    for tone, color in scheme.tones.items():
        for ground in grounds:
            assert contrast(color, ground) >= LEAST_CONTRAST, (tone, color, ground)
    assert contrast(scheme.on_accent, scheme.accent) >= LEAST_CONTRAST - 0.6  # large and bold


def test_no_state_is_told_by_its_colour_alone() -> None:
    looks = STATUS_LOOKS.values()
    assert len({look.word for look in looks}) == len({look.icon for look in looks}) == len(STATUS_LOOKS)


def test_every_icon_there_is_can_be_drawn(theme: Theme) -> None:
    names = {path.stem for path in ICONS.glob("*.svg")}
    assert {look.icon for look in STATUS_LOOKS.values()} | {choice.icon for choice in STATUS_FILTERS} <= names
    for name in names:
        image = theme.pixmap(name, "text", 24, 1).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), name


@pytest.mark.parametrize("name", PICTURES)
def test_no_text_is_cut_off(qapp: QApplication, name: str) -> None:
    with pictured(qapp, name) as studio:
        for size in ((1440, 860), (1024, 640)):
            show_at(qapp, studio, size)
            assert cut_texts(studio.window) == [], size


def cut_texts(window: QWidget) -> list[str]:
    """Of the labels and buttons in view."""
    widgets = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
    whole = [one for one in widgets if not isinstance(one, ElidedLabel) and one.isVisible() and one.text()]
    return [one.text() for one in whole if too_small(one)] + too_wide(window)


def too_wide(window: QWidget) -> list[str]:
    """What scrolls up and down and is wider than there is room."""
    areas = [area for area in window.findChildren(QScrollArea) if area.isVisible() and area.widget() is not None]
    return [area.accessibleName() for area in areas if area.widget().width() > area.viewport().width()]


def too_small(widget: QLabel | QAbstractButton) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width())
    return widget.width() < widget.minimumSizeHint().width() or widget.height() < widget.minimumSizeHint().height()


def test_the_picture_in_the_readme_is_the_window_as_it_is(qapp: QApplication) -> None:
    """With tolerance: fonts differ between machines. `python -m tests.gui.screenshots --readme` makes it anew."""
    file = REPOSITORY / README_PICTURE
    assert file.stat().st_size <= 200_000
    assert README_PICTURE in (REPOSITORY / "README.md").read_text(encoding="utf-8")
    kept, now = QImage(str(file)), take(qapp, "running")
    assert kept.size() == now.size()
    assert share_that_differs(kept, now) < 0.04


def share_that_differs(one: QImage, other: QImage) -> float:
    """Of the pixels of a coarse grid; a pixel differs by more than a fifth of the range."""
    differing = total = 0
    for x in range(0, one.width(), 4):
        for y in range(0, one.height(), 4):
            a, b = one.pixelColor(x, y), other.pixelColor(x, y)
            total += 1
            differing += max(abs(a.red() - b.red()), abs(a.green() - b.green()), abs(a.blue() - b.blue())) > 51
    return differing / total


def test_a_second_theme_after_a_wizard_was_deleted_does_no_harm(qapp: QApplication) -> None:
    """It did: the process ended by SIGSEGV."""
    for _ in range(3):
        Theme(qapp, "light")
        wizard = FirstStepsWizard([], "")
        wizard.show()
        qapp.processEvents()
        wizard.deleteLater()
        del wizard
        qapp.processEvents()


def test_a_switch_of_colours_reaches_the_window(studio: Studio, server: FakeServer) -> None:
    light = studio.window.grab().toImage().pixelColor(700, 500)
    studio.theme.choose("dark")
    dark = studio.window.grab().toImage().pixelColor(700, 500)
    assert light.lightness() > 200 > 60 > dark.lightness()
