"""Findings on a store -> what of it is forgotten, so that it is made anew.

Each function is the store's only writer while it works; the store must not be being written by the
same process.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from vectorstore.database import to_store_error
from vectorstore.errors import StoreWriteError
from vectorstore.folder import CATALOGUE, DAMAGED, KEYWORDS, VECTORS
from vectorstore.inspection import Finding, Part
from vectorstore.lock import WriterLock

_FOLDERS: dict[Part, str] = {"vectors": VECTORS, "keywords": KEYWORDS}


def forget_damaged(folder: Path, findings: Sequence[Finding]) -> None:
    """Mark or drop what is damaged and derived; whoever writes the store next makes it anew.

    :param folder: the store's.
    :param findings: what is damaged.
    :raises StoreWriteError: if the folder cannot be written.
    """
    parts = {finding.part for finding in findings}
    with WriterLock(folder).hold():
        _mark_indexes(folder, parts)
        with _writing(folder) as connection:
            if "indexes" in parts:
                connection.execute("REINDEX")
            values = [name for each in findings if each.part == "value" for name in each.names]
            connection.execute(
                "DELETE FROM meta WHERE key IN (SELECT value FROM json_each(?))",
                (json.dumps(values),),
            )


def forget_hashes(folder: Path, names: Collection[str]) -> None:
    """Let documents count as changed, so that the next ingest reads their files again.

    Their seals stay broken until then.

    :param folder: the store's.
    :param names: of the documents.
    """
    with WriterLock(folder).hold(), _writing(folder) as connection:
        connection.execute(
            """UPDATE documents SET content_hash = '' WHERE state = 'ready'
            AND name IN (SELECT value FROM json_each(?))""",
            (json.dumps(list(names)),),
        )


def _mark_indexes(folder: Path, parts: Collection[Part]) -> None:
    for part, name in _FOLDERS.items():
        if part not in parts:
            continue
        try:
            (folder / name).mkdir(exist_ok=True)
            (folder / name / DAMAGED).touch()
        except OSError as error:
            raise StoreWriteError(
                f"{folder / name}: the index cannot be marked to be made anew "
                f"({error.strerror or error}). Check the permissions of the folder."
            ) from error


@contextmanager
def _writing(folder: Path) -> Generator[sqlite3.Connection, None, None]:
    path = folder / CATALOGUE
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("UPDATE library SET generation = generation + 1")
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise to_store_error(error, path) from error
