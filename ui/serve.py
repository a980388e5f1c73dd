"""The page -> a web server on this computer."""

from __future__ import annotations

import errno
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from types import TracebackType

import gradio as gr
import uvicorn
from fastapi import FastAPI

from rag.errors import RagError
from rag.runtime.memory import give_back_memory, spare_collections
from rag.runtime.observing import listening
from rag.settings import PageSettings
from ui.app import build_page
from ui.assets import ICON, read_style
from ui.early import EarlyHeadMiddleware
from ui.guard.addresses import is_exposed, is_loopback
from ui.guard.chain import guard
from ui.guard.entry import UPLOAD_SLACK
from ui.guard.limits import RateLimits
from ui.observing import Figures, ObservingMiddleware
from ui.programs.mounting import make_routes
from ui.protocols import PageLibrary
from ui.sessions import bound_sessions
from ui.signin import SignIn
from ui.theme import make_theme

_START_TIMEOUT_SECONDS = 30.0
_STOP_TIMEOUT_SECONDS = 5.0
_MAX_PORT = 65_535
#: Answers leave holes between what stays, which the C library keeps: some MB a minute for 20 users.
_TIDY_SECONDS = 60.0


class PageError(RagError):
    """The page cannot be served."""


def serve(
    library: PageLibrary,
    settings: PageSettings,
    *,
    open_browser: bool = False,
    auth_file: Path | None = None,
    without_sign_in: bool = False,
) -> None:
    """Serve the chat page until interrupted.

    :param library: what is asked.
    :param settings: host, port and limits; port 0 takes any free one.
    :param open_browser: whether to show the page in the user's browser.
    :param auth_file: who may sign in; needed where other computers can reach the page.
    :param without_sign_in: whether to do without it even there.
    :raises PageError: sign-in is needed, or the port cannot be had.
    :raises AuthFileError: the auth file cannot be used.
    """
    with (
        suppress(KeyboardInterrupt),
        PageServer(
            library, settings, auth_file=auth_file, without_sign_in=without_sign_in
        ) as server,
    ):
        spare_collections()
        for line in _describe(server, settings, auth_file):
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
        if open_browser:
            webbrowser.open(server.url)
        server.wait()


class PageServer:
    """A running page; a context manager that starts it and stops it."""

    def __init__(
        self,
        library: PageLibrary,
        settings: PageSettings,
        *,
        auth_file: Path | None = None,
        without_sign_in: bool = False,
    ) -> None:
        exposed = is_exposed(settings)
        if exposed and auth_file is None and not without_sign_in:
            raise PageError(_explain_need(settings))
        self._socket = _bind(settings.host, settings.port)
        with ExitStack() as undoing:
            undoing.callback(self._socket.close)
            sign_in = SignIn.open(auth_file, settings, self._socket.getsockname()[1])
            limits = RateLimits(settings, alone=not (exposed or sign_in.enabled))
            app = _make_app(build_page(library, settings, limits=limits), settings, sign_in)
            # Before the page, which takes every path.
            app.router.routes[:0] = make_routes(library, settings)
            figures = Figures(library)
            observe = partial(
                ObservingMiddleware,
                library=library,
                figures=figures,
                sign_in=sign_in,
                settings=settings,
            )
            guarded = guard(app, settings, sign_in=sign_in, limits=limits, observe=observe)
            undoing.pop_all()
        config = uvicorn.Config(
            guarded,
            log_level="critical",
            timeout_graceful_shutdown=1,
            # Which proxies are believed is a setting of ours, not of the environment.
            proxy_headers=False,
            server_header=False,
        )
        self._listening = listening(figures.listen)
        #: What ends the page, once it is up.
        self._running = ExitStack()
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    @property
    def url(self) -> str:
        """Where the page is."""
        host, port = self._socket.getsockname()[:2]
        shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - a name for display
        return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"

    def __enter__(self) -> PageServer:
        with ExitStack() as undoing:
            undoing.enter_context(self._listening)
            undoing.callback(self._socket.close)
            self._thread.start()
            undoing.callback(self._stop)
            deadline = time.monotonic() + _START_TIMEOUT_SECONDS
            while not self._server.started:
                if not self._thread.is_alive() or time.monotonic() > deadline:
                    raise PageError("The page's web server did not start; the log says why.")
                time.sleep(0.02)
            self._running = undoing.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._running.close()

    def _stop(self) -> None:
        self._server.should_exit = True
        # A second Ctrl-C while connections are being closed is no reason for a traceback either.
        with suppress(KeyboardInterrupt):
            self._thread.join(_STOP_TIMEOUT_SECONDS)

    def wait(
        self, *, tidy: Callable[[], None] = give_back_memory, every_s: float = _TIDY_SECONDS
    ) -> None:
        """Block until the server ends.

        :param tidy: called now and then: what answers have freed goes back to the system.
        :param every_s: seconds between two calls, > 0.
        """
        due = time.monotonic() + every_s
        while self._thread.is_alive():
            self._thread.join(min(0.5, every_s))
            if time.monotonic() >= due:
                tidy()
                due = time.monotonic() + every_s


def _explain_need(settings: PageSettings) -> str:
    where = f"{settings.host} can be reached from other computers"
    if is_loopback(settings.host):
        where = "page.allowed_hosts or page.trusted_proxies say that a proxy passes requests on"
    return (
        f"{where}, so the page needs sign-in: add a user with 'duizhao user add NAME', give an "
        "auth file (--auth FILE), or use --host 127.0.0.1. With --without-sign-in everyone who "
        "reaches the page may read, add and remove documents."
    )


def _describe(server: PageServer, settings: PageSettings, auth_file: Path | None) -> list[str]:
    """Say where the page is, and who may use it where that is not this computer alone."""
    lines = [f"Duizhao is ready: {server.url}"]
    if auth_file is not None:
        lines.append(f"Users sign in; they are named in {auth_file}")
    elif is_exposed(settings):
        lines.append(
            "Warning: there is no sign-in. Everyone who reaches this address may read, add and "
            "remove documents."
        )
    return lines


def _make_app(page: gr.Blocks, settings: PageSettings, sign_in: SignIn) -> FastAPI:
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(EarlyHeadMiddleware)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        auth_dependency=sign_in.user_of if sign_in.enabled else None,
        show_error=False,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        max_file_size=settings.max_upload_bytes * UPLOAD_SLACK,
        favicon_path=str(ICON),
        theme=make_theme(),
        # As css= it would be rewritten by Gradio, which breaks newer selectors.
        head=f"<style>{read_style()}</style>",
    )
    bound_sessions(app, page)
    return app


def _bind(host: str, port: int) -> socket.socket:
    if not 0 <= port <= _MAX_PORT:
        raise PageError(
            f"Port {port} is none: ports go from 0, which takes any free one, to {_MAX_PORT}."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as exc:
        bound.close()
        if exc.errno == errno.EADDRINUSE:
            raise PageError(
                f"Port {port} of {host} is in use, perhaps by a Duizhao that is already running; "
                "stop that one, or choose another port with --port."
            ) from exc
        raise PageError(
            f"Cannot listen on port {port} of {host}: {exc.strerror}; choose others with --host "
            "and --port."
        ) from exc
    return bound
