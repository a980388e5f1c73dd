"""Texts -> vectors: the bilingual model that ships, or any sentence-transformers model.

Importing this package imports neither torch nor sentence_transformers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.embedding.interaction import LateInteraction
from rag.embedding.static import StaticEmbedder
from rag.protocols import Embedder, Reader
from rag.settings import AnswerSettings, EmbeddingSettings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = [
    "LateInteraction",
    "StaticEmbedder",
    "as_langchain",
    "load_embedder",
    "load_interaction",
    "load_reader",
]

_BUILTIN = "builtin"


def load_embedder(settings: EmbeddingSettings) -> Embedder:
    """Load the embedder that the settings name.

    A model that is missing, not reachable or damaged is an ``EmbedderError`` that says what to do.

    :param settings: ``builtin``, or the name or path of a sentence-transformers model.
    :returns: the embedder.
    """
    if settings.model == _BUILTIN:
        return StaticEmbedder()
    from rag.embedding.transformer import TransformerEmbedder

    return TransformerEmbedder(settings.model, settings.device, settings.batch_size)


def load_interaction(embedder: Embedder) -> LateInteraction:
    """Load what compares a question with texts word by word.

    :param embedder: the library's; the shipped model is loaded where it is another one, since only
        that has vectors of words.
    :returns: the comparer.
    """
    return LateInteraction(embedder if isinstance(embedder, StaticEmbedder) else StaticEmbedder())


def load_reader(settings: AnswerSettings) -> Reader | None:
    """Load what reads the best sentences once more before one is quoted.

    :param settings: ``reader``: the name or path of a sentence-transformers model of both
        languages, or None for none.
    :returns: the reader; a model loads itself when it is first asked.
    """
    if settings.reader is None:
        return None
    from rag.embedding.lazy_reader import LazyReader

    return LazyReader(settings.reader)


def as_langchain(embedder: Embedder) -> Embeddings:
    """Put an embedder behind LangChain's ``Embeddings`` interface."""
    from rag.embedding.langchain import LangChainEmbeddings

    return LangChainEmbeddings(embedder)
