"""Requests that another site has a browser send -> refused (cross-site request forgery)."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from ui import strings as s
from ui.guard.refusal import refuse

_READING = frozenset({"GET", "HEAD"})


def is_foreign(request: HTTPConnection, method: str) -> bool:
    """Tell whether another site has a browser send a request.

    Browsers say where a request comes from, and no script can change that. Programs say nothing,
    and have no cookies that another site could use. For requests that only read, a link from
    another site is no harm, but letting its scripts read the answer would be.

    :param request: the request.
    :param method: HTTP method.
    :returns: whether to refuse it.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if method not in _READING and site is not None:
        return site not in {"same-origin", "none"}
    if origin is None:
        return False
    if origin == "null" and site == "same-origin":
        return False
    return urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()


class OriginsMiddleware:
    """Refuses what other sites send."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http":
            request = HTTPConnection(scope)
            if is_foreign(request, scope["method"]):
                await refuse(request, 403, s.ORIGIN_REFUSED)(scope, receive, send)
                return
        await self._app(scope, receive, send)
