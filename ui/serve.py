"""The page -> a web server on this computer."""

from __future__ import annotations

import errno
import ipaddress
import logging
import socket
import sys
import threading
import time
import webbrowser
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from rag.errors import RagError
from rag.settings import PageSettings
from ui.app import ICON, build_page, read_style
from ui.auth import read_auth_file
from ui.early import EarlyHeadMiddleware
from ui.headers import SafeHeadersMiddleware
from ui.protocols import PageLibrary
from ui.theme import make_theme

_LOGGER = logging.getLogger(__name__)
_START_TIMEOUT_SECONDS = 30.0
_STOP_TIMEOUT_SECONDS = 5.0
#: A file over the page's own limit still gets the page's own explanation, up to this factor.
_UPLOAD_SLACK = 4


class PageError(RagError):
    """The page cannot be served."""


def serve(
    library: PageLibrary,
    settings: PageSettings,
    *,
    open_browser: bool = False,
    auth_file: Path | None = None,
) -> None:
    """Serve the chat page until interrupted.

    :param library: what is asked.
    :param settings: host, port and limits; port 0 takes any free one.
    :param open_browser: whether to show the page in the user's browser.
    :param auth_file: who may sign in; needed for a host other than this computer.
    :raises PageError: the host needs an auth file, or the port cannot be had.
    :raises AuthFileError: the auth file cannot be used.
    """
    with (
        suppress(KeyboardInterrupt),
        PageServer(library, settings, auth_file=auth_file) as server,
    ):
        sys.stderr.write(f"Duizhao is ready: {server.url}\n")
        sys.stderr.flush()
        if open_browser:
            webbrowser.open(server.url)
        server.wait()


class PageServer:
    """A running page; a context manager that starts it and stops it."""

    def __init__(
        self, library: PageLibrary, settings: PageSettings, *, auth_file: Path | None = None
    ) -> None:
        if auth_file is None and not _is_loopback(settings.host):
            raise PageError(
                f"{settings.host} can be reached from other computers, so the page needs sign-in: "
                "give an auth file (--auth FILE, lines 'user:hash'), or use --host 127.0.0.1."
            )
        app = _make_app(build_page(library, settings), settings, auth_file)
        self._socket = _bind(settings.host, settings.port)
        config = uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1)
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
        self._thread.start()
        deadline = time.monotonic() + _START_TIMEOUT_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise PageError("The page's web server did not start; the log says why.")
            time.sleep(0.02)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        # A second Ctrl-C while connections are being closed is no reason for a traceback either.
        with suppress(KeyboardInterrupt):
            self._thread.join(_STOP_TIMEOUT_SECONDS)
        self._socket.close()

    def wait(self) -> None:
        """Block until the server ends."""
        while self._thread.is_alive():
            self._thread.join(0.5)


def _make_app(page: gr.Blocks, settings: PageSettings, auth_file: Path | None) -> FastAPI:
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(SafeHeadersMiddleware)
    app.add_middleware(EarlyHeadMiddleware)
    if _is_loopback(settings.host):
        # A page of another site must not reach this one under a name that it points here.
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]"])
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        auth=read_auth_file(auth_file).check if auth_file else None,
        show_error=False,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        max_file_size=settings.max_upload_bytes * _UPLOAD_SLACK,
        favicon_path=str(ICON),
        theme=make_theme(),
        # As css= it would be rewritten by Gradio, which breaks newer selectors.
        head=f"<style>{read_style()}</style>",
    )
    return app


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bind(host: str, port: int) -> socket.socket:
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
