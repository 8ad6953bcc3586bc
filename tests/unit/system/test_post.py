"""A message to a real receiver on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from server.errors import ConfigError, EnvironmentFault
from server.system.post import HttpPost, check_secret


class Receiver(BaseHTTPRequestHandler):
    """Answers with the status that the path names."""

    seen: list[tuple[str, bytes]] = []  # noqa: RUF012  emptied by the fixture

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.path, body))
        self.send_response(int(self.path.strip("/").split("?")[0]))
        self.send_header("Location", "/200")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def url() -> Iterator[str]:
    Receiver.seen.clear()
    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("status", [200, 202, 204])
def test_success_is_success(url: str, status: int) -> None:
    HttpPost(f"{url}/{status}?a=b")(b"{}", {"X-A": "b"})
    assert Receiver.seen == [(f"/{status}?a=b", b"{}")]


@pytest.mark.parametrize("status", [301, 307, 400, 404, 500, 503])
def test_anything_else_is_not_and_no_redirection_is_followed(url: str, status: int) -> None:
    with pytest.raises(EnvironmentFault, match=str(status)):
        HttpPost(f"{url}/{status}")(b"{}", {})
    assert len(Receiver.seen) == 1


def test_nobody_there() -> None:
    with pytest.raises(EnvironmentFault, match="does not answer"):
        HttpPost("http://127.0.0.1:1/")(b"{}", {})


@pytest.mark.parametrize(
    "url", ["", "ftp://a/", "//a/", "http://", "http://u:p@a/", "http://a:0/", "http://a:x/", "file:///etc/passwd"]
)
def test_addresses_that_cannot_be(url: str) -> None:
    with pytest.raises(ConfigError):
        HttpPost(url)


@pytest.mark.parametrize("secret", [None, "", "short"])
def test_a_secret_has_to_be_one(secret: str | None) -> None:
    with pytest.raises(ConfigError):
        check_secret(secret)
    assert check_secret("0123456789abcdef") == "0123456789abcdef"
