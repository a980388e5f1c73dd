"""Under which names the page may be asked for: none that a stranger's site points here."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from ui import strings as s
from ui.guard.addresses import is_loopback
from ui.guard.refusal import refuse

_SHOWN_CHARS = 100


class AllowedHosts:
    """Hosts by which the page may be called.

    Another site can have its own name point at this computer (DNS rebinding), but no address.

    :param host: where the page listens.
    :param names: further names; ``*.example.org`` stands for all names below.
    """

    def __init__(self, host: str, names: Sequence[str]) -> None:
        self._alone = is_loopback(host)
        own = () if self._alone else (host, socket.gethostname(), f"{socket.gethostname()}.local")
        self._names = {name.lower().rstrip(".") for name in ("localhost", *own, *names)}

    def allows(self, header: str) -> bool:
        """Tell whether a request of this ``Host`` header is meant for the page."""
        name = host_name(header)
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return name in self._names or any(
                each.startswith("*.") and name.endswith(each[1:]) for each in self._names
            )
        return address.is_loopback or not self._alone or name in self._names


def host_name(header: str) -> str:
    """Read the name or address of a ``Host`` header, without port and brackets."""
    host = header.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].rstrip(".")


class HostsMiddleware:
    """Refuses requests for other hosts."""

    def __init__(self, app: ASGIApp, allowed: AllowedHosts) -> None:
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http":
            request = HTTPConnection(scope)
            host = request.headers.get("host", "")
            if not self._allowed.allows(host):
                response = refuse(request, 400, s.HOST_REFUSED, host=host[:_SHOWN_CHARS])
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)
