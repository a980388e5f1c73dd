"""A damaged catalogue -> the documents that can still be read, row by row.

To be run in a process of its own: what reads a damaged file may crash.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from rag.metadata import METADATA_FIELDS, DocumentMetadata
from vectorstore.folder import CATALOGUE
from vectorstore.inspection import connect

#: What one row can go wrong by: its page, its letters, its numbers.
_ERRORS = (sqlite3.Error, ValueError, TypeError)


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A document as far as it can be read.

    :param text: None where nothing of it is left.
    :param is_exact: whether it is the document's own text, not put together from its paragraphs.
    """

    name: str
    path: str
    text: str | None
    is_exact: bool
    metadata: DocumentMetadata


def salvage_documents(folder: Path) -> list[Salvaged]:
    """Read what can be read; nothing is changed.

    :param folder: the store's.
    :returns: documents that count, by name; those of which nothing but a text is left are named by
        numbers.
    """
    with closing(connect(folder / CATALOGUE)) as connection:
        found = [*_listed(connection), *_unlisted(connection)]
    return sorted(_distinct(found), key=lambda each: each.name)


def _listed(connection: sqlite3.Connection) -> Iterator[Salvaged]:
    columns = ", ".join(METADATA_FIELDS)
    for number in _ids(connection, "documents", "id"):
        row = _first(
            connection,
            f"SELECT state, name, path, {columns} FROM documents WHERE id = ?",  # noqa: S608
            number,
        )
        if row is None or row[0] != b"ready":
            continue
        name, path, *values = (None if each is None else _text(each) for each in row[1:])
        text = _first(connection, "SELECT text FROM texts WHERE document_id = ?", number)
        is_exact = text is not None and isinstance(text[0], bytes)
        yield Salvaged(
            name or f"document {number}",
            path or "",
            _text(text[0]) if text is not None and is_exact else _join(connection, number),
            is_exact,
            DocumentMetadata(*values),
        )


def _unlisted(connection: sqlite3.Connection) -> Iterator[Salvaged]:
    """Find the texts whose document's row cannot be read."""
    for number in _ids(connection, "texts", "document_id"):
        try:
            connection.execute("SELECT state FROM documents WHERE id = ?", (number,)).fetchone()
            continue  # it can be read: the text was given with it, or does not count
        except sqlite3.Error:
            pass
        text = _first(connection, "SELECT text FROM texts WHERE document_id = ?", number)
        if text is not None and isinstance(text[0], bytes):
            yield Salvaged(f"document {number}", "", _text(text[0]), True, DocumentMetadata())  # noqa: FBT003


def _join(connection: sqlite3.Connection, number: int) -> str | None:
    """Put a text together from the paragraphs that can be read."""
    parts = []
    for id_ in _ids(connection, "paragraphs", "id"):
        row = _first(connection, "SELECT document_id, text FROM paragraphs WHERE id = ?", id_)
        if row is not None and row[0] == number and isinstance(row[1], bytes):
            parts.append(_text(row[1]))
    return "\n\n".join(parts) or None


def _ids(connection: sqlite3.Connection, table: str, column: str) -> list[int]:
    """List the numbers of a table's rows; where that cannot be read, all there may be."""
    found: set[int] = set()
    for order in ("ASC", "DESC"):  # a broken page in the middle leaves both ends
        try:
            for (number,) in connection.execute(
                f"SELECT {column} FROM {table} ORDER BY {column} {order}"  # noqa: S608
            ):
                found.add(int(number))
        except _ERRORS:
            continue
    if not found:
        return []
    return sorted(found | set(range(min(found), max(found) + 1)))


def _first(connection: sqlite3.Connection, query: str, number: int) -> tuple[object, ...] | None:
    try:
        row: tuple[object, ...] | None = connection.execute(query, (number,)).fetchone()
    except _ERRORS:
        return None
    return row


def _distinct(found: list[Salvaged]) -> Iterator[Salvaged]:
    """Give each document a name of its own."""
    taken: set[str] = set()
    for each in found:
        name, number = each.name, 2
        while name in taken:
            name, number = f"{each.name} ({number})", number + 1
        taken.add(name)
        yield replace(each, name=name)


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
