"""A server that other machines may reach: with TLS, or not at all."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.client import read_token
from tests.helpers.ports import free_port
from tests.helpers.program import rushes
from tests.helpers.serving import Served, serving

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
NAME = "rushes.test"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificate")
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    named = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*words, *named, *files], check=True, capture_output=True)
    return folder


def settings(certificate: Path) -> dict[str, str]:
    return {
        "RUSHES_SERVER__CERTIFICATE": str(certificate / "cert.pem"),
        "RUSHES_SERVER__KEY": str(certificate / "key.pem"),
        "RUSHES_SERVER__NAMES": NAME,
    }


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, certificate: Path, port: int) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("tls") / "home"
    words = ("--host", "0.0.0.0", "--port", str(port), "--no-worker")
    with serving(home, *words, **settings(certificate)) as running:
        yield running


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


def asked(served: Served, port: int, certificate: Path, path: str, **headers: str) -> tuple[int, Any]:
    """(status, JSON), as a machine asks that knows the certificate."""
    context = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    context.check_hostname = False  # the name leads nowhere here; the certificate itself is trusted
    token = read_token(served.home) or ""
    sent = {"Host": f"{NAME}:{port}", "Authorization": f"Bearer {token}", **headers}
    request = urllib.request.Request(f"https://127.0.0.1:{port}{path}", headers=sent)
    try:
        with urllib.request.urlopen(request, context=context) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)


def test_others_come_in_with_tls(served: Served, port: int, certificate: Path) -> None:
    assert asked(served, port, certificate, "/api/v1/jobs")[0] == 200
    assert asked(served, port, certificate, "/api/v1/jobs", Authorization="Bearer x")[0] == 401
    assert asked(served, port, certificate, "/api/v1/jobs", Host=f"evil.example:{port}")[0] == 421


def test_nobody_comes_in_without(served: Served, port: int) -> None:
    with pytest.raises((urllib.error.URLError, ConnectionError)):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5)


def test_programs_of_this_machine_have_a_door_of_their_own(served: Served, port: int) -> None:
    assert served.url.startswith("http://127.0.0.1:")
    assert not served.url.endswith(f":{port}")
    assert served.client.jobs()["total"] == 0
    assert rushes(served.home, "stats").code == 0


@pytest.mark.parametrize("lacking", ["RUSHES_SERVER__KEY", "RUSHES_SERVER__CERTIFICATE"])
def test_half_a_certificate_is_told(tmp_path: Path, certificate: Path, lacking: str) -> None:
    given = {name: value for name, value in settings(certificate).items() if name != lacking}
    answer = rushes(tmp_path / "home", "server", "--host", "0.0.0.0", **given)
    assert (answer.code, answer.document["error"]["code"]) == (2, "bad_config")


def test_a_certificate_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("no")
    given = {f"RUSHES_SERVER__{name}": str(tmp_path / "no.pem") for name in ("KEY", "CERTIFICATE")}
    answer = rushes(tmp_path / "home", "server", "--host", "0.0.0.0", **given)
    assert (answer.code, answer.document["error"]["code"]) == (2, "bad_config")
