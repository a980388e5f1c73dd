"""A library's folder -> the indexes of its vectors and words, in whichever engine they are kept.

Processes that have a library open follow it when it moves to another engine: each call looks
whether the file that names the engine has changed, which takes microseconds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.schema import Language
from vectorstore.chroma import ChromaIndex
from vectorstore.engines import TermsRow
from vectorstore.errors import StoreDamagedError
from vectorstore.folder import KEYWORDS, VECTORS
from vectorstore.keyword import TantivyIndex
from vectorstore.opening import read_info
from vectorstore.readable import ReadableKeywords, ReadableVectors
from vectorstore.servers.address import EMBEDDED
from vectorstore.servers.record import (
    EngineAccess,
    EngineRecord,
    identify,
    new_record,
    read_record,
    record_path,
    write_record,
)
from vectorstore.terms import CodeGroup
from vectorstore.values import FloatArray, Ranking, Selection

#: What a file was when it was read: inode and time; None where there was none.
_Stamp = tuple[int, int] | None


def _nothing() -> None:
    """Stand in for what an engine does by itself."""


@dataclass(frozen=True, slots=True)
class OpenEngine:
    """Both indexes of a library in one engine.

    :param make: makes what is missing on a server.
    :param seal: has what was written in bulk indexed.
    :param drop: deletes all of it from a server.
    :param versions: lists the versions of documents whose terms are there as a whole; None where
        the ids of passages tell.
    """

    record: EngineRecord
    vectors: ReadableVectors
    keywords: ReadableKeywords
    make: Callable[[], None] = _nothing
    seal: Callable[[], None] = _nothing
    drop: Callable[[], None] = _nothing
    versions: Callable[[], set[int]] | None = None

    def close(self) -> None:
        """Release files, memory and connections."""
        self.vectors.close()
        self.keywords.close()


def open_engine(
    folder: Path, record: EngineRecord, access: EngineAccess, *, inside: str = ""
) -> OpenEngine:
    """Open an engine; servers are asked at the first use only.

    :param folder: the library's.
    :param record: the engine, and the library's name in it.
    :param access: how to use a server.
    :param inside: folder within those of the indexes, for one that is being built there.
    :returns: its indexes.
    """
    vectors, keywords = folder / VECTORS / inside, folder / KEYWORDS / inside
    if record.address.kind == "chroma":
        from vectorstore.servers.chroma_index import ChromaServerIndex

        server = ChromaServerIndex(record, vectors, access)
        return OpenEngine(
            record, server, TantivyIndex(keywords), make=server.make, drop=server.drop
        )
    if record.address.kind == "milvus":
        from vectorstore.servers.milvus_engine import open_milvus

        parts = open_milvus(
            record,
            access,
            vectors=vectors,
            keywords=keywords,
            dimension=read_info(folder).dimension,
        )
        return OpenEngine(
            record,
            parts.vectors,
            parts.keywords,
            make=parts.make,
            seal=parts.seal,
            drop=parts.drop,
            versions=parts.keywords.versions,
        )
    return OpenEngine(record, ChromaIndex(vectors), TantivyIndex(keywords))


def open_indexes(
    folder: Path, access: EngineAccess | None = None
) -> tuple[LibraryVectors, LibraryKeywords]:
    """Open the indexes of a library.

    :param folder: the library's, with a catalogue.
    :param access: how to use a server, where one holds them.
    :returns: both.
    """
    current = _CurrentEngine(folder, access or EngineAccess())
    return LibraryVectors(current), LibraryKeywords(current)


class _CurrentEngine:
    """The engine that a library is kept in now.

    :param folder: the library's.
    :param access: how to use a server.
    """

    def __init__(self, folder: Path, access: EngineAccess) -> None:
        self._folder = folder
        self._access = access
        self._path = record_path(folder)
        self._lock = threading.Lock()
        self._engine: OpenEngine | None = None
        self._stamp: _Stamp = None

    def get(self) -> OpenEngine:
        """Give the engine; opened anew where it is another one by now."""
        stamp = self._look()
        with self._lock:
            if self._engine is None or stamp != self._stamp:
                if self._engine is not None:
                    self._engine.close()
                    self._engine = None
                self._engine = open_engine(self._folder, read_record(self._path), self._access)
                self._stamp = stamp
            return self._engine

    def is_foreign(self) -> bool:
        """Whether the record was copied along with the folder: its indexes are another one's."""
        record = self.get().record
        return record.address != EMBEDDED and record.catalogue != identify(self._folder)

    def make_own(self) -> None:
        """Take a place of its own in the engine, where the present one is another library's."""
        if self.is_foreign():
            write_record(self._path, new_record(self._folder, self.get().record.address))

    def close(self) -> None:
        """Release what is open."""
        with self._lock:
            if self._engine is not None:
                self._engine.close()
                self._engine = None

    def _look(self) -> _Stamp:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as exc:
            raise StoreDamagedError(
                f"{self._path}: what says which engine holds the indexes cannot be looked at "
                f"({exc.strerror or exc}). Check the permissions of its folder, and the disk."
            ) from exc
        return found.st_ino, found.st_mtime_ns


