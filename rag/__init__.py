"""Ask documents in Chinese or English; every claim comes with its source in both languages."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.errors import RagError
    from rag.ingesting.report import IngestReport
    from rag.library import Library
    from rag.schema import Answer, Citation, Document, Hit, Pair, Paragraph, Passage
    from rag.settings import Settings

__version__ = "0.1.0"

#: Where each public name lives; loaded on first use so that a command imports only what it needs.
_HOMES = {
    "Settings": "rag.settings",
    "Library": "rag.library",
    "Document": "rag.schema",
    "Paragraph": "rag.schema",
    "Pair": "rag.schema",
    "Passage": "rag.schema",
    "Hit": "rag.schema",
    "Citation": "rag.schema",
    "Answer": "rag.schema",
    "IngestReport": "rag.ingesting.report",
    "RagError": "rag.errors",
}

__all__ = [
    "Answer",
    "Citation",
    "Document",
    "Hit",
    "IngestReport",
    "Library",
    "Pair",
    "Paragraph",
    "Passage",
    "RagError",
    "Settings",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'rag' has no attribute {name!r}")
