"""The vector index: Chroma, embedded. The only module that imports chromadb.

Chroma is no database for several processes: each holds its own copy of an index in memory, reads
it once, and writes it back over the others' when enough has changed. So here one collection a
language holds ids and vectors alone; every change, and every opening, is made under a lock file;
a process that finds that another has written opens anew (``refresh``); and a marker file tells of
a change that was cut off, after which the index is built again from the catalogue (``rebuild``).
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from filelock import FileLock, Timeout

from rag.schema import Language
from vectorstore.errors import (
    StoreDamagedError,
    StoreLockedError,
    StoreReadOnlyError,
    StoreWriteError,
    VectorStoreError,
)
from vectorstore.folder import CHANGING, DAMAGED, begin_anew
from vectorstore.values import LANGUAGES, FloatArray, Ranking

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_T = TypeVar("_T")
#: Rows of one upsert; also at most what the client allows (5,461 here). Half a second's work, for
#: which another process may have to wait before it can open the index.
_BATCH = 2_000
_LOCK_SECONDS = 60.0
#: Inner product, since vectors have unit length or are zero, and a cosine of zero is no number.
#: 100 and 1,000 (batch_size, sync_threshold) are Chroma's own; at a threshold of 20,000 deleting
#: 1,000 rows took 32 seconds instead of 0.1.
HNSW: dict[str, Any] = {
    "space": "ip",
    "ef_construction": 100,
    "ef_search": 100,
    "max_neighbors": 16,
    "batch_size": 100,
    "sync_threshold": 1_000,
}
#: Chroma shares one client among all users of a path in a process and would hand the stale one
#: out again; a path spelt differently each time gives each its own.
_spelling = itertools.count(1)


class ChromaIndex:
    """Nearest vectors by Chroma's HNSW graphs; see ``VectorIndex``.

    :param folder: where Chroma keeps its files; made at the first change.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file_lock = FileLock(folder.with_suffix(".lock"), thread_local=False)
        # Taken in this order: the right to change or open, then the pointer to the session.
        self._change_lock = threading.RLock()
        self._lock = threading.Lock()
        self._session: _Session | None = None

    def upsert(self, language: Language, ids: Sequence[int], vectors: FloatArray) -> None:
        """Keep vectors under their ids; see ``VectorIndex``."""
        # A zero vector is as far from all others, and is nothing but a dead end in the graph.
        kept = np.flatnonzero(vectors.any(axis=1))
        with self._changing() as session:
            collection = session.collection(language)
            step = min(_BATCH, session.max_batch)
            for start in range(0, len(kept), step):
                chosen = kept[start : start + step]
                collection.upsert(
                    ids=[str(ids[place]) for place in chosen], embeddings=vectors[chosen]
                )

    def delete(self, language: Language, ids: Sequence[int]) -> None:
        """Forget vectors; see ``VectorIndex``."""
        if not self._folder.exists():
            return
        with self._changing() as session:
            collection = session.collection(language)
            step = min(_BATCH, session.max_batch)
            for start in range(0, len(ids), step):
                collection.delete(ids=[str(id_) for id_ in ids[start : start + step]])

    def search(self, language: Language, vector: FloatArray, limit: int) -> Ranking:
        """Find the nearest vectors; see ``VectorIndex``."""
        with self._using() as session:
            found = self._guarded(
                lambda: session.collection(language).query(
                    query_embeddings=vector[np.newaxis, :],
                    n_results=limit,
                    include=["distances"],
                )
            )
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        return [(int(id_), 1.0 - float(far)) for id_, far in zip(ids, distances, strict=True)]

    def contents(self, language: Language) -> Iterator[tuple[list[int], FloatArray]]:
        """Read all that is kept of a language.

        :param language: of the passages.
        :yields: ids, and vectors of shape ``(n, dimension)``.
        :raises StoreDamagedError: if it cannot be read.
        """
        for offset in itertools.count(0, _BATCH):
            with self._using() as session:
                found = self._guarded(partial(_read_page, session.collection(language), offset))
            if not found[0]:
                return
            yield found

    def refresh(self) -> None:
        """Open anew at the next use; searches under way end on the old session."""
        with self._lock:
            session, self._session = self._session, None
        if session is not None:
            session.give_back()

    def is_damaged(self) -> bool:
        """Whether a change was cut off, or the files are gone."""
        if not (self._folder / "chroma.sqlite3").exists() or (self._folder / DAMAGED).exists():
            return True
        changing = self._folder / CHANGING
        if not changing.exists():
            return False
        # Another process may be in the middle of a change: what it leaves behind counts.
        with self._locked():
            return changing.exists()

    def rebuild(self, rows: Iterable[tuple[Language, Sequence[int], FloatArray]]) -> None:
        """Drop everything and begin anew; see ``VectorIndex``."""
        self.refresh()
        with self._locked():
            try:
                begin_anew(self._folder)
            except OSError as exc:
                raise _write_error(self._folder, exc) from exc
        for language, ids, vectors in rows:
            self.upsert(language, ids, vectors)
        (self._folder / DAMAGED).unlink(missing_ok=True)

    def close(self) -> None:
        """Release files and memory."""
        self.refresh()

    @contextmanager
    def _changing(self) -> Generator[_Session, None, None]:
        """Hold the lock file, and leave the marker behind if the change does not get through."""
        with self._locked():
            if (self._folder / CHANGING).exists():
                raise StoreDamagedError(
                    f"{self._folder}: an earlier change of the vector index was cut off. "
                    "Run the command again: the index is then built anew from the catalogue."
                )
            self._touch(CHANGING)
            with self._using() as session:
                try:
                    yield session
                except _vendor_errors() as exc:
                    raise _write_error(self._folder, exc) from exc
            (self._folder / CHANGING).unlink(missing_ok=True)

    @contextmanager
    def _using(self) -> Generator[_Session, None, None]:
        session = self._current() or self._open()
        try:
            yield session
        finally:
            session.give_back()

    def _current(self) -> _Session | None:
        with self._lock:
            return None if self._session is None else self._session.borrow()

    def _open(self) -> _Session:
        with self._locked():
            opened = self._current()
            if opened is not None:
                return opened
            session = self._guarded(lambda: _Session(self._folder))
            try:
                # The first query reads the index into memory and takes in what was not in it yet,
                # which writes: it must not happen beside another process's change.
                self._guarded(session.load)
            except VectorStoreError:
                session.give_back()
                raise
            with self._lock:
                self._session = session
                return session.borrow()

    @contextmanager
    def _locked(self) -> Generator[None, None, None]:
        with self._change_lock:
            try:
                self._file_lock.acquire(timeout=_LOCK_SECONDS)
            except Timeout as exc:
                raise StoreLockedError(
                    f"{self._folder}: another process has been changing the vectors for "
                    f"{_LOCK_SECONDS:g} seconds. Wait for it to finish, then try again."
                ) from exc
            except OSError as exc:
                raise StoreReadOnlyError(
                    f"{self._folder}: the vector index can only be opened where its folder can be "
                    f"written ({exc.strerror or exc})."
                ) from exc
            try:
                yield
            finally:
                self._file_lock.release()

    def _touch(self, marker: str) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / marker).touch()
        except OSError as exc:
            raise _write_error(self._folder, exc) from exc

    def _guarded(self, call: Callable[[], _T]) -> _T:
        try:
            return call()
        except _vendor_errors() as exc:
            with suppress(OSError):
                (self._folder / DAMAGED).touch()
            raise StoreDamagedError(
                f"{self._folder}: the vector index cannot be read ({exc}). Its vectors are safe in "
                "the catalogue; the next change of the library builds the index again."
            ) from exc


