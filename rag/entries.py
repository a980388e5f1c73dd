"""Prepared documents -> what the store keeps of each paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from rag.describing import frame_terms
from rag.metadata import metadata_of
from rag.preparing import Prepared, count, split_terms
from rag.protocols import Embedder
from rag.schema import Document, Paragraph
from vectorstore import Entry


def build_entries(
    document: Document, paragraphs: Sequence[Paragraph], embedder: Embedder
) -> list[Entry]:
    """Make what the store indexes of each paragraph.

    Every paragraph is also found by the title and date of its document: "in the 2023 interview".

    :param document: with the title and date it states.
    :param paragraphs: all of one document, in reading order.
    :param embedder: the library's model.
    :returns: one entry a paragraph, in the same order.
    """
    return make_entries(document, count(document, paragraphs), embedder)


def make_entries(document: Document, prepared: Prepared, embedder: Embedder) -> list[Entry]:
    """Make what the store indexes of a document that was prepared.

    :param document: with the metadata that hold.
    :param prepared: its paragraphs and terms.
    :param embedder: the library's model.
    :returns: one entry a paragraph, in the same order.
    """
    frame = frame_terms(metadata_of(document))
    vectors = embedder.encode([paragraph.text for paragraph in prepared.paragraphs])
    return [
        Entry(
            paragraph=paragraph,
            context=context,
            vector=vector,
            terms=split_terms(terms),
            context_terms=[*split_terms(context_terms), *frame],
        )
        for paragraph, context, vector, terms, context_terms in zip(
            prepared.paragraphs,
            prepared.contexts,
            vectors,
            prepared.terms,
            prepared.context_terms,
            strict=True,
        )
    ]
