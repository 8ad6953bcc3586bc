"""What the window remembers, in the home of the server it shows."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from studio.path_map import PathMap
from studio.words import tr

LAYOUT_VERSION = 2


class StudioSettings:
    """Theme, preset, layout; kept in `studio.ini`."""

    def __init__(self, home: Path) -> None:
        self._file = home / "studio.ini"
        self._token_file = home / "studio.token"
        self.damaged = ""  # where a file that could not be read was put
        self._store = self._opened()

    def _opened(self) -> QSettings:
        store = QSettings(str(self._file), QSettings.Format.IniFormat)
        store.allKeys()  # it reads no sooner
        if store.status() == QSettings.Status.FormatError:
            aside = self._file.with_suffix(".damaged")
            with suppress(OSError):
                self._file.replace(aside)
            self.damaged = str(aside)
            store = QSettings(str(self._file), QSettings.Format.IniFormat)
        return store

    @property
    def welcomed(self) -> bool:
        """Whether the first steps were shown."""
        return self._store.value("welcomed", "no") == "yes"

    @welcomed.setter
    def welcomed(self, done: bool) -> None:
        self._store.setValue("welcomed", "yes" if done else "no")

    @property
    def to(self) -> str:
        """The folder for all proxies as a `file:` URI; empty: beside the clips."""
        return str(self._store.value("to", ""))

    @to.setter
    def to(self, uri: str) -> None:
        self._store.setValue("to", uri)

    @property
    def server(self) -> tuple[str, str]:
        """Address and token of the other machine's server; empty for the home's own."""
        address = str(self._store.value("server", ""))
        return (address, self._read_token()) if address else ("", "")

    @server.setter
    def server(self, chosen: tuple[str, str]) -> None:
        address, token = chosen
        self._store.setValue("server", address)
        with suppress(OSError):
            self._token_file.unlink(missing_ok=True)
            if address:
                handle = os.open(self._token_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "w") as file:
                    file.write(token)

    def _read_token(self) -> str:
        try:
            return self._token_file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def path_map(self, server: str) -> PathMap:
        """What that server calls folders of this computer."""
        try:
            kept = json.loads(str(self._store.value("folders", "{}")))
            return PathMap(tuple((str(here), str(there)) for here, there in kept.get(server, [])))
        except (ValueError, TypeError, AttributeError):
            return PathMap()

    def keep_path_map(self, server: str, pairs: PathMap) -> None:
        try:
            kept = dict(json.loads(str(self._store.value("folders", "{}"))))
        except (ValueError, TypeError):
            kept = {}
        self._store.setValue("folders", json.dumps({**kept, server: [list(pair) for pair in pairs.pairs]}))

    @property
    def theme(self) -> str:
        return str(self._store.value("theme", "system"))

    @theme.setter
    def theme(self, choice: str) -> None:
        self._store.setValue("theme", choice)

    @property
    def preset(self) -> str:
        return str(self._store.value("preset", ""))

    @preset.setter
    def preset(self, name: str) -> None:
        self._store.setValue("preset", name)

    @property
    def told_that_jobs_go_on(self) -> bool:
        return self._store.value("told_that_jobs_go_on", "no") == "yes"

    @told_that_jobs_go_on.setter
    def told_that_jobs_go_on(self, told: bool) -> None:
        self._store.setValue("told_that_jobs_go_on", "yes" if told else "no")

    @property
    def posters(self) -> bool:
        return self._store.value("posters", "yes") == "yes"

    @posters.setter
    def posters(self, shown: bool) -> None:
        self._store.setValue("posters", "yes" if shown else "no")

    @property
    def columns(self) -> str:
        """As JobHeader writes and reads it; empty where nothing was kept."""
        return str(self._store.value("columns", ""))

    @columns.setter
    def columns(self, text: str) -> None:
        self._store.setValue("columns", text)

    def layout(self, part: str) -> QByteArray:
        """Empty where nothing was kept, or by a version with other parts."""
        kept = self._store.value(f"layout{LAYOUT_VERSION}/{part}")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def keep_layout(self, part: str, state: QByteArray) -> None:
        self._store.setValue(f"layout{LAYOUT_VERSION}/{part}", state)


def find_home(option: str | None, environ: Mapping[str, str]) -> Path:
    """The home as the server finds it: the option, `RUSHES_HOME`, or the user's data folder. Raises OSError."""
    named = option or environ.get("RUSHES_HOME")
    home = Path(named).expanduser().absolute() if named else _user_data_folder()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        raise PermissionError(13, tr("no right to write there"), str(home))
    return home


def _user_data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("rushes", appauthor=False)
