"""The shapes and spaces of the window's parts, as a Qt style sheet."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.theme import Scheme

_SHEET = Template("""
QToolBar { background: $window; border: none; border-bottom: 1px solid $border; spacing: 4px; padding: 6px 10px; }
QToolBar::separator { background: $border; width: 1px; margin: 5px 6px; }
QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 5px 9px; }
QToolButton:hover { background: $hover; border-color: $border; }
QToolButton:pressed, QToolButton:checked { background: $selection; }
QToolButton:focus { border-color: $accent; }
QMenuBar { background: $window; padding: 2px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; border: 1px solid $border; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 10px; border-radius: 5px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }
QLineEdit, QComboBox { background: $base; border: 1px solid $border; border-radius: 6px; padding: 5px 8px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus { border-color: $accent; }
QAbstractSpinBox { min-height: 26px; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $border; padding: 4px; outline: none;
    selection-background-color: $selection; selection-color: $text; }
QPushButton { background: $raised; border: 1px solid $border; border-radius: 6px; padding: 6px 14px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $muted; background: $window; }
QPushButton[primary="true"] { background: $accent; border-color: $accent; color: $on_accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: $busy; border-color: $busy; color: $base; }
QPushButton[primary="true"]:disabled { background: $window; border-color: $border; color: $muted; }
QPushButton[primary="true"]:focus { border: 2px solid $text; padding: 5px 13px; }
QPushButton#section { border: none; background: transparent; color: $muted; padding: 5px 8px; font-weight: 600; }
QPushButton#section:hover { background: $hover; }
QPushButton#section:checked { background: $selection; color: $text; }
QPushButton#section:focus { border: 1px solid $accent; padding: 4px 7px; }
QSlider::groove:horizontal { background: $track; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $raised; border: 1px solid $muted; width: 12px; height: 12px; margin: -5px 0;
    border-radius: 7px; }
QSlider::handle:horizontal:focus { border: 2px solid $accent; }
QSlider::handle:horizontal:disabled { border-color: $border; }
QTableView { background: $base; border: none; outline: none; }
QHeaderView { background: $base; border: none; }
QHeaderView::section { background: $base; color: $muted; border: none; border-bottom: 1px solid $border;
    padding: 7px 10px; font-weight: 600; }
QListView { background: transparent; border: none; outline: none; }
QTableWidget { selection-background-color: $selection; selection-color: $text; }
QLineEdit:disabled, QComboBox:disabled { color: $muted; background: $window; }
*[wrong="true"] { border: 1px solid $bad; border-radius: 6px; }
#warning { color: $bad; }
QListWidget { background: transparent; border: none; outline: none; }
QSplitter::handle { background: $border; }
QScrollArea { border: none; background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $track; border-radius: 4px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QStatusBar { background: $window; border-top: 1px solid $border; }
QStatusBar::item { border: none; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px 6px; }
QPlainTextEdit { background: $window; border: 1px solid $border; border-radius: 6px; padding: 4px; }
#side, #details, #detailsBody, #page { background: $window; }
#heading { color: $muted; font-weight: 600; padding: 2px 4px; }
#cardHeading { color: $muted; font-weight: 600; }
#muted { color: $muted; }
#title { font-weight: 600; }
#dropTarget { background: $base; border: 2px dashed $border; border-radius: 14px; }
#dropOverlay { background: $veil; border: 3px solid $accent; border-radius: 10px; }
#planSheet { background: $veil; }
#planCard { background: $raised; border: 1px solid $border; border-radius: 12px; }
#warning { color: $warn; }
QPushButton#undo { padding: 1px 10px; }
#card { background: $base; border: 1px solid $border; border-radius: 8px; }
#failure { background: $wash_bad; border: 1px solid $border; border-radius: 8px; }
#centre { background: $base; }
#info[tone="busy"] { background: $wash_busy; border-bottom: 1px solid $border; }
#info[tone="warn"] { background: $wash_warn; border-bottom: 1px solid $border; }
#info[tone="bad"] { background: $wash_bad; border-bottom: 1px solid $border; }
#info[tone="good"] { background: $wash_good; border-bottom: 1px solid $border; }
""")


def style_sheet(scheme: Scheme) -> str:
    """The sheet in the colours of `scheme`."""
    return _SHEET.substitute(
        window=scheme.window,
        base=scheme.base,
        raised=scheme.raised,
        border=scheme.border,
        hover=scheme.hover,
        selection=scheme.selection,
        track=scheme.track,
        accent=scheme.accent,
        on_accent=scheme.on_accent,
        veil=f"#ec{scheme.washes['busy'][1:]}",
        **scheme.tones,
        **{f"wash_{tone}": color for tone, color in scheme.washes.items()},
    )
