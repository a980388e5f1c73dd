"""The vector index in Milvus."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rag.schema import Language
from vectorstore.errors import StoreDamagedError, StoreMismatchError, StoreWriteError
from vectorstore.servers.marking import Mark
from vectorstore.servers.milvus_session import MilvusSession
from vectorstore.servers.record import EngineRecord
from vectorstore.values import LANGUAGES, FloatArray, Ranking

#: Of each kind of index, how it is built.
BUILT: dict[str, dict[str, Any]] = {
    "HNSW": {"M": 16, "efConstruction": 100},
    "HNSW_SQ": {"M": 16, "efConstruction": 100, "sq_type": "SQ8"},
    "IVF_FLAT": {"nlist": 1_024},
    "IVF_SQ8": {"nlist": 1_024},
    "DISKANN": {},
}
#: How widely any of them is searched, at least.
_WIDTH, _PROBES = 100, 64
#: For so long after a change was noticed, searches wait for all that was written before them;
#: later ones may show the state of a moment ago, which spares a cluster a tenth of a second.
FRESH_SECONDS = 10.0


class MilvusVectors:
    """Nearest vectors by Milvus; see ``VectorIndex``.

    :param session: the server.
    :param record: the library's name there.
    :param folder: for the mark that the index is to be built again.
    :param dimension: length of the library's vectors.
    """

    def __init__(
        self, session: MilvusSession, record: EngineRecord, folder: Path, dimension: int
    ) -> None:
        self._session = session
        self._record = record
        self._mark = Mark(folder, str(record.address))
        self._dimension = dimension
        self._checked: set[Language] = set()
        self._refreshed = time.monotonic()

    def upsert(self, language: Language, ids: Sequence[int], vectors: FloatArray) -> None:
        """Keep vectors under their ids; see ``VectorIndex``."""
        kept = np.flatnonzero(vectors.any(axis=1)).tolist()
        if kept:
            self._check_dimension(language)
            rows = [{"id": int(ids[place]), "vector": vectors[place]} for place in kept]
            self._session.upsert(self._name(language), rows)

    def delete(self, language: Language, ids: Sequence[int]) -> None:
        """Forget vectors; see ``VectorIndex``."""
        self._session.delete(self._name(language), "id", ids)

    def search(self, language: Language, vector: FloatArray, limit: int) -> Ranking:
        """Find the nearest vectors; see ``VectorIndex``. Milvus gives at most 16,384."""
        self._mark.check()
        self._check_dimension(language)
        width = max(_WIDTH, limit)
        try:
            return self._session.search(
                self._name(language),
                np.asarray(vector, np.float32),
                limit,
                output="id",
                anns_field="vector",
                search_params={
                    "metric_type": "IP",
                    "params": {"ef": width, "nprobe": _PROBES, "search_list": width},
                },
                consistency_level=consistency(self._refreshed),
            )
        except StoreWriteError as exc:
            raise StoreDamagedError(str(exc)) from exc

    def contents(self, language: Language) -> Iterator[tuple[list[int], FloatArray]]:
        """Read all that is kept of a language; see ``ReadableVectors``."""
        for rows in self._session.pages(self._name(language), ["id", "vector"]):
            vectors = np.array([row["vector"] for row in rows], np.float32)
            yield [int(row["id"]) for row in rows], vectors

    def refresh(self) -> None:
        """Have searches see all that was written up to now."""
        self._refreshed = time.monotonic()

    def is_damaged(self) -> bool:
        """Whether it has to be built again: so marked, or Milvus does not hold it."""
        return self._mark.is_set() or not self._session.holds(
            [self._name(language) for language in LANGUAGES]
        )

    def rebuild(self, rows: Iterable[tuple[Language, Sequence[int], FloatArray]]) -> None:
        """Drop everything and begin anew; see ``VectorIndex``."""
        self._mark.set()
        self.drop()
        self.make()
        is_empty = True
        for language, ids, vectors in rows:
            self.upsert(language, ids, vectors)
            is_empty = False
        if not is_empty:
            self.seal()
        self._mark.clear()

    def make(self) -> None:
        """Make the collections that are missing."""
        kind = self._session.access.vector_index
        fields: list[dict[str, Any]] = [
            {"name": "id", "kind": "INT64", "is_primary": True},
            {"name": "vector", "kind": "FLOAT_VECTOR", "dim": self._dimension},
        ]
        index = {"index_type": kind, "metric_type": "IP", "params": BUILT.get(kind, {})}
        for language in LANGUAGES:
            self._session.make(self._name(language), fields, {"vector": index})

    def seal(self) -> None:
        """Have what was written in bulk indexed now."""
        for language in LANGUAGES:
            self._session.seal(self._name(language))

    def drop(self) -> None:
        """Delete all of it from the server."""
        self._checked = set()
        for language in LANGUAGES:
            self._session.drop(self._name(language))

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def _name(self, language: Language) -> str:
        return f"{self._record.name}_{language}_vectors"

    def _check_dimension(self, language: Language) -> None:
        if language in self._checked:
            return
        found = self._session.dimension(self._name(language), "vector")
        if found != self._dimension:
            raise StoreMismatchError(
                f"{self._record.address}: the collection {self._name(language)} holds vectors of "
                f"{found} dimensions, and the library's have {self._dimension}. Give the library "
                "a place of its own: duizhao migrate --to ADDRESS"
            )
        self._checked.add(language)


def consistency(refreshed: float) -> str:
    """Choose how current a search must be.

    :param refreshed: when a change was last noticed, by ``time.monotonic``.
    :returns: one of Milvus's levels.
    """
    return "Strong" if time.monotonic() - refreshed < FRESH_SECONDS else "Bounded"
