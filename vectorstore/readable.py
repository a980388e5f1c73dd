"""Indexes that can also be read as a whole, which checking and moving a library needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from rag.schema import Language
from vectorstore.engines import KeywordIndex, VectorIndex
from vectorstore.values import FloatArray


class ReadableVectors(VectorIndex, Protocol):
    """Vectors that can be listed."""

    def contents(self, language: Language) -> Iterator[tuple[list[int], FloatArray]]:
        """Read all that is kept of a language.

        :param language: of the passages.
        :returns: in parts, ids and vectors of shape ``(n, dimension)``.
        :raises StoreDamagedError: if it cannot be read.
        """


class ReadableKeywords(KeywordIndex, Protocol):
    """Passages that can be listed."""

    def ids(self, language: Language) -> list[int]:
        """List the ids of all passages of a language that are in the index.

        :param language: of the passages.
        :returns: in no order.
        :raises StoreDamagedError: if it cannot be read.
        """