class LibraryVectors:
    """Nearest vectors, by the library's engine; see ``VectorIndex``."""

    def __init__(self, current: _CurrentEngine) -> None:
        self._current = current

    def upsert(self, language: Language, ids: Sequence[int], vectors: FloatArray) -> None:
        """Keep vectors; see ``VectorIndex``."""
        self._own().upsert(language, ids, vectors)

    def delete(self, language: Language, ids: Sequence[int]) -> None:
        """Forget vectors; see ``VectorIndex``."""
        self._own().delete(language, ids)

    def search(self, language: Language, vector: FloatArray, limit: int) -> Ranking:
        """Find the nearest vectors; see ``VectorIndex``."""
        return self._own().search(language, vector, limit)

    def contents(self, language: Language) -> Iterator[tuple[list[int], FloatArray]]:
        """Read all that is kept; see ``ReadableVectors``."""
        return self._own().contents(language)

    def refresh(self) -> None:
        """Forget what is held in memory; see ``VectorIndex``."""
        self._current.get().vectors.refresh()

    def is_damaged(self) -> bool:
        """Whether it has to be built again; see ``VectorIndex``."""
        return self._current.is_foreign() or self._current.get().vectors.is_damaged()

    def rebuild(self, rows: Iterable[tuple[Language, Sequence[int], FloatArray]]) -> None:
        """Drop everything and begin anew; see ``VectorIndex``."""
        self._current.make_own()
        self._current.get().vectors.rebuild(rows)

    def close(self) -> None:
        """Release files, memory and connections."""
        self._current.close()

    def _own(self) -> ReadableVectors:
        if self._current.is_foreign():
            raise _foreign(self._current.get().record)
        return self._current.get().vectors


class LibraryKeywords:
    """Which passages hold which terms, by the library's engine; see ``KeywordIndex``."""

    def __init__(self, current: _CurrentEngine) -> None:
        self._current = current

    def add(self, rows: Sequence[TermsRow]) -> None:
        """Add passages; see ``KeywordIndex``."""
        self._index.add(rows)

    def delete(self, versions: Sequence[int]) -> None:
        """Forget versions; see ``KeywordIndex``."""
        self._index.delete(versions)

    def commit(self) -> None:
        """Make changes durable; see ``KeywordIndex``."""
        self._index.commit()

    def rollback(self) -> None:
        """Drop uncommitted changes; see ``KeywordIndex``."""
        self._index.rollback()

    def release(self) -> None:
        """End writing; see ``KeywordIndex``."""
        self._index.release()

    def search(self, groups: Sequence[CodeGroup], selection: Selection, limit: int) -> Ranking:
        """Find candidates; see ``KeywordIndex``."""
        return self._index.search(groups, selection, limit)

    def document_counts(
        self, language: Language, codes: Sequence[int], *, without: Sequence[int] = ()
    ) -> list[int]:
        """Count passages; see ``KeywordIndex``."""
        return self._index.document_counts(language, codes, without=without)

    def ids(self, language: Language) -> list[int]:
        """List all ids; see ``ReadableKeywords``."""
        return self._index.ids(language)

    def refresh(self) -> None:
        """See what has been committed since; see ``KeywordIndex``."""
        self._index.refresh()

    def is_damaged(self) -> bool:
        """Whether it has to be built again; see ``KeywordIndex``."""
        return self._is_foreign() or self._index.is_damaged()

    def require(self, languages: Iterable[Language]) -> None:
        """Make sure that it can be searched; see ``KeywordIndex``."""
        if self._is_foreign():
            raise _foreign(self._current.get().record)
        self._index.require(languages)

    def rebuild(self, batches: Iterable[Sequence[TermsRow]]) -> None:
        """Drop everything and begin anew; see ``KeywordIndex``."""
        self._current.make_own()
        self._index.rebuild(batches)

    def close(self) -> None:
        """Release files, memory and connections."""
        self._current.close()

    @property
    def _index(self) -> ReadableKeywords:
        return self._current.get().keywords

    def _is_foreign(self) -> bool:
        # Beside a Chroma server the words are kept here, and were copied along.
        is_here = self._current.get().record.address.kind != "milvus"
        return not is_here and self._current.is_foreign()


def _foreign(record: EngineRecord) -> StoreDamagedError:
    return StoreDamagedError(
        f"{record.address}: the indexes there are those of the folder that this library was copied "
        "from. The next change of the library makes its own, and so does: duizhao doctor --repair"
    )
