"""Settings -> what the store needs to use a server that holds its indexes."""

from __future__ import annotations

from rag.settings import EngineSettings
from vectorstore import EngineAccess


def engine_access(settings: EngineSettings) -> EngineAccess:
    """Give the store what the settings say of servers."""
    values = settings.model_dump(exclude={"token"})
    token = settings.token.get_secret_value() if settings.token is not None else None
    return EngineAccess(token=token, **values)
