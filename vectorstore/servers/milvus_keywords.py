"""The keyword index in Milvus: terms as dimensions of sparse vectors.

A passage's vector holds, for each of its terms, how much BM25 counts its repetitions; a question's
holds how rare each term is, times its weight (a translation's probability, for instance). Their
inner product is BM25 with one mean length for all times, which names the candidates; what they
score in the end is computed from the catalogue, as for every engine.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rag.schema import Language, SearchFilters
from vectorstore.dates import first_day, last_day
from vectorstore.engines import TermsRow
from vectorstore.errors import StoreDamagedError, StoreWriteError
from vectorstore.scoring import CONTEXT_SHARE, inverse_frequency
from vectorstore.servers.marking import Mark
from vectorstore.servers.milvus_session import MilvusSession
from vectorstore.servers.milvus_vectors import consistency
from vectorstore.servers.record import EngineRecord
from vectorstore.servers.term_counts import TermCounts
from vectorstore.terms import CodeGroup
from vectorstore.values import LANGUAGES, Ranking, Selection

#: As in ``vectorstore.scoring``, save that lengths are compared with one that never changes.
_K1, _B, _MEAN_LENGTH = 0.9, 0.6, 80.0
#: A row's key is made of the version it belongs to and the passage's id, so that the old and the
#: new version of a document may stand side by side: 29 and 34 bits, half a billion versions and
#: 17 billion passages.
_ID_BITS, _KEY_BITS = 34, 63
#: Milvus's highest dimension; codes have 32 bits.
_LAST_DIMENSION = 2**32 - 2
#: What a passage without terms holds, since a sparse vector must hold something.
_NOTHING = {_LAST_DIMENSION: 1e-6}
_NO_DAY = 99_999_999
_COUNTS_FILE = "term_counts.sqlite3"


class MilvusKeywords:
    """Terms by Milvus; see ``KeywordIndex``.

    :param session: the server.
    :param record: the library's name there.
    :param folder: for the counts of terms, and the mark that the index is to be built again.
    """

    def __init__(self, session: MilvusSession, record: EngineRecord, folder: Path) -> None:
        self._session = session
        self._record = record
        self._mark = Mark(folder, str(record.address))
        self._counts = TermCounts(folder / _COUNTS_FILE)
        self._lock = threading.Lock()
        self._added: list[TermsRow] = []
        self._deleted: list[int] = []
        self._refreshed = time.monotonic()

    def add(self, rows: Sequence[TermsRow]) -> None:
        """Add passages; see ``KeywordIndex``."""
        self._added += rows

    def delete(self, versions: Sequence[int]) -> None:
        """Forget versions; see ``KeywordIndex``."""
        self._deleted += versions

    def commit(self) -> None:
        """Make changes durable; see ``KeywordIndex``."""
        added, deleted = self._added, self._deleted
        if not added and not deleted:
            return
        for language in LANGUAGES:
            if deleted:
                self._session.delete(self._name(language), "version", deleted)
            rows = [_to_row(row) for row in added if row.language == language]
            if rows:
                self._session.upsert(self._name(language), rows)
        self._counts.change(added, deleted)
        self.rollback()

    def rollback(self) -> None:
        """Drop uncommitted changes; see ``KeywordIndex``."""
        self._added, self._deleted = [], []

    def release(self) -> None:
        """End writing; see ``KeywordIndex``."""

    def search(self, groups: Sequence[CodeGroup], selection: Selection, limit: int) -> Ranking:
        """Find candidates; see ``KeywordIndex``. Milvus gives at most 16,384."""
        self._mark.check()
        query = self._to_query(groups, selection.language)
        if not query:
            return []
        try:
            return self._session.search(
                self._name(selection.language),
                query,
                limit,
                output="id",
                anns_field="terms",
                filter=_to_filter(selection.filters),
                search_params={"metric_type": "IP"},
                consistency_level=consistency(self._refreshed),
            )
        except StoreWriteError as exc:
            raise StoreDamagedError(str(exc)) from exc

    def document_counts(
        self, language: Language, codes: Sequence[int], *, without: Sequence[int] = ()
    ) -> list[int]:
        """Count passages; see ``KeywordIndex``."""
        self._mark.check()
        return self._counts.of(language, codes, without=without)

    def ids(self, language: Language) -> list[int]:
        """List all ids; see ``ReadableKeywords``."""
        pages = self._session.pages(self._name(language), ["id"])
        return [int(row["id"]) for rows in pages for row in rows]

    def versions(self) -> set[int]:
        """List the versions that are there as a whole."""
        return self._counts.versions()

    def refresh(self) -> None:
        """See what has been committed since; see ``KeywordIndex``."""
        self._refreshed = time.monotonic()

    def is_damaged(self) -> bool:
        """Whether it has to be built again: so marked, not counted, or Milvus does not hold it."""
        names = [self._name(language) for language in LANGUAGES]
        return self._mark.is_set() or not self._counts.exists or not self._session.holds(names)

    def require(self, languages: Iterable[Language]) -> None:
        """Make sure that it can be searched; see ``KeywordIndex``."""
        if any(True for _ in languages) and (self._mark.is_set() or not self._counts.exists):
            raise StoreDamagedError(
                f"{self._record.address}: the keyword index is being built again, or has to be. "
                "All of it is safe in the catalogue; run: duizhao doctor --repair"
            )

    def rebuild(self, batches: Iterable[Sequence[TermsRow]]) -> None:
        """Drop everything and begin anew; see ``KeywordIndex``."""
        self.rollback()
        self._mark.set()
        self.drop()
        self.make()
        is_empty = True
        for rows in batches:
            self.add(rows)
            self.commit()
            is_empty = False
        if not is_empty:
            self.seal()
        self._mark.clear()

    def make(self) -> None:
        """Make the collections that are missing."""
        fields: list[dict[str, Any]] = [
            {"name": "key", "kind": "INT64", "is_primary": True},
            *({"name": name, "kind": "INT64"} for name in ("id", "version")),
            {"name": "document", "kind": "INT64", "is_partition_key": True},
            *({"name": name, "kind": "INT64"} for name in ("speaker", "first_day", "last_day")),
            {"name": "terms", "kind": "SPARSE_FLOAT_VECTOR"},
        ]
        indexes: dict[str, Any] = {
            "terms": {"index_type": "SPARSE_INVERTED_INDEX", "metric_type": "IP"},
            "version": {"index_type": "INVERTED"},
            "document": {"index_type": "INVERTED"},
        }
        for language in LANGUAGES:
            self._session.make(self._name(language), fields, indexes)
        self._counts.change([], [])

    def seal(self) -> None:
        """Have what was written in bulk indexed now."""
        for language in LANGUAGES:
            self._session.seal(self._name(language))

    def drop(self) -> None:
        """Delete all of it, here and on the server."""
        self._counts.clear()
        for language in LANGUAGES:
            self._session.drop(self._name(language))

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def _name(self, language: Language) -> str:
        return f"{self._record.name}_{language}_terms"

    def _to_query(self, groups: Sequence[CodeGroup], language: Language) -> dict[int, float]:
        weights: dict[int, float] = {}
        for group in groups:
            for code, weight in group:
                weights[code] = weights.get(code, 0.0) + weight
        codes = list(weights)
        counts = self._counts.of(language, codes)
        total = max(self._counts.total(language), *counts, 0)
        return {
            _to_dimension(code): weights[code] * inverse_frequency(count, total)
            for code, count in zip(codes, counts, strict=True)
            if count > 0
        }


def _to_row(row: TermsRow) -> dict[str, Any]:
    return {
        "key": _to_key(row),
        "id": row.id,
        "version": row.version,
        "document": _to_number(row.document),
        "speaker": 0 if row.speaker is None else _to_number(row.speaker),
        "first_day": _NO_DAY if row.first_day is None else row.first_day,
        "last_day": 0 if row.last_day is None else row.last_day,
        "terms": _to_vector(row),
    }


def _to_key(row: TermsRow) -> int:
    key = row.version << _ID_BITS | row.id
    if row.id >= 1 << _ID_BITS or key >= 1 << _KEY_BITS:
        raise StoreWriteError(
            f"passage {row.id} of version {row.version}: Milvus's keys have no room for more. "
            "Index the documents anew into several libraries: duizhao ingest PATH... --store FOLDER"
        )
    return key


def _to_vector(row: TermsRow) -> dict[int, float]:
    text = row.counts["text"].astype(np.float64)
    frequencies = text + CONTEXT_SHARE * row.counts["context"]
    discount = _K1 * (1 - _B + _B * float(text.sum()) / _MEAN_LENGTH)
    weights = frequencies * (_K1 + 1) / (frequencies + discount)
    codes = map(_to_dimension, row.counts["code"].tolist())
    return dict(zip(codes, weights.tolist(), strict=True)) or _NOTHING


def _to_dimension(code: int) -> int:
    return min(code, _LAST_DIMENSION)


def _to_number(name: str) -> int:
    """Give a name of any length a number of 63 bits, above 0."""
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1 or 1


def _to_filter(filters: SearchFilters) -> str:
    """Write filters as Milvus has them; numbers alone, so that no name can mean anything else."""
    parts = []
    for field, names in (("document", filters.documents), ("speaker", filters.speakers)):
        if names:
            parts.append(f"{field} in [{', '.join(str(_to_number(name)) for name in names)}]")
    if filters.since is not None:
        parts.append(f"last_day >= {first_day(filters.since)}")
    if filters.until is not None:
        parts.append(f"first_day <= {last_day(filters.until)}")
    return " and ".join(parts)
