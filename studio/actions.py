"""Everything that can be done in the window: one line of the table each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from studio.rooms import ROOMS
from studio.theme import Theme
from studio.words import mark, tr

ROOM_PREFIX = "room_"


@dataclass(frozen=True)
class ActionSpec:
    """`tip`: what it does, for tool tips and screen readers. `toggles`: it is on or off. Texts are English here."""

    name: str
    text: str
    shortcut: str
    icon: str
    menu: str
    tip: str
    toggles: bool = False


# In the order of the menus.
ACTIONS = (
    ActionSpec("add_files", mark("Add &files…"), "Ctrl+O", "add-files", "File",
               mark("Choose clips to make proxies of")),
    ActionSpec("add_folder", mark("Add f&older…"), "Ctrl+Shift+O", "add-folder", "File",
               mark("Make proxies of all clips in a folder")),
    ActionSpec("add_watch", mark("&Watch a folder…"), "Ctrl+Shift+W", "watch", "File",
               mark("Make proxies of whatever lands there")),
    ActionSpec("close", mark("&Close window"), "Ctrl+W", "close", "File", mark("Close the window; jobs go on")),
    ActionSpec("connect_server", mark("Co&nnect…"), "Ctrl+Shift+K", "all", "File",
               mark("Show the server of another computer")),
    ActionSpec("quit", mark("&Quit"), "Ctrl+Q", "cancel", "File", mark("End Rushes; asks what becomes of the jobs")),
    ActionSpec("undo", mark("&Undo"), "Ctrl+Z", "retry", "Edit",
               mark("Take back what the status bar offers to take back")),
    ActionSpec("select_all", mark("Select &all"), "Ctrl+A", "select-all", "Edit", mark("Select all jobs shown")),
    ActionSpec("copy_paths", mark("&Copy paths"), "Ctrl+C", "copy", "Edit",
               mark("Copy the paths of the proxies, or of the clips")),
    ActionSpec("filter", mark("&Filter"), "Ctrl+F", "search", "Edit",
               mark("Show only jobs whose names contain a text")),
    ActionSpec("clear_filter", mark("Clear fil&ter"), "Ctrl+Shift+F", "all", "Edit", mark("Show all jobs again")),
    ActionSpec("cancel", mark("&Cancel"), "Ctrl+.", "cancel", "Job",
               mark("Stop the selected jobs; nothing of them stays")),
    ActionSpec("retry", mark("&Retry"), "Ctrl+R", "retry", "Job", mark("Start the selected jobs again")),
    ActionSpec("pause", mark("P&ause"), "Ctrl+P", "hold", "Job", mark("Let the selected jobs stand still")),
    ActionSpec("go_on", mark("&Go on"), "Ctrl+Shift+G", "running", "Job", mark("Let paused jobs go on")),
    ActionSpec("do_first", mark("Do &first"), "Ctrl+Up", "plus", "Job",
               mark("Put the selected jobs before all others")),
    ActionSpec("do_as_usual", mark("Do as us&ual"), "Ctrl+0", "all", "Job",
               mark("Give the selected jobs their usual place")),
    ActionSpec("do_last", mark("Do &last"), "Ctrl+Down", "minus", "Job",
               mark("Put the selected jobs behind all others")),
    ActionSpec("move_up", mark("Mo&ve up"), "Alt+Up", "plus", "Job",
               mark("One place earlier, where the queue is shown in order")),
    ActionSpec("move_down", mark("Move do&wn"), "Alt+Down", "minus", "Job",
               mark("One place later, where the queue is in order")),
    ActionSpec("make_again", mark("Ma&ke again"), "Ctrl+Shift+M", "retry", "Job",
               mark("With the preset chosen in the tool bar")),
    ActionSpec("make_again_with", mark("Make again wi&th…"), "Ctrl+Alt+M", "preset", "Job",
               mark("Choose the preset to make it again with")),
    ActionSpec("open_output", mark("&Open proxy"), "Ctrl+Return", "open", "Job", mark("Play the finished proxy")),
    ActionSpec("show_source", mark("Show cl&ip"), "Ctrl+Shift+R", "reveal", "Job",
               mark("Show the original in the file manager")),
    ActionSpec("show_output", mark("Show &proxy"), "Ctrl+Shift+P", "folder", "Job",
               mark("Show the proxy in the file manager")),
    ActionSpec("remove", mark("Take off th&e list"), "Del", "cancel", "Job",
               mark("Proxies stay, and nothing is done twice")),
    ActionSpec("clear_finished", mark("Clear fini&shed"), "Shift+Del", "done", "Job",
               mark("Take what is done or cancelled off the list")),
    ActionSpec("show_jobs", mark("&Jobs"), "Ctrl+1", "all", "View", mark("Show the jobs")),
    ActionSpec("queue_order", mark("&Queue in order"), "Ctrl+Shift+U", "waiting", "View",
               mark("Show and arrange what waits")),
    *(ActionSpec(f"{ROOM_PREFIX}{room.name}", room.title, room.shortcut, room.icon, "View", room.tip)
      for room in ROOMS),
    ActionSpec("details", mark("&Details"), "Ctrl+I", "details", "View",
               mark("Show or hide what is known of a job"), toggles=True),
    ActionSpec("posters", mark("Pictu&res"), "Ctrl+Shift+I", "film", "View",
               mark("Show a picture of each clip"), toggles=True),
    ActionSpec("columns", mark("&Columns…"), "Ctrl+Shift+C", "details", "View", mark("Choose what the table shows")),
    ActionSpec("theme_system", mark("Colours of the s&ystem"), "Ctrl+Alt+1", "theme", "View",
               mark("Light or dark as the system"), toggles=True),
    ActionSpec("theme_light", mark("&Light"), "Ctrl+Alt+2", "theme", "View", mark("Light colours"), toggles=True),
    ActionSpec("theme_dark", mark("Dar&k"), "Ctrl+Alt+3", "theme", "View", mark("Dark colours"), toggles=True),
    ActionSpec("first_steps", mark("&First steps…"), "Ctrl+Shift+H", "done", "Help",
               mark("Where proxies go, and what they are")),
    ActionSpec("shortcuts", mark("&Keyboard shortcuts"), "F1", "info", "Help", mark("List the keys")),
    ActionSpec("about", mark("A&bout Rushes"), "Shift+F1", "film", "Help", mark("Version and licence")),
)  # fmt: skip
MENUS = (mark("File"), mark("Edit"), mark("Job"), mark("View"), mark("Help"))


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
