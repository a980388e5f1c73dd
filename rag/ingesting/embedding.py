"""Paragraphs -> their vectors, and what they are compared by word by word."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from rag.embedding import LateInteraction, StaticEmbedder, load_interaction
from rag.ingesting.preparing import Embedded, Prepared
from rag.protocols import Embedder, Interaction
from rag.schema import Paragraph
from rag.text.speech import spoken_text


def embed_paragraphs(
    paragraphs: Sequence[Paragraph], embedder: Embedder, interaction: Interaction | None
) -> Embedded:
    """Embed what is said in paragraphs, without the speakers' labels.

    :param paragraphs: of one document.
    :param embedder: the library's model.
    :param interaction: what compares word by word; without one the readings are empty.
    :returns: a reading of each, and the vectors, shape (paragraphs, dimension).
    """
    texts = [spoken_text(paragraph) for paragraph in paragraphs]
    if interaction is None:
        return [b""] * len(texts), embedder.encode(texts)
    return interaction.read_and_encode(texts, embedder)


def is_shipped(embedder: Embedder, interaction: Interaction | None) -> bool:
    """Tell whether both are what ships, which any process can load in a moment."""
    is_model = isinstance(embedder, StaticEmbedder) and embedder.is_builtin
    return is_model and isinstance(interaction, LateInteraction)


def embed_with_shipped(prepared: Prepared) -> Prepared:
    """Embed a document's paragraphs with the model that ships; the same in any process."""
    embedder, interaction = _load_shipped()
    return replace(prepared, embedded=embed_paragraphs(prepared.paragraphs, embedder, interaction))


@functools.cache
def _load_shipped() -> tuple[Embedder, Interaction]:
    embedder = StaticEmbedder()
    return embedder, load_interaction(embedder)