class _Session:
    """One Chroma client, closed when its last user is done.

    :param folder: Chroma's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._client = _make_client(f"{folder}{'/.' * next(_spelling)}")
        self._collections: dict[Language, Collection] = {}
        self._lock = threading.Lock()
        self._users = 1
        self.max_batch = int(self._client.get_max_batch_size())

    def collection(self, language: Language) -> Collection:
        """Get the collection of a language; made if there is none."""
        with self._lock:
            if language not in self._collections:
                self._collections[language] = self._client.get_or_create_collection(
                    f"passages-{language}",
                    configuration={"hnsw": HNSW},
                    # Without this Chroma would make its own embedder, and download it.
                    embedding_function=None,
                )
            return self._collections[language]

    def load(self) -> None:
        """Read the indexes into memory."""
        for language in LANGUAGES:
            self.collection(language).count()

    def borrow(self) -> _Session:
        """Count one more user."""
        with self._lock:
            self._users += 1
        return self

    def give_back(self) -> None:
        """Count one user less; the last one closes the client."""
        with self._lock:
            self._users -= 1
            is_last = self._users == 0
        if is_last:
            self._client.close()


def _make_client(path: str) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    # _env_file: a .env file of whatever folder the user stands in is none of our business.
    settings = Settings(anonymized_telemetry=False, _env_file=None)
    return chromadb.PersistentClient(path, settings=settings)


def _read_page(collection: Collection, offset: int) -> tuple[list[int], FloatArray]:
    found = collection.get(limit=_BATCH, offset=offset, include=["embeddings"])
    ids = [int(id_) for id_ in found["ids"]]
    return ids, np.asarray(found["embeddings"], np.float32)


def _vendor_errors() -> tuple[type[Exception], ...]:
    from chromadb.errors import ChromaError

    # Chroma's Rust core reports what it has no class for as ValueError or RuntimeError.
    return (ChromaError, ValueError, RuntimeError, OSError)


def _write_error(folder: Path, exc: Exception) -> StoreWriteError:
    return StoreWriteError(
        f"{folder}: the vectors could not be written ({exc}); the library is as it was. "
        "Check that the disk has free space and can be written, then run the command again."
    )
