"""What the operating system tells about a folder. Hints only: a hint says where to look, never what is there."""

from __future__ import annotations

import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from server.domain.naming import is_temporary
from server.domain.watch import CROWDED
from server.system.mounts import is_network, most_folder_watches
from server.watch.scan import count_folders

# `deep`: all below the folder is news, not just the files in it.
Tell = Callable[[str, bool], None]

# Linux tells when a writer closes a file, so that each write need not be told. Opening and closing by readers must
# not be told anywhere: we are one of them.
_LINUX_EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileClosedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
]
_SHARE_OF_THE_LIMIT = 0.8  # the limit is one user's, and other programs watch folders too
_WATCHDOG = "watchdog.observers"  # its logger


class _Losses(logging.Handler):
    """Watchdog tells the program nothing of changes that were lost: it only warns in its log. Then all is to be looked
    through."""

    def __init__(self, tell: Tell, folder: str) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell
        self._folder = folder

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002  whatever it warns of
        self._tell(self._folder, True)


class NativeHints:
    """Tells of changes below a folder until closed, from a thread of its own."""

    def __init__(self, folder: str, tell: Tell) -> None:
        """Raises OSError where the system does not take the folder on."""
        # Raised while a tree is copied in; to watch a folder that is watched already does no harm. Where warnings are
        # errors, it would end watchdog's only reading thread.
        warnings.filterwarnings("ignore", "Callback with id .* already exists", RuntimeWarning)
        on_linux = sys.platform == "linux"
        events = _LINUX_EVENTS if on_linux else [*_LINUX_EVENTS, FileModifiedEvent]
        self._observer = Observer()
        self._observer.schedule(_Handler(tell), folder, recursive=True, event_filter=events)
        self._losses = _Losses(tell, folder)
        logging.getLogger(_WATCHDOG).addHandler(self._losses)
        self._observer.start()

    def close(self) -> None:
        logging.getLogger(_WATCHDOG).removeHandler(self._losses)
        self._observer.stop()
        self._observer.join()


class _Handler(FileSystemEventHandler):
    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def on_any_event(self, event: FileSystemEvent) -> None:
        path = os.fsdecode(event.dest_path or event.src_path)
        if event.is_directory:
            self._tell(path, True)
        elif not is_temporary(os.path.basename(path)):  # noqa: PTH119  called for each of thousands of events
            self._tell(os.path.dirname(path), False)  # noqa: PTH120


class Natives:
    """Opens the hints of one folder after the other, and counts what the kernel allows for all of them together."""

    def __init__(
        self,
        most: Callable[[], int | None] = most_folder_watches,
        network: Callable[[str], bool] = is_network,
    ) -> None:
        self._most = most
        self._network = network
        self._taken: dict[str, int] = {}
        self._lock = threading.Lock()

    def open(self, folder: str, tell: Tell) -> NativeHints | str:
        """The hints, or a sentence saying why there are none."""
        if self._network(folder):
            return "It is on a network file system, which does not tell what other computers do there."
        full = self.crowded(folder)
        if full is not None:
            return full
        try:
            return NativeHints(folder, tell)
        except OSError as error:
            return f"This system does not tell about changes there: {error.strerror or error}."

    def leave(self, folder: str) -> None:
        """Its hints are closed: others may have its share."""
        with self._lock:
            self._taken.pop(folder, None)

    def crowded(self, folder: str) -> str | None:
        """Why its folders are more than the system tells about, as far as one can count: watchdog says nothing of a
        folder below that it could not take on."""
        limit = self._most()
        if limit is None:
            return None
        with self._lock:
            self._taken.pop(folder, None)
            left = int(limit * _SHARE_OF_THE_LIMIT) - sum(self._taken.values())
        count = count_folders(folder, left)
        if count > left:
            return f"{CROWDED} (fs.inotify.max_user_watches is {limit})."
        with self._lock:
            self._taken[folder] = count
        return None
