"""Documents and their entries -> rows of the catalogue: the writing side of its SQL."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from rag.metadata import METADATA_FIELDS, MetadataLayers, metadata_of
from rag.schema import Document, Language
from vectorstore import pairs, rows
from vectorstore.descriptions import COLUMNS, days_of, encode_layers, move_contents
from vectorstore.terms import count_terms
from vectorstore.values import Entry, Rename


@dataclass(frozen=True, slots=True)
class PlannedRename:
    """A rename, the version that counts so far, and the one that will; the same for a move."""

    rename: Rename
    number: int
    new_number: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document, with the ids of its passages by language."""

    number: int
    ids: dict[Language, list[int]]


def unfinished(connection: sqlite3.Connection) -> list[Version]:
    """List the versions that do not count: begun and not finished, or retired."""
    found = connection.execute(
        """SELECT d.id, p.language, p.id FROM documents d
        LEFT JOIN paragraphs p ON p.document_id = d.id WHERE d.state != 'ready'"""
    ).fetchall()
    versions: dict[int, dict[Language, list[int]]] = {}
    for number, language, id_ in found:
        ids = versions.setdefault(number, {})
        if id_ is not None:
            ids.setdefault(language, []).append(id_)
    return [Version(number, ids) for number, ids in versions.items()]


def retire(connection: sqlite3.Connection, condition: str, value: str) -> set[str]:
    """Retire documents that count; their pairs go in the same transaction, so none shows half.

    :param connection: within a write transaction.
    :param condition: SQL on the documents' columns, with one ``?``.
    :param value: what stands for it.
    :returns: their names.
    """
    found = connection.execute(
        f"SELECT id, name FROM documents WHERE state = 'ready' AND {condition}",  # noqa: S608
        (value,),
    ).fetchall()
    chosen = json.dumps([number for number, _ in found])
    pairs.delete_touching(connection, chosen)
    connection.execute(
        "UPDATE documents SET state = 'retired' WHERE id IN (SELECT value FROM json_each(?))",
        (chosen,),
    )
    return {name for _, name in found}


def insert_document(
    connection: sqlite3.Connection, document: Document, entries: Sequence[Entry]
) -> int:
    """Write a pending version of a document; returns its number."""
    languages = [entry.paragraph.language for entry in entries]
    layers = document.layers or MetadataLayers(stated=metadata_of(document))
    cursor = connection.execute(
        f"""INSERT INTO documents (name, state, path, content_hash, encoding, {COLUMNS}, layers,
        first_day, last_day, page_starts, zh_count, en_count, zh_length, en_length, added)
        VALUES (?, 'pending', {", ".join("?" * 18)})""",  # noqa: S608 - column names are ours
        (
            document.name,
            document.path,
            document.content_hash,
            document.encoding,
            *(getattr(document, name) for name in METADATA_FIELDS),
            encode_layers(layers),
            *days_of(document.date),
            json.dumps(document.page_starts),
            languages.count("zh"),
            languages.count("en"),
            sum(len(entry.terms) for entry in entries if entry.paragraph.language == "zh"),
            sum(len(entry.terms) for entry in entries if entry.paragraph.language == "en"),
            datetime.now(UTC).isoformat(timespec="seconds"),
        ),
    )
    number = int(cursor.lastrowid or 0)
    connection.execute("INSERT INTO texts VALUES (?, ?)", (number, document.text))
    return number


def insert_paragraphs(
    connection: sqlite3.Connection, number: int, entries: Sequence[Entry]
) -> range:
    """Write the paragraphs of a version with vectors and terms; returns the ids they get."""
    (last,) = connection.execute(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'paragraphs'"
    ).fetchone()
    ids = range(last + 1, last + 1 + len(entries))
    connection.executemany(
        "INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (rows.paragraph_row(id_, number, entry) for id_, entry in zip(ids, entries, strict=True)),
    )
    connection.executemany(
        "INSERT INTO vectors VALUES (?, ?)",
        (
            (id_, np.asarray(entry.vector, "<f4").tobytes())
            for id_, entry in zip(ids, entries, strict=True)
        ),
    )
    connection.executemany(
        "INSERT INTO terms VALUES (?, ?)",
        (
            (id_, count_terms(entry.terms, entry.context_terms).tobytes())
            for id_, entry in zip(ids, entries, strict=True)
        ),
    )
    connection.executemany(
        "INSERT INTO readings VALUES (?, ?, ?)",
        ((id_, each.letters, each.pieces) for id_, each in zip(ids, entries, strict=True)),
    )
    return ids


def plan_renames(connection: sqlite3.Connection, renames: Sequence[Rename]) -> list[PlannedRename]:
    """Write pending versions, still empty, for documents that get another name.

    :param connection: within a write transaction.
    :param renames: one for each document.
    :returns: what to finish, for documents that count.
    :raises ValueError: if two documents would have one name, or one is to get two.
    """
    ready = dict(connection.execute("SELECT name, id FROM documents WHERE state = 'ready'"))
    wanted = [each for each in renames if each.name in ready]
    new_names = {each.name: each.new_name for each in wanted}
    names = [new_names.get(name, name) for name in ready]
    if len(new_names) < len(wanted) or len(set(names)) < len(names):
        raise ValueError(
            f"Two documents would have one name, or one of them two names, after {wanted}. "
            "List the store's documents and choose names that are free."
        )
    return [_plan_rename(connection, each, ready[each.name]) for each in wanted]


def _plan_rename(connection: sqlite3.Connection, rename: Rename, number: int) -> PlannedRename:
    if rename.new_name == rename.name:
        return PlannedRename(rename, number, number)
    cursor = connection.execute(
        f"""INSERT INTO documents (name, state, path, content_hash, encoding, {COLUMNS}, layers,
        first_day, last_day, page_starts, zh_count, en_count, zh_length, en_length, added)
        SELECT ?, 'pending', path, content_hash, encoding, {COLUMNS}, layers,
        first_day, last_day, page_starts, zh_count, en_count, zh_length, en_length, added
        FROM documents WHERE id = ?""",  # noqa: S608 - column names are ours
        (rename.new_name, number),
    )
    return PlannedRename(rename, number, int(cursor.lastrowid or 0))


def move_versions(connection: sqlite3.Connection, planned: Sequence[PlannedRename]) -> None:
    """Let planned versions count, with the text and the paragraphs of those that counted so far.

    :param connection: within a write transaction.
    :param planned: as planned; the versions that counted are empty and retired afterwards.
    """
    moved = [(each.new_number, each.number) for each in planned if each.new_number != each.number]
    # All are retired before the first one counts: a name may go from one to the next.
    move_contents(connection, moved)
    connection.executemany(
        "UPDATE documents SET state = 'ready', path = ? WHERE id = ?",
        [(each.rename.new_path, each.new_number) for each in planned],
    )
