"""Documents -> the catalogue and both indexes, in an order that a kill cannot break."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from rag.schema import Document, Language
from vectorstore.catalogue import Catalogue
from vectorstore.dates import first_day
from vectorstore.descriptions import PlannedDescription, days_of
from vectorstore.engines import KeywordIndex, TermsRow, VectorIndex
from vectorstore.values import LANGUAGES, Entry, FloatArray, Redescription, Rename, Selection

logger = logging.getLogger(__name__)

Item = tuple[Document, Sequence[Entry]]

#: A batch is written when it holds this many paragraphs, or has waited this long: large enough
#: that commits do not count (25 ms each), short enough that readers see documents within seconds.
_BATCH_PARAGRAPHS = 2_000
_BATCH_SECONDS = 2.0
#: Documents read at a time when the keyword index is built anew.
_REBUILD_DOCUMENTS = 50


def gather_batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Gather documents to be written together; no batch holds two of one name."""
    batch: list[Item] = []
    started = time.monotonic()
    for document, entries in items:
        if any(document.name == other.name for other, _ in batch):
            yield batch
            batch = []
        batch.append((document, entries))
        size = sum(len(each) for _, each in batch)
        if size >= _BATCH_PARAGRAPHS or time.monotonic() - started >= _BATCH_SECONDS:
            yield batch
            batch, started = [], time.monotonic()
    if batch:
        yield batch


