"""A library -> what other programs call on the page's web server."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from rag.settings import PageSettings
from ui.guard.addresses import is_exposed
from ui.programs.mcp_http import McpApp
from ui.programs.openai_routes import OpenAIRoutes
from ui.protocols import PageLibrary

MCP_PATH = "/mcp"


def offers_programs(settings: PageSettings) -> bool:
    """Tell whether other programs may use the page: by default where this computer alone can."""
    return not is_exposed(settings) if settings.api is None else settings.api


def make_routes(library: PageLibrary, settings: PageSettings) -> list[BaseRoute]:
    """Make the routes /v1 and /mcp; nothing where the settings switch them off.

    They trust whoever they let in: sign-in, Host, Origin and rates are checked before them.

    :param library: what is asked.
    :param settings: of the page.
    :returns: routes that stand before the page's own.
    """
    if not offers_programs(settings):
        return []
    mcp = Route(MCP_PATH, McpApp(library), methods=["GET", "POST", "DELETE"])
    return [*OpenAIRoutes(library).routes(), mcp]
