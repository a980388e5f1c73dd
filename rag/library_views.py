"""What a library shows beside answers: its terms and how they are rendered."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from rag.library_terms import LibraryLexicon
from rag.schema import Span
from rag.store_errors import library_errors
from rag.translation import LearnedTerms
from vectorstore import Store

if TYPE_CHECKING:
    from rag.concordance import RenderingGroup


class LibraryViews(ABC):
    """The part of ``Library`` that shows what it holds."""

    _store: Store
    #: The table with the library's own terms over it.
    _terms: LibraryLexicon | None

    @abstractmethod
    def learned_terms(self) -> LearnedTerms:
        """Give the terms learned from the library's pairs, and bring them up to date."""

    @abstractmethod
    def _sentence_pairs(self, zh_text: str, en_text: str) -> list[tuple[Span, Span]]:
        """Tell which stretch of a Chinese paragraph says the same as which of an English one."""

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
                term, self._store, sentence_pairs=self._sentence_pairs, lexicon=self._terms
            )
