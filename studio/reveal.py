"""Shows a file in the system's file manager, or opens it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from studio.words import tr

_FILE_MANAGER = "org.freedesktop.FileManager1"


class Revealer(QObject):
    """`failed(sentence)` where there is no file, or no program that shows it."""

    failed = Signal(str)

    def reveal(self, uri: str) -> None:
        """`uri`: a `file:` URI."""
        path = local_path(uri)
        if not path.parent.is_dir():
            self.failed.emit(tr("The folder {folder} is not there any more.").format(folder=path.parent))
        elif sys.platform == "darwin":
            QProcess.startDetached("open", ["-R", str(path)])
        elif sys.platform == "win32":
            QProcess.startDetached("explorer", [f"/select,{subprocess.list2cmdline([str(path)])}"])
        else:
            self._ask_file_manager(uri, path)

    def open(self, uri: str) -> None:
        """With the program the system has for it."""
        path = local_path(uri)
        if not path.is_file():
            self.failed.emit(tr("{file} is not there any more.").format(file=path.name))
        elif not QDesktopServices.openUrl(QUrl.fromEncoded(uri.encode())):
            self.failed.emit(tr("This system knows no program to play {file}.").format(file=path.name))

    def _ask_file_manager(self, uri: str, path: Path) -> None:
        """The File Manager D-Bus Interface of freedesktop.org selects the file; else its folder is opened."""
        process = QProcess(self)
        process.finished.connect(lambda code, _status: self._on_asked(process, code, path))
        process.errorOccurred.connect(lambda _error: self._on_asked(process, 1, path))
        items = "array:string:" + uri.replace(",", "%2C")  # a comma would part two items
        address = [f"--dest={_FILE_MANAGER}", "/org/freedesktop/FileManager1", f"{_FILE_MANAGER}.ShowItems"]
        process.start("dbus-send", ["--session", "--print-reply", *address, items, "string:"])

    def _on_asked(self, process: QProcess, code: int, path: Path) -> None:
        process.deleteLater()
        if code != 0 and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
            words = tr("This system knows no program that shows folders. The file is in {folder}.")
            self.failed.emit(words.format(folder=path.parent))


def local_path(uri: str) -> Path:
    return Path(QUrl.fromEncoded(uri.encode()).toLocalFile())
