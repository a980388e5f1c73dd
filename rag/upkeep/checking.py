"""A library -> what is right and wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.answer.certainty import CALIBRATED_WITH
from rag.documents import find_source_file
from rag.protocols import Embedder
from rag.schema import Document, Passage, SearchFilters
from rag.settings import AnswerSettings
from rag.text.speech import spoken_text
from rag.text.terms import index_terms
from rag.translation import LearnedTerms
from vectorstore import Store

#: 16-bit weights and batching round differently; another model or text is off by far more.
_VECTOR_TOLERANCE = 1e-2
_REINGEST = "run 'duizhao remove' and 'duizhao ingest' on them"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    :param found: what was found, and on a failure what to do.
    """

    name: str
    passed: bool
    found: str


def check_library(
    store: Store, embedder: Embedder, learned: LearnedTerms, settings: AnswerSettings
) -> Iterator[Check]:
    """Check a library through what it answers; nothing is changed.

    :param store: the library.
    :param embedder: the model it was made with.
    :param learned: the terms learned from its pairs.
    :param settings: how it answers.
    :yields: the checks, as they are done.
    """
    info = store.info
    counts = f"{info.document_count} documents, {info.paragraph_count} paragraphs"
    yield Check("contents", passed=True, found=f"{counts}, {info.pair_count} pairs")
    yield Check("embedder", passed=True, found=f"{info.embedder}, {info.dimension} dimensions")
    yield Check("terms", passed=True, found=_describe_terms(learned))
    yield Check("refusal", passed=True, found=_describe_refusal(embedder, settings))
    passages = {each.name: store.passages_of(each.name) for each in store.documents()}
    inexact = [
        name
        for name, own in passages.items()
        if (document := store.document(name)) is None or not is_exact(document, own)
    ]
    yield _verdict("quotes", inexact, "every paragraph is the exact text of its document")
    odd = [name for name, own in passages.items() if not _has_vectors(store, embedder, own)]
    yield _verdict("vectors", odd, "every paragraph has its vector")
    lost = [name for name, own in passages.items() if not _is_searchable(store, name, own)]
    yield _verdict("keywords", lost, "every document is found by its words")
    gone = [each.name for each in store.documents() if find_source_file(Path(each.path)) is None]
    note = f"no longer there: {', '.join(gone)} ('duizhao ingest ... --prune' drops them)"
    yield Check("sources", passed=True, found=note if gone else "every source file is there")


def _describe_refusal(embedder: Embedder, settings: AnswerSettings) -> str:
    rule = f"answers less certain than {settings.min_certainty:g} are refused"
    if embedder.name == CALIBRATED_WITH:
        off = f"and questions less relevant to the library than {settings.min_relevance:g}"
        return f"{rule}, {off}; calibrated with {CALIBRATED_WITH}"
    return (
        f"{rule}; that was calibrated with {CALIBRATED_WITH}, not {embedder.name}: see the curve of"
        " 'duizhao eval' on questions of yours and set DUIZHAO_ANSWER__MIN_CERTAINTY"
    )


def _describe_terms(learned: LearnedTerms) -> str:
    if not learned.pair_count:
        return "none learned: there are no pairs, or DUIZHAO_ADAPTATION__ENABLED is off"
    return f"{len(learned)} learned from {learned.pair_count} different pairs"


def _verdict(name: str, wrong: list[str], right: str) -> Check:
    if wrong:
        return Check(name, passed=False, found=f"damaged: {', '.join(wrong)}; {_REINGEST}")
    return Check(name, passed=True, found=right)


def is_exact(document: Document, passages: Sequence[Passage]) -> bool:
    """Tell whether every paragraph is what its spans of the document's text hold."""
    return all(
        "".join(document.text[start:end] for start, end in each.paragraph.spans)
        == each.paragraph.text
        for each in passages
    )


def _has_vectors(store: Store, embedder: Embedder, passages: list[Passage]) -> bool:
    if not passages:
        return True
    stored = store.vectors_of([each.id for each in passages])
    first = passages[0].paragraph
    # Earlier versions embedded the label of who speaks as well.
    fresh = embedder.encode([spoken_text(first), first.text])
    return len(stored) == len(passages) and any(
        np.allclose(stored[0], each, atol=_VECTOR_TOLERANCE) for each in fresh
    )


def _is_searchable(store: Store, name: str, passages: list[Passage]) -> bool:
    if not passages:
        return True
    longest = max(passages, key=lambda each: len(each.paragraph.text))
    language = longest.paragraph.language
    found = store.search_terms(
        [((term, 1.0),) for term in dict.fromkeys(index_terms(longest.paragraph.text))],
        language=language,
        top_k=1,
        filters=SearchFilters(documents=(name,)),
    )
    return bool(found)
