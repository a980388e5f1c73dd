"""A source's bytes -> a document with all that is counted in its text; no model, no library.

That is most of an ingest's work, and one document has nothing to do with the other: the processes
of ``rag.ingesting.crew`` do it side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rag.documents import load_source, split_paragraphs
from rag.errors import DocumentError
from rag.ingesting.passages import find_contexts
from rag.protocols import FloatMatrix
from rag.schema import Document, Paragraph
from rag.settings import DocumentSettings
from rag.text.letter_counts import pack_letters
from rag.text.terms import index_terms

#: A reading of each paragraph, by which it is compared word by word, and the vectors of all.
Embedded = tuple[list[bytes], FloatMatrix]


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be read.

    :param path: of the source.
    :param data: its bytes.
    :param name: what the document is called in the library.
    """

    path: Path
    data: bytes
    name: str

    @property
    def size(self) -> int:
        """How many bytes it holds."""
        return len(self.data)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document as it is read; one context and two lots of terms a paragraph.

    :param terms: index terms of each paragraph, joined by line breaks: a hundredth of the objects.
    :param context_terms: of each context, the same way.
    :param letters: of each paragraph, as its copies are looked for by.
    :param embedded: of the paragraphs, where that was done with the rest.
    """

    document: Document
    paragraphs: Sequence[Paragraph]
    contexts: Sequence[str]
    terms: Sequence[str]
    context_terms: Sequence[str]
    letters: Sequence[bytes]
    embedded: Embedded | None = field(default=None, compare=False)


def prepare(task: Task, settings: DocumentSettings) -> Prepared:
    """Read a document and count its terms.

    :param task: what to read.
    :param settings: the limits that hold.
    :returns: the document, with at least one paragraph.
    :raises DocumentError: as ``load_source``; or nothing in it is a paragraph.
    """
    document = load_source(task.path, task.data, task.name, settings)
    paragraphs = split_paragraphs(document)
    if not paragraphs:
        raise DocumentError(
            f"{task.path}: no paragraph of Chinese or English text was found. "
            "Check that the file holds the text itself and not pictures of it."
        )
    return count(document, paragraphs)


def count(document: Document, paragraphs: Sequence[Paragraph]) -> Prepared:
    """Find contexts, and count terms and letters.

    :param document: the document.
    :param paragraphs: all of it, in reading order.
    :returns: both, with contexts, terms and letters.
    """
    contexts = find_contexts(paragraphs)
    return Prepared(
        document,
        paragraphs,
        contexts,
        ["\n".join(index_terms(paragraph.text)) for paragraph in paragraphs],
        ["\n".join(index_terms(context)) for context in contexts],
        [pack_letters(paragraph.text) for paragraph in paragraphs],
    )


def split_terms(joined: str) -> list[str]:
    """Give the terms that were joined."""
    return joined.split("\n") if joined else []
