"""A vendor's HTTP client -> requests that another thread can cut off.

A thread that waits for a model's next word cannot be interrupted from outside, but its socket can
be shut, upon which the wait ends. httpx tells of its sockets through the ``trace`` extension.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any

_OPENED = (".connect_tcp.complete", ".start_tls.complete")
_CURRENT = threading.local()


class Connection:
    """The sockets of one request, and what the server said it would send."""

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._is_cut = False
        #: Media type and status of the last response.
        self.content_type = ""
        self.status = 0
        #: How long it asks to be left alone.
        self.retry_after = ""

    @property
    def is_web_page(self) -> bool:
        """Whether a page for people came instead of a model's answer or error."""
        return self.content_type.startswith("text/html") and (
            self.status < 400 or self.status in {404, 405}
        )

    def cut(self) -> None:
        """End the request from any thread; the server sees the connection close."""
        with self._lock:
            self._is_cut = True
            for opened in self._sockets:
                _shut(opened)

    @contextmanager
    def watched(self) -> Generator[None]:
        """Let the requests that this thread makes meanwhile belong to this connection."""
        _CURRENT.connection = self
        try:
            yield
        finally:
            _CURRENT.connection = None

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Take note of a socket; called by httpx at every step of a request."""
        stream = info.get("return_value")
        if not event.endswith(_OPENED) or stream is None:
            return
        opened = stream.get_extra_info("socket")
        if not isinstance(opened, socket.socket):
            return
        with self._lock:
            self._sockets.append(opened)
            if self._is_cut:
                _shut(opened)


def _shut(opened: socket.socket) -> None:
    # The socket of a finished request is closed already, and one that TLS took over is detached.
    with suppress(OSError):
        socket.socket.shutdown(opened, socket.SHUT_RDWR)


def make_hooks(connect_seconds: float) -> dict[str, list[Any]]:
    """Make the event hooks for an httpx client (or httpx2, which is the same).

    :param connect_seconds: how long connecting may take, whatever else may take longer.
    :returns: hooks for ``httpx.Client(event_hooks=...)``.
    """

    def watch_request(request: Any) -> None:
        connection = getattr(_CURRENT, "connection", None)
        # A connection kept from an earlier request would not be told of.
        request.headers["Connection"] = "close"
        timeout = dict(request.extensions.get("timeout") or {})
        asked = timeout.get("connect")
        timeout["connect"] = connect_seconds if asked is None else min(asked, connect_seconds)
        request.extensions["timeout"] = timeout
        if connection is not None:
            request.extensions["trace"] = connection.trace

    def watch_response(response: Any) -> None:
        connection = getattr(_CURRENT, "connection", None)
        if connection is not None:
            connection.content_type = response.headers.get("content-type", "").lower()
            connection.status = response.status_code
            connection.retry_after = response.headers.get("retry-after", "")

    return {"request": [watch_request], "response": [watch_response]}
