"""The vector index on a Chroma server: one copy in memory for all processes that use it.

A change that is cut off leaves rows that the catalogue does not count, which the next writer
removes; nothing of it needs to be built again.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from rag.schema import Language
from vectorstore.chroma import HNSW
from vectorstore.errors import StoreDamagedError, StoreMismatchError, StoreWriteError
from vectorstore.servers.chroma_http import (
    ChromaServer,
    MissingCollectionError,
    ServerCollection,
)
from vectorstore.servers.marking import Mark
from vectorstore.servers.record import EngineAccess, EngineRecord
from vectorstore.values import LANGUAGES, FloatArray, Ranking

#: Of one request: servers refuse larger ones.
_MAX_BYTES = 16_000_000


class ChromaServerIndex:
    """Nearest vectors by a Chroma server; see ``VectorIndex``.

    :param record: the server, and the library's name there.
    :param folder: for the mark that the index is to be built again.
    :param access: token, time limit and size of batches.
    """

    def __init__(self, record: EngineRecord, folder: Path, access: EngineAccess) -> None:
        self._record = record
        self._mark = Mark(folder, str(record.address))
        self._access = access
        self._server = ChromaServer(record.address, access)
        self._lock = threading.Lock()
        self._collections: dict[Language, ServerCollection] = {}

    def upsert(self, language: Language, ids: Sequence[int], vectors: FloatArray) -> None:
        """Keep vectors under their ids; see ``VectorIndex``."""
        # A zero vector is as far from all others, and is nothing but a dead end in the graph.
        kept = np.flatnonzero(vectors.any(axis=1))
        if not len(kept):
            return
        dimension = vectors.shape[1]
        with self._using(language, dimension) as collection:
            step = self._step(dimension)
            for start in range(0, len(kept), step):
                chosen = kept[start : start + step]
                self._server.upsert(
                    collection, [ids[place] for place in chosen.tolist()], vectors[chosen]
                )

    def delete(self, language: Language, ids: Sequence[int]) -> None:
        """Forget vectors; see ``VectorIndex``."""
        with self._using(language) as collection:
            step = self._step(1)
            for start in range(0, len(ids), step):
                self._server.delete(collection, ids[start : start + step])

    def search(self, language: Language, vector: FloatArray, limit: int) -> Ranking:
        """Find the nearest vectors; see ``VectorIndex``."""
        self._mark.check()
        try:
            with self._using(language, len(vector)) as collection:
                found = self._server.query(collection, vector, limit)
        except StoreWriteError as exc:
            raise StoreDamagedError(str(exc)) from exc
        return [(id_, 1.0 - far) for id_, far in found]

    def contents(self, language: Language) -> Iterator[tuple[list[int], FloatArray]]:
        """Read all that is kept of a language; see ``ReadableVectors``."""
        with self._using(language) as collection:
            for offset in itertools.count(0, self._step(1)):
                found = self._server.page(collection, offset, self._step(1))
                if not found[0]:
                    return
                yield found

    def refresh(self) -> None:
        """Look collections up anew at the next use."""
        with self._lock:
            self._collections = {}

    def is_damaged(self) -> bool:
        """Whether it has to be built again: so marked, or the server does not hold it."""
        if self._mark.is_set():
            return True
        try:
            for language in LANGUAGES:
                self._server.collection(self._name(language))
        except MissingCollectionError:
            return True
        return False

    def rebuild(self, rows: Iterable[tuple[Language, Sequence[int], FloatArray]]) -> None:
        """Drop everything and begin anew; see ``VectorIndex``."""
        self._mark.set()
        self.drop()
        self.make()
        for language, ids, vectors in rows:
            self.upsert(language, ids, vectors)
        self._mark.clear()

    def make(self) -> None:
        """Make the collections that are missing."""
        for language in LANGUAGES:
            self._server.make_collection(self._name(language), HNSW)

    def drop(self) -> None:
        """Delete all of it from the server."""
        self.refresh()
        for language in LANGUAGES:
            self._server.drop_collection(self._name(language))

    def close(self) -> None:
        """Let go of connections."""
        self.refresh()
        self._server.close()

    def _name(self, language: Language) -> str:
        return f"{self._record.name}_{language}"

    def _step(self, dimension: int) -> int:
        rows = min(self._access.batch_rows, _MAX_BYTES // (6 * dimension))
        return max(1, min(rows, self._server.max_batch or rows))

    @contextmanager
    def _using(
        self, language: Language, dimension: int | None = None
    ) -> Generator[str, None, None]:
        """Give a collection's id; where it is gone, another process may have built it anew."""
        with self._lock:
            collection = self._collections.get(language)
        if collection is None:
            collection = self._server.collection(self._name(language))
            if None not in (collection.dimension, dimension) and collection.dimension != dimension:
                raise StoreMismatchError(
                    f"{self._record.address}: the collection {self._name(language)} holds vectors "
                    f"of {collection.dimension} dimensions, and the library's have {dimension}. "
                    "Give the library a place of its own: duizhao migrate --to ADDRESS"
                )
            with self._lock:
                self._collections[language] = collection
        try:
            yield collection.id
        except MissingCollectionError:
            self.refresh()
            raise
