"""What a library shows beside answers: its terms, its pairs as files, what they differ in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from rag.document_names import require_document
from rag.library_parts.answerers import Answerers
from rag.library_parts.terms import LibraryLexicon
from rag.store_errors import library_errors
from rag.translation import LearnedTerms
from vectorstore import Store

if TYPE_CHECKING:
    from rag.concordance import RenderingGroup
    from rag.differences import Difference
    from rag.exporting import ExportFormat


class LibraryViews(ABC):
    """The part of ``Library`` that shows what it holds."""

    _store: Store
    #: The table with the library's own terms over it.
    _terms: LibraryLexicon | None
    _answerers: Answerers

    @abstractmethod
    def learned_terms(self) -> LearnedTerms:
        """Give the terms learned from the library's pairs, and bring them up to date."""

    def generation(self) -> int:
        """Read the number that grows with every change of the library, by any process."""
        with library_errors():
            return self._store.generation()

    def terms(self, term: str) -> list[RenderingGroup]:
        """Find every place of a term, grouped by its rendering in the other language.

        :param term: in Chinese or English; script variant, case and inflection do not matter.
        :returns: most frequent rendering first; places without one last.
        :raises QuestionError: if the term is empty or too long.
        """
        from rag.concordance import find_term

        self.learned_terms()
        with library_errors():
            return find_term(
                term,
                self._store,
                sentence_pairs=self._answerers.sentence_pairs,
                lexicon=self._terms,
            )

    def export(self, format: ExportFormat, document: str | None = None) -> bytes:  # noqa: A002
        """Write the pairs for other programs.

        :param format: ``tmx``, ``csv``, ``md`` or ``docx``.
        :param document: whose pairs; by default all.
        :returns: what the file holds.
        :raises DocumentError: if no document has that name.
        """
        from rag.exporting import export_pairs

        with library_errors():
            return export_pairs(self._store, format, document)

    def differences(self, document: str | None = None) -> list[Difference]:
        """Find what the sides of pairs do not say alike, and the letters in which copies differ.

        :param document: the one to look at; by default all.
        :returns: differences of pairs, then of copies, in the order of documents.
        :raises DocumentError: if no document has that name.
        """
        from rag.differences import find_differences

        self.learned_terms()
        with library_errors():
            require_document(self._store, document)
            return find_differences(
                self._store,
                sentence_pairs=self._answerers.sentence_pairs,
                lexicon=self._terms,
                document=document,
            )
