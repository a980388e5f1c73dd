"""Question words -> weighted index terms of the other language."""

from rag.translation.query import TermGroup, expand_query
from rag.translation.table import TranslationTable, load_lexicon

__all__ = ["TermGroup", "TranslationTable", "expand_query", "load_lexicon"]
