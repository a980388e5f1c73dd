"""All terms of a small library in memory: searched without an index, exactly, in less time.

Up to some thousand passages that takes less than asking the index for candidates and reading their
terms from the catalogue.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.schema import Language
from vectorstore.catalogue import Catalogue, IdArray
from vectorstore.scoring import (
    CONTEXT_SHARE,
    FloatVector,
    inverse_frequency,
    score_frequencies,
)
from vectorstore.terms import TERM_ROW, CodeGroup
from vectorstore.values import Ranking

#: Most passages of a language whose terms are kept, up to 3 KB each. With more, the index is as
#: fast, and reading them all after every change takes 20 ms and more.
TERM_SCAN_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class _Asked:
    """The terms of a question, concept after concept.

    :param concepts: number of each term's concept.
    :param weights: within the concept.
    :param places: of the terms among those of the table; 0 for unknown ones.
    :param is_known: whether any passage holds the term.
    """

    concepts: NDArray[np.intp]
    weights: FloatVector
    places: NDArray[np.intp]
    is_known: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TermTable:
    """The terms of all passages of one language, at one generation of the library.

    :param ids: of the passages, ascending.
    :param lengths: how many terms each passage's text has.
    :param codes: the different terms, ascending.
    :param held: how many passages hold each of them, in text or context, whichever is more.
    :param starts: where the passages that hold each term begin, and where the last's end.
    :param owners: places of these passages, ascending for each term.
    :param occurring: how often they hold it, in the context at its share.
    """

    ids: IdArray
    lengths: NDArray[np.int64]
    codes: NDArray[np.uint32]
    held: NDArray[np.int64]
    starts: NDArray[np.intp]
    owners: NDArray[np.int32]
    occurring: NDArray[np.float32]

    @classmethod
    def build(cls, rows: Sequence[tuple[int, bytes]]) -> TermTable:
        """Lay out the terms of passages.

        :param rows: ids, ascending, with rows of ``TERM_ROW``.
        :returns: the table.
        """
        counts = np.frombuffer(b"".join(blob for _, blob in rows), TERM_ROW)
        sizes = np.array([len(blob) for _, blob in rows], np.intp) // TERM_ROW.itemsize
        owners = np.repeat(np.arange(len(rows), dtype=np.int32), sizes)
        # By code and then by passage; numbers of one kind are sorted ten times as fast as rows.
        order = np.arange(len(counts), dtype=np.uint64) | counts["code"].astype(np.uint64) << 32
        order.sort()
        codes = (order >> 32).astype(np.uint32)
        order = (order & 0xFFFFFFFF).astype(np.intp)
        # Before the first stands another code than the first, if there is one.
        starts = np.flatnonzero(np.diff(codes, prepend=~codes[:1]))
        text, context = (counts[field].take(order) for field in ("text", "context"))
        held = [np.add.reduceat(each > 0, starts, dtype=np.int64) for each in (text, context)]
        return cls(
            ids=np.fromiter((id_ for id_, _ in rows), np.int64, len(rows)),
            lengths=np.bincount(owners, counts["text"], minlength=len(rows)).astype(np.int64),
            codes=codes.take(starts),
            held=np.maximum(*held),
            starts=np.append(starts, len(order)),
            owners=owners.take(order),
            occurring=text + np.float32(CONTEXT_SHARE) * context,
        )

    def score(self, groups: Sequence[CodeGroup], mean_length: float) -> FloatVector:
        """Score all passages against a question.

        :param groups: the question's concepts, none empty.
        :param mean_length: terms in the text of a passage, on average.
        :returns: as ``scoring.score_passages``.
        """
        asked = self._look_up(groups)
        return score_frequencies(
            self._pool_frequencies(asked, len(groups)),
            self.lengths,
            rarities=self._rarities(asked, len(groups)),
            mean_length=mean_length,
        )

    def rarities(self, groups: Sequence[CodeGroup]) -> list[float]:
        """Tell how rare concepts are, as ``scoring.pooled_rarity``."""
        return self._rarities(self._look_up(groups), len(groups))

    def _look_up(self, groups: Sequence[CodeGroup]) -> _Asked:
        terms = list(itertools.chain.from_iterable(groups))
        codes = np.array([code for code, _ in terms], np.uint32)
        places = np.searchsorted(self.codes, codes)
        places[places == len(self.codes)] = 0
        return _Asked(
            np.repeat(np.arange(len(groups)), [len(group) for group in groups]),
            np.array([weight for _, weight in terms], np.float64),
            places,
            self.codes[places] == codes if len(self.codes) else np.zeros(len(codes), np.bool_),
        )

    def _rarities(self, asked: _Asked, concepts: int) -> list[float]:
        if not len(self.codes):
            return [inverse_frequency(0, len(self.ids))] * concepts
        held = self.held[asked.places] * asked.is_known
        pooled = np.bincount(asked.concepts, asked.weights * held, minlength=concepts)
        total = len(self.ids)
        return [inverse_frequency(min(count, total), total) for count in pooled.tolist()]

    def _pool_frequencies(self, asked: _Asked, concepts: int) -> FloatVector:
        """Add up how often each passage holds each concept, shape ``(passages, concepts)``."""
        order = np.argsort(asked.places, kind="stable")
        known = order[asked.is_known[order]]
        first = self.starts[asked.places[known]]
        times = self.starts[asked.places[known] + 1] - first
        before = np.cumsum(times) - times
        rows = np.arange(times.sum()) + np.repeat(first - before, times)
        pooled = np.bincount(
            self.owners[rows].astype(np.intp) * concepts + np.repeat(asked.concepts[known], times),
            self.occurring[rows] * np.repeat(asked.weights[known], times),
            minlength=len(self.ids) * concepts,
        )
        return pooled.reshape(len(self.ids), concepts).astype(np.float64, copy=False)

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
        return TermTable.build(sorted(self._catalogue.all_term_counts(language)))
