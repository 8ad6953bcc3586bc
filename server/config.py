"""Settings: the home's `config.toml`, each value overridable by `RUSHES_<SECTION>__<NAME>`."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints
from zoneinfo import ZoneInfo

from server.domain.hours import Hours, parse_hours
from server.domain.lanes import LaneRule, encodes_for
from server.domain.upkeep import Rules
from server.errors import ConfigError, HomeUnusable
from server.system.machine import usable_cores, usable_memory_mb

CONFIG_NAME = "config.toml"
_PREFIX = "RUSHES_"
_ONE_AT_A_TIME, _TWO_AT_A_TIME = LaneRule(1), LaneRule(2)
_Section = TypeVar("_Section")


@dataclass(frozen=True)
class FfmpegSettings:
    """Which FFmpeg, what one picture or one process may take, how far it makes way for others (niceness 1 to 19),
    and the frame rate of pictures that do not say it."""

    path: str | None = None
    max_pixels: int = 150_000_000
    max_memory_mb: int = 8192
    niceness: int = 10
    encoder: str = "cpu"  # what encodes H.264 and HEVC: cpu, auto (the fastest card that works), or one by name
    picture_rate: float = 24.0


@dataclass(frozen=True)
class QueueSettings:
    """The lanes of server/domain/job.py: `concurrency` and `hours` of each."""

    video_processing: LaneRule = _ONE_AT_A_TIME
    cv_analysis: LaneRule = _ONE_AT_A_TIME
    transfer: LaneRule = _TWO_AT_A_TIME
    maintenance: LaneRule = _ONE_AT_A_TIME

    def lanes(self) -> dict[str, LaneRule]:
        return {lane.name: getattr(self, lane.name) for lane in fields(self)}


@dataclass(frozen=True)
class ScheduleSettings:
    """The time zone (IANA name) of `hours` and of everything that happens at a time of day; None: this machine's."""

    timezone: ZoneInfo | None = None


@dataclass(frozen=True)
class RetryRule:
    """What is different for one kind of job; None: as for all."""

    max_attempts: int | None = None
    delay_seconds: float | None = None
    longest_delay_seconds: float | None = None


@dataclass(frozen=True)
class RetrySettings:
    """How often a job starts before it fails for good, and after how long again: the delay doubles each time up to the
    longest. `kinds` holds what is different for a kind, by its name."""

    max_attempts: int = 4
    delay_seconds: float = 300.0
    longest_delay_seconds: float = 3600.0
    kinds: Mapping[str, RetryRule] = field(default_factory=dict)

    def attempts_for(self, kind: str) -> int:
        return self.kinds.get(kind, _AS_FOR_ALL).max_attempts or self.max_attempts

    def delays_for(self, kind: str) -> tuple[float, float]:
        """(first, longest) in seconds"""
        rule = self.kinds.get(kind, _AS_FOR_ALL)
        first = self.delay_seconds if rule.delay_seconds is None else rule.delay_seconds
        longest = self.longest_delay_seconds if rule.longest_delay_seconds is None else rule.longest_delay_seconds
        return first, max(first, longest)


_AS_FOR_ALL = RetryRule()


@dataclass(frozen=True)
class LimitSettings:
    """How long one job may take, in seconds of wall time.

    The hard limit of a clip is the greater of `hard_seconds` and `hard_per_second` times its duration; the soft
    limit, where FFmpeg is asked to end, is 11/12 of that (55 minutes of an hour).
    """

    hard_seconds: float = 3600.0
    hard_per_second: float = 10.0
    no_progress_seconds: float = 60.0

    def hard_for(self, duration: float | None) -> float:
        """Seconds after which the job's FFmpeg is killed; `duration` of the clip in seconds."""
        return max(self.hard_seconds, self.hard_per_second * (duration or 0.0))

    def soft_for(self, duration: float | None) -> float:
        """Seconds after which the job's FFmpeg is asked to end."""
        return self.hard_for(duration) * 11 / 12


@dataclass(frozen=True)
class OutputSettings:
    """Where proxies go: a folder beside the original, a suffix to its name, a folder for read-only places; and how much
    of its disk is left alone (MB)."""

    folder: str = "Proxy"
    suffix: str = ""
    fallback: str | None = None
    reserve_mb: int = 1000


@dataclass(frozen=True)
class WatchSettings:
    """Watched folders, in seconds: for how long a file must stay the same, and the time between two full looks."""

    settle_seconds: float = 5.0
    network_settle_seconds: float = 30.0
    scan_seconds: float = 60.0


