"""A store's folder -> what its indexes of vectors and words hold otherwise than its catalogue.

To be run in a process of its own, while nobody writes: what reads a damaged index may crash.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from rag.schema import Language
from vectorstore.errors import StoreEngineError, StoreReadOnlyError, VectorStoreError
from vectorstore.folder import CATALOGUE, CHANGING, DAMAGED, KEYWORDS, VECTORS
from vectorstore.index_files import find_damaged_files
from vectorstore.indexes import open_indexes
from vectorstore.inspection import Finding, Part, connect
from vectorstore.readable import ReadableKeywords, ReadableVectors
from vectorstore.servers.record import EngineAccess
from vectorstore.values import LANGUAGES, FloatArray

#: Searches that are compared with looking at every vector, of each language; and the share of
#: their best ten that a whole graph finds at least (0.99 and more where it was measured).
_SEARCHES, _NEAREST, _LEAST_FOUND = 50, 10, 0.9


def inspect_vectors(folder: Path, access: EngineAccess | None = None) -> list[Finding]:
    """Compare the index of vectors with the catalogue.

    :param folder: the store's folder.
    :param access: how to use the server that holds it, where one does.
    :returns: what is wrong; nothing where the folder cannot be written, as it is not used then.
    """
    index, _ = open_indexes(folder, access)
    try:
        with closing(connect(folder / CATALOGUE)) as connection:
            if _is_empty(connection):
                return []
            if index.is_damaged():
                return _describe_unusable(connection, "vectors", folder / VECTORS)
            return list(compare_vectors(connection, index))
    except StoreReadOnlyError:
        return []
    except StoreEngineError as error:
        return [Finding("server", str(error))]
    except (VectorStoreError, sqlite3.Error, ValueError) as error:
        return [Finding("vectors", str(error))]
    finally:
        index.close()


def inspect_keywords(folder: Path, access: EngineAccess | None = None) -> list[Finding]:
    """Compare the index of words with the catalogue.

    :param folder: the store's folder.
    :param access: how to use the server that holds it, where one does.
    :returns: what is wrong.
    """
    _, index = open_indexes(folder, access)
    try:
        with closing(connect(folder / CATALOGUE)) as connection:
            if _is_empty(connection):
                return []
            if index.is_damaged():
                return _describe_unusable(connection, "keywords", folder / KEYWORDS)
            return list(compare_keywords(connection, index, folder / KEYWORDS))
    except StoreEngineError as error:
        return [Finding("server", str(error))]
    except (VectorStoreError, sqlite3.Error, ValueError, OSError) as error:
        return [Finding("keywords", str(error))]
    finally:
        index.close()


def compare_vectors(
    connection: sqlite3.Connection, index: ReadableVectors, *, least_found: float = _LEAST_FOUND
) -> Iterator[Finding]:
    """Compare an index of vectors with the catalogue, vector by vector.

    :param connection: to the catalogue, within a transaction.
    :param index: the index.
    :param least_found: share of the nearest vectors that searches must find.
    :yields: what is wrong.
    """
    for language in LANGUAGES:
        live, unfinished = _ids(connection, language)
        seen: set[int] = set()
        differing = 0
        for ids, vectors in index.contents(language):
            seen.update(ids)
            differing += _count_differing(connection, ids, vectors)
        # What has no direction is not in the index.
        wanted = {id_ for id_ in live - seen if _vectors(connection, [id_])[id_].any()}
        unknown = seen - live - unfinished
        if wanted or unknown or differing:
            yield Finding(
                "vectors",
                f"of the {language} passages {len(wanted)} are missing in the index, "
                f"{len(unknown)} are there that the catalogue does not know, and {differing} have "
                "another vector there",
            )
        elif seen and _share_found(connection, index, language, sorted(seen & live)) < least_found:
            yield Finding("vectors", f"searches among the {language} passages miss the nearest")


def _count_differing(connection: sqlite3.Connection, ids: list[int], vectors: FloatArray) -> int:
    kept = _vectors(connection, ids)
    return sum(
        id_ in kept and not np.array_equal(kept[id_], vector)
        for id_, vector in zip(ids, vectors, strict=True)
    )


def _share_found(
    connection: sqlite3.Connection, index: ReadableVectors, language: Language, ids: list[int]
) -> float:
    """Ask for the neighbours of some passages; returns the share of the nearest that is found."""
    if not ids:
        return 1.0
    chosen = ids[:: max(1, len(ids) // _SEARCHES)]
    queries = _vectors(connection, chosen)
    # Against a sample: looking at every vector of a large library takes minutes.
    others = ids[:: max(1, len(ids) // 20_000)]
    kept = _vectors(connection, others)
    matrix = np.stack([kept[id_] for id_ in others])
    found = wanted = 0
    for id_ in chosen:
        answers = index.search(language, queries[id_], _NEAREST)
        least = answers[-1][1] if answers else np.inf
        closer = {
            other
            for other, score in zip(others, (matrix @ queries[id_]).tolist(), strict=True)
            if score > least + 1e-5
        }
        wanted += len(closer)
        found += len(closer & {answer for answer, _ in answers})
    return found / wanted if wanted else 1.0


def compare_keywords(
    connection: sqlite3.Connection, index: ReadableKeywords, files: Path
) -> Iterator[Finding]:
    """Compare an index of words with the catalogue, passage by passage.

    :param connection: to the catalogue, within a transaction.
    :param index: the index.
    :param files: its folder.
    :yields: what is wrong.
    """
    for language in LANGUAGES:
        damaged = find_damaged_files(files / language)
        if damaged:
            yield Finding("keywords", f"damaged files: {', '.join(damaged)}")
            continue
        live, unfinished = _ids(connection, language)
        seen = set(index.ids(language))
        if live - seen or seen - live - unfinished:
            yield Finding(
                "keywords",
                f"of the {language} passages {len(live - seen)} are missing in the index, and "
                f"{len(seen - live - unfinished)} are there that the catalogue does not know",
            )


def _is_empty(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM paragraphs LIMIT 1").fetchone() is None


def _describe_unusable(connection: sqlite3.Connection, part: Part, files: Path) -> list[Finding]:
    """Tell what an index that is to be built again lacks."""
    if not connection.execute("SELECT 1 FROM documents WHERE state = 'ready' LIMIT 1").fetchone():
        return []  # the first writer was killed before it got to the index, and nothing counts yet
    if (files / CHANGING).exists() or (files / DAMAGED).exists():
        text = "the index is to be built again: a change to it was cut off, or it was unreadable"
        return [Finding(part, text, heals=True)]
    return [Finding(part, "the index is missing")]


def _ids(connection: sqlite3.Connection, language: Language) -> tuple[set[int], set[int]]:
    """List the passages that count, and those of versions that do not, or not yet."""
    found = connection.execute(
        """SELECT p.id, d.state = 'ready' FROM paragraphs p
        JOIN documents d ON d.id = p.document_id WHERE p.language = ?""",
        (language,),
    ).fetchall()
    return {id_ for id_, ready in found if ready}, {id_ for id_, ready in found if not ready}


def _vectors(connection: sqlite3.Connection, ids: list[int]) -> dict[int, FloatArray]:
    found = connection.execute(
        """SELECT paragraph_id, vector FROM vectors
        WHERE paragraph_id IN (SELECT value FROM json_each(?))""",
        (json.dumps(ids),),
    )
    return {id_: np.frombuffer(vector, "<f4") for id_, vector in found}
