"""Gradio's sessions -> whose they are: knowing another user's is of no use."""

from __future__ import annotations

import threading
from collections import OrderedDict
from urllib.parse import parse_qs

from starlette.types import Scope

from rag.json_text import parse_json

_MAX_SESSIONS = 10_000
_API = "/gradio_api/"
#: Paths in which the session stands.
_IN_PATH = (f"{_API}heartbeat/", f"{_API}stream/")


class SessionOwners:
    """Who used a session first; safe in several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owners: OrderedDict[str, str] = OrderedDict()

    def claim(self, session: str, user: str) -> bool:
        """Tell whether a session is a user's; one that nobody used becomes so."""
        with self._lock:
            owner = self._owners.setdefault(session, user)
            self._owners.move_to_end(session)
            if len(self._owners) > _MAX_SESSIONS:
                self._owners.popitem(last=False)
            return owner == user


def sessions_of(scope: Scope, body: bytes) -> list[str]:
    """Find the Gradio sessions that a request names, in its path, query or JSON body."""
    path: str = scope["path"]
    if not path.startswith(_API):
        return []
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    found = list(query.get("session_hash", ()))
    found += [path.removeprefix(each).split("/")[0] for each in _IN_PATH if path.startswith(each)]
    if body:
        try:
            value = parse_json(body)
        except ValueError:
            value = None
        if isinstance(value, dict) and value.get("session_hash") is not None:
            found.append(str(value["session_hash"]))
    return [each for each in found if each]
