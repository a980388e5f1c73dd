"""The command that serves a library to other programs."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from importlib.metadata import entry_points

from rag.commands.opening import open_library
from rag.commands.output import say
from rag.errors import RagError
from rag.library import Library


def run_mcp(options: Namespace) -> int:
    """Serve MCP on stdin and stdout until the client leaves; messages go to stderr."""
    with open_library(options, create=True) as library:
        if not library.documents():
            say("The library is empty: add documents with 'duizhao ingest PATH'.")
        _find_server()(library)
    return 0


def _find_server() -> Callable[[Library], None]:
    """Find the server, which registers itself: rag does not know it."""
    for server in entry_points(group="duizhao.pages", name="mcp"):
        serve: Callable[[Library], None] = server.load()
        return serve
    raise RagError("The MCP server is not installed. Install Duizhao again: make install")
