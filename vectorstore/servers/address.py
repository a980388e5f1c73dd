"""What a user writes -> which engine a library's indexes are kept in, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from vectorstore.errors import StoreEngineError

EngineKind = Literal["embedded", "chroma", "milvus"]

#: Of the servers, where an address names none.
_PORTS = {"chroma": 8000, "milvus": 19530}
_DATABASE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{2,127}")
_EXPECTED = (
    "Name one of: embedded, chroma+http://HOST:8000, milvus+http://HOST:19530 "
    "(or +https; a database may follow as /NAME)"
)


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """Where indexes are kept.

    :param kind: which engine.
    :param url: of its server, ``http://host:port``; empty for the embedded engine.
    :param database: on the server; empty for its default.
    """

    kind: EngineKind
    url: str = ""
    database: str = ""

    def __str__(self) -> str:
        if self.kind == "embedded":
            return self.kind
        return f"{self.kind}+{self.url}" + (f"/{self.database}" if self.database else "")


EMBEDDED = EngineAddress("embedded")


def parse_address(text: str) -> EngineAddress:
    """Read an engine's address.

    :param text: ``embedded``, or the address of a server.
    :returns: the address.
    :raises StoreEngineError: if it is none; says what is wrong with it.
    """
    text = text.strip()
    if text == "embedded":
        return EMBEDDED
    scheme, _, rest = text.partition("://")
    kind, _, protocol = scheme.lower().partition("+")
    if kind not in ("chroma", "milvus") or protocol not in ("http", "https"):
        raise StoreEngineError(f"{_shown(text)!r} is not the address of an engine. {_EXPECTED}.")
    try:
        parts = urlsplit(f"{protocol}://{rest}")
        port = parts.port or (443 if protocol == "https" else _PORTS[kind])
    except ValueError as exc:
        raise StoreEngineError(
            f"{_shown(text)!r} cannot be read as an address ({exc}). {_EXPECTED}."
        ) from exc
    if parts.username is not None or parts.password is not None:
        raise StoreEngineError(
            f"{_shown(text)!r}: an address holds no user or password, since it is kept in a file. "
            "Set DUIZHAO_ENGINE__TOKEN instead (for Milvus USER:PASSWORD or an API key)."
        )
    if not parts.hostname or parts.query or parts.fragment:
        raise StoreEngineError(f"{_shown(text)!r} names no host alone. {_EXPECTED}.")
    database = parts.path.strip("/")
    if database and not _DATABASE.fullmatch(database):
        raise StoreEngineError(
            f"{_shown(text)!r}: {database!r} is no name of a database. {_EXPECTED}."
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    url = f"{protocol}://{host}:{port}"
    return EngineAddress("chroma" if kind == "chroma" else "milvus", url, database)


def _shown(text: str) -> str:
    """Leave out what may be a password."""
    return re.sub(r"//[^/]*@", "//...@", text)
