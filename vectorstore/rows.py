"""Rows of the catalogue <-> documents, passages and vectors: the reading side of its SQL."""

# ruff: noqa: S608 - SQL is put together from constants; what callers give goes in by name.

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from rag.metadata import DocumentMetadata
from rag.schema import Document, DocumentInfo, Language, Paragraph, Passage, SearchFilters
from vectorstore.dates import first_day, last_day
from vectorstore.descriptions import COLUMNS, decode_layers
from vectorstore.engines import TermsRow
from vectorstore.terms import TERM_ROW
from vectorstore.values import Entry, Outline, Selection

_PASSAGE = """SELECT p.id, d.name, p.number, p.language, p.kind, p.speaker, p.text, p.spans,
    p.page, p.context, d.title, d.date, d.source, d.event, d.interviewer, d.interviewee
    FROM paragraphs p JOIN documents d ON d.id = p.document_id WHERE d.state = 'ready'"""


def paragraph_row(id_: int, version: int, entry: Entry) -> tuple[object, ...]:
    """Lay out a paragraph as its table has it."""
    paragraph = entry.paragraph
    return (
        id_,
        version,
        paragraph.number,
        paragraph.language,
        paragraph.kind,
        paragraph.speaker,
        paragraph.page,
        json.dumps(paragraph.spans),
        entry.context,
        paragraph.text,
    )


def document_infos(connection: sqlite3.Connection) -> list[DocumentInfo]:
    """List the documents that count, by name."""
    pair_counts = dict(
        connection.execute(
            """SELECT p.document_id, count(DISTINCT m.pair_id)
            FROM pair_members m JOIN paragraphs p ON p.id = m.paragraph_id GROUP BY 1"""
        ).fetchall()
    )
    found = connection.execute(
        f"""SELECT id, name, path, content_hash, zh_count, en_count, added, layers, {COLUMNS}
        FROM documents WHERE state = 'ready' ORDER BY name"""
    )
    return [_info(row, pair_counts.get(row[0], 0)) for row in found]


def _info(row: tuple[Any, ...], pair_count: int) -> DocumentInfo:
    _, name, path, content_hash, zh, en, added, layers, *values = row
    shown = DocumentMetadata(*values)
    return DocumentInfo(
        name=name,
        path=path,
        content_hash=content_hash,
        languages=_languages(zh, en),
        paragraph_count=zh + en,
        pair_count=pair_count,
        added=added,
        layers=decode_layers(layers, shown),
        **asdict(shown),
    )


def document(connection: sqlite3.Connection, name: str) -> Document | None:
    """Load a document that counts, with its text."""
    row = connection.execute(
        f"""SELECT d.name, d.path, t.text, d.content_hash, d.encoding, d.page_starts, d.layers,
        {COLUMNS} FROM documents d JOIN texts t ON t.document_id = d.id
        WHERE d.state = 'ready' AND d.name = ?""",
        (name,),
    ).fetchone()
    if row is None:
        return None
    name, path, text, content_hash, encoding, page_starts, layers, *values = row
    shown = DocumentMetadata(*values)
    return Document(
        name=name,
        path=path,
        text=text,
        content_hash=content_hash,
        encoding=encoding,
        page_starts=tuple(json.loads(page_starts)),
        layers=decode_layers(layers, shown),
        **asdict(shown),
    )


def passages_of(connection: sqlite3.Connection, name: str) -> list[Passage]:
    """Load a document's passages in reading order."""
    found = connection.execute(f"{_PASSAGE} AND d.name = ? ORDER BY p.number", (name,))
    return [_passage(row) for row in found]


def passages_around(
    connection: sqlite3.Connection, passage: Passage, *, before: int, behind: int
) -> list[Passage]:
    """Load the passages around one; see ``Store.passages_around``."""
    own = passage.paragraph
    beside = f"{_PASSAGE} AND d.name = ? AND p.language = ? AND p.number"
    place = (own.document, own.language, own.number)
    earlier = connection.execute(f"{beside} < ? ORDER BY p.number DESC LIMIT ?", (*place, before))
    above = [_passage(row) for row in earlier]
    later = connection.execute(f"{beside} >= ? ORDER BY p.number LIMIT ?", (*place, behind + 1))
    return [*reversed(above), *(_passage(row) for row in later)]


def sides(connection: sqlite3.Connection) -> list[tuple[str, Language, int]]:
    """List name, language and id of all passages: by name, Chinese first, in reading order."""
    return connection.execute(
        """SELECT d.name, p.language, p.id FROM documents d
        CROSS JOIN paragraphs p ON p.document_id = d.id
        WHERE d.state = 'ready' ORDER BY d.name, p.language DESC, p.number"""
    ).fetchall()