@dataclass(frozen=True)
class IncomingSettings:
    """Files dropped on the dashboard: where they go (none set: `incoming` in the home), and the most MB of one."""

    folder: str | None = None
    most_mb: int = 500_000


@dataclass(frozen=True)
class PresetSettings:
    """The preset of an ingest that names none."""

    default: str = "prores-proxy"


@dataclass(frozen=True)
class S3Settings:
    """The bucket of `--upload`. Credentials are never set here: they come by the ordinary AWS chain."""

    bucket: str | None = None
    prefix: str = ""
    endpoint_url: str | None = None
    region: str | None = None


@dataclass(frozen=True)
class UpkeepSettings:
    """How long jobs that ended stay in the list, when one counts as stuck, when the job list is backed up, how many
    backups stay, and after how many jobs a worker process makes room for a fresh one."""

    keep_days: int = 30
    stuck_minutes: int = 120
    backup_hours: int = 24
    backups: int = 3
    recycle_jobs: int = 200

    def rules(self) -> Rules:
        return Rules(
            keep=timedelta(days=self.keep_days),
            stuck_after=timedelta(minutes=self.stuck_minutes),
            backup_every=timedelta(hours=self.backup_hours),
            backups=self.backups,
        )


@dataclass(frozen=True)
class LookSettings:
    """The font file of burnt-in text; none set: one of this system."""

    font: str | None = None


@dataclass(frozen=True)
class ServerSettings:
    """Folders below which tokens other than the home's own may name paths; and for `--host` beyond this machine the
    files of a certificate and its key, and the names by which others reach it."""

    roots: tuple[str, ...] = ()
    certificate: str | None = None
    key: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class WebhookSettings:
    """Who is told that a job ended, and the secret that signs it."""

    url: str | None = None
    secret: str | None = None


@dataclass(frozen=True)
class LogSettings:
    """`json`: one JSON object a line instead of text."""

    json: bool = False


@dataclass(frozen=True)
class Settings:
    """Everything that can be set; one field a section of config.toml."""

    ffmpeg: FfmpegSettings = FfmpegSettings()
    queue: QueueSettings = QueueSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    retry: RetrySettings = RetrySettings()
    limits: LimitSettings = LimitSettings()
    output: OutputSettings = OutputSettings()
    presets: PresetSettings = PresetSettings()
    watch: WatchSettings = WatchSettings()
    incoming: IncomingSettings = IncomingSettings()
    s3: S3Settings = S3Settings()
    upkeep: UpkeepSettings = UpkeepSettings()
    look: LookSettings = LookSettings()
    server: ServerSettings = ServerSettings()
    webhooks: WebhookSettings = WebhookSettings()
    log: LogSettings = field(default=LogSettings())


def default_settings(cores: int, memory_mb: int | None = None) -> Settings:
    """The settings of a machine with `cores` processors and that much memory."""
    lane = LaneRule(encodes_for(cores, memory_mb))
    return Settings(queue=QueueSettings(video_processing=lane))


def load_settings(home: Path, environ: Mapping[str, str]) -> Settings:
    """Raises ConfigError naming file or variable, key and reason."""
    file = home / CONFIG_NAME
    settings = default_settings(usable_cores(), usable_memory_mb())
    settings = _merged(settings, _read_toml(file), str(file), ())
    for variable, keys, text in _variables(environ):
        settings = _merged(settings, _nested(keys, text), f"the variable {variable}", ())
    _check_kinds(settings.retry.kinds)
    _check_roots(settings.server.roots)
    return settings


def _check_roots(roots: Iterable[str]) -> None:
    for root in roots:
        if not Path(root).is_absolute():
            raise ConfigError(f"`server.roots`: {root!r} has to be a whole path, from / on.")


def _check_kinds(kinds: Iterable[str]) -> None:
    for name in kinds:
        from server.domain.kinds import KINDS  # rarely needed, and it knows all of the domain

        if name not in KINDS:
            raise ConfigError(
                f"`retry.kinds.{name}`: there is no such kind of job; there are {', '.join(sorted(KINDS))}."
            )


