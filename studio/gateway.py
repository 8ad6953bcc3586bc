"""Asks the server over HTTP without ever waiting in the window's thread."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QTimer, QUrl, QUrlQuery, Signal
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkProxy, QNetworkReply, QNetworkRequest

from server.client import INGEST_SECONDS, ROUTES, path_of
from studio.remedies import refusal_hint
from studio.words import tr

CALL_MS = 30_000
GONE = "server_gone"
BAD_TOKEN = "bad_token"
# Looking at a card of thousands of clips takes as long as it takes, and so does a wish about all jobs.
SLOW_CALLS = dict.fromkeys(("add_clips", "act", "adopt", "relocate"), int(INGEST_SECONDS * 1000))

_STATUS = QNetworkRequest.Attribute.HttpStatusCodeAttribute


@dataclass(frozen=True)
class Refusal:
    """Why a call came to nothing. `code`: the server's own, or "server_gone" where nobody answered."""

    code: str
    message: str
    hint: str

    @property
    def sentence(self) -> str:
        return f"{self.message} {refusal_hint(self.code, self.hint)}".strip()


Done = Callable[[dict[str, Any]], None]
Failed = Callable[[Refusal], None]
GotBytes = Callable[[bytes], None]


class Gateway(QObject):
    """One call a method of server.client.ROUTES. A refusal nobody asked for is told by `refused`."""

    refused = Signal(Refusal)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.manager = QNetworkAccessManager(self)
        # The server is on this machine: a proxy of the environment must not be asked for it.
        self.manager.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        self._url = ""
        self._token = ""
        self._open: set[QNetworkReply] = set()

    def use(self, url: str, token: str) -> None:
        """From now on this server is asked. Calls under way to another one are given up."""
        self.drop()
        self._url, self._token = url.rstrip("/"), token

    @property
    def addressed(self) -> bool:
        """Whether it knows a server to ask."""
        return bool(self._url)

    def request(self, path: str) -> QNetworkRequest:
        """Of that server, for what is no route of the client."""
        return build_request(self._url + path, self._token)

    def call(
        self,
        method: str,
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        query: Sequence[tuple[str, str]] = (),
        body: Mapping[str, Any] | None = None,
        **parts: str,
    ) -> None:
        """`done` gets the JSON of the answer. `parts`: the ids in the route's path."""
        self._ask(method, _json_to(done), failed, query, body, parts)

    def fetch(
        self,
        method: str,
        done: GotBytes,
        failed: Failed,
        *,
        query: Sequence[tuple[str, str]] = (),
        body: Mapping[str, Any] | None = None,
        **parts: str,
    ) -> None:
        """The same for what is no JSON, such as a picture."""
        self._ask(method, done, failed, query, body, parts)

    def drop(self) -> None:
        """Gives up every call under way; nobody is told."""
        for reply in list(self._open):
            self._open.discard(reply)
            reply.abort()

    def _ask(
        self,
        method: str,
        done: GotBytes,
        failed: Failed | None,
        query: Sequence[tuple[str, str]],
        body: Mapping[str, Any] | None,
        parts: Mapping[str, str],
    ) -> None:
        if not self.addressed:  # Qt tells an address without a scheme that is given up twice that it failed
            QTimer.singleShot(0, self, partial(self._tell_nobody_is_there, failed))
            return
        reply = self._send(method, query, body, parts)
        reply.finished.connect(partial(self._on_finished, reply, done, failed))

    def _tell_nobody_is_there(self, failed: Failed | None) -> None:
        if not self.addressed:
            (failed or self.refused.emit)(
                Refusal(GONE, tr("There is no Rushes server yet."), tr("It is being looked for."))
            )

    def _send(
        self,
        method: str,
        query: Sequence[tuple[str, str]],
        body: Mapping[str, Any] | None,
        parts: Mapping[str, str],
    ) -> QNetworkReply:
        request = build_request(self._url + path_of(method, **parts), self._token, query)
        request.setTransferTimeout(SLOW_CALLS.get(method, CALL_MS))
        content = QByteArray() if body is None else QByteArray(json.dumps(body).encode())
        if body is not None:
            request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, "application/json")
        reply = self.manager.sendCustomRequest(request, ROUTES[method][0].encode(), content)
        self._open.add(reply)
        return reply

    def _on_finished(self, reply: QNetworkReply, done: GotBytes, failed: Failed | None) -> None:
        wanted = reply in self._open
        self._open.discard(reply)
        status = reply.attribute(_STATUS)
        content = bytes(reply.readAll().data()) if reply.isOpen() else b""  # closed: given up
        fault = reply.errorString()
        reply.deleteLater()
        if not wanted:
            return
        if status is not None and 200 <= int(status) < 300:
            done(content)
        else:
            (failed or self.refused.emit)(refusal_of(status, content, fault))


def build_request(url: str, token: str, query: Sequence[tuple[str, str]] = ()) -> QNetworkRequest:
    address = QUrl(url)
    if query:
        asked = QUrlQuery()
        asked.setQueryItems([(name, _escaped(value)) for name, value in query])
        address.setQuery(asked)
    request = QNetworkRequest(address)
    request.setRawHeader(b"Authorization", f"Bearer {token}".encode())
    request.setAttribute(
        QNetworkRequest.Attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.ManualRedirectPolicy
    )
    return request


def refusal_of(status: Any, content: bytes, fault: str) -> Refusal:
    """What the server said, or that it said nothing."""
    if status is None:
        return Refusal(GONE, tr("The Rushes server does not answer."), f"({fault})")
    try:
        told = json.loads(content)["error"]
        return Refusal(str(told["code"]), str(told["message"]), str(told["hint"]))
    except (ValueError, KeyError, TypeError):
        return Refusal(
            "server_error",
            tr("The server answered with status {status}.").format(status=status),
            tr("Its log says more."),
        )


def _json_to(done: Done | None) -> GotBytes:
    def parse(content: bytes) -> None:
        if done is None:
            return
        try:
            answer = json.loads(content or b"{}")
        except ValueError:
            answer = {}
        done(answer if isinstance(answer, dict) else {})

    return parse


def _escaped(value: str) -> str:
    """QUrlQuery leaves `+` and `%` as they are, and servers read a plus as a space."""
    return bytes(QUrl.toPercentEncoding(value).data()).decode("ascii")
