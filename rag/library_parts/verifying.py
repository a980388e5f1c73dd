"""Quotes against a library: whether they stand there, and what says the same beside them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.document_names import require_document
from rag.errors import DocumentError, FilterError, QuestionError
from rag.library_parts.answerers import Answerers
from rag.protocols import Embedder
from rag.schema import Counterpart, Hit, Passage, SearchFilters, Span
from rag.store_errors import library_errors
from vectorstore import Store

if TYPE_CHECKING:
    from rag.verifying import LibraryLetters, QuoteCheck, QuotePlace, QuoteStretch

#: Places whose counterpart is looked for: aligning sentences takes some milliseconds each.
_WITH_COUNTERPART = 5
_NEAREST = 3
#: A search takes questions up to 2,000 characters.
_MAX_SEARCHED_CHARS = 500


class LibraryVerifying(ABC):
    """The part of ``Library`` that checks quotes."""

    _store: Store
    _embedder: Embedder
    _answerers: Answerers
    #: Made when a quote is first checked.
    _letters: LibraryLetters | None = None

    @abstractmethod
    def search(
        self, question: str, *, filters: SearchFilters | None = None, top_k: int | None = None
    ) -> list[Hit]:
        """Find the passages that bear on a question."""

    def verify_quote(self, quote: str, *, document: str | None = None) -> QuoteCheck:
        """Tell whether a quote stands in the library letter by letter, and where.

        Quotation marks, white space, width, case and Traditional or Simplified script do not count,
        and are reported; an ellipsis or brackets stand for words left out. A figure that is cut
        (12 of 312) is no quote.

        :param quote: in Chinese or English.
        :param document: name of the only document to look in; by default all.
        :returns: the places with what says the same in the other language; else the nearest
            passage and the words that differ, or what the library says on it.
        :raises QuestionError: if the quote has no letter, or is too long.
        :raises DocumentError: if no document has that name.
        """
        from rag.verifying import LibraryLetters, verify_quote

        if self._letters is None:
            self._letters = LibraryLetters(self._store)
        documents = None if document is None else (document,)
        with library_errors():
            require_document(self._store, document)
            check = verify_quote(quote, self._letters, documents=documents)
            shown = check.places[:_WITH_COUNTERPART]
            places = [self._add_counterparts(place) for place in shown]
        nearest = () if check.places else self._find_nearest(quote, documents or ())
        rest = check.places[_WITH_COUNTERPART:]
        return replace(check, places=(*places, *rest), nearest=nearest)

    def passage_at(self, document: str, paragraph: int) -> Hit:
        """Give a paragraph with what it says in the other language.

        :param document: its document's name.
        :param paragraph: its number there, from 1.
        :returns: the passage; without a counterpart where none is known.
        :raises DocumentError: if there is no such document or paragraph.
        """
        with library_errors():
            require_document(self._store, document)
            passages = self._store.passages_of(document)
            for passage in passages:
                if passage.paragraph.number == paragraph:
                    return Hit(passage, 0.0, counterpart=self._counterpart(passage))
        numbers = [passage.paragraph.number for passage in passages]
        raise DocumentError(
            f"{document!r} has no paragraph {paragraph}. Its paragraphs are numbered "
            f"{min(numbers, default=0)} to {max(numbers, default=0)}."
        )

    def _add_counterparts(self, place: QuotePlace) -> QuotePlace:
        return replace(place, stretches=tuple(map(self._add_counterpart, place.stretches)))

    def _add_counterpart(self, stretch: QuoteStretch) -> QuoteStretch:
        counterpart = self._counterpart(stretch.passage)
        quote = self._counterpart_quote(stretch.passage, stretch.span, counterpart)
        return replace(stretch, counterpart=counterpart, counterpart_quote=quote)

    def _counterpart(self, passage: Passage) -> Counterpart | None:
        sides: Sequence[Counterpart] = self._store.counterparts([passage.id]).get(passage.id, [])
        return sides[0] if sides else None

    def _counterpart_quote(
        self, passage: Passage, span: Span, counterpart: Counterpart | None
    ) -> str:
        from rag.answer.counterparts import find_counterpart_quote

        return find_counterpart_quote(
            passage,
            span,
            counterpart,
            encode=self._embedder.encode,
            pairs=self._answerers.sentence_pairs,
        )

    def _find_nearest(self, quote: str, documents: Sequence[str]) -> tuple[Hit, ...]:
        """Search for what the quote may have been taken from; nothing for a third language."""
        filters = SearchFilters(documents=tuple(documents))
        try:
            found = self.search(quote[:_MAX_SEARCHED_CHARS], filters=filters, top_k=_NEAREST)
        except (QuestionError, FilterError):
            return ()
        return tuple(found)
