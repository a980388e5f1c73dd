"""Question words -> weighted index terms of the other language."""

from rag.translation.adapted import AdaptedLexicon, LearnedTerms
from rag.translation.names import load_speller
from rag.translation.query import TermGroup, cut_chinese, expand_query
from rag.translation.table import TranslationTable, load_lexicon

__all__ = [
    "AdaptedLexicon",
    "LearnedTerms",
    "TermGroup",
    "TranslationTable",
    "cut_chinese",
    "expand_query",
    "load_lexicon",
    "load_speller",
]
