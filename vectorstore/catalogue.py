"""The truth about a store: documents with texts, paragraphs and vectors, and which of them count.

A document's row is *pending* while its vectors and terms are written, *ready* when it counts, and
*retired* once a newer version counts or it was removed. Only ready rows are ever read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.metadata import DocumentMetadata
from rag.schema import Counterpart, Document, DocumentInfo, Language, Pair, Passage
from vectorstore import changes, descriptions, pairs, rows
from vectorstore.database import Database
from vectorstore.engines import TermsRow
from vectorstore.errors import StoreMismatchError
from vectorstore.generation import Generation
from vectorstore.sealing import seal_documents, value_seal
from vectorstore.terms import TermCounts
from vectorstore.values import (
    Entry,
    FloatArray,
    Outline,
    PairRow,
    Redescription,
    Rename,
    Selection,
    StoreInfo,
)

IdArray = NDArray[np.int64]


class Catalogue:
    """One SQLite file, read by many threads and processes and written by one.

    :param path: the file.
    :param writable: False where its folder can only be read.
    """

    def __init__(self, path: Path, *, writable: bool) -> None:
        self._database = Database(path, writable=writable)
        self._path = path
        #: Gives the number that grows with every change committed by any process.
        self.generation = Generation(self._read_generation)

    def prepare(self, embedder: str, dimension: int) -> None:
        """Bring the file to the present format, and note or check whose vectors it holds.

        :param embedder: name of the embedding model.
        :param dimension: length of its vectors.
        :raises StoreMismatchError: if it was made with another model or a newer program.
        """
        self._database.migrate()
        with self._database.read() as connection:
            found = connection.execute("SELECT embedder, dimension FROM library").fetchone()
        if found is None:
            with self._database.write() as connection:
                connection.execute(
                    "INSERT OR IGNORE INTO library VALUES (1, ?, ?, 0, 0)", (embedder, dimension)
                )
        elif found != (embedder, dimension):
            raise StoreMismatchError(
                f"{self._path.parent}: the store was made with the embedder {found[0]!r} "
                f"({found[1]} dimensions), and {embedder!r} ({dimension} dimensions) is in use. "
                f"Use {found[0]!r} again, or index the documents anew into another folder: "
                "duizhao ingest PATH... --store FOLDER"
            )

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # What is in it

    def info(self) -> StoreInfo:
        """Count what counts."""
        version = self._database.format_version
        with self._database.read() as connection:
            embedder, dimension = connection.execute(
                "SELECT embedder, dimension FROM library"
            ).fetchone()
            documents, paragraphs = connection.execute(
                """SELECT count(*), coalesce(sum(zh_count + en_count), 0)
                FROM documents WHERE state = 'ready'"""
            ).fetchone()
            (pair_count,) = connection.execute("SELECT count(*) FROM pairs").fetchone()
        return StoreInfo(
            path=self._path.parent,
            embedder=embedder,
            dimension=dimension,
            document_count=documents,
            paragraph_count=paragraphs,
            pair_count=pair_count,
            format_version=version,
        )

    def _read_generation(self) -> int:
        return int(self._database.read_value("SELECT generation FROM library"))

    def take_turn(self) -> int:
        """Count a writer's turn; returns its number, one more than that of the turn before."""
        with self._database.write() as connection:
            connection.execute("UPDATE library SET turn = turn + 1")
            return int(connection.execute("SELECT turn FROM library").fetchone()[0])

    def documents(self) -> list[DocumentInfo]:
        """List the documents by name."""
        with self._database.read() as connection:
            return rows.document_infos(connection)

    def described(self) -> list[tuple[str, DocumentMetadata]]:
        """List the documents with their metadata, by name."""
        with self._database.read() as connection:
            return descriptions.described(connection)

    def document(self, name: str) -> Document | None:
        """Load a document with its text."""
        with self._database.read() as connection:
            return rows.document(connection, name)

    def passages_of(self, name: str) -> list[Passage]:
        """Load a document's passages in reading order."""
        with self._database.read() as connection:
            return rows.passages_of(connection, name)

    def passages_around(self, passage: Passage, *, before: int, behind: int) -> list[Passage]:
        """Load the passages around one; see ``Store.passages_around``."""
        with self._database.read() as connection:
            return rows.passages_around(connection, passage, before=before, behind=behind)

    def sides(self) -> list[tuple[str, Language, int]]:
        """List all passages' documents, languages and ids; see ``Store.sides``."""
        with self._database.read() as connection:
            return rows.sides(connection)

    def speakers(self) -> list[tuple[str, Language, int]]:
        """List the speakers' labels; see ``Store.speakers``."""
        with self._database.read() as connection:
            return rows.speakers(connection)

    def passages(self, ids: Iterable[int]) -> dict[int, Passage]:
        """Load passages by id; those that no longer count are left out."""
        with self._database.read() as connection:
            return rows.passages(connection, ids)

    def outlines(self, ids: Iterable[int]) -> dict[int, Outline]:
        """Load passages without texts by id; those that no longer count are left out."""
        with self._database.read() as connection:
            return rows.outlines(connection, ids)

    # What a search may return

    def count(self, selection: Selection, *, after: int = 0) -> int:
        """Count the passages of a selection with an id above ``after``."""
        with self._database.read() as connection:
            return rows.count(connection, selection, after=after)

    def keep(self, ids: Iterable[int], selection: Selection) -> set[int]:
        """Keep of some ids those that count and that the selection allows."""
        with self._database.read() as connection:
            return rows.keep(connection, ids, selection)

    def term_counts(self, ids: Iterable[int], selection: Selection) -> dict[int, bytes]:
        """Read the term counts of those of some passages that count and are selected."""
        with self._database.read() as connection:
            return rows.term_counts(connection, ids, selection)

    def all_term_counts(self, language: Language) -> list[tuple[int, bytes]]:
        """Read the ids and term counts of all passages of a language, in no order."""
        with self._database.read() as connection:
            return rows.all_term_counts(connection, language)

    def term_statistics(self, language: Language) -> tuple[int, float]:
        """Count the passages of a language, and give their mean length in terms."""
        with self._database.read() as connection:
            total, length = rows.term_totals(connection, language)
        return total, length / total if total else 0.0

    def terms_rows(self, numbers: Sequence[int]) -> list[TermsRow]:
        """Read what the keyword index keeps of some versions of documents."""
        with self._database.read() as connection:
            return rows.terms_rows(connection, numbers)

    def ready(self) -> list[int]:
        """List the versions of documents that count."""
        with self._database.read() as connection:
            found = connection.execute("SELECT id FROM documents WHERE state = 'ready' ORDER BY id")
            return [row[0] for row in found]

    def last_id(self) -> int:
        """Highest id of a passage that counts; 0 if there is none."""
        with self._database.read() as connection:
            found = connection.execute(
                """SELECT p.id FROM paragraphs p CROSS JOIN documents d ON d.id = p.document_id
                WHERE d.state = 'ready' ORDER BY p.id DESC LIMIT 1"""
            ).fetchone()
        return 0 if found is None else int(found[0])

    def vectors(
        self, selection: Selection, *, after: int = 0, block: int = 10_000
    ) -> Iterator[tuple[IdArray, FloatArray]]:
        """Read the vectors of a selection, ids above ``after``, in blocks of ascending ids.

        :param selection: which passages.
        :param after: highest id to leave out.
        :param block: rows a block, > 0.
        :yields: ids, shape ``(n,)``, and vectors, shape ``(n, dimension)``.
        """
        with self._database.read() as connection:
            chosen = rows.ids(connection, selection, after=after)
        for start in range(0, len(chosen), block):
            with self._database.read() as connection:
                found = rows.vectors_of(connection, chosen[start : start + block])
            # What was retired since the ids were listed is no longer among them.
            ids = np.fromiter(sorted(found), np.int64, len(found))
            if found:
                yield ids, _to_matrix([found[id_] for id_ in ids.tolist()])

    def vectors_of(self, ids: Sequence[int]) -> FloatArray | None:
        """Read vectors by id, shape ``(len(ids), dimension)``; None if one no longer counts."""
        with self._database.read() as connection:
            by_id = rows.vectors_of(connection, ids)
            (dimension,) = connection.execute("SELECT dimension FROM library").fetchone()
        if any(id_ not in by_id for id_ in ids):
            return None
        return _to_matrix([by_id[id_] for id_ in ids]).reshape(len(ids), dimension)

    # Changes of documents, step by step

    def add_pending(
        self, batch: Sequence[tuple[Document, Sequence[Entry]]]
    ) -> list[tuple[int, Sequence[int]]]:
        """Write new versions of documents that do not count yet; all at once.

        :param batch: documents, each with its paragraphs.
        :returns: of each, the number of its version and the ids given to the paragraphs.
        """
        added: list[tuple[int, Sequence[int]]] = []
        with self._database.write() as connection:
            for document, entries in batch:
                number = changes.insert_document(connection, document, entries)
                added.append((number, changes.insert_paragraphs(connection, number, entries)))
            seal_documents(connection, [number for number, _ in added])
        return added

    def make_ready(self, numbers: Sequence[int]) -> None:
        """Let versions count from now on, and retire those they replace; all at once.

        :param numbers: pending versions of different documents.
        """
        with self._database.write() as connection:
            chosen = json.dumps(list(numbers))
            changes.retire(
                connection,
                """name IN (SELECT name FROM documents
                WHERE id IN (SELECT value FROM json_each(?)))""",
                chosen,
            )
            connection.execute(
                """UPDATE documents SET state = 'ready'
                WHERE id IN (SELECT value FROM json_each(?))""",
                (chosen,),
            )
            _bump(connection)

    def add_renamed(self, renames: Sequence[Rename]) -> list[changes.PlannedRename]:
        """Write rows for the new names of documents, that do not count yet; all at once.

        :param renames: one for each document.
        :returns: what to finish; nothing for unknown documents.
        :raises ValueError: if two documents would have one name, or one is to get two.
        """
        with self._database.write() as connection:
            return changes.plan_renames(connection, renames)

    def finish_renames(self, planned: Sequence[changes.PlannedRename]) -> None:
        """Let documents count under their new names from now on; all at once."""
        if not planned:
            return
        with self._database.write() as connection:
            changes.move_versions(connection, planned)
            seal_documents(connection, [each.new_number for each in planned])
            _bump(connection)

    def add_described(
        self, wanted: Sequence[Redescription]
    ) -> list[descriptions.PlannedDescription]:
        """Write rows for documents described anew, that do not count yet; all at once.

        :param wanted: one for each document.
        :returns: what to finish; nothing for unknown documents.
        :raises ValueError: if a date cannot be read, or terms are missing.
        """
        with self._database.write() as connection:
            return descriptions.plan(connection, wanted)

    def new_counts(self, planned: descriptions.PlannedDescription) -> list[tuple[int, TermCounts]]:
        """Count the terms of a document's passages with their new contexts."""
        with self._database.read() as connection:
            return descriptions.new_counts(connection, planned)

    def finish_described(self, planned: Sequence[descriptions.PlannedDescription]) -> None:
        """Let documents count as they are described now; all at once."""
        if not planned:
            return
        with self._database.write() as connection:
            descriptions.finish(connection, planned)
            seal_documents(connection, [each.new_number for each in planned])
            _bump(connection)

    def retire(self, names: Iterable[str]) -> list[str]:
        """Let documents count no longer, and drop their pairs; all at once.

        :param names: documents' names.
        :returns: those that counted, in the order given.
        """
        wanted = list(dict.fromkeys(names))
        with self._database.write() as connection:
            found = changes.retire(
                connection,
                "name IN (SELECT value FROM json_each(?))",
                json.dumps(wanted),
            )
            if found:
                _bump(connection)
        return [name for name in wanted if name in found]

    def unfinished(self) -> list[changes.Version]:
        """List the versions that do not count: begun and not finished, or retired."""
        with self._database.read() as connection:
            return changes.unfinished(connection)

    def drop(self, numbers: Iterable[int]) -> None:
        """Delete versions that do not count."""
        with self._database.write() as connection:
            connection.execute(
                """DELETE FROM documents
                WHERE state != 'ready' AND id IN (SELECT value FROM json_each(?))""",
                (json.dumps(list(numbers)),),
            )

    # Pairs and named values

    def replace_pairs(self, pair_rows: Sequence[PairRow], names: Sequence[str]) -> None:
        """Replace every pair that touches some documents.

        :param pair_rows: the new pairs.
        :param names: the documents.
        :raises ValueError: if a pair names a passage that does not count.
        """
        with self._database.write() as connection:
            pairs.replace(connection, pair_rows, names)
            _bump(connection)

    def pairs(self, name: str | None) -> list[Pair]:
        """List the pairs of a document, or all, in the order of their Chinese side."""
        with self._database.read() as connection:
            return pairs.list_pairs(connection, name)

    def counterparts(self, ids: Iterable[int]) -> dict[int, list[Counterpart]]:
        """Find what passages say in the other language."""
        with self._database.read() as connection:
            return pairs.counterparts(connection, ids)

    def partners(self, ids: Iterable[int]) -> dict[int, list[int]]:
        """Find the ids of passages' counterparts."""
        with self._database.read() as connection:
            return pairs.partners(connection, ids)

    def get_meta(self, key: str) -> str | None:
        """Read a named value."""
        with self._database.read() as connection:
            found = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    def set_meta(self, key: str, value: str) -> None:
        """Write a named value."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO meta (key, value, seal) VALUES (?, ?, ?)",
                (key, value, value_seal(key, value)),
            )
            _bump(connection)


def _bump(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE library SET generation = generation + 1")


def _to_matrix(blobs: Sequence[bytes]) -> FloatArray:
    flat = np.frombuffer(b"".join(blobs), "<f4").astype(np.float32, copy=False)
    return flat.reshape(len(blobs), -1) if blobs else flat
