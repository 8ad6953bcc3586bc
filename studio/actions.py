"""Everything that can be done in the window: one line of the table each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from studio.rooms import ROOMS
from studio.theme import Theme
from studio.words import mark, tr

ROOM_PREFIX = "room_"


@dataclass(frozen=True)
class ActionSpec:
    """`tip`: what it does, for tool tips and screen readers. `toggles`: it is on or off. Texts are English here."""

    menu: str
    name: str
    text: str
    shortcut: str
    icon: str
    tip: str
    toggles: bool = False


MENUS = (mark("File"), mark("Edit"), mark("Job"), mark("View"), mark("Help"))
_file, _edit, _job, _view, _help = (partial(ActionSpec, menu) for menu in MENUS)

# In the order of the menus.
ACTIONS = (
    _file("add_files", mark("Add &files…"), "Ctrl+O", "add-files", mark("Choose clips to make proxies of")),
    _file("add_folder", mark("Add f&older…"), "Ctrl+Shift+O", "add-folder",
          mark("Make proxies of all clips in a folder")),
    _file("add_watch", mark("&Watch a folder…"), "Ctrl+Shift+W", "watch",
          mark("Make proxies of whatever lands there")),
    _file("adopt", mark("Take o&ver proxies…"), "Ctrl+Shift+A", "done",
          mark("Check proxies that were made elsewhere, and know them from then on")),
    _file("relocate", mark("Clips were &moved…"), "Ctrl+Shift+L", "folder",
          mark("Take what is known of clips along to their new folder")),
    _file("close", mark("&Close window"), "Ctrl+W", "close", mark("Close the window; jobs go on")),
    _file("connect_server", mark("Co&nnect…"), "Ctrl+Shift+K", "all", mark("Show the server of another computer")),
    _file("quit", mark("&Quit"), "Ctrl+Q", "cancel", mark("End Rushes; asks what becomes of the jobs")),
    _edit("undo", mark("&Undo"), "Ctrl+Z", "retry", mark("Take back what the status bar offers to take back")),
    _edit("select_all", mark("Select &all"), "Ctrl+A", "select-all", mark("Select all jobs shown")),
    _edit("copy_paths", mark("&Copy paths"), "Ctrl+C", "copy", mark("Copy the paths of the proxies, or of the clips")),
    _edit("filter", mark("&Filter"), "Ctrl+F", "search", mark("Show only jobs whose names contain a text")),
    _edit("clear_filter", mark("Clear fil&ter"), "Ctrl+Shift+F", "all", mark("Show all jobs again")),
    _job("cancel", mark("&Cancel"), "Ctrl+.", "cancel", mark("Stop the selected jobs; nothing of them stays")),
    _job("retry", mark("&Retry"), "Ctrl+R", "retry", mark("Start the selected jobs again")),
    _job("pause", mark("P&ause"), "Ctrl+P", "hold", mark("Let the selected jobs stand still")),
    _job("go_on", mark("&Go on"), "Ctrl+Shift+G", "running", mark("Let paused jobs go on")),
    _job("do_first", mark("Do &first"), "Ctrl+Up", "plus", mark("Put the selected jobs before all others")),
    _job("do_as_usual", mark("Do as us&ual"), "Ctrl+0", "all", mark("Give the selected jobs their usual place")),
    _job("do_last", mark("Do &last"), "Ctrl+Down", "minus", mark("Put the selected jobs behind all others")),
    _job("move_up", mark("Mo&ve up"), "Alt+Up", "plus", mark("One place earlier, where the queue is shown in order")),
    _job("move_down", mark("Move do&wn"), "Alt+Down", "minus", mark("One place later, where the queue is in order")),
    _job("make_again", mark("Ma&ke again"), "Ctrl+Shift+M", "retry", mark("With the preset chosen in the tool bar")),
    _job("make_again_with", mark("Make again wi&th…"), "Ctrl+Alt+M", "preset",
         mark("Choose the preset to make it again with")),
    _job("open_output", mark("&Open proxy"), "Ctrl+Return", "open", mark("Play the finished proxy")),
    _job("show_source", mark("Show cl&ip"), "Ctrl+Shift+R", "reveal", mark("Show the original in the file manager")),
    _job("show_output", mark("Show &proxy"), "Ctrl+Shift+P", "folder", mark("Show the proxy in the file manager")),
    _job("remove", mark("Take off th&e list"), "Del", "cancel", mark("Proxies stay, and nothing is done twice")),
    _job("clear_finished", mark("Clear fini&shed"), "Shift+Del", "done",
         mark("Take what is done or cancelled off the list")),
    _view("show_jobs", mark("&Jobs"), "Ctrl+1", "all", mark("Show the jobs")),
    _view("queue_order", mark("&Queue in order"), "Ctrl+Shift+U", "waiting", mark("Show and arrange what waits")),
    *(_view(f"{ROOM_PREFIX}{room.name}", room.title, room.shortcut, room.icon, room.tip) for room in ROOMS),
    _view("details", mark("&Details"), "Ctrl+I", "details", mark("Show or hide what is known of a job"), toggles=True),
    _view("posters", mark("Pictu&res"), "Ctrl+Shift+I", "film", mark("Show a picture of each clip"), toggles=True),
    _view("columns", mark("&Columns…"), "Ctrl+Shift+C", "details", mark("Choose what the table shows")),
    _view("theme_system", mark("Colours of the s&ystem"), "Ctrl+Alt+1", "theme", mark("Light or dark as the system"),
          toggles=True),
    _view("theme_light", mark("&Light"), "Ctrl+Alt+2", "theme", mark("Light colours"), toggles=True),
    _view("theme_dark", mark("Dar&k"), "Ctrl+Alt+3", "theme", mark("Dark colours"), toggles=True),
    _help("first_steps", mark("&First steps…"), "Ctrl+Shift+H", "done", mark("Where proxies go, and what they are")),
    _help("shortcuts", mark("&Keyboard shortcuts"), "F1", "info", mark("List the keys")),
    _help("about", mark("A&bout Rushes"), "Shift+F1", "film", mark("Version and licence")),
)  # fmt: skip


def build_actions(owner: QWidget, theme: Theme, handlers: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """One QAction a line of ACTIONS. Raises KeyError where a handler is missing."""
    actions = {}
    for spec in ACTIONS:
        action = QAction(theme.icon(spec.icon), tr(spec.text), owner)
        action.setShortcut(QKeySequence(spec.shortcut))
        tip = tr(spec.tip)
        action.setToolTip(f"{tip} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        action.setStatusTip(tip)
        action.setCheckable(spec.toggles)
        handler = handlers[spec.name]
        action.triggered.connect(lambda _checked, call=handler: call())
        owner.addAction(action)
        actions[spec.name] = action
    return actions


def refresh_icons(actions: Mapping[str, QAction], theme: Theme) -> None:
    """After a switch of colours."""
    for spec in ACTIONS:
        actions[spec.name].setIcon(theme.icon(spec.icon))


def plain_text(text: str) -> str:
    """The text of an action without the marks of its access key."""
    return text.replace("&", "")
