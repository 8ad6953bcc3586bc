"""Settings come from the home's file, then from the environment; what is wrong is named."""

import os
import stat
from pathlib import Path

import pytest

from server.config import Settings, default_settings, find_home, load_settings
from server.errors import ConfigError, HomeUnusable


def written(home: Path, text: str) -> Path:
    (home / "config.toml").write_text(text)
    return home


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {})
    assert settings.retry.max_attempts == 4
    assert settings.retry.delay_seconds == 300
    assert settings.ffmpeg.max_pixels == 150_000_000
    assert settings.output.folder == "Proxy"
    assert settings.presets.default == "prores-proxy"


@pytest.mark.parametrize(("cores", "encodes"), [(0, 1), (1, 1), (2, 2), (8, 8), (64, 8)])
def test_one_encode_a_core_up_to_eight(cores: int, encodes: int) -> None:
    assert default_settings(cores).queue.lanes()["video_processing"].concurrency == encodes


@pytest.mark.parametrize(("memory_mb", "encodes"), [(1000, 1), (4100, 3), (8000, 8), (None, 8)])
def test_no_more_encodes_than_memory_lasts_for(memory_mb: int | None, encodes: int) -> None:
    assert default_settings(16, memory_mb).queue.lanes()["video_processing"].concurrency == encodes


def test_every_lane_has_a_concurrency() -> None:
    from server.domain.job import LANES

    assert tuple(Settings().queue.lanes()) == LANES


def test_the_environment_goes_over_the_file(tmp_path: Path) -> None:
    home = written(tmp_path, '[ffmpeg]\npath = "/opt/ffmpeg"\nmax_pixels = 5\n[queue.transfer]\nconcurrency = 3\n')
    environ = {"RUSHES_FFMPEG__PATH": "/usr/bin/ffmpeg", "RUSHES_QUEUE__VIDEO_PROCESSING__CONCURRENCY": "7"}
    settings = load_settings(home, environ)
    assert (settings.ffmpeg.path, settings.ffmpeg.max_pixels) == ("/usr/bin/ffmpeg", 5)
    assert settings.queue.lanes()["video_processing"].concurrency == 7
    assert settings.queue.lanes()["transfer"].concurrency == 3


def test_variables_without_a_section_are_not_settings(tmp_path: Path) -> None:
    environ = {"RUSHES_HOME": "/x", "RUSHES_TEST_MEDIA": "/y", "OTHER__THING": "1"}
    assert load_settings(tmp_path, environ) == load_settings(tmp_path, {})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[ffmpg]\n", "there is no setting `ffmpg`"),
        (
            "[ffmpeg]\nparth = 'x'\n",
            "there is no setting `ffmpeg.parth`; known here: encoder, max_memory_mb, max_pixels, niceness, path",
        ),
        ("[queue.gpu]\nconcurrency = 1\n", "there is no setting `queue.gpu`"),
        ("[retry]\nmax_attempts = '4 times'\n", "`retry.max_attempts` is '4 times', but it has to be a whole number"),
        ("[retry]\nmax_attempts = true\n", "`retry.max_attempts` is True"),
        ("[retry]\nmax_attempts = 0\n", "at least 1"),
        ("[limits]\nno_progress_seconds = inf\n", "`limits.no_progress_seconds` is inf"),
        ("[limits]\nhard_seconds = -1\n", "`limits.hard_seconds` is -1"),
        ("[log]\njson = 1\n", "`log.json` is 1, but it has to be true or false"),
        ("[output]\nfolder = 3\n", "`output.folder` is 3, but it has to be text"),
        ("log = 5\n", "`log` is a section, not a value"),
        ("[queue.transfer]\nhours = '19-7'\n", "`queue.transfer.hours` is '19-7', but it has to be two times of day"),
        ("[queue.transfer]\nhours = '7:00-7:00'\n", "`queue.transfer.hours` is '7:00-7:00'"),
        ("[retry.kinds.prox]\nmax_attempts = 2\n", "`retry.kinds.prox`: there is no such kind of job; there are"),
        ("[retry.kinds.proxy]\nattempts = 2\n", "there is no setting `retry.kinds.proxy.attempts`"),
        ("[retry.kinds.proxy]\nmax_attempts = 0\n", "`retry.kinds.proxy.max_attempts` is 0"),
        ("[retry.kinds]\nproxy = 2\n", "`retry.kinds.proxy` is a section"),
        ("[retry]\nkinds = 2\n", "`retry.kinds` is a section"),
        ("[schedule]\ntimezone = 'Mars'\n", "`schedule.timezone` is 'Mars', but it has to be the name of a time zone"),
        ("[schedule]\ntimezone = '../etc'\n", "`schedule.timezone` is '../etc'"),
        ("[ffmpeg\n", "is no valid TOML"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(written(tmp_path, text), {})
    assert said in caught.value.message
    assert str(tmp_path / "config.toml") in caught.value.message or "no such kind" in said


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("RUSHES_RETRY__MAX_ATTEMPTS", "many", "`retry.max_attempts` is 'many'"),
        ("RUSHES_RETRY__DELAY_SECONDS", "nan", "`retry.delay_seconds` is 'nan'"),
        ("RUSHES_RETRY__PATIENCE", "1", "there is no setting `retry.patience`"),
        ("RUSHES_RETRY", "", None),
        ("RUSHES_LOG__JSON", "perhaps", "`log.json` is 'perhaps'"),
        ("RUSHES_QUEUE__TRANSFER", "2", "`queue.transfer` is a section"),
        ("RUSHES_FFMPEG__PATH__X", "1", "`ffmpeg.path` is {'x': '1'}"),
    ],
)
def test_what_is_wrong_in_the_environment_is_named(tmp_path: Path, variable: str, value: str, said: str | None) -> None:
    if said is None:
        load_settings(tmp_path, {variable: value})
        return
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path, {variable: value})
    assert said in caught.value.message
    assert variable in caught.value.message


