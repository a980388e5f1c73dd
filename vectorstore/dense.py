"""A vector and a selection -> the nearest passages.

The index answers for what it held when it was opened; what the catalogue has gained since is
compared row by row, and so is everything where the selection is small: exact, as fast as the
index up to some tens of thousands of rows, and without the half second that loading it takes.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from vectorstore.catalogue import Catalogue, IdArray
from vectorstore.engines import VectorIndex
from vectorstore.errors import StoreDamagedError, StoreReadOnlyError
from vectorstore.remembered import Remembered
from vectorstore.values import FloatArray, Ranking, Selection

logger = logging.getLogger(__name__)

#: Most rows compared one by one. 20,000 of 256 dimensions take 20 MB and 0.6 ms; Chroma's graph
#: answers in 1.4 ms and takes 0.6 s to load.
SCAN_LIMIT = 20_000
#: Row sets kept in memory, each at most SCAN_LIMIT rows: both languages, with and without filters.
_MAX_CACHED = 4
#: More than this many answers are never asked of the index; all rows are compared instead.
_MAX_ASKED = 10_000


#: Searches of the index at a time, in threads that begin as they are needed: a server may be asked
#: many, of what is embedded ``rag.runtime.pacing`` lets two callers compute, in two languages.
_MAX_AHEAD = 16


@dataclass(frozen=True, slots=True)
class _Rows:
    ids: IdArray
    vectors: FloatArray


@dataclass(frozen=True, slots=True)
class _Key:
    generation: int
    selection: Selection
    after: int


class DenseSearch:
    """Nearest passages of one store; used by many threads.

    :param catalogue: the truth.
    :param index: holds at least every vector that counted when it was opened.
    :param remembered: what was read of the catalogue lately.
    :param dimension: length of a vector.
    :param scan_limit: most rows that are compared one by one.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        index: VectorIndex,
        remembered: Remembered,
        *,
        dimension: int,
        scan_limit: int = SCAN_LIMIT,
    ) -> None:
        self._catalogue = catalogue
        self._index = index
        self._remembered = remembered
        self._dimension = dimension
        self._scan_limit = scan_limit
        self._lock = threading.RLock()
        self._cache: dict[_Key, _Rows] = {}
        self._counts: dict[_Key, int] = {}
        #: Searches of the index, which does not need the interpreter: the words of a question are
        #: looked up meanwhile.
        self._ahead = ThreadPoolExecutor(_MAX_AHEAD, "vectors")
        #: The index holds every passage up to this id; None before it is first needed.
        self._indexed: int | None = None

    def begin(self, vector: FloatArray, selection: Selection, top_k: int) -> Callable[[], Ranking]:
        """Begin to find the nearest passages; a large index searches while the caller goes on.

        :param vector: shape ``(dimension,)``; its length does not matter.
        :param selection: the passages that may be returned.
        :param top_k: how many, >= 1.
        :returns: gives ids with cosine similarity, best first; to be called once, by this thread.
        :raises ValueError: if the vector has another dimension.
        """
        vector = np.asarray(vector, np.float32).reshape(-1)
        if len(vector) != self._dimension:
            raise ValueError(
                f"A vector of {self._dimension} dimensions is wanted, this has {len(vector)}."
            )
        norm = np.float32(np.linalg.norm(vector))
        return self._begin(vector / norm, selection, top_k) if norm else list

    def _begin(self, vector: FloatArray, selection: Selection, top_k: int) -> Callable[[], Ranking]:
        generation = self._catalogue.generation()
        key = _Key(generation, selection, 0)
        total = self._count(key)
        if total <= self._scan_limit:
            return lambda: _nearest([self._rows(key)], vector, top_k)
        indexed = self._indexed_up_to(generation, selection)
        if indexed is None:
            return lambda: self._scan(vector, selection, top_k)
        everything = self._count(_Key(generation, Selection(selection.language), 0))
        limit = top_k * everything // max(1, total) + top_k // 4 + 10
        asked = self._ask(vector, selection, limit)

        def finish() -> Ranking:
            found = self._ask_until_enough(asked, vector, selection, top_k, limit=limit)
            if found is None:
                return self._scan(vector, selection, top_k)
            recent = self._rows(_Key(generation, selection, indexed))
            merged = dict(found) | dict(_nearest([recent], vector, top_k))
            return _best(merged.items(), top_k)

        return finish

    def _ask(self, vector: FloatArray, selection: Selection, limit: int) -> Future[Ranking]:
        return self._ahead.submit(self._index.search, selection.language, vector, limit)

    def close(self) -> None:
        """Wait for searches under way; nothing can be searched afterwards."""
        self._ahead.shutdown()

    def begin_writing(self, *, is_current: bool) -> None:
        """Make sure that the index may be changed: it must not be older than its files.

        :param is_current: whether nobody else has written since ``end_writing``.
        """
        if not is_current:
            with self._lock:
                self._index.refresh()
                self._indexed = None

    def end_writing(self) -> None:
        """Note that the index holds all that counts now; called while still the only writer."""
        with self._lock:
            self._indexed = self._catalogue.last_id()

    def _indexed_up_to(self, generation: int, selection: Selection) -> int | None:
        """Highest id from which on rows are compared one by one; None if the index is no use."""
        with self._lock:
            if self._indexed is not None:
                key = _Key(generation, Selection(selection.language), self._indexed)
                if self._count(key) <= self._scan_limit:
                    return self._indexed
            try:
                if self._index.is_damaged():
                    logger.warning("The vector index is incomplete; comparing every vector.")
                    return None
                # What counts now is in the index's files, since vectors are written first.
                last = self._catalogue.last_id()
                self._index.refresh()
            except StoreReadOnlyError:
                return None
            self._indexed = last
            return last

    def _ask_until_enough(
        self,
        asked: Future[Ranking],
        vector: FloatArray,
        selection: Selection,
        top_k: int,
        *,
        limit: int,
    ) -> Ranking | None:
        """Ask for more until enough of the answers count and are selected; None to give up."""
        while limit <= max(_MAX_ASKED, 2 * top_k):
            try:
                found = asked.result()
            except (StoreDamagedError, StoreReadOnlyError) as error:
                logger.warning("%s Comparing every vector instead.", error)
                return None
            ids = [id_ for id_, _ in found]
            # Of a whole language nearly all that is found counts.
            likely = ids[:top_k] if selection.is_whole else ids
            kept = self._remembered.keep(likely, selection)
            if len(kept) < top_k and len(likely) < len(ids):
                kept |= self._remembered.keep(ids[top_k:], selection)
            if len(kept) >= top_k or len(found) < limit:
                return [(id_, score) for id_, score in found if id_ in kept][:top_k]
            limit *= 4
            asked = self._ask(vector, selection, limit)
        return None

    def _scan(self, vector: FloatArray, selection: Selection, top_k: int) -> Ranking:
        blocks = self._catalogue.vectors(selection)
        return _nearest((_Rows(ids, vectors) for ids, vectors in blocks), vector, top_k)

    def _count(self, key: _Key) -> int:
        with self._lock:
            if key not in self._counts:
                self._forget(key.generation)
                self._counts[key] = self._catalogue.count(key.selection, after=key.after)
            return self._counts[key]

    def _rows(self, key: _Key) -> _Rows:
        with self._lock:
            if key not in self._cache:
                self._forget(key.generation)
                while len(self._cache) >= _MAX_CACHED:
                    del self._cache[next(iter(self._cache))]
                self._cache[key] = self._load(key)
            return self._cache[key]

    def _load(self, key: _Key) -> _Rows:
        blocks = list(self._catalogue.vectors(key.selection, after=key.after))
        if not blocks:
            return _Rows(np.empty(0, np.int64), np.empty((0, 0), np.float32))
        return _Rows(
            np.concatenate([ids for ids, _ in blocks]),
            np.concatenate([vectors for _, vectors in blocks]),
        )

    def _forget(self, generation: int) -> None:
        """Drop what was read of earlier generations."""
        self._cache = {k: v for k, v in self._cache.items() if k.generation == generation}
        self._counts = {k: v for k, v in self._counts.items() if k.generation == generation}


def _nearest(blocks: Iterable[_Rows], vector: FloatArray, top_k: int) -> Ranking:
    best: list[tuple[int, float]] = []
    for rows in blocks:
        if not len(rows.ids):
            continue
        # Row by row on this thread: as fast as a product on all cores, which on a busy machine
        # waits for its slowest core (16 ms instead of 1 for 20,000 rows).
        scores = np.vecdot(rows.vectors, vector)
        count = min(top_k, len(scores))
        # All that reach the last place's score, so that equal scores are settled by id below.
        least = np.partition(scores, -count)[-count]
        chosen = np.flatnonzero(scores >= least)
        best += zip(rows.ids[chosen].tolist(), scores[chosen].tolist(), strict=True)
        best = _best(best, top_k)
    return best


def _best(scored: Iterable[tuple[int, float]], top_k: int) -> Ranking:
    return sorted(scored, key=lambda each: (-each[1], each[0]))[:top_k]
