"""Question -> ranked hits."""

from rag.search.channels import Query, Sources
from rag.search.retrieve import retrieve

__all__ = ["Query", "Sources", "retrieve"]
