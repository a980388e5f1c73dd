"""Document -> its Paragraphs in reading order: the recipe, in the order it happens."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from rag.documents.formats.loaded import FORM, SPEAKERS, SPEECH
from rag.documents.given import split_given
from rag.documents.heads import mark_head
from rag.documents.labels import build_labels
from rag.documents.layout import join_halves, join_lines, split_stretches
from rag.documents.lines import read_lines
from rag.documents.stretch import Joiner
from rag.documents.turns import assign_roles
from rag.schema import Document, Paragraph

#: Enough of a document to tell which characters it puts together often.
_COUNTED_CHARS = 200_000


def split_paragraphs(document: Document) -> list[Paragraph]:
    """Find the paragraphs of a document, each in one language, numbered from 1.

    :param document: as loaded.
    :returns: in reading order; every text is exactly what its spans of the document's text hold.
    """
    if document.given_pairs:
        return split_given(document)
    text = document.text
    lines = read_lines(text)
    book = build_labels(lines, document.metadata.get(SPEAKERS, "").splitlines())
    joiner = Joiner(text)
    stretches = join_lines(mark_head(lines, book), book, joiner)
    blocks = join_halves(
        split_stretches(stretches, book), book, joiner, cache(text[:_COUNTED_CHARS].count)
    )
    roles = assign_roles(blocks, book, only_speech=document.metadata.get(FORM) == SPEECH)
    return [
        Paragraph(
            document=document.name,
            number=number,
            language=block.language,
            kind=role.kind,
            speaker=role.speaker,
            text=block.stretch.text,
            spans=block.stretch.spans,
            page=bisect_right(document.page_starts, block.stretch.start) or None,
        )
        for number, (block, role) in enumerate(zip(blocks, roles, strict=True), 1)
    ]
