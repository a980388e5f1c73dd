"""In how many passages each term occurs, for engines that cannot tell: one SQLite file.

It is changed in the same breath as the engine, after it and before the catalogue: what it has
counted of versions that do not count yet, or no longer, is known by version and can be taken off.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.schema import Language
from vectorstore.engines import TermsRow
from vectorstore.errors import StoreDamagedError, StoreWriteError

#: Stands for any passage where codes of terms stand.
_PASSAGES = -1
#: A term, and in how many passages of a version it occurs: in their texts, in their contexts.
_COUNT_ROW = np.dtype([("code", "<u4"), ("text", "<u4"), ("context", "<u4")])
_BUSY_SECONDS = 30.0
#: Pages of the file kept in memory while it is written; inserts go all over it.
_CACHE_KIB = 64_000
_TABLES = (
    """CREATE TABLE IF NOT EXISTS terms (
        language TEXT NOT NULL, code INTEGER NOT NULL,
        text INTEGER NOT NULL, context INTEGER NOT NULL,
        PRIMARY KEY (language, code)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS versions (
        number INTEGER NOT NULL, language TEXT NOT NULL, passages INTEGER NOT NULL,
        counts BLOB NOT NULL,
        PRIMARY KEY (number, language)) WITHOUT ROWID""",
)


class TermCounts:
    """Counts of one library; read by many threads and processes, written by one.

    :param path: the file; made at the first change.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def exists(self) -> bool:
        """Whether anything has been counted."""
        return self._path.exists()

    def change(self, added: Sequence[TermsRow], deleted: Sequence[int]) -> None:
        """Count passages, and take off those of versions; all at once.

        :param added: passages; all of a version together. Versions that are counted are left out.
        :param deleted: numbers of versions; unknown ones are passed over.
        :raises StoreWriteError: if that fails; nothing has changed then.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._connected(writable=True) as connection:
                connection.execute("BEGIN IMMEDIATE")
                for number in deleted:
                    _take_off(connection, number)
                for (number, language), rows in _by_version(added).items():
                    _put(connection, number, language, rows)
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as exc:
            raise StoreWriteError(
                f"{self._path}: the counts of terms cannot be written ({exc}). Check that the "
                "disk has free space and can be written, then run the command again."
            ) from exc

    def of(
        self, language: Language, codes: Sequence[int], *, without: Sequence[int] = ()
    ) -> list[int]:
        """Count the passages that hold each of some terms.

        :param language: of the passages.
        :param codes: the terms.
        :param without: numbers of versions whose passages do not count.
        :returns: counts in the same order; the larger one of texts and contexts, as the keyword
            index that is embedded counts.
        :raises StoreDamagedError: if they cannot be read.
        """
        if not self.exists:
            return [0] * len(codes)
        try:
            with self._connected(writable=False) as connection:
                connection.execute("BEGIN")
                found = np.array([_count(connection, language, code) for code in codes], np.int64)
                for number in without:
                    found -= _of_version(connection, number, language, codes)
        except sqlite3.Error as exc:
            raise StoreDamagedError(
                f"{self._path}: the counts of terms cannot be read ({exc}). They can be made "
                "again from the catalogue: duizhao doctor --repair"
            ) from exc
        return [int(count) for count in found.reshape(-1, 2).max(axis=1)]

    def total(self, language: Language) -> int:
        """Count the passages of a language."""
        return self.of(language, [_PASSAGES])[0]

    def versions(self) -> set[int]:
        """List the versions whose passages are counted."""
        if not self.exists:
            return set()
        with self._connected(writable=False) as connection:
            return {row[0] for row in connection.execute("SELECT number FROM versions")}

    def clear(self) -> None:
        """Forget everything."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as exc:
            raise StoreWriteError(
                f"{self._path}: cannot be deleted ({exc.strerror or exc}). Check the folder's "
                "permissions."
            ) from exc

    @contextmanager
    def _connected(self, *, writable: bool) -> Generator[sqlite3.Connection, None, None]:
        uri = f"{self._path.absolute().as_uri()}?mode={'rwc' if writable else 'ro'}"
        connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            if writable:
                connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
                connection.execute("PRAGMA synchronous = FULL")
                for statement in _TABLES:
                    connection.execute(statement)
            yield connection
        finally:
            connection.close()


def _by_version(rows: Iterable[TermsRow]) -> dict[tuple[int, Language], list[TermsRow]]:
    versions: dict[tuple[int, Language], list[TermsRow]] = {}
    for row in rows:
        versions.setdefault((row.version, row.language), []).append(row)
    return versions


def _count_codes(rows: Sequence[TermsRow]) -> NDArray[np.void]:
    """Count in how many passages each code occurs; in the counts of one each stands once."""
    every = np.concatenate([row.counts for row in rows])
    codes, places = np.unique(every["code"], return_inverse=True)
    counted = np.zeros(len(codes), _COUNT_ROW)
    counted["code"] = codes
    for field in ("text", "context"):
        counted[field] = np.bincount(places, every[field] > 0, minlength=len(codes))
    return counted


def _put(
    connection: sqlite3.Connection, number: int, language: Language, rows: Sequence[TermsRow]
) -> None:
    counted = _count_codes(rows)
    done = connection.execute(
        "INSERT OR IGNORE INTO versions VALUES (?, ?, ?, ?)",
        (number, language, len(rows), counted.tobytes()),
    )
    if done.rowcount:
        connection.executemany(
            """INSERT INTO terms VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET text = text + excluded.text,
            context = context + excluded.context""",
            [(language, *row) for row in (*counted.tolist(), (_PASSAGES, len(rows), 0))],
        )


def _take_off(connection: sqlite3.Connection, number: int) -> None:
    found = connection.execute(
        "SELECT language, passages, counts FROM versions WHERE number = ?", (number,)
    ).fetchall()
    for language, passages, counts in found:
        rows = [*np.frombuffer(counts, _COUNT_ROW).tolist(), (_PASSAGES, passages, 0)]
        connection.executemany(
            """UPDATE terms SET text = text - ?, context = context - ?
            WHERE language = ? AND code = ?""",
            [(text, context, language, code) for code, text, context in rows],
        )
        connection.executemany(
            "DELETE FROM terms WHERE language = ? AND code = ? AND text <= 0 AND context <= 0",
            [(language, code) for code, _, _ in rows],
        )
    connection.execute("DELETE FROM versions WHERE number = ?", (number,))


def _count(connection: sqlite3.Connection, language: Language, code: int) -> tuple[int, int]:
    found = connection.execute(
        "SELECT text, context FROM terms WHERE language = ? AND code = ?", (language, code)
    ).fetchone()
    return (0, 0) if found is None else (int(found[0]), int(found[1]))


def _of_version(
    connection: sqlite3.Connection, number: int, language: Language, codes: Sequence[int]
) -> NDArray[np.int64]:
    """Count in the passages of a version, shape ``(len(codes), 2)``."""
    found = connection.execute(
        "SELECT counts FROM versions WHERE number = ? AND language = ?", (number, language)
    ).fetchone()
    rows = np.frombuffer(found[0] if found else b"", _COUNT_ROW).tolist()
    known = {code: (text, context) for code, text, context in rows}
    return np.array([known.get(code, (0, 0)) for code in codes], np.int64)
