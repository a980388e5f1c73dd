"""Every response -> the same response with headers that keep the browser to this server."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Gradio's front end builds functions and styles at run time, hence the two "unsafe" words; what
#: matters here is that nothing can be loaded from, or sent to, another host.
_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
_HEADERS = {
    "content-security-policy": _POLICY,
    # With "no-referrer" a browser hides from us too which site a form was sent from.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-dns-prefetch-control": "off",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
#: Parts of the program, the same for everybody; the rest is someone's.
_PUBLIC_PATHS = ("/assets/", "/static/", "/svelte/", "/favicon.ico", "/theme.css", "/sign-in.css")
_PRIVATE = "no-store"


class SafeHeadersMiddleware:
    """Adds the headers to every response, streamed ones included; a stricter policy stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its response back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith(_PUBLIC_PATHS):
                    headers["cache-control"] = _PRIVATE
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
