"""X-Forwarded headers -> the sender's own address and scheme, where a known proxy wrote them."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from rag.errors import RagError

#: What a proxy says of the sender. Gradio would read some of them itself, whoever wrote them.
_FORWARDED = (b"forwarded", b"x-forwarded-", b"x-real-ip")


class ProxyError(RagError):
    """A trusted proxy is no address."""


class ProxiesMiddleware:
    """Believes known proxies, and hides from the page what anybody else says of the sender.

    :param app: what comes after.
    :param trusted: addresses and networks of the proxies.
    :raises ProxyError: one of them is neither.
    """

    def __init__(self, app: ASGIApp, trusted: Sequence[str]) -> None:
        self._app = app
        for each in trusted:
            _check(each)
        believing: Any = ProxyHeadersMiddleware(self._pass_on, trusted_hosts=list(trusted))  # type: ignore[arg-type]
        self._believing: ASGIApp = believing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with the sender that it is from."""
        await self._believing(scope, receive, send)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = [each for each in scope["headers"] if not each[0].startswith(_FORWARDED)]
        await self._app({**scope, "headers": headers}, receive, send)


def _check(text: str) -> None:
    try:
        ipaddress.ip_network(text)
    except ValueError as exc:
        raise ProxyError(
            f"page.trusted_proxies: {text!r} is neither an address such as 127.0.0.1 nor a network "
            "such as 10.0.0.0/8."
        ) from exc
