"""Terms of a question and a selection -> the passages that hold them, by BM25.

The keyword index names candidates, by a sum over terms that it can compute fast; the catalogue's
own counts then give each its score, concept by concept. In a small library every passage is one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from rag.schema import Language
from vectorstore.catalogue import Catalogue
from vectorstore.engines import KeywordIndex
from vectorstore.errors import StoreDamagedError, StoreLockedError, StoreReadOnlyError
from vectorstore.remembered import Remembered
from vectorstore.scoring import join_terms, pooled_rarity, score_passages
from vectorstore.term_scan import TERM_SCAN_LIMIT, TermTable, TermTables
from vectorstore.terms import CodeGroup, encode_group, encode_groups
from vectorstore.values import LANGUAGES, Ranking, Selection, TermGroup

#: Candidates for each answer wanted, and at least: the index ranks by another score than we do.
#: XQuAD loses nothing at 4 against scoring every passage.
_CANDIDATES, _MIN_CANDIDATES = 4, 160


#: How long a search waits for the right to mend the index; another process may be mending it.
_MENDING_SECONDS = 5.0
_Found = TypeVar("_Found")

logger = logging.getLogger(__name__)


class LexicalSearch:
    """Passages by terms in one store; used by many threads.

    :param catalogue: the truth.
    :param index: holds at least the terms of all passages that count.
    :param remembered: what was read of the catalogue lately.
    :param scan_limit: most passages of a language that are looked at one by one.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        index: KeywordIndex,
        remembered: Remembered,
        *,
        scan_limit: int = TERM_SCAN_LIMIT,
    ) -> None:
        self._catalogue = catalogue
        self._index = index
        self._remembered = remembered
        self._tables = TermTables(catalogue, limit=min(scan_limit, TERM_SCAN_LIMIT))
        self._lock = threading.Lock()
        self._seen = -1
        #: Passages and their mean length in terms, by language.
        self._statistics: dict[Language, tuple[int, float]] = {}
        #: Versions that are in the index and do not count: not yet, or no longer.
        self._unfinished: list[int] = []

    def search(self, groups: Sequence[TermGroup], selection: Selection, top_k: int) -> Ranking:
        """Find the passages that hold the terms.

        :param groups: the question's concepts.
        :param selection: the passages that may be returned.
        :param top_k: how many, >= 1.
        :returns: ids with scores above 0, best first.
        """
        coded = encode_groups(groups)
        if not coded:
            return []
        generation = self._refresh()
        table = self._table(selection.language, generation)
        if table is not None:
            scores = table.score(coded, self._statistics[selection.language][1])
            kept = None
            if not selection.is_whole:
                kept = self._catalogue.keep(table.ids[scores > 0].tolist(), selection)
            return table.best(scores, top_k, kept=kept)
        limit = max(_MIN_CANDIDATES, _CANDIDATES * top_k)
        while True:
            ids = [id_ for id_, _ in self._index.search(coded, selection, limit)]
            # Versions that do not count yet, or no longer, are still in the index.
            counts = self._remembered.term_counts(generation, ids, selection)
            if len(counts) >= top_k or len(ids) < limit:
                break
            limit *= 4
        if not counts:
            return []
        scores = score_passages(
            coded,
            join_terms(list(counts.values())),
            rarities=self._rarities(coded, selection.language),
            mean_length=self._statistics[selection.language][1],
        )
        ranked = sorted(zip((-scores).tolist(), counts, strict=True))[:top_k]
        return [(id_, -lowered) for lowered, id_ in ranked if lowered < 0]

    def passage_counts(self) -> dict[Language, int]:
        """Count the passages of each language."""
        self._refresh()
        return {language: count for language, (count, _) in self._statistics.items()}

    def rarities(self, groups: Sequence[TermGroup], language: Language) -> list[float]:
        """Tell how rare each concept is among the passages of a language.

        :param groups: concepts.
        :param language: of the passages.
        :returns: one number a concept, > 0; the largest for what occurs nowhere.
        """
        table = self._table(language, self._refresh())
        coded = [encode_group(group) for group in groups]
        return self._rarities(coded, language) if table is None else table.rarities(coded)

    def _table(self, language: Language, generation: int) -> TermTable | None:
        total = self._statistics[language][0]
        return self._tables.get(language, generation=generation, total=total)

    def _rarities(self, groups: Sequence[CodeGroup], language: Language) -> list[float]:
        counts, total = self._document_counts(groups, language), self._statistics[language][0]
        return [pooled_rarity(group, counts, total) for group in groups]

    def _document_counts(self, groups: Sequence[CodeGroup], language: Language) -> dict[int, int]:
        codes = list({code for group in groups for code, _ in group})
        if not codes:
            return {}
        counts = self._index.document_counts(language, codes, without=self._unfinished)
        return dict(zip(codes, counts, strict=True))

    def _refresh(self) -> int:
        """Take up what has changed; returns the library's generation."""
        generation = self._catalogue.generation()
        with self._lock:
            if generation != self._seen:
                self._index.refresh()
                # After that: what the index has by now and does not count is among them.
                self._unfinished = [each.number for each in self._catalogue.unfinished()]
                self._statistics = {
                    language: self._catalogue.term_statistics(language) for language in LANGUAGES
                }
                self._index.require(each for each in LANGUAGES if self._statistics[each][0])
                self._seen = generation
        return generation


class Writer(Protocol):
    """Makes its caller the store's only writer; whoever enters builds a damaged index anew."""

    def __call__(self, *, wait_seconds: float) -> AbstractContextManager[None]:
        """Wait at most so long for another writer."""


def search_or_mend(search: Callable[[], _Found], writer: Writer) -> _Found:
    """Search by words; where the index is damaged, have it built anew first.

    :param search: raises StoreDamagedError where the index is damaged, and marks it.
    :param writer: of the store.
    :returns: what the search finds.
    :raises StoreDamagedError: if it cannot be built anew, as another process writes or none may.
    """
    try:
        return search()
    except StoreDamagedError as error:
        logger.warning("%s It is built anew now.", error)
        try:
            with writer(wait_seconds=_MENDING_SECONDS):
                pass
        except (StoreLockedError, StoreReadOnlyError):
            raise error from None
        return search()