def speakers(connection: sqlite3.Connection) -> list[tuple[str, Language, int]]:
    """List the speakers' labels with how many paragraphs stand under each, by language."""
    return connection.execute(
        """SELECT p.speaker, p.language, count(*)
        FROM paragraphs p INDEXED BY paragraphs_speaker
        JOIN documents d ON d.id = p.document_id
        WHERE p.speaker IS NOT NULL AND d.state = 'ready'
        GROUP BY p.speaker, p.language ORDER BY 3 DESC, 1"""
    ).fetchall()


def passages(connection: sqlite3.Connection, chosen: Iterable[int]) -> dict[int, Passage]:
    """Load passages that count, by id, in the order given."""
    wanted = list(chosen)
    found = connection.execute(
        f"{_PASSAGE} AND p.id IN (SELECT value FROM json_each(?))", (json.dumps(wanted),)
    )
    by_id = {row[0]: _passage(row) for row in found}
    return {id_: by_id[id_] for id_ in wanted if id_ in by_id}


def outlines(connection: sqlite3.Connection, chosen: Iterable[int]) -> dict[int, Outline]:
    """Load passages that count without their texts, by id, in no order."""
    # All that are there count, as a rule: half the time of asking for their documents too.
    counting = (
        "JOIN documents d ON d.id = p.document_id AND d.state = 'ready'"
        if _has_unfinished(connection)
        else ""
    )
    found = connection.execute(
        f"""SELECT p.id, p.language, p.kind, coalesce(r.letters, x''), coalesce(r.pieces, x'')
        FROM paragraphs p {counting} LEFT JOIN readings r ON r.paragraph_id = p.id
        WHERE p.id IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(chosen)),),
    )
    return {row[0]: Outline._make(row) for row in found}


def count(connection: sqlite3.Connection, selection: Selection, *, after: int = 0) -> int:
    """Count the passages of a selection with ids above ``after``."""
    if after or selection.filters.speakers:
        query, values = _selected("count(*)", selection, after)
    else:
        condition, values = _condition(selection.filters)
        column = "zh_count" if selection.language == "zh" else "en_count"
        query = f"""SELECT coalesce(sum({column}), 0) FROM documents d
            WHERE d.state = 'ready'{condition}"""
    return int(connection.execute(query, values).fetchone()[0])


def ids(connection: sqlite3.Connection, selection: Selection, *, after: int = 0) -> list[int]:
    """List the ids of a selection above ``after``, ascending."""
    query, values = _selected("p.id", selection, after)
    return sorted(row[0] for row in connection.execute(query, values))


def keep(connection: sqlite3.Connection, found: Iterable[int], selection: Selection) -> set[int]:
    """Keep of some ids those that count and that the selection allows."""
    condition, values = _condition(selection.filters)
    values |= {"language": selection.language, "ids": json.dumps(list(found))}
    kept = connection.execute(
        f"""SELECT p.id FROM paragraphs p JOIN documents d ON d.id = p.document_id
        WHERE p.id IN (SELECT value FROM json_each(:ids))
        AND d.state = 'ready' AND p.language = :language{condition}""",
        values,
    )
    return {row[0] for row in kept}


def vectors_of(connection: sqlite3.Connection, chosen: Sequence[int]) -> dict[int, bytes]:
    """Read the vectors of passages that count, by id."""
    found = connection.execute(
        """SELECT v.paragraph_id, v.vector FROM vectors v
        JOIN paragraphs p ON p.id = v.paragraph_id JOIN documents d ON d.id = p.document_id
        WHERE d.state = 'ready' AND v.paragraph_id IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(chosen)),),
    )
    return dict(found.fetchall())


def term_counts(
    connection: sqlite3.Connection, found: Iterable[int], selection: Selection
) -> dict[int, bytes]:
    """Read the term counts of those of some passages that count and are selected.

    :param connection: within a transaction.
    :param found: ids of passages of the selection's language.
    :param selection: those whose counts are wanted.
    :returns: rows of ``TERM_ROW`` by id.
    """
    ids = json.dumps(list(found))
    if selection.is_whole and not _has_unfinished(connection):
        # All that are there count: half the time of asking for their documents too.
        every = connection.execute(
            """SELECT paragraph_id, counts FROM terms
            WHERE paragraph_id IN (SELECT value FROM json_each(?))""",
            (ids,),
        )
        return dict(every.fetchall())
    condition, values = _condition(selection.filters)
    values |= {"language": selection.language, "ids": ids}
    kept = connection.execute(
        f"""SELECT p.id, t.counts FROM paragraphs p JOIN documents d ON d.id = p.document_id
        JOIN terms t ON t.paragraph_id = p.id
        WHERE p.id IN (SELECT value FROM json_each(:ids))
        AND d.state = 'ready' AND p.language = :language{condition}""",
        values,
    )
    return dict(kept.fetchall())


