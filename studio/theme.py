"""Colours and icons, light and dark. Every colour of the window stands here."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from studio.style_sheet import style_sheet

ICON_SIZES = (16, 18)  # menus and lists, tool bar; labels draw theirs at their own size
CHOICES = ("system", "light", "dark")


@dataclass(frozen=True)
class Scheme:
    """One set of colours. `tones` are for text and icons: at least 4.5:1 against base and selection (WCAG 1.4.3)."""

    dark: bool
    window: str
    base: str
    raised: str
    border: str
    hover: str
    selection: str
    track: str
    accent: str
    on_accent: str
    tones: Mapping[str, str]
    washes: Mapping[str, str]


LIGHT = Scheme(
    dark=False,
    window="#f4f5f7",
    base="#ffffff",
    raised="#ffffff",
    border="#dcdfe5",
    hover="#eef1f6",
    selection="#dbe7fd",
    track="#e4e8ee",
    accent="#2560d8",
    on_accent="#ffffff",
    tones={
        "text": "#1b1f26",
        "muted": "#586172",
        "busy": "#1f57c8",
        "good": "#17693f",
        "warn": "#8a5200",
        "bad": "#b8242b",
    },
    washes={"busy": "#e9f0fe", "good": "#e6f4ec", "warn": "#fdf2df", "bad": "#fdecec", "muted": "#eef0f3"},
)
DARK = Scheme(
    dark=True,
    window="#1a1c20",
    base="#202328",
    raised="#282c32",
    border="#363b43",
    hover="#2b2f36",
    selection="#2b4065",
    track="#363b43",
    accent="#3f78e8",
    on_accent="#ffffff",
    tones={
        "text": "#e8eaed",
        "muted": "#a9b1bd",
        "busy": "#8fb6ff",
        "good": "#67d097",
        "warn": "#f2b95c",
        "bad": "#ff9393",
    },
    washes={"busy": "#23304a", "good": "#1f3529", "warn": "#3b3020", "bad": "#402527", "muted": "#2b2f36"},
)


class Theme(QObject):
    """The colours in use; `changed` after every switch."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        self.scheme = LIGHT
        self._icons: dict[tuple[str, str], QIcon] = {}
        # Once: Qt 6.11 crashes where a style is set anew under a style sheet and a wizard was deleted since the first.
        if sys.platform.startswith("linux") and not app.styleSheet():
            app.setStyle("Fusion")
        self.choose(choice)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def choose(self, choice: str) -> None:
        """`choice`: one of CHOICES."""
        self._choice = choice if choice in CHOICES else "system"
        self._use(DARK if self._wants_dark() else LIGHT)

    @property
    def choice(self) -> str:
        return self._choice

    def color(self, tone: str) -> QColor:
        return QColor(self.scheme.tones[tone])

    def icon(self, name: str, tone: str = "text") -> QIcon:
        """An icon of resources/icons in the colour of `tone`; grey where the action is disabled."""
        key = (name, tone)
        if key not in self._icons:
            self._icons[key] = self._drawn(name, self.scheme.tones[tone])
        return self._icons[key]

    def pixmap(self, name: str, tone: str, size: int, ratio: float) -> QPixmap:
        """The icon at exactly this size, in device independent pixels."""
        return draw_icon(name, self.color(tone), size, ratio)

    def _wants_dark(self) -> bool:
        if self._choice != "system":
            return self._choice == "dark"
        # Unknown (no desktop settings, as under Xvfb) counts as light.
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark

    def _on_system_changed(self) -> None:
        if self._choice == "system":
            self._use(DARK if self._wants_dark() else LIGHT)

    def _use(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self._icons.clear()
        sheet = style_sheet(scheme)
        if sheet != self._app.styleSheet():  # every widget there is gets its looks anew
            self._app.setPalette(palette_of(scheme))
            self._app.setStyleSheet(sheet)
        self.changed.emit()

    def _drawn(self, name: str, color: str) -> QIcon:
        icon = QIcon()
        faded = QColor(color)
        faded.setAlphaF(0.38)
        for size in ICON_SIZES:
            for ratio in {1.0, self._app.devicePixelRatio()}:
                icon.addPixmap(draw_icon(name, QColor(color), size, ratio))
                icon.addPixmap(draw_icon(name, faded, size, ratio), QIcon.Mode.Disabled)
        return icon


def draw_icon(name: str, color: QColor, size: int, ratio: float) -> QPixmap:
    """`size` in device independent pixels."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", color.name()).encode()))
    painter = QPainter(pixmap)
    painter.setOpacity(color.alphaF())
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@cache
def _svg(name: str) -> str:
    return (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def palette_of(scheme: Scheme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    colors = {
        role.Window: scheme.window,
        role.WindowText: scheme.tones["text"],
        role.Base: scheme.base,
        role.AlternateBase: scheme.hover,
        role.Text: scheme.tones["text"],
        role.PlaceholderText: scheme.tones["muted"],
        role.Button: scheme.raised,
        role.ButtonText: scheme.tones["text"],
        role.ToolTipBase: scheme.raised,
        role.ToolTipText: scheme.tones["text"],
        role.Highlight: scheme.accent,
        role.HighlightedText: scheme.on_accent,
        role.Link: scheme.tones["busy"],
        role.Mid: scheme.border,
    }
    for which, color in colors.items():
        palette.setColor(which, QColor(color))
    for which in (role.WindowText, role.Text, role.ButtonText):
        faded = QColor(scheme.tones["muted"])
        faded.setAlphaF(0.6)
        palette.setColor(QPalette.ColorGroup.Disabled, which, faded)
    return palette