class WritingSteps:
    """The steps of a writer's turn; used under the writer's lock only.

    :param catalogue: the truth.
    :param vectors: derived index of vectors.
    :param keywords: derived index of terms.
    """

    def __init__(self, catalogue: Catalogue, vectors: VectorIndex, keywords: KeywordIndex) -> None:
        self._catalogue = catalogue
        self._vectors = vectors
        self._keywords = keywords

    def recover(self) -> None:
        """Finish or undo what an earlier writer left half done."""
        if self._vectors.is_damaged():
            self._vectors.rebuild(self._vector_rows())
        if self._keywords.is_damaged():
            self._keywords.rebuild(self._terms_batches())
        self.clean_up()

    def write(self, batch: Sequence[Item], dimension: int) -> list[list[int]]:
        """Let new versions of documents count, all at once.

        :param batch: documents of different names, with their entries.
        :param dimension: length of the store's vectors.
        :returns: the ids given to the entries of each document.
        :raises ValueError: if entries do not fit their document or the store; nothing is written.
        """
        for document, entries in batch:
            _check_entries(document, entries, dimension)
        with self._indexing():
            numbers, ids = self._write_pending(batch)
        self._catalogue.make_ready(numbers)
        self.clean_up()
        return ids

    def rename(self, renames: Sequence[Rename]) -> list[str]:
        """Let documents count under other names, all at once.

        The keyword index knows documents by name, so that what is renamed is a new version there;
        passages keep their ids, and with them their vectors and pairs.

        :param renames: one for each document.
        :returns: the former names of those that existed.
        :raises ValueError: if two documents would have one name, or one is to get two.
        """
        planned = self._catalogue.add_renamed(renames)
        with self._indexing():
            for each in planned:
                if each.new_number != each.number:
                    self._keywords.add(
                        [
                            replace(row, version=each.new_number, document=each.rename.new_name)
                            for row in self._catalogue.terms_rows([each.number])
                        ]
                    )
        self._catalogue.finish_renames(planned)
        self.clean_up()
        return [each.rename.name for each in planned]

    def describe(self, changes: Sequence[Redescription]) -> list[str]:
        """Let documents count with other metadata, all at once.

        Where title or date change, the document is a new version in the keyword index; passages
        keep their ids, and with them their vectors and pairs.

        :param changes: one for each document.
        :returns: the names of those that existed.
        :raises ValueError: if a date cannot be read, or terms are missing; nothing is written.
        """
        planned = self._catalogue.add_described(changes)
        with self._indexing():
            for each in planned:
                if each.new_number != each.number:
                    self._keywords.add(self._described_rows(each))
        self._catalogue.finish_described(planned)
        self.clean_up()
        return [each.change.name for each in planned]

    @contextmanager
    def _indexing(self) -> Iterator[None]:
        """Commit what is added to the keyword index inside, or, whatever goes wrong, none of it."""
        try:
            yield
            self._keywords.commit()
        except BaseException:
            # Ctrl-C too: the turn may go on, and its next commit would take this along.
            self._keywords.rollback()
            raise

    def _described_rows(self, planned: PlannedDescription) -> list[TermsRow]:
        counts = dict(self._catalogue.new_counts(planned))
        first, last = days_of(planned.change.layers.merged.date)
        return [
            replace(
                row,
                version=planned.new_number,
                first_day=first,
                last_day=last,
                counts=counts[row.id],
            )
            for row in self._catalogue.terms_rows([planned.number])
        ]

    def clean_up(self) -> None:
        """Remove what does not count from both indexes, and then its rows."""
        versions = self._catalogue.unfinished()
        if not versions:
            return
        self._keywords.delete([version.number for version in versions])
        self._keywords.commit()
        for language in LANGUAGES:
            ids = [id_ for version in versions for id_ in version.ids.get(language, ())]
            if ids:
                self._vectors.delete(language, ids)
        self._catalogue.drop(version.number for version in versions)

    def end(self) -> None:
        """Give up what only a writer holds."""
        self._keywords.rollback()
        self._keywords.release()

    def _write_pending(self, batch: Sequence[Item]) -> tuple[list[int], list[list[int]]]:
        numbers: list[int] = []
        ids: list[list[int]] = []
        ids_of: dict[Language, list[int]] = {language: [] for language in LANGUAGES}
        vectors_of: dict[Language, list[FloatArray]] = {language: [] for language in LANGUAGES}
        added = self._catalogue.add_pending(batch)
        for (_, entries), (number, given) in zip(batch, added, strict=True):
            numbers.append(number)
            ids.append(list(given))
            for id_, entry in zip(given, entries, strict=True):
                ids_of[entry.paragraph.language].append(id_)
                vectors_of[entry.paragraph.language].append(entry.vector)
        self._keywords.add(self._catalogue.terms_rows(numbers))
        for language in LANGUAGES:
            if ids_of[language]:
                matrix = np.asarray(vectors_of[language], np.float32)
                self._vectors.upsert(language, ids_of[language], matrix)
        return numbers, ids

    def _vector_rows(self) -> Iterator[tuple[Language, Sequence[int], FloatArray]]:
        for language in LANGUAGES:
            count = self._catalogue.count(Selection(language))
            if count:
                logger.info("Building the vector index of %d %s passages anew.", count, language)
            for ids, vectors in self._catalogue.vectors(Selection(language)):
                yield language, ids.tolist(), vectors

    def _terms_batches(self) -> Iterator[list[TermsRow]]:
        numbers = self._catalogue.ready()
        if numbers:
            logger.info("Building the keyword index of %d documents anew.", len(numbers))
        for start in range(0, len(numbers), _REBUILD_DOCUMENTS):
            yield self._catalogue.terms_rows(numbers[start : start + _REBUILD_DOCUMENTS])


def _check_entries(document: Document, entries: Sequence[Entry], dimension: int) -> None:
    if document.date:
        first_day(document.date)
    numbers = set()
    for entry in entries:
        paragraph = entry.paragraph
        where = f"Paragraph {paragraph.number} of {paragraph.document!r}"
        if paragraph.document != document.name:
            raise ValueError(f"{where} was given as one of {document.name!r}.")
        if paragraph.number in numbers:
            raise ValueError(f"{where} was given twice.")
        numbers.add(paragraph.number)
        if np.shape(entry.vector) != (dimension,):
            raise ValueError(
                f"{where} has a vector of shape {np.shape(entry.vector)}; the store's vectors "
                f"have {dimension} dimensions. Embed it with the store's own embedder."
            )
        if not np.isfinite(entry.vector).all():
            raise ValueError(f"{where} has a vector with an infinite or missing number in it.")
