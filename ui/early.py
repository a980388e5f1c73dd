"""Every web page -> the same page with what has to be there before it is shown.

Gradio puts what is meant for a page's head in by its own script, after the page has been painted
once: too late for the theme, which would flash.
"""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_THEME = Path(__file__).parent / "scripts" / "theme.js"
_HEAD = b"<head>"
#: The page's two backgrounds (``--dz-paper``), before its styles have come.
_STYLE = (
    "html, html body { background: #f7f6f2; color-scheme: light; } "
    "html.dark, html.dark body { background: #14171a; color-scheme: dark; }"
)


def read_early_head() -> str:
    """Give what the head of every page begins with; also for pages that are not Gradio's."""
    script = _THEME.read_text(encoding="utf-8")
    return f"<title>对照 Duizhao</title><style>{_STYLE}</style><script>{script}</script>"


class EarlyHeadMiddleware:
    """Puts it in at the beginning of the head of every HTML response that has one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._early = _HEAD + read_early_head().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its response back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        response = _Response(send, self._early)
        await self._app(scope, receive, response.send)


class _Response:
    """A response on its way; one of HTML is held back until it is whole."""

    def __init__(self, send: Send, early: bytes) -> None:
        self._send = send
        self._early = early
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_plain_html(
            Headers(raw=message["headers"])
        ):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = self._body.replace(_HEAD, self._early, 1)
        headers = MutableHeaders(scope=start)
        # A response to HEAD has a length and no body.
        if self._body and "content-length" in headers:
            headers["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_plain_html(headers: Headers) -> bool:
    kind = headers.get("content-type", "")
    return kind.startswith("text/html") and "content-encoding" not in headers