@pytest.mark.parametrize(("text", "value"), [("1", True), ("TRUE", True), ("off", False), ("no", False)])
def test_a_flag_from_the_environment(tmp_path: Path, text: str, value: bool) -> None:
    assert load_settings(tmp_path, {"RUSHES_LOG__JSON": text}).log.json is value


def test_the_limits_grow_with_the_clip() -> None:
    limits = Settings().limits
    assert (limits.hard_for(None), limits.soft_for(60)) == (3600, 3300)
    assert (limits.hard_for(7200), limits.soft_for(7200)) == (72000, 66000)


def test_the_option_wins_over_the_variable(tmp_path: Path) -> None:
    assert find_home(str(tmp_path / "a"), {"RUSHES_HOME": str(tmp_path / "b")}) == tmp_path / "a"
    assert find_home(None, {"RUSHES_HOME": str(tmp_path / "b")}) == tmp_path / "b"


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights")
def test_the_home_is_made_for_its_owner_only(tmp_path: Path) -> None:
    home = find_home(str(tmp_path / "deep" / "home"), {})
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(HomeUnusable, match="cannot be used"):
        find_home(str(tmp_path / "home"), {})


def test_the_bucket_of_uploads_comes_from_the_section_s3(tmp_path: Path) -> None:
    home = written(tmp_path, '[s3]\nbucket = "footage"\nprefix = "show"\nregion = "eu-central-1"\n')
    s3 = load_settings(home, {"RUSHES_S3__ENDPOINT_URL": "http://127.0.0.1:8333"}).s3
    assert (s3.bucket, s3.prefix, s3.endpoint_url, s3.region) == (
        "footage",
        "show",
        "http://127.0.0.1:8333",
        "eu-central-1",
    )
    assert load_settings(tmp_path / "other", {}).s3.bucket is None


def test_a_lane_has_hours_in_a_time_zone(tmp_path: Path) -> None:
    home = written(tmp_path, '[queue.video_processing]\nhours = "19:00-07:30"\n')
    settings = load_settings(home, {"RUSHES_SCHEDULE__TIMEZONE": "Europe/Berlin"})
    assert str(settings.queue.lanes()["video_processing"].hours) == "19:00-07:30"
    assert str(settings.schedule.timezone) == "Europe/Berlin"
    assert settings.queue.lanes()["transfer"].hours is None


def test_a_kind_may_be_tried_again_otherwise_than_the_others(tmp_path: Path) -> None:
    home = written(tmp_path, "[retry]\ndelay_seconds = 20\n[retry.kinds.upload]\nmax_attempts = 10\n")
    environ = {"RUSHES_RETRY__KINDS__UPLOAD__DELAY_SECONDS": "5", "RUSHES_RETRY__KINDS__PROXY__MAX_ATTEMPTS": "1"}
    retry = load_settings(home, environ).retry
    assert [retry.attempts_for(kind) for kind in ("upload", "proxy", "metadata")] == [10, 1, 4]
    assert [retry.delays_for(kind) for kind in ("upload", "proxy")] == [(5.0, 3600.0), (20.0, 3600.0)]


def test_the_longest_delay_is_no_shorter_than_the_first(tmp_path: Path) -> None:
    home = written(tmp_path, "[retry.kinds.upload]\nlongest_delay_seconds = 60\n")
    assert load_settings(home, {}).retry.delays_for("upload") == (300.0, 300.0)
