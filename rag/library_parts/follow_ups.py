"""A library -> whether a question of a conversation stands alone, by what it answers.

Each question asks that of all before it again, so what was told is kept while the library is the
same.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rag.library_parts.answerers import Answerers
from rag.library_parts.search import LibrarySearch
from rag.protocols import Lexicon
from rag.schema import Answer, AnswerDone, Question, SearchFilters
from rag.store_errors import library_errors

if TYPE_CHECKING:
    from rag.answer.follow_ups.evidence import Joined, StandsAlone
    from vectorstore import Store

_EXTRACTIVE = "extractive"
#: Questions of conversations that are remembered.
_MOST = 1_000


class LibraryFollowUps:
    """Tries questions of a conversation out, alone and joined to those before.

    :param store: of the library.
    :param search: of the library.
    :param answerers: of the library.
    :param lexicon: its translation table.
    """

    def __init__(
        self,
        store: Store,
        search: LibrarySearch,
        answerers: Answerers,
        lexicon: Lexicon | None,
    ) -> None:
        self._store = store
        self._search = search
        self._answerers = answerers
        self._lexicon = lexicon
        self._told: dict[tuple[int, SearchFilters, Joined], bool] = {}

    def within(self, filters: SearchFilters) -> StandsAlone:
        """Give what tells whether a question stands alone.

        :param filters: what to limit the search to, without those on metadata.
        :returns: it searches and answers without a model, once alone and once joined.
        """
        from rag.answer.follow_ups.evidence import EvidenceJudge

        judge = EvidenceJudge(partial(self._find, filters), self._lexicon)
        return partial(self._tell, judge, filters)

    def _tell(self, judge: StandsAlone, filters: SearchFilters, question: Joined) -> bool:
        with library_errors():
            key = self._store.generation(), filters, question
        told = self._told.get(key)
        if told is None:
            told = judge(question)
            if len(self._told) >= _MOST:
                self._told.clear()
            self._told[key] = told
        return told

    def _find(self, filters: SearchFilters, question: Question) -> Answer:
        question = self._search.note_names(question)
        hits = self._search.find_evidence(question, filters, None)
        for event in self._answerers.load(_EXTRACTIVE).stream(question, hits):
            if isinstance(event, AnswerDone):
                return event.answer
        raise AssertionError("an answerer ended without AnswerDone")
