"""A checked question -> its hits in one library, and the names in it that the library lacks."""

from __future__ import annotations

from collections.abc import Set
from contextlib import nullcontext
from dataclasses import replace

from rag.library_parts.terms import LibraryLexicon
from rag.runtime.pacing import computing
from rag.schema import Hit, Question, SearchFilters
from rag.search import Query, Sources, retrieve
from rag.search.absence import find_names
from rag.search.rerank import Reranker, rerank
from rag.search.sayers import asks_what_is_said, find_sayers
from rag.search.telling import find_telling_places
from rag.settings import SearchSettings
from rag.store_errors import library_errors
from rag.wanted import wanted_language, without_wording
from rag.wordings import read_term

#: So many of the words of the one asked about come first where the search found none of his.
_OWN_WORDS = 4


class LibrarySearch:
    """The searches of a library.

    :param sources: the library, its models and the table that ships.
    :param terms: that table with the library's own terms laid over it.
    :param reranker: reads the first hits once more.
    :param settings: of searches.
    """

    def __init__(
        self,
        sources: Sources,
        terms: LibraryLexicon | None,
        reranker: Reranker | None,
        settings: SearchSettings,
    ) -> None:
        self._sources = sources
        self._terms = terms
        self._reranker = reranker
        self._settings = settings

    def find_evidence(
        self, question: Question, filters: SearchFilters, top_k: int | None
    ) -> list[Hit]:
        """Find the evidence for a question whose names are noted, as ``retrieve``.

        What somebody is asked to have said is looked for among his words where nothing else found
        is his: others say more of the subject.
        """
        hits = self.retrieve(question, filters, top_k)
        speakers = {*question.speakers}
        if not speakers or filters.speakers or any(_is_by(hit, speakers) for hit in hits):
            return hits
        own = self.retrieve(question, replace(filters, speakers=question.speakers), top_k)
        return [*own[:_OWN_WORDS], *hits][: max(len(own), len(hits))]

    def retrieve(
        self,
        question: Question,
        filters: SearchFilters,
        top_k: int | None,
        *,
        adapted: bool = True,
    ) -> list[Hit]:
        """Find the passages that bear on a question; see ``Library.search``.

        :param question: completed from its history.
        :param filters: without those on metadata.
        :param top_k: how many entries; by default what the settings say.
        :param adapted: whether to use the library's own terms.
        :returns: hits, best first.
        """
        shown = wanted_language(question.text, question.language)
        text = question.search_text
        term = read_term(text, question.search_language)
        query = Query(without_wording(text), question.search_language, filters, shown, term)
        if term is not None and term.language != query.language:
            # Searched in its own language: what is around it says only what is wanted of it.
            query = replace(query, text=term.text, language=term.language)
        sources = replace(self._sources, lexicon=self._terms) if adapted else self._sources
        wanted = top_k or self._settings.top_k
        reranked = self._settings.rerank_candidates if self._reranker else 0
        with library_errors():
            if self._terms is not None:
                self._terms.refresh()
            # Two that wait for a server would keep all others from the processor.
            with nullcontext() if sources.store.is_served else computing:
                hits = retrieve(query, sources, self._settings, top_k=max(wanted, reranked))
        if self._reranker:
            hits = [*rerank(text, hits[:reranked], self._reranker), *hits[reranked:]]
        return hits[:wanted]

    def note_names(self, question: Question) -> Question:
        """Note the names in a question's own words that stand nowhere in the library, or seldom."""
        typed = without_wording(question.text)
        sources = replace(self._sources, lexicon=self._terms)
        with library_errors():
            names = find_names(typed, question.search_language, sources)
            places = find_telling_places(typed, sources.store)
            labels = sources.store.speakers() if asks_what_is_said(typed) else ()
        return replace(
            question,
            absent_names=names.absent,
            places=tuple(places),
            names=names.present,
            speakers=tuple(find_sayers(typed, (label for label, _, _ in labels))),
        )


def _is_by(hit: Hit, speakers: Set[str]) -> bool:
    other = hit.counterpart
    passages = (hit.passage, *(other.passages if other is not None else ()))
    return any(passage.paragraph.speaker in speakers for passage in passages)
