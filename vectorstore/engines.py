"""What a store needs of the engines that search its vectors and its words.

Both hold derived data only: whatever they lose can be made again from the catalogue. Ids and
versions come from the catalogue, are never used twice, and grow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.schema import Language
from vectorstore.terms import CodeGroup, TermCounts
from vectorstore.values import FloatArray, Ranking, Selection


@dataclass(frozen=True, slots=True)
class TermsRow:
    """A passage as the keyword index keeps it.

    :param version: number of the version of the document it belongs to.
    :param document: the document's name.
    :param first_day: first day of the document's date as ``yyyymmdd``; None where it has none.
    :param last_day: the last day of it.
    :param counts: how often which term occurs.
    """

    id: int
    version: int
    language: Language
    document: str
    speaker: str | None
    first_day: int | None
    last_day: int | None
    counts: TermCounts


class VectorIndex(Protocol):
    """Nearest vectors by inner product."""

    def upsert(self, language: Language, ids: Sequence[int], vectors: FloatArray) -> None:
        """Keep vectors under their ids; durable when this returns.

        :param language: of the passages.
        :param ids: passage ids.
        :param vectors: shape ``(len(ids), dimension)``.
        :raises StoreWriteError: if that fails.
        :raises StoreDamagedError: if the index cannot be opened.
        """

    def delete(self, language: Language, ids: Sequence[int]) -> None:
        """Forget vectors; unknown ids are passed over.

        :param language: of the passages.
        :param ids: passage ids.
        :raises StoreWriteError: if that fails.
        :raises StoreDamagedError: if the index cannot be opened.
        """

    def search(self, language: Language, vector: FloatArray, limit: int) -> Ranking:
        """Find the nearest vectors.

        :param language: of the passages.
        :param vector: shape ``(dimension,)``, unit length.
        :param limit: how many at most.
        :returns: ids with cosine similarity, best first; fewer than ``limit`` only where the index
            holds no more.
        :raises StoreDamagedError: if the index cannot be read.
        :raises StoreReadOnlyError: if it can only be opened in a folder that can be written.
        """

    def refresh(self) -> None:
        """Forget what is held in memory, because another process has written."""

    def is_damaged(self) -> bool:
        """Whether it has to be built again: a change to it was cut off, or its files are gone."""

    def rebuild(self, rows: Iterable[tuple[Language, Sequence[int], FloatArray]]) -> None:
        """Drop everything, also what is damaged, and keep these vectors.

        Until it is done the index counts as damaged, also after a kill.

        :param rows: language, ids and vectors of passages, as for ``upsert``.
        :raises StoreWriteError: if that fails.
        """

    def close(self) -> None:
        """Release files and memory."""


class KeywordIndex(Protocol):
    """Which passages hold which terms; languages apart, so that their statistics are too."""

    def add(self, rows: Sequence[TermsRow]) -> None:
        """Add passages; searchable after ``commit``.

        :param rows: passages that are not in the index.
        :raises StoreWriteError: if that fails.
        :raises StoreDamagedError: if the index cannot be opened.
        """

    def delete(self, versions: Sequence[int]) -> None:
        """Forget all passages of these versions of documents, at the next ``commit``.

        :param versions: numbers of versions; unknown ones are passed over.
        :raises StoreWriteError: if that fails.
        :raises StoreDamagedError: if the index cannot be opened.
        """

    def commit(self) -> None:
        """Make what was added and deleted durable and searchable, all or nothing per language.

        :raises StoreWriteError: if that fails.
        """

    def rollback(self) -> None:
        """Drop what was added and deleted since the last ``commit``."""

    def release(self) -> None:
        """End writing: give up the engine's own lock and finish its background work."""

    def search(self, groups: Sequence[CodeGroup], selection: Selection, limit: int) -> Ranking:
        """Find candidates: the passages that hold any of the terms, the likeliest first.

        :param groups: the question's concepts.
        :param selection: the passages that may be returned.
        :param limit: how many at most.
        :returns: ids with the engine's own scores, best first; fewer than ``limit`` only where no
            other passage holds a term.
        :raises StoreDamagedError: if the index cannot be read.
        """

    def document_counts(
        self, language: Language, codes: Sequence[int], *, without: Sequence[int] = ()
    ) -> list[int]:
        """Count the passages that hold each of some terms, in text or context.

        :param language: of the passages.
        :param codes: the terms.
        :param without: numbers of versions whose passages do not count.
        :returns: counts in the same order, exact: what is left in the index of earlier versions
            must not show in any score.
        :raises StoreDamagedError: if the index cannot be read.
        """

    def refresh(self) -> None:
        """See what has been committed since, by this process or another."""

    def is_damaged(self) -> bool:
        """Whether it has to be built again, because its files are gone or cannot be read."""

    def require(self, languages: Iterable[Language]) -> None:
        """Make sure that the indexes of some languages can be searched.

        :param languages: those that the library holds passages of.
        :raises StoreDamagedError: if one is missing, or has to be built again.
        """

    def rebuild(self, batches: Iterable[Sequence[TermsRow]]) -> None:
        """Drop everything, also what is damaged, and keep these passages.

        Until it is done the index counts as damaged, also after a kill.

        :param batches: passages, as for ``add``.
        :raises StoreWriteError: if that fails.
        """

    def close(self) -> None:
        """Release files and memory."""
