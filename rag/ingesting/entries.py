"""Prepared documents -> what the store keeps of each paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.describing import frame_terms
from rag.ingesting.embedding import embed_paragraphs
from rag.ingesting.preparing import Prepared, count, split_terms
from rag.metadata import metadata_of
from rag.protocols import Embedder, Interaction
from rag.schema import Document, Paragraph
from vectorstore import Entry


@dataclass(frozen=True, slots=True)
class EntryMaker:
    """Makes what the store keeps of paragraphs.

    :param embedder: the library's model.
    :param interaction: what compares word by word, where searches do.
    """

    embedder: Embedder
    interaction: Interaction | None = None

    def build(self, document: Document, paragraphs: Sequence[Paragraph]) -> list[Entry]:
        """Make what the store indexes of each paragraph.

        :param document: with the metadata that hold.
        :param paragraphs: all of one document, in reading order.
        :returns: one entry a paragraph, in the same order.
        """
        return self.make(document, count(document, paragraphs))

    def make(self, document: Document, prepared: Prepared) -> list[Entry]:
        """Make what the store indexes of a document that was prepared.

        Every paragraph is also found by its document's title and date: "in the 2023 interview".

        :param document: with the metadata that hold.
        :param prepared: its paragraphs and terms.
        :returns: one entry a paragraph, in the same order.
        """
        frame = frame_terms(metadata_of(document))
        pieces, vectors = prepared.embedded or embed_paragraphs(
            prepared.paragraphs, self.embedder, self.interaction
        )
        return [
            Entry(
                paragraph=paragraph,
                context=context,
                vector=vector,
                terms=split_terms(terms),
                context_terms=[*split_terms(context_terms), *frame],
                letters=letters,
                pieces=reading,
            )
            for paragraph, context, vector, letters, reading, terms, context_terms in zip(
                prepared.paragraphs,
                prepared.contexts,
                vectors,
                prepared.letters,
                pieces,
                prepared.terms,
                prepared.context_terms,
                strict=True,
            )
        ]
