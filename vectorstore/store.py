"""A store as a whole: the catalogue, and the two indexes derived from it.

A document is written in steps: its row (pending), its vectors and terms, one transaction that
makes it count and retires the version before it, and last the removal of what is retired. A kill
between two steps leaves the old version or the new one; the next writer clears away the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from rag.metadata import DocumentMetadata
from rag.schema import (
    Counterpart,
    Document,
    DocumentInfo,
    Language,
    Pair,
    Passage,
    SearchFilters,
)
from vectorstore.catalogue import Catalogue
from vectorstore.dense import SCAN_LIMIT, DenseSearch
from vectorstore.descriptions import fits, has_metadata_filters, narrow
from vectorstore.engines import KeywordIndex, VectorIndex
from vectorstore.errors import VectorStoreError
from vectorstore.indexes import open_indexes
from vectorstore.lexical import LexicalSearch, search_or_mend
from vectorstore.lock import WriterLock
from vectorstore.opening import open_catalogue
from vectorstore.remembered import Remembered
from vectorstore.servers.address import EMBEDDED
from vectorstore.servers.record import EngineAccess, read_record, record_path
from vectorstore.values import (
    Entry,
    FloatArray,
    Outline,
    PairRow,
    Ranking,
    Redescription,
    Rename,
    Selection,
    StoreInfo,
    TermGroup,
)
from vectorstore.writing import WritingSteps, gather_batches

#: How long to wait for another writer.
_LOCK_SECONDS = 30.0


class Store:
    """Documents, their passages, vectors and pairs in one folder.

    One object may be used by many threads. Any number of processes read while one writes; writers
    take turns. Made with ``Store.open``.

    :param catalogue: the truth, prepared.
    :param lock: who may write.
    :param vectors: derived index of vectors.
    :param keywords: derived index of terms.
    :param scan_limit: most passages of a language that are compared one by one instead of by the
        indexes: their vectors, and at most ``TERM_SCAN_LIMIT`` of them their words.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        lock: WriterLock,
        *,
        vectors: VectorIndex,
        keywords: KeywordIndex,
        scan_limit: int = SCAN_LIMIT,
    ) -> None:
        self._catalogue = catalogue
        self._lock = lock
        self._vectors = vectors
        self._keywords = keywords
        self._remembered = Remembered(catalogue)
        info = catalogue.info()
        self._dimension = info.dimension
        self._dense = DenseSearch(
            catalogue, vectors, self._remembered, dimension=info.dimension, scan_limit=scan_limit
        )
        self._lexical = LexicalSearch(catalogue, keywords, self._remembered, scan_limit=scan_limit)
        self._steps = WritingSteps(catalogue, vectors, keywords)
        #: Gives the number that changes whenever any process has committed a change.
        self.generation = catalogue.generation
        self._record = record_path(info.path)
        self._turn = 0

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        embedder: str,
        dimension: int,
        create: bool = True,
        access: EngineAccess | None = None,
    ) -> Store:
        """Open a store's folder, or make a new one.

        :param path: the folder.
        :param embedder: name and version of the model whose vectors it holds or will hold.
        :param dimension: length of its vectors, > 0.
        :param create: make the folder and the store where there is none.
        :param access: how to use the server that holds its indexes, where one does.
        :returns: the store; for reading alone where the folder cannot be written.
        :raises StoreNotFoundError: if there is none and ``create`` is False.
        :raises NotAStoreError: if the path holds something else.
        :raises StoreReadOnlyError: if a new one cannot be made there.
        :raises StoreMismatchError: if it was made with another embedder or a newer program.
        :raises StoreDamagedError: if its catalogue cannot be read.
        """
        path = Path(path)
        catalogue = open_catalogue(path, embedder=embedder, dimension=dimension, create=create)
        vectors, keywords = open_indexes(path, access)
        lock = WriterLock(path, timeout_seconds=_LOCK_SECONDS)
        return cls(catalogue, lock, vectors=vectors, keywords=keywords)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release files and memory; the store cannot be used afterwards."""
        self._dense.close()
        self._vectors.close()
        self._keywords.close()
        self._catalogue.close()

    # Reading

    @property
    def info(self) -> StoreInfo:
        """What the store holds, and the embedder it was made with."""
        return self._catalogue.info()

    @property
    def is_served(self) -> bool:
        """Whether a server holds the indexes, for which searches wait."""
        return read_record(self._record).address != EMBEDDED

    def documents(self) -> list[DocumentInfo]:
        """List the documents by name."""
        return self._catalogue.documents()

    def described(self) -> list[tuple[str, DocumentMetadata]]:
        """List the documents' names with their metadata, by name; fast, for filters."""
        return self._catalogue.described()

    def narrow(self, filters: SearchFilters) -> SearchFilters | None:
        """Turn filters on metadata into names of documents; searches take both.

        :param filters: what to limit a search to.
        :returns: filters without those on metadata; None where no document meets them.
        """
        return narrow(filters, self.described()) if has_metadata_filters(filters) else filters

    def document(self, name: str) -> Document | None:
        """Load a document with its full text; None for an unknown name."""
        return self._catalogue.document(name)

    def passages_of(self, name: str) -> list[Passage]:
        """Load all passages of a document in reading order; none for an unknown name."""
        return self._catalogue.passages_of(name)

    def passage_counts(self) -> dict[Language, int]:
        """Count the passages of each language."""
        return search_or_mend(self._lexical.passage_counts, self.writer)

    def passages_around(self, passage: Passage, *, before: int, behind: int) -> list[Passage]:
        """Load a passage with at most so many of its document and language around it."""
        return self._catalogue.passages_around(passage, before=before, behind=behind)

    def sides(self) -> list[tuple[str, Language, int]]:
        """List document, language and id of all passages, by name, zh first, in reading order."""
        return self._catalogue.sides()

    def speakers(self) -> list[tuple[str, Language, int]]:
        """List speakers' labels, their language and number of paragraphs, most frequent first."""
        return self._catalogue.speakers()

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Load passages by id; ids of replaced or removed documents are left out."""
        return self._remembered.passages([int(id_) for id_ in ids])

    def outlines(self, ids: Sequence[int]) -> dict[int, Outline]:
        """Load passages without texts by id; those of replaced documents are left out."""
        return self._remembered.outlines([int(id_) for id_ in ids])

    def vectors_of(self, ids: Sequence[int]) -> FloatArray:
        """Load stored vectors.

        :param ids: passage ids.
        :returns: shape ``(len(ids), dimension)``, float32, in the order of ``ids``.
        :raises VectorStoreError: if a passage has been replaced or removed meanwhile.
        """
        found = self._catalogue.vectors_of([int(id_) for id_ in ids])
        if found is None:
            raise VectorStoreError(
                f"{self.info.path}: vectors were asked of passages that the store no longer holds. "
                "Their document was changed or removed meanwhile; load its passages again."
            )
        return found

    def pairs(self, document: str | None = None) -> list[Pair]:
        """List the pairs that touch a document, or all, in the order of their Chinese side."""
        return self._catalogue.pairs(document)

    def counterparts(self, ids: Sequence[int]) -> dict[int, Sequence[Counterpart]]:
        """Find what passages say in the other language.

        :param ids: passage ids.
        :returns: counterparts of those that have any, best first; at equal score those within the
            same document come first.
        """
        return self._remembered.counterparts([int(id_) for id_ in ids])

    def partners(self, ids: Sequence[int]) -> dict[int, Sequence[int]]:
        """Find the ids of passages' counterparts, in no order, for those that have any."""
        return self._remembered.partners([int(id_) for id_ in ids])

    def search_vectors(
        self, vector: FloatArray, *, language: Language, top_k: int, filters: SearchFilters
    ) -> Ranking:
        """Find the passages nearest to a vector.

        :param vector: shape ``(dimension,)``; its length does not matter.
        :param language: of the passages.
        :param top_k: how many, >= 1.
        :param filters: what else they must meet.
        :returns: ids with cosine similarity in [-1, 1], best first; nothing for a zero vector.
        :raises ValueError: if the vector has another dimension or a date cannot be read.
        """
        return self.begin_vectors(vector, language=language, top_k=top_k, filters=filters)()

    def begin_vectors(
        self, vector: FloatArray, *, language: Language, top_k: int, filters: SearchFilters
    ) -> Callable[[], Ranking]:
        """Begin what ``search_vectors`` does; what is returned ends it, once, in this thread."""
        narrowed = self.narrow(filters)
        if narrowed is None or not fits(language, narrowed, top_k):
            return list
        return self._dense.begin(vector, Selection(language, narrowed), top_k)

    def search_terms(
        self,
        groups: Sequence[TermGroup],
        *,
        language: Language,
        top_k: int,
        filters: SearchFilters,
    ) -> Ranking:
        """Find the passages that hold the terms, by BM25.

        :param groups: the question's concepts; the alternatives of one are counted together.
        :param language: of the passages.
        :param top_k: how many, >= 1.
        :param filters: what else they must meet.
        :returns: ids with scores above 0, best first; nothing where no term occurs.
        :raises ValueError: if a date cannot be read.
        """
        narrowed = self.narrow(filters)
        if narrowed is None or not fits(language, narrowed, top_k):
            return []
        selection = Selection(language, narrowed)
        return search_or_mend(lambda: self._lexical.search(groups, selection, top_k), self.writer)

    def rarities(self, groups: Sequence[TermGroup], *, language: Language) -> list[float]:
        """Tell how rare each concept is among the passages of a language, as BM25 weighs it.

        :param groups: concepts, as for ``search_terms``.
        :param language: of the passages.
        :returns: one number a concept, > 0; the largest for what occurs nowhere. A passage of mean
            length that holds each concept once scores their sum.
        """
        return search_or_mend(lambda: self._lexical.rarities(groups, language), self.writer)

    # Writing

    @contextmanager
    def writer(self, *, wait_seconds: float | None = None) -> Generator[None, None, None]:
        """Be the store's only writer for a while; enter and leave in the same thread.

        Every method that writes does this itself; around several of them it saves time.

        :param wait_seconds: how long to wait for another writer; by default 30 seconds.
        :raises StoreLockedError: if another writer holds it for longer; names its process.
        :raises StoreReadOnlyError: if the folder cannot be written.
        """
        with self._lock.hold(timeout_seconds=wait_seconds) as is_outermost:
            if not is_outermost:
                yield
                return
            try:
                self._begin_writing()
                yield
                self._dense.end_writing()
            finally:
                self._steps.end()

    def put(self, document: Document, entries: Sequence[Entry]) -> list[int]:
        """Store a document; it replaces the version before it all at once.

        :param document: the document.
        :param entries: its paragraphs, in reading order.
        :returns: the ids given to them, in the same order.
        :raises ValueError: if entries belong to another document, repeat a number, or have vectors
            of another dimension.
        :raises StoreWriteError: if the disk fails; the store is as it was then.
        """
        with self.writer():
            (ids,) = self._steps.write([(document, entries)], self._dimension)
        return ids

    def put_many(self, items: Iterable[tuple[Document, Sequence[Entry]]]) -> int:
        """Store many documents, in batches that count one after the other; each as ``put``.

        :param items: documents with their entries; read as they are written.
        :returns: how many paragraphs were stored.
        """
        count = 0
        with self.writer():
            for batch in gather_batches(items):
                count += sum(map(len, self._steps.write(batch, self._dimension)))
        return count

    def remove(self, names: Sequence[str]) -> list[str]:
        """Remove documents with their vectors, terms and pairs.

        :param names: documents' names.
        :returns: those that existed, in the order given.
        """
        with self.writer():
            removed = self._catalogue.retire(names)
            self._steps.clean_up()
        return removed

    def rename(self, renames: Sequence[Rename]) -> list[str]:
        """Give documents other names and paths, all at once; ids, vectors and pairs stay theirs.

        :param renames: one for each document.
        :returns: the former names of those that existed, in the order given.
        :raises ValueError: if two documents would have one name, or one is to get two.
        :raises StoreWriteError: if the disk fails; the store is as it was then.
        """
        with self.writer():
            return self._steps.rename(renames)

    def describe(self, changes: Sequence[Redescription]) -> list[str]:
        """Give documents other metadata, all at once; ids, vectors and pairs stay theirs.

        :param changes: one for each document.
        :returns: the names of those that existed, in the order given.
        :raises ValueError: if a date cannot be read, or title or date change without new terms.
        :raises StoreWriteError: if the disk fails; the store is as it was then.
        """
        with self.writer():
            return self._steps.describe(changes)

    def replace_pairs(self, pairs: Sequence[PairRow], documents: Sequence[str]) -> None:
        """Replace all pairs that touch some documents.

        :param pairs: the new pairs.
        :param documents: names of the documents.
        :raises ValueError: if a pair names a passage that the store does not hold.
        """
        with self.writer():
            self._catalogue.replace_pairs(pairs, documents)

    def get_meta(self, key: str) -> str | None:
        """Read a small named value kept with the store; None where there is none."""
        return self._catalogue.get_meta(key)

    def set_meta(self, key: str, value: str) -> None:
        """Keep a small named value with the store."""
        with self.writer():
            self._catalogue.set_meta(key, value)

    def _begin_writing(self) -> None:
        turn = self._catalogue.take_turn()
        # Whoever wrote last holds the vector index as it is now; all others hold an older one.
        self._dense.begin_writing(is_current=turn == self._turn + 1)
        self._turn = turn
        self._steps.recover()
