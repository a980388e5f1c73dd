"""Which zh paragraph says the same as which en paragraph."""

from __future__ import annotations

from rag.pairing.align import AlignedPair, align_paragraphs
from rag.pairing.matching import DocumentSide, match_documents
from rag.pairing.rivals import Claim, settle_claims
from rag.pairing.sentences import AlignedSentences, align_sentences

__all__ = [
    "AlignedPair",
    "AlignedSentences",
    "Claim",
    "DocumentSide",
    "align_paragraphs",
    "align_sentences",
    "match_documents",
    "settle_claims",
]
