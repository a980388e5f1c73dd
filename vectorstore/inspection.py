"""A store's folder -> what is wrong with its catalogue; nothing is changed but its format.

To be run in a process of its own: what reads a damaged file may crash.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vectorstore.database import Database
from vectorstore.errors import VectorStoreError
from vectorstore.folder import CATALOGUE, is_writable
from vectorstore.migrations import FORMAT_VERSION
from vectorstore.sealing import document_seal, pair_seal, stored_pairs, value_seal

#: What is damaged, by what it takes to mend it: SQLite's own indexes, a document's rows, pairs, a
#: named value, the index of vectors, of words; and the file itself, which nothing here mends.
Part = Literal["file", "indexes", "document", "pairs", "value", "vectors", "keywords", "server"]
#: Complaints that SQLite lists at most, and documents that a message names.
_COMPLAINTS, _NAMED = 20, 5
_INDEX_COMPLAINTS = ("wrong # of entries in index", "missing from index", "non-unique entry")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    :param part: what is damaged.
    :param text: what was found, without advice.
    :param names: documents or named values concerned.
    :param heals: whether the next writer mends it by itself, as what a kill leaves.
    """

    part: Part
    text: str
    names: tuple[str, ...] = ()
    heals: bool = False


def inspect_catalogue(folder: Path) -> list[Finding]:
    """Look whether a catalogue is what was written into it.

    :param folder: the store's folder; one of an earlier format is brought to the present one.
    :returns: what is wrong.
    """
    path = folder / CATALOGUE
    try:
        with closing(Database(path, writable=is_writable(folder))) as database:
            database.migrate()
        with closing(connect(path)) as connection:
            connection.execute("BEGIN")
            return [*_inspect_file(connection), *_inspect_rows(connection)]
    except (VectorStoreError, sqlite3.Error) as error:
        return [Finding("file", f"the catalogue cannot be read: {error}")]


def connect(path: Path) -> sqlite3.Connection:
    """Open a catalogue for reading; its texts come as bytes, since they may be damaged."""
    connection = sqlite3.connect(reading_uri(path), uri=True)
    connection.isolation_level = None
    connection.text_factory = bytes
    return connection


def reading_uri(path: Path) -> str:
    """Say to SQLite how a file is opened for reading, also in a folder that cannot be written."""
    is_alone = not path.with_name(path.name + "-wal").exists()
    query = "immutable=1" if is_alone and not is_writable(path.parent) else "mode=ro"
    return f"{path.absolute().as_uri()}?{query}"


def describe_names(names: tuple[str, ...]) -> str:
    """List names, the first few of many."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _inspect_file(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Have SQLite look at its pages, indexes and references."""
    try:
        found = [
            _text(line) for (line,) in connection.execute(f"PRAGMA integrity_check({_COMPLAINTS})")
        ]
    except sqlite3.Error as error:
        found = [str(error)]
    if found != ["ok"]:
        only_indexes = all(any(each in line for each in _INDEX_COMPLAINTS) for line in found)
        yield Finding("indexes" if only_indexes else "file", "; ".join(found[:3]))
    orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    if orphans:
        tables = ", ".join(sorted({_text(row[0]) for row in orphans}))
        yield Finding("file", f"{len(orphans)} rows of {tables} belong to nothing")


def _inspect_rows(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Compare what is kept with its seals."""
    (newest,) = connection.execute("SELECT max(number) FROM migrations").fetchone()
    (count,) = connection.execute("SELECT count(*) FROM library").fetchone()
    if newest != FORMAT_VERSION or count != 1:
        yield Finding("file", f"its format is {newest}, and {count} rows say whose it is")
    broken = tuple(_broken_documents(connection))
    if broken:
        yield Finding("document", f"not as written: {describe_names(broken)}", broken)
    pairs = _count_broken_pairs(connection)
    if pairs:
        yield Finding("pairs", f"{pairs} pairs are not as written")
    values = tuple(
        _text(key)
        for key, value, seal in connection.execute("SELECT key, value, seal FROM meta")
        if seal != value_seal(key, value)
    )
    if values:
        yield Finding("value", f"not as written: {describe_names(values)}", values)


def _broken_documents(connection: sqlite3.Connection) -> Iterator[str]:
    states = ("pending", "ready", "retired")
    listed = connection.execute("SELECT id, name, state, seal FROM documents").fetchall()
    for number, name, state, seal in listed:
        try:
            is_whole = document_seal(connection, number) == _text(seal)
        except sqlite3.Error:
            is_whole = False
        # What is replaced by a later version is gone soon; a new name has no text of its own yet.
        if _text(state) not in states or (_text(state) == "ready" and not is_whole):
            yield _text(name)


def _count_broken_pairs(connection: sqlite3.Connection) -> int:
    languages = {
        id_: _text(language)
        for id_, language in connection.execute(
            """SELECT p.id, p.language FROM paragraphs p JOIN documents d ON d.id = p.document_id
            WHERE d.state = 'ready'"""
        )
    }
    return sum(
        not isinstance(score, float)
        or seal != pair_seal(score, members)
        or {languages.get(id_) for id_ in members} != {"zh", "en"}
        for _, score, seal, members in stored_pairs(connection)
    )


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