def _has_unfinished(connection: sqlite3.Connection) -> bool:
    """Whether there are versions of documents that do not count: not yet, or no longer."""
    found = connection.execute("SELECT 1 FROM documents WHERE state != 'ready' LIMIT 1")
    return found.fetchone() is not None


def all_term_counts(connection: sqlite3.Connection, language: Language) -> list[tuple[int, bytes]]:
    """Read the ids and term counts of all passages of a language that count."""
    query, values = _selected("p.id", Selection(language), 0)
    return connection.execute(
        f"SELECT paragraph_id, counts FROM terms WHERE paragraph_id IN ({query})", values
    ).fetchall()


def term_totals(connection: sqlite3.Connection, language: Language) -> tuple[int, int]:
    """Count the passages of a language and the terms in their texts."""
    count, length = ("zh_count", "zh_length") if language == "zh" else ("en_count", "en_length")
    passages_count, terms_count = connection.execute(
        f"""SELECT coalesce(sum({count}), 0), coalesce(sum({length}), 0)
        FROM documents WHERE state = 'ready'"""
    ).fetchone()
    return passages_count, terms_count


def terms_rows(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[TermsRow]:
    """Read what the keyword index keeps of some versions, in the order of ids."""
    found = connection.execute(
        """SELECT p.id, d.id, p.language, d.name, p.speaker, d.first_day, d.last_day, t.counts
        FROM documents d JOIN paragraphs p ON p.document_id = d.id
        JOIN terms t ON t.paragraph_id = p.id
        WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY p.id""",
        (json.dumps(list(numbers)),),
    )
    return [
        TermsRow(
            id=id_,
            version=version,
            language=language,
            document=name,
            speaker=speaker,
            first_day=first,
            last_day=last,
            counts=np.frombuffer(counts, TERM_ROW),
        )
        for id_, version, language, name, speaker, first, last, counts in found
    ]


def _selected(columns: str, selection: Selection, after: int) -> tuple[str, dict[str, Any]]:
    """Write SQL for the passages of a selection, with its named values.

    The order of the tables is fixed (CROSS JOIN), because only we know which side is small; the
    indexes named hold all that is asked for, so that the texts beside it are not read.
    """
    condition, values = _condition(selection.filters)
    values |= {"language": selection.language, "after": after}
    if after:
        tables = "paragraphs p CROSS JOIN documents d ON d.id = p.document_id"
    elif selection.filters.speakers and not selection.filters.documents:
        tables = """paragraphs p INDEXED BY paragraphs_speaker
            CROSS JOIN documents d ON d.id = p.document_id"""
    else:
        tables = """documents d CROSS JOIN paragraphs p INDEXED BY paragraphs_selected
            ON d.id = p.document_id"""
    query = f"""SELECT {columns} FROM {tables}
        WHERE d.state = 'ready' AND p.language = :language AND p.id > :after{condition}"""
    return query, values


def _condition(filters: SearchFilters) -> tuple[str, dict[str, Any]]:
    """Write filters as SQL on ``d`` and ``p`` that starts with AND, with its named values."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    if filters.documents:
        parts.append("d.name IN (SELECT value FROM json_each(:documents))")
        values["documents"] = json.dumps(filters.documents)
    if filters.speakers:
        parts.append("p.speaker IN (SELECT value FROM json_each(:speakers))")
        values["speakers"] = json.dumps(filters.speakers)
    # A document dated with a month or a year counts when any day of it is within the limits.
    if filters.since is not None:
        parts.append("d.last_day >= :since")
        values["since"] = first_day(filters.since)
    if filters.until is not None:
        parts.append("d.first_day <= :until")
        values["until"] = last_day(filters.until)
    return "".join(f" AND {part}" for part in parts), values


def _languages(zh: int, en: int) -> tuple[Language, ...]:
    counts: list[tuple[int, Language]] = [(zh, "zh"), (en, "en")]
    # The sort is stable: Chinese first where both are as frequent.
    return tuple(name for number, name in sorted(counts, key=lambda each: -each[0]) if number)


def _passage(row: tuple[Any, ...]) -> Passage:
    id_, name, number, language, kind, speaker, text, spans, page, context, *metadata = row
    paragraph = Paragraph(
        document=name,
        number=number,
        language=language,
        kind=kind,
        speaker=speaker,
        text=text,
        spans=tuple((start, end) for start, end in json.loads(spans)),
        page=page,
    )
    return Passage(id_, paragraph, context, *metadata)
