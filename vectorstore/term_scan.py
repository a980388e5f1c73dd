"""All terms of a small library in memory: searched without an index, exactly, in less time.

Up to some thousand passages a look at every term takes less than asking the index for candidates
and reading their terms from the catalogue.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from rag.schema import Language
from vectorstore.catalogue import Catalogue, IdArray
from vectorstore.scoring import (
    FloatVector,
    PassageTerms,
    count_passages,
    join_terms,
    pooled_rarity,
)
from vectorstore.terms import CodeGroup
from vectorstore.values import Ranking

#: Most passages of a language whose terms are kept, up to 1.6 KB each. With more, the index is as
#: fast, and reading them all after every change takes 20 ms and more.
TERM_SCAN_LIMIT = 2_000
#: Concepts whose rarity is remembered.
_MOST_KNOWN = 20_000


@dataclass(frozen=True, slots=True)
class TermTable:
    """The terms of all passages of one language, at one generation of the library.

    :param ids: of the passages, ascending.
    :param passages: their terms, in the same order.
    """

    ids: IdArray
    passages: PassageTerms
    _known: dict[CodeGroup, float] = field(default_factory=dict, init=False)

    def rarities(self, groups: Sequence[CodeGroup]) -> list[float]:
        """Tell how rare concepts are, as ``pooled_rarity``; once, since a question asks twice."""
        found = {group: self._known[group] for group in groups if group in self._known}
        missing = [group for group in dict.fromkeys(groups) if group not in found]
        if missing:
            codes = list({code for group in missing for code, _ in group})
            counts = dict(zip(codes, count_passages(codes, self.passages), strict=True))
            new = {group: pooled_rarity(group, counts, len(self.ids)) for group in missing}
            found |= new
            if len(self._known) + len(new) <= _MOST_KNOWN:
                self._known.update(new)
        return [found[group] for group in groups]

    def best(self, scores: FloatVector, top_k: int, *, kept: set[int] | None) -> Ranking:
        """Give the ids of the best passages with their scores.

        :param scores: of all passages, in the order of ids.
        :param top_k: how many at most, >= 1.
        :param kept: the ids that may be given; None for all.
        :returns: those above 0, best first; of equal ones the lower id.
        """
        places = np.flatnonzero(scores > 0)
        if kept is not None:
            places = places[np.isin(self.ids[places], np.fromiter(kept, np.int64, len(kept)))]
        # Stable, and ids ascend.
        order = places[np.argsort(-scores[places], kind="stable")[:top_k]]
        return list(zip(self.ids[order].tolist(), scores[order].tolist(), strict=True))


class TermTables:
    """The tables of one store, each read when it is first needed; used by many threads.

    :param catalogue: where terms are read from.
    :param limit: most passages of a language that get one.
    """

    def __init__(self, catalogue: Catalogue, *, limit: int) -> None:
        self._catalogue = catalogue
        self._limit = limit
        self._lock = threading.Lock()
        self._generation = -1
        self._tables: dict[Language, TermTable] = {}

    def get(self, language: Language, *, generation: int, total: int) -> TermTable | None:
        """Give the table of a language.

        :param language: of the passages.
        :param generation: of the library.
        :param total: how many passages it has in that language.
        :returns: the table; None where they are too many.
        """
        if total > self._limit:
            return None
        with self._lock:
            if generation != self._generation:
                self._generation, self._tables = generation, {}
            if language not in self._tables:
                self._tables[language] = self._read(language)
            return self._tables[language]

    def _read(self, language: Language) -> TermTable:
        rows = sorted(self._catalogue.all_term_counts(language))
        ids = np.fromiter((id_ for id_, _ in rows), np.int64, len(rows))
        return TermTable(ids, join_terms([counts for _, counts in rows]))
