"""A term -> its places in a library, and how the other language renders it."""

from __future__ import annotations

from rag.concordance.lookup import Place, Rendering, RenderingGroup, find_term
from rag.concordance.table import format_terms_csv

__all__ = ["Place", "Rendering", "RenderingGroup", "find_term", "format_terms_csv"]
