"""The MCP server -> an ASGI app for the page's web server (streamable HTTP)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from starlette.types import Receive, Scope, Send

from ui.protocols import PageLibrary

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager


class McpApp:
    """Answers MCP clients; what it needs is loaded when the first one comes.

    Each request stands by itself, so that nothing is kept for clients that have gone. Who may send
    requests is decided before they come here (``ui.guard``).

    :param library: what is asked.
    """

    def __init__(self, library: PageLibrary) -> None:
        self._library = library
        self._manager: StreamableHTTPSessionManager | None = None
        self._starting: asyncio.Lock | None = None
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        manager = self._manager or await self._start()
        await manager.handle_request(scope, receive, send)

    async def _start(self) -> StreamableHTTPSessionManager:
        # Made here, since it belongs to the event loop.
        self._starting = self._starting or asyncio.Lock()
        async with self._starting:
            if self._manager is None:
                manager = await anyio.to_thread.run_sync(self._make_manager)
                ready = asyncio.Event()
                # Ends with the event loop, and the server's with it.
                self._running = asyncio.create_task(_run(manager, ready))
                await ready.wait()
                self._manager = manager
        return self._manager

    def _make_manager(self) -> StreamableHTTPSessionManager:
        from mcp.server.transport_security import TransportSecuritySettings

        from ui.programs.mcp_server import make_server

        server = make_server(self._library)
        # Host and Origin are checked for the whole page, by rules that also know its proxies.
        security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        server.streamable_http_app(
            json_response=True, stateless_http=True, transport_security=security
        )
        return server.session_manager


async def _run(manager: StreamableHTTPSessionManager, ready: asyncio.Event) -> None:
    async with manager.run():
        ready.set()
        await anyio.sleep_forever()