def find_home(option: str | None, environ: Mapping[str, str]) -> Path:
    """The home folder: the option, `RUSHES_HOME`, or the user's data folder; made with rights for its owner only.

    Raises HomeUnusable.
    """
    named = option or environ.get("RUSHES_HOME")
    home = Path(named).expanduser().absolute() if named else _user_data_folder()
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise HomeUnusable(f"The home folder {home} cannot be used: {error.strerror}.") from error
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        raise HomeUnusable(f"The home folder {home} cannot be used: no right to write there.")
    return home


def _user_data_folder() -> Path:
    from platformdirs import user_data_path  # a few ms that `rushes --help` need not pay

    return user_data_path("rushes", appauthor=False)


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is no valid TOML: {error}.") from error
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.", "Check the file's permissions.") from error


def _variables(environ: Mapping[str, str]) -> Iterator[tuple[str, list[str], str]]:
    """The variables that set something: those with a double underscore (so not RUSHES_HOME)."""
    for variable in sorted(environ):
        if variable.startswith(_PREFIX) and "__" in variable:
            yield variable, variable.removeprefix(_PREFIX).lower().split("__"), environ[variable]


def _nested(keys: list[str], value: str) -> dict[str, Any]:
    nested: Any = value
    for key in reversed(keys):
        nested = {key: nested}
    return dict(nested)


def _merged(section: _Section, values: Mapping[str, Any], origin: str, path: tuple[str, ...]) -> _Section:
    """`section` with `values` over it, checked against its field types."""
    hints = get_type_hints(type(section))
    changed: dict[str, Any] = {}
    for key, value in values.items():
        name = ".".join((*path, key))
        if key not in hints:
            known = ", ".join(sorted(hints))
            raise ConfigError(f"{origin}: there is no setting `{name}`; known here: {known}.")
        current = getattr(section, key)
        if is_dataclass(current):
            changed[key] = _merged(current, _section(value, origin, name), origin, (*path, key))
        elif isinstance(current, Mapping):
            (_, kind) = get_args(hints[key])
            inner = _section(value, origin, name)
            parts = {one: _section(inner[one], origin, f"{name}.{one}") for one in inner}
            changed[key] = {
                **current,
                **{
                    one: _merged(current.get(one, kind()), part, origin, (*path, key, one))
                    for one, part in parts.items()
                },
            }
        else:
            changed[key] = _checked(hints[key], value, origin, name)
    merged: _Section = replace(section, **changed)  # type: ignore[type-var]
    return merged


def _section(value: Any, origin: str, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ConfigError(f"{origin}: `{name}` is a section, not a value.")
    return value


def _checked(hint: Any, value: Any, origin: str, name: str) -> Any:
    result = _PARSERS[hint](value)
    if result is None:
        raise ConfigError(f"{origin}: `{name}` is {value!r}, but it has to be {_WORDS[hint]}.")
    return result


def _flag(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    return words.get(value.strip().lower()) if isinstance(value, str) else None


def _whole(value: Any) -> int | None:
    """A whole number of at least 1; text only comes from the environment."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value)
    return value if type(value) is int and value >= 1 else None


def _seconds(value: Any) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    number = float(value) if type(value) in (int, float) else None
    return number if number is not None and 0 <= number < float("inf") else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and "\0" not in value else None


def _texts(value: Any) -> tuple[str, ...] | None:
    """A list; in a variable, parts between the separators of PATH."""
    parts = [part for part in value.split(os.pathsep) if part] if isinstance(value, str) else value
    whole = isinstance(parts, list) and all(_text(part) for part in parts)
    return tuple(parts) if whole else None


def _hours(value: Any) -> Hours | None:
    try:
        return parse_hours(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _zone(value: Any) -> ZoneInfo | None:
    try:
        return ZoneInfo(value) if isinstance(value, str) else None
    except (ValueError, OSError, LookupError):  # no name of a zone, a folder of them, or none that is known here
        return None


_PARSERS = {
    bool: _flag,
    int: _whole,
    float: _seconds,
    str: _text,
    str | None: _text,
    int | None: _whole,
    tuple[str, ...]: _texts,
    float | None: _seconds,
    Hours | None: _hours,
    ZoneInfo | None: _zone,
}
_WORDS = {
    bool: "true or false",
    int: "a whole number of at least 1",
    float: "a number of at least 0",
    str: "text in quotes",
    str | None: "text in quotes",
    int | None: "a whole number of at least 1",
    tuple[str, ...]: "a list of texts in quotes",
    float | None: "a number of at least 0",
    Hours | None: 'two times of day, such as "19:00-07:00"',
    ZoneInfo | None: 'the name of a time zone, such as "Europe/Berlin"',
}
