"""Which zh paragraph says the same as which en paragraph."""

from __future__ import annotations

from rag.pairing.align import AlignedPair, align_paragraphs
from rag.pairing.belief import Believed, choose_believable
from rag.pairing.matching import DocumentSide, match_documents
from rag.pairing.rivals import Claim, settle_claims
from rag.pairing.sentences import AlignedSentences, align_sentences

__all__ = [
    "AlignedPair",
    "AlignedSentences",
    "Believed",
    "Claim",
    "DocumentSide",
    "align_paragraphs",
    "align_sentences",
    "choose_believable",
    "match_documents",
    "settle_claims",
]
