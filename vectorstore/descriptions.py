"""Metadata of documents in the catalogue: read, changed without their paragraphs, filtered by."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from rag.metadata import METADATA_FIELDS, DocumentMetadata, MetadataLayers
from rag.schema import Language, SearchFilters
from vectorstore.dates import first_day, last_day
from vectorstore.terms import TERM_ROW, TermCounts, replace_context
from vectorstore.values import Redescription

#: Columns of the documents' table, in the order of the fields.
COLUMNS = ", ".join(METADATA_FIELDS)
_LAYERS = ("stated", "sidecar", "corrected")


@dataclass(frozen=True, slots=True)
class PlannedDescription:
    """Other metadata for a document, the version that counts so far, and the one that will.

    :param new_number: the same where title and date, and with them the terms, stay as they are.
    """

    change: Redescription
    number: int
    new_number: int


def encode_layers(layers: MetadataLayers) -> str:
    """Write layers as their column has them: values that are not set are left out."""
    parts: dict[str, object] = {"reader": layers.reader}
    for name in _LAYERS:
        values = asdict(getattr(layers, name))
        parts[name] = {field: value for field, value in values.items() if value is not None}
    return json.dumps(parts, ensure_ascii=False)


def decode_layers(text: str, shown: DocumentMetadata) -> MetadataLayers:
    """Read layers; what an earlier format kept was all stated by the text.

    :param text: the column.
    :param shown: the values that hold.
    :returns: the layers.
    """
    parts = json.loads(text)
    if not parts:
        return MetadataLayers(stated=shown)
    stated, sidecar, corrected = (DocumentMetadata(**parts[name]) for name in _LAYERS)
    return MetadataLayers(stated, sidecar, corrected, parts["reader"])


def days_of(date: str | None) -> tuple[int | None, int | None]:
    """Give the first and the last day that a date may mean."""
    return (first_day(date), last_day(date)) if date else (None, None)


def plan(
    connection: sqlite3.Connection, changes: Sequence[Redescription]
) -> list[PlannedDescription]:
    """Write pending versions, still empty, for documents whose terms are others now.

    :param connection: within a write transaction.
    :param changes: one for each document.
    :returns: what to finish, for documents that count.
    :raises ValueError: if title or date change and no context terms are given, or a document is
        named twice.
    """
    if len({each.name for each in changes}) < len(changes):
        raise ValueError("A document is to be described twice at once; give each document once.")
    planned = []
    for change in changes:
        row = connection.execute(
            "SELECT id, title, date FROM documents WHERE state = 'ready' AND name = ?",
            (change.name,),
        ).fetchone()
        if row is not None:
            planned.append(_plan(connection, change, row))
    return planned


def _plan(
    connection: sqlite3.Connection,
    change: Redescription,
    row: tuple[int, str | None, str | None],
) -> PlannedDescription:
    number, title, date = row
    merged = change.layers.merged
    days_of(merged.date)  # one that cannot be read is refused before anything is written
    if change.context_terms is None:
        if (merged.title, merged.date) != (title, date):
            raise ValueError(
                f"{change.name!r} gets another title or date: its passages are searched with "
                "them, and new context terms are wanted."
            )
        return PlannedDescription(change, number, number)
    cursor = connection.execute(
        f"""INSERT INTO documents (name, state, path, content_hash, encoding, {COLUMNS}, layers,
        first_day, last_day, page_starts, zh_count, en_count, zh_length, en_length, added)
        SELECT name, 'pending', path, content_hash, encoding, {COLUMNS}, layers,
        first_day, last_day, page_starts, zh_count, en_count, zh_length, en_length, added
        FROM documents WHERE id = ?""",  # noqa: S608 - column names are ours
        (number,),
    )
    return PlannedDescription(change, number, int(cursor.lastrowid or 0))


def new_counts(
    connection: sqlite3.Connection, planned: PlannedDescription
) -> list[tuple[int, TermCounts]]:
    """Count the terms of a document's passages with their new contexts.

    :param connection: within a transaction.
    :param planned: one with context terms.
    :returns: ids of the passages in reading order, with their counts.
    :raises ValueError: if there are not as many contexts as passages.
    """
    found = connection.execute(
        """SELECT p.id, t.counts FROM paragraphs p JOIN terms t ON t.paragraph_id = p.id
        WHERE p.document_id = ? ORDER BY p.number""",
        (planned.number,),
    ).fetchall()
    contexts = planned.change.context_terms or ()
    if len(contexts) != len(found):
        raise ValueError(
            f"{planned.change.name!r} has {len(found)} passages, and {len(contexts)} contexts were "
            "given for them."
        )
    return [
        (id_, replace_context(np.frombuffer(counts, TERM_ROW), context))
        for (id_, counts), context in zip(found, contexts, strict=True)
    ]


def finish(connection: sqlite3.Connection, planned: Sequence[PlannedDescription]) -> None:
    """Let documents count as they are described now.

    :param connection: within a write transaction.
    :param planned: as planned; versions that are replaced are empty and retired afterwards.
    """
    for each in planned:
        if each.new_number != each.number:
            counts = new_counts(connection, each)
            connection.executemany(
                "UPDATE terms SET counts = ? WHERE paragraph_id = ?",
                [(count.tobytes(), id_) for id_, count in counts],
            )
            move_contents(connection, [(each.new_number, each.number)])
            connection.execute(
                "UPDATE documents SET state = 'ready' WHERE id = ?", (each.new_number,)
            )
        _update(connection, each.new_number, each.change.layers)


def move_contents(connection: sqlite3.Connection, moved: Sequence[tuple[int, int]]) -> None:
    """Move texts and paragraphs to other versions, and retire those that held them.

    :param connection: within a write transaction.
    :param moved: numbers of the new and the former version.
    """
    connection.executemany("UPDATE texts SET document_id = ? WHERE document_id = ?", moved)
    connection.executemany("UPDATE paragraphs SET document_id = ? WHERE document_id = ?", moved)
    connection.executemany(
        "UPDATE documents SET state = 'retired' WHERE id = ?", [(old,) for _, old in moved]
    )


def _update(connection: sqlite3.Connection, number: int, layers: MetadataLayers) -> None:
    merged = layers.merged
    values = [getattr(merged, name) for name in METADATA_FIELDS]
    setters = ", ".join(f"{name} = ?" for name in METADATA_FIELDS)
    connection.execute(
        f"""UPDATE documents SET {setters}, first_day = ?, last_day = ?, layers = ?
        WHERE id = ?""",  # noqa: S608 - column names are ours
        (*values, *days_of(merged.date), encode_layers(layers), number),
    )


def described(connection: sqlite3.Connection) -> list[tuple[str, DocumentMetadata]]:
    """List the documents that count with their metadata, by name."""
    found = connection.execute(
        f"SELECT name, {COLUMNS} FROM documents WHERE state = 'ready' ORDER BY name"  # noqa: S608
    )
    return [(name, DocumentMetadata(*values)) for name, *values in found]


def narrow(
    filters: SearchFilters, documents: Sequence[tuple[str, DocumentMetadata]]
) -> SearchFilters | None:
    """Turn filters on metadata into names of documents.

    :param filters: all of them have to be met.
    :param documents: every document with its metadata.
    :returns: filters without those on metadata; None where no document meets them.
    """
    wanted = {field: values for field, values in metadata_filters(filters).items() if values}
    names = tuple(
        name
        for name, metadata in documents
        if (not filters.documents or name in filters.documents)
        and all(_holds(getattr(metadata, field), values) for field, values in wanted.items())
    )
    if not names:
        return None
    return replace(
        filters, documents=names, sources=(), events=(), interviewers=(), interviewees=()
    )


def fits(language: Language, filters: SearchFilters, top_k: int) -> bool:
    """Check a search's arguments, and tell whether the filters leave anything of the language."""
    if top_k < 1:
        raise ValueError(f"top_k is {top_k}, and at least 1 is wanted.")
    if filters.since is not None:
        first_day(filters.since)
    if filters.until is not None:
        last_day(filters.until)
    return filters.language in (None, language)


def has_metadata_filters(filters: SearchFilters) -> bool:
    """Tell whether filters ask for more than the names, speakers and dates of documents."""
    return any(metadata_filters(filters).values())


def metadata_filters(filters: SearchFilters) -> dict[str, tuple[str, ...]]:
    """Give what each field of the metadata is limited to."""
    return {
        "source": filters.sources,
        "event": filters.events,
        "interviewer": filters.interviewers,
        "interviewee": filters.interviewees,
    }


def _holds(value: str | None, wanted: Sequence[str]) -> bool:
    return value is not None and any(fold(each) in fold(value) for each in wanted)


def fold(text: str) -> str:
    """Write a value as it is compared: width, case and white space do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
