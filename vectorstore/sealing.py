"""What the catalogue keeps -> seals: checksums by which damage to it is told, row by row.

SQLite finds broken pages, not a letter that a failing disk has changed within one. A document's
seal covers all that is kept of it; pairs and named values have seals of their own.
"""

from __future__ import annotations

import hashlib
import sqlite3
import struct
import zlib
from collections.abc import Iterable

#: All but id, state and the seal itself: these change, or tell the row.
_DOCUMENT = """SELECT name, path, content_hash, encoding, title, date, source, event, interviewer,
    interviewee, layers, first_day, last_day, page_starts, zh_count, en_count, zh_length,
    en_length, added FROM documents WHERE id = ?"""
_TEXT = "SELECT text FROM texts WHERE document_id = ?"
_PARAGRAPHS = """SELECT p.id, p.number, p.language, p.kind, p.speaker, p.page, p.spans, p.context,
    p.text, v.vector, t.counts, r.letters, r.pieces FROM paragraphs p
    LEFT JOIN vectors v ON v.paragraph_id = p.id LEFT JOIN terms t ON t.paragraph_id = p.id
    LEFT JOIN readings r ON r.paragraph_id = p.id
    WHERE p.document_id = ? ORDER BY p.number"""


def document_seal(connection: sqlite3.Connection, number: int) -> str:
    """Compute the seal of a version of a document from its rows as they are.

    :param connection: within a transaction.
    :param number: of the version.
    :returns: 32 hexadecimal digits.
    """
    digest = hashlib.blake2b(digest_size=16)
    for query in (_DOCUMENT, _TEXT, _PARAGRAPHS):
        for row in connection.execute(query, (number,)):
            for value in row:
                data = _to_bytes(value)
                digest.update(b"%d:" % len(data))
                digest.update(data)
        digest.update(b";")
    return digest.hexdigest()


def seal_documents(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Seal versions of documents as they are now; within the transaction that changes them."""
    connection.executemany(
        "UPDATE documents SET seal = ? WHERE id = ?",
        [(document_seal(connection, number), number) for number in numbers],
    )


def pair_seal(score: float, members: Iterable[int]) -> int:
    """Compute the seal of a pair; 32 bits."""
    return zlib.crc32(struct.pack("<d", score) + repr(sorted(members)).encode())


def value_seal(key: str, value: str) -> int:
    """Compute the seal of a named value; 32 bits."""
    return zlib.crc32(_to_bytes(key) + b"\0" + _to_bytes(value))


def seal_everything(connection: sqlite3.Connection) -> None:
    """Seal all there is, for a catalogue that an earlier version of the program has written."""
    numbers = [number for (number,) in connection.execute("SELECT id FROM documents")]
    seal_documents(connection, numbers)
    connection.executemany(
        "UPDATE pairs SET seal = ? WHERE id = ?",
        [(pair_seal(score, ids), id_) for id_, score, _, ids in stored_pairs(connection)],
    )
    values = connection.execute("SELECT key, value FROM meta").fetchall()
    connection.executemany(
        "UPDATE meta SET seal = ? WHERE key = ?",
        [(value_seal(key, value), key) for key, value in values],
    )


def stored_pairs(
    connection: sqlite3.Connection,
) -> list[tuple[int, float, int | None, list[int]]]:
    """List id, score, seal and passage ids of all pairs."""
    members: dict[int, list[int]] = {}
    for pair, paragraph in connection.execute("SELECT pair_id, paragraph_id FROM pair_members"):
        members.setdefault(pair, []).append(paragraph)
    found = connection.execute("SELECT id, score, seal FROM pairs").fetchall()
    return [(id_, score, seal, members.get(id_, [])) for id_, score, seal in found]


def _to_bytes(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    return b"" if value is None else str(value).encode("utf-8", "surrogatepass")
