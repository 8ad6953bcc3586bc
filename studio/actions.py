"""Everything that can be done in the window: one line of the table each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from studio.rooms import ROOMS
from studio.theme import Theme

ROOM_PREFIX = "room_"


@dataclass(frozen=True)
class ActionSpec:
    """`tip`: what it does, for tool tips and screen readers. `toggles`: it is on or off."""

    name: str
    text: str
    shortcut: str
    icon: str
    menu: str
    tip: str
    toggles: bool = False


# In the order of the menus.
ACTIONS = (
    ActionSpec("add_files", "Add &files…", "Ctrl+O", "add-files", "File", "Choose clips to make proxies of"),
    ActionSpec(
        "add_folder", "Add f&older…", "Ctrl+Shift+O", "add-folder", "File", "Make proxies of all clips in a folder"
    ),
    ActionSpec(
        "add_watch", "&Watch a folder…", "Ctrl+Shift+W", "watch", "File", "Make proxies of whatever lands there"
    ),
    ActionSpec("close", "&Close window", "Ctrl+W", "close", "File", "Close the window; jobs go on"),
    ActionSpec("connect_server", "Co&nnect…", "Ctrl+Shift+K", "all", "File", "Show the server of another computer"),
    ActionSpec("quit", "&Quit", "Ctrl+Q", "cancel", "File", "End Rushes; asks what becomes of the jobs"),
    ActionSpec("undo", "&Undo", "Ctrl+Z", "retry", "Edit", "Take back what the status bar offers to take back"),
    ActionSpec("select_all", "Select &all", "Ctrl+A", "select-all", "Edit", "Select all jobs shown"),
    ActionSpec("copy_paths", "&Copy paths", "Ctrl+C", "copy", "Edit", "Copy the paths of the proxies, or of the clips"),
    ActionSpec("filter", "&Filter", "Ctrl+F", "search", "Edit", "Show only jobs whose names contain a text"),
    ActionSpec("clear_filter", "Clear fil&ter", "Ctrl+Shift+F", "all", "Edit", "Show all jobs again"),
    ActionSpec("cancel", "&Cancel", "Ctrl+.", "cancel", "Job", "Stop the selected jobs; nothing of them stays"),
    ActionSpec("retry", "&Retry", "Ctrl+R", "retry", "Job", "Start the selected jobs again"),
    ActionSpec("pause", "P&ause", "Ctrl+P", "hold", "Job", "Let the selected jobs stand still"),
    ActionSpec("go_on", "&Go on", "Ctrl+Shift+G", "running", "Job", "Let paused jobs go on"),
    ActionSpec("do_first", "Do &first", "Ctrl+Up", "plus", "Job", "Put the selected jobs before all others"),
    ActionSpec("do_as_usual", "Do as us&ual", "Ctrl+0", "all", "Job", "Give the selected jobs their usual place"),
    ActionSpec("do_last", "Do &last", "Ctrl+Down", "minus", "Job", "Put the selected jobs behind all others"),
    ActionSpec("move_up", "Mo&ve up", "Alt+Up", "plus", "Job", "One place earlier, where the queue is shown in order"),
    ActionSpec("move_down", "Move do&wn", "Alt+Down", "minus", "Job", "One place later, where the queue is in order"),
    ActionSpec("make_again", "Ma&ke again", "Ctrl+Shift+M", "retry", "Job", "With the preset chosen in the tool bar"),
    ActionSpec(
        "make_again_with", "Make again wi&th…", "Ctrl+Alt+M", "preset", "Job", "Choose the preset to make it again with"
    ),
    ActionSpec("open_output", "&Open proxy", "Ctrl+Return", "open", "Job", "Play the finished proxy"),
    ActionSpec("show_source", "Show cl&ip", "Ctrl+Shift+R", "reveal", "Job", "Show the original in the file manager"),
    ActionSpec("show_output", "Show &proxy", "Ctrl+Shift+P", "folder", "Job", "Show the proxy in the file manager"),
    ActionSpec("remove", "Take off th&e list", "Del", "cancel", "Job", "Proxies stay, and nothing is done twice"),
    ActionSpec(
        "clear_finished", "Clear fini&shed", "Shift+Del", "done", "Job", "Take what is done or cancelled off the list"
    ),
    ActionSpec("show_jobs", "&Jobs", "Ctrl+1", "all", "View", "Show the jobs"),
    ActionSpec("queue_order", "&Queue in order", "Ctrl+Shift+U", "waiting", "View", "Show and arrange what waits"),
    *(
        ActionSpec(f"{ROOM_PREFIX}{room.name}", room.title, room.shortcut, room.icon, "View", room.tip)
        for room in ROOMS
    ),
    ActionSpec("details", "&Details", "Ctrl+I", "details", "View", "Show or hide what is known of a job", toggles=True),
    ActionSpec("posters", "Pictu&res", "Ctrl+Shift+I", "film", "View", "Show a picture of each clip", toggles=True),
    ActionSpec("columns", "&Columns…", "Ctrl+Shift+C", "details", "View", "Choose what the table shows"),
    ActionSpec(
        "theme_system",
        "Colours of the s&ystem",
        "Ctrl+Alt+1",
        "theme",
        "View",
        "Light or dark as the system",
        toggles=True,
    ),
    ActionSpec("theme_light", "&Light", "Ctrl+Alt+2", "theme", "View", "Light colours", toggles=True),
    ActionSpec("theme_dark", "Dar&k", "Ctrl+Alt+3", "theme", "View", "Dark colours", toggles=True),
    ActionSpec("first_steps", "&First steps…", "Ctrl+Shift+H", "done", "Help", "Where proxies go, and what they are"),
    ActionSpec("shortcuts", "&Keyboard shortcuts", "F1", "info", "Help", "List the keys"),
    ActionSpec("about", "A&bout Rushes", "Shift+F1", "film", "Help", "Version and licence"),
)
MENUS = ("File", "Edit", "Job", "View", "Help")


def build_actions(owner: QWidget, theme: Theme, handlers: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """One QAction a line of ACTIONS. Raises KeyError where a handler is missing."""
    actions = {}
    for spec in ACTIONS:
        action = QAction(theme.icon(spec.icon), spec.text, owner)
        action.setShortcut(QKeySequence(spec.shortcut))
        action.setToolTip(f"{spec.tip} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        action.setStatusTip(spec.tip)
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
