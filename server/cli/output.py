"""What the command line prints: sentences for people or one JSON document, and nothing that steers a terminal."""

from __future__ import annotations

import json
import sys
import unicodedata
from dataclasses import dataclass
from typing import Any, TextIO

from server.errors import RushesError
from server.schema import failure_json

_JOINERS = "\u200c\u200d"  # letters and emoji are joined by these; no harm in them


def clean(text: str) -> str:
    """One line of `text`: control characters, text direction marks and bad bytes of file names become U+FFFD."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _steers(char) else char for char in text)


def _steers(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in _JOINERS


class OutputLost(Exception):
    """Standard output takes nothing more, and why."""


class ReaderGone(OutputLost):
    """Whoever read it has seen enough, as `head` does: no fault."""


@dataclass(frozen=True)
class Output:
    """`say` for people (silent with --json), `document` for programs, `note` beside either, on standard error."""

    as_json: bool
    out: TextIO
    err: TextIO

    def say(self, line: str = "") -> None:
        if not self.as_json:
            self._print(clean(line))

    def document(self, value: Any) -> None:
        if self.as_json:
            self._print(json.dumps(value, indent=2))

    def flush(self) -> None:
        """Raises OutputLost, as whatever prints does: what was printed may reach the disk only now."""
        self._print(end="")

    def _print(self, *line: str, end: str = "\n") -> None:
        try:
            print(*line, end=end, file=self.out, flush=not end)
        except BrokenPipeError:
            raise ReaderGone from None
        except OSError as fault:
            raise OutputLost(fault.strerror) from fault

    def note(self, line: str) -> None:
        print(clean(line), file=self.err)

    def failure(self, code: str, message: str, hint: str) -> None:
        """Why the command ends: the JSON error object, or two lines on standard error."""
        self.document(failure_json(code, message, hint))
        if not self.as_json:
            self.note(message)
            if hint:
                self.note(f"  {hint}")

    def error(self, error: RushesError) -> None:
        self.failure(error.code, error.message, error.hint)


def standard_output(as_json: bool) -> Output:
    """Characters that the terminal cannot show are replaced, never an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    return Output(as_json, sys.stdout, sys.stderr)


def duration_text(seconds: float | None) -> str:
    """`1:05:09`, `5:09` or `0:09`; empty for None."""
    if seconds is None:
        return ""
    hours, rest = divmod(round(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def count_text(number: int, one: str, many: str | None = None) -> str:
    """`1 clip`, `2 clips`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
