"""Every request -> an id, a line in the log and a count; ``/healthz`` and ``/metrics``."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

import anyio
import anyio.to_thread
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag import __version__
from rag.errors import RagError
from rag.runtime.observing import request, tell_error
from rag.settings import PageSettings
from ui import strings as s
from ui.guard.addresses import is_loopback
from ui.guard.refusal import refuse
from ui.observing.figures import CONTENT_TYPE, Figures
from ui.protocols import PageLibrary
from ui.signin.door import SignIn

_LOGGER = logging.getLogger(__name__)
HEALTH_PATH, METRICS_PATH = "/healthz", "/metrics"
_READING = frozenset({"GET", "HEAD"})
#: Whoever asks more often is told what was found last.
_HEALTH_SECONDS = 1.0
#: A store that does not answer in this time is as good as none.
_HEALTH_TIMEOUT_SECONDS = 5.0
#: Paths of Gradio's end in the names of files and sessions.
_SHOWN_PARTS = 3


@dataclass(frozen=True, slots=True)
class _Health:
    """Whether the library could be read, and when that was tried."""

    is_ok: bool
    at: float


class ObservingMiddleware:
    """Answers the operator's two paths, and watches all others.

    :param app: what comes after.
    :param library: whose health it is.
    :param figures: what is counted.
    :param sign_in: who is who.
    :param settings: tell whether requests come from this computer for sure.
    """

    def __init__(
        self,
        app: ASGIApp,
        library: PageLibrary,
        figures: Figures,
        *,
        sign_in: SignIn,
        settings: PageSettings,
    ) -> None:
        self._app = app
        self._library = library
        self._figures = figures
        self._sign_in = sign_in
        # A proxy on this computer makes everybody's requests look as if they came from here.
        self._behind_proxy = bool(settings.allowed_hosts or settings.trusted_proxies)
        self._lock = threading.Lock()
        self._health: _Health | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500
        with request() as id_:

            async def send_with_id(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                    message["headers"] = [
                        *message.get("headers", ()),
                        (b"x-request-id", id_.encode()),
                    ]
                await send(message)

            try:
                await self._answer(scope, receive, send_with_id)
            # Whatever it is: the web server's own log, which would tell it, is off.
            except Exception as error:
                tell_error(error)
                _LOGGER.exception("unexpected error: %s %s", scope["method"], _shorten(scope))
                raise
            finally:
                self._note(scope, status, time.perf_counter() - started)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in _READING and scope["path"] == HEALTH_PATH:
            await (await self._show_health())(scope, receive, send)
        elif scope["method"] in _READING and scope["path"] == METRICS_PATH:
            await (await self._show_metrics(HTTPConnection(scope)))(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        self._figures.count_request(status)
        path = _shorten(scope)
        fields = {"method": scope["method"], "path": path, "status": status, "seconds": seconds}
        _LOGGER.debug(
            "%s %s -> %d in %.3f s",
            scope["method"],
            path,
            status,
            seconds,
            extra={"fields": fields},
        )

    async def _show_health(self) -> Response:
        health = self._health
        if health is None or time.monotonic() - health.at > _HEALTH_SECONDS:
            with anyio.move_on_after(_HEALTH_TIMEOUT_SECONDS) as tried:
                health = await anyio.to_thread.run_sync(self._look, abandon_on_cancel=True)
            if tried.cancelled_caught or health is None:
                health = _Health(is_ok=False, at=time.monotonic())
            self._health = health
        body = {"status": "ok" if health.is_ok else "unavailable", "version": __version__}
        return JSONResponse(body, 200 if health.is_ok else 503)

    def _look(self) -> _Health:
        with self._lock:
            before = self._health
            if before is not None and time.monotonic() - before.at <= _HEALTH_SECONDS:
                return before
            try:
                self._library.generation()
            except RagError as error:
                _LOGGER.warning("the library cannot be read: %s", error)
                return _Health(is_ok=False, at=time.monotonic())
            return _Health(is_ok=True, at=time.monotonic())

    async def _show_metrics(self, sender: HTTPConnection) -> Response:
        if not self._may_see_metrics(sender):
            if not self._sign_in.enabled:
                return refuse(sender, 403, s.METRICS_REFUSED)
            headers = {"www-authenticate": "Bearer"}
            return refuse(sender, 401, s.METRICS_REFUSED, headers=headers)
        text = await anyio.to_thread.run_sync(self._figures.text)
        return PlainTextResponse(text, media_type=CONTENT_TYPE)

    def _may_see_metrics(self, sender: HTTPConnection) -> bool:
        """Let in whoever has a token; without sign-in whoever sits at this computer."""
        if self._sign_in.enabled:
            scheme = sender.headers.get("authorization", "").partition(" ")[0].lower()
            return scheme == "bearer" and self._sign_in.user_of(sender) is not None
        host = sender.client.host if sender.client else ""
        return not self._behind_proxy and is_loopback(host)


def _shorten(scope: Scope) -> str:
    """Leave out of a path what names a file or a session."""
    path = "/".join(scope["path"].split("/")[: _SHOWN_PARTS + 1])
    return path.partition("=")[0]
