"""Every request -> let in with its sender's name, or turned away."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.settings import PageSettings
from ui import strings as s
from ui.guard.addresses import address_of
from ui.guard.bodies import MAX_BODY_BYTES, TooLargeError, read_body, replay, stated_length
from ui.guard.limits import Kind, RateLimits, TooManyError
from ui.guard.owners import SessionOwners, sessions_of
from ui.guard.refusal import refuse, wants_page
from ui.signin.door import SignIn, remember_user
from ui.signin.paths import OPEN_PATHS, SIGN_IN_PATH

#: Without a session; whatever is not named here needs one.
_OPEN_PATHS = OPEN_PATHS | {"/favicon.ico"}
#: Gradio's tools for building pages, its own sign-in and its look-ups elsewhere: not used here.
_CLOSED_PATHS = tuple(
    "/login /logout /monitoring /pwa_icon /manifest.json /gradio_api/vibe- /gradio_api/undo-vibe- "
    "/gradio_api/process_recording /gradio_api/proxy= /gradio_api/deep_link /gradio_api/runs "
    "/gradio_api/run-history /gradio_api/dev/ /gradio_api/token /gradio_api/profiling".split()
)
_UPLOAD_PATHS = frozenset({"/gradio_api/upload", "/gradio_api/upload/"})
_CALL_PATHS = ("/v1/", "/mcp", "/gradio_api/call/", "/gradio_api/run/", "/gradio_api/api/")
_EVENT_PATHS = ("/gradio_api/queue/join", "/gradio_api/component_server")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
#: A file over the page's own limit still gets the page's own explanation, up to this factor.
UPLOAD_SLACK = 4
#: What a form puts around a file.
_FORM_BYTES = 10_000


class _RefusedError(Exception):
    """A request is turned away.

    :param response: what says why.
    """

    def __init__(self, response: Response) -> None:
        self.response = response
        super().__init__()


class EntryMiddleware:
    """Asks each request who sends it, how much it brings and how often.

    :param app: what comes after.
    :param sign_in: who is who.
    :param limits: how often.
    :param settings: how large uploads may be.
    """

    def __init__(
        self, app: ASGIApp, sign_in: SignIn, *, limits: RateLimits, settings: PageSettings
    ) -> None:
        self._app = app
        self._sign_in = sign_in
        self._limits = limits
        self._owners = SessionOwners()
        self._max_upload_bytes = (
            settings.max_upload_files * (settings.max_upload_bytes + _FORM_BYTES) * UPLOAD_SLACK
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or turn it away."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            # Nothing here speaks WebSocket.
            await send({"type": "websocket.close", "code": 1008})
            return
        try:
            receive = await self._admit(scope, receive)
        except _RefusedError as refused:
            await refused.response(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _admit(self, scope: Scope, receive: Receive) -> Receive:
        request = HTTPConnection(scope)
        path: str = scope["path"]
        if path.startswith(_CLOSED_PATHS):
            raise _RefusedError(refuse(request, 404, s.NOTHING_HERE))
        user = self._sign_in.user_of(request)
        if user is None and path not in _OPEN_PATHS:
            raise _RefusedError(self._send_to_sign_in(request, scope))
        remember_user(scope, user or "")
        self._count(request, scope, user)
        if path in _UPLOAD_PATHS:
            self._check_upload(request, scope)
            return receive
        return await self._read(request, receive, user)

    def _send_to_sign_in(self, request: HTTPConnection, scope: Scope) -> Response:
        if not wants_page(request) or scope["method"] not in _READING:
            return refuse(
                Request(scope), 401, s.NOT_SIGNED_IN, headers={"www-authenticate": "Bearer"}
            )
        query = request.url.query
        wanted = f"{scope['path']}?{query}" if query else scope["path"]
        target = SIGN_IN_PATH if wanted == "/" else f"{SIGN_IN_PATH}?{urlencode({'next': wanted})}"
        return RedirectResponse(target, 303)

    def _count(self, request: HTTPConnection, scope: Scope, user: str | None) -> None:
        kind = _kind_of(scope)
        if kind is None:
            return
        try:
            self._limits.take(kind, user or address_of(scope))
        except TooManyError as error:
            wait = error.wait_seconds
            headers = {"retry-after": str(wait)}
            raise _RefusedError(
                refuse(request, 429, s.TOO_MANY_REQUESTS, headers=headers, count=wait)
            ) from error

    def _check_upload(self, request: HTTPConnection, scope: Scope) -> None:
        length = stated_length(scope)
        if scope["method"] not in _READING and length is None:
            raise _RefusedError(refuse(request, 411, s.LENGTH_NEEDED))
        if (length or 0) > self._max_upload_bytes:
            raise _RefusedError(
                refuse(request, 413, s.BODY_TOO_LARGE, limit=self._max_upload_bytes)
            )

    async def _read(self, request: HTTPConnection, receive: Receive, user: str | None) -> Receive:
        """Read the body within limits, and see whose Gradio session it speaks of."""
        scope = request.scope
        body = b""
        if scope["method"] not in _READING:
            try:
                body = await read_body(scope, receive)
            except TooLargeError as error:
                refusal = refuse(request, 413, s.BODY_TOO_LARGE, limit=MAX_BODY_BYTES)
                raise _RefusedError(refusal) from error
            receive = replay(body, receive)
        if user and not all(self._owners.claim(each, user) for each in sessions_of(scope, body)):
            raise _RefusedError(refuse(request, 403, s.NOT_YOURS))
        return receive


def _kind_of(scope: Scope) -> Kind | None:
    """Tell what a request counts as; None for what is not counted."""
    path: str = scope["path"]
    if scope["method"] in _READING:
        return None
    if path in _UPLOAD_PATHS:
        return "upload"
    if path.startswith(_CALL_PATHS):
        return "call"
    return "event" if path.startswith(_EVENT_PATHS) else None
