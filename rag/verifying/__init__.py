"""A quote -> whether it stands in a library letter by letter."""

from __future__ import annotations

from rag.verifying.index import LibraryLetters
from rag.verifying.marking import mark_differences
from rag.verifying.quotations import Quotation, find_quotations
from rag.verifying.values import (
    LetterDifference,
    QuoteCheck,
    QuotePlace,
    QuoteStatus,
    QuoteStretch,
    Variation,
)
from rag.verifying.verify import verify_quote

__all__ = [
    "LetterDifference",
    "LibraryLetters",
    "Quotation",
    "QuoteCheck",
    "QuotePlace",
    "QuoteStatus",
    "QuoteStretch",
    "Variation",
    "find_quotations",
    "mark_differences",
    "verify_quote",
]
