"""Pairs of passages in the catalogue: replaced document by document, read from either side."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rag.schema import Counterpart, Language, Pair, Passage
from vectorstore import rows
from vectorstore.sealing import pair_seal
from vectorstore.values import PairRow


def replace(connection: sqlite3.Connection, new: Sequence[PairRow], names: Sequence[str]) -> None:
    """Replace every pair that touches some documents.

    :param connection: within a write transaction.
    :param new: the pairs to store.
    :param names: the documents.
    :raises ValueError: if a pair names a passage that does not count, or is of the wrong language.
    """
    _check(connection, new)
    found = connection.execute(
        """SELECT id FROM documents
        WHERE state = 'ready' AND name IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(names)),),
    )
    delete_touching(connection, json.dumps([row[0] for row in found]))
    for pair in new:
        score, members = float(pair.score), {int(id_) for id_ in (*pair.zh, *pair.en)}
        cursor = connection.execute(
            "INSERT INTO pairs (score, seal) VALUES (?, ?)", (score, pair_seal(score, members))
        )
        connection.executemany(
            "INSERT INTO pair_members VALUES (?, ?)",
            [(cursor.lastrowid, id_) for id_ in sorted(members)],
        )


def delete_touching(connection: sqlite3.Connection, versions: str) -> None:
    """Delete whole pairs of which a member belongs to some versions of documents.

    :param connection: within a write transaction.
    :param versions: their numbers as a JSON list.
    """
    connection.execute(
        """DELETE FROM pairs WHERE id IN (SELECT m.pair_id
        FROM paragraphs p JOIN pair_members m ON m.paragraph_id = p.id
        WHERE p.document_id IN (SELECT value FROM json_each(?)))""",
        (versions,),
    )


def list_pairs(connection: sqlite3.Connection, name: str | None) -> list[Pair]:
    """List pairs in the order of their Chinese side.

    :param connection: within a transaction.
    :param name: the document that a pair must touch; None for all pairs.
    :returns: the pairs.
    """
    condition = ""
    if name is not None:
        condition = """WHERE x.id IN (SELECT m.pair_id FROM documents d
            JOIN paragraphs p ON p.document_id = d.id JOIN pair_members m ON m.paragraph_id = p.id
            WHERE d.state = 'ready' AND d.name = ?)"""
    found = connection.execute(
        f"SELECT x.id, x.score FROM pairs x {condition}",  # noqa: S608 - no value of a caller
        () if name is None else (name,),
    ).fetchall()
    members = _members(connection, [pair_id for pair_id, _ in found])
    listed = [(_by_language(members[pair_id]), score) for pair_id, score in found]
    listed.sort(key=lambda each: _place(each[0]["zh"][0]))
    return [
        Pair(
            zh=tuple(passage.paragraph for passage in sides["zh"]),
            en=tuple(passage.paragraph for passage in sides["en"]),
            score=score,
        )
        for sides, score in listed
    ]


def partners(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, list[int]]:
    """Find the ids of passages' counterparts, in no order, without reading them.

    :param connection: within a transaction.
    :param ids: passage ids.
    :returns: by id, of those that have any.
    """
    found = connection.execute(
        """SELECT m.paragraph_id, o.paragraph_id FROM pair_members m
        CROSS JOIN pair_members o ON o.pair_id = m.pair_id
        CROSS JOIN paragraphs own ON own.id = m.paragraph_id
        CROSS JOIN paragraphs other ON other.id = o.paragraph_id
        WHERE m.paragraph_id IN (SELECT value FROM json_each(?))
        AND own.language != other.language""",
        (json.dumps(list(ids)),),
    )
    by_id: dict[int, list[int]] = defaultdict(list)
    for id_, partner in found:
        by_id[id_].append(partner)
    return by_id


def counterparts(
    connection: sqlite3.Connection, ids: Iterable[int]
) -> dict[int, list[Counterpart]]:
    """Find what passages say in the other language.

    :param connection: within a transaction.
    :param ids: passage ids.
    :returns: counterparts of those that have any, best first; at equal score those of the same
        document come first.
    """
    found = connection.execute(
        """SELECT m.paragraph_id, m.pair_id, x.score
        FROM pair_members m JOIN pairs x ON x.id = m.pair_id
        WHERE m.paragraph_id IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(ids)),),
    ).fetchall()
    members = _members(connection, {pair_id for _, pair_id, _ in found})
    ranked: dict[int, list[tuple[float, bool, str, int, Counterpart]]] = defaultdict(list)
    for id_, pair_id, score in found:
        own = next(passage for passage in members[pair_id] if passage.id == id_).paragraph
        other = tuple(p for p in members[pair_id] if p.paragraph.language != own.language)
        is_foreign = other[0].paragraph.document != own.document
        ranked[id_].append((-score, is_foreign, *_place(other[0]), Counterpart(other, score)))
    return {
        id_: [each[-1] for each in sorted(sides, key=lambda each: each[:-1])]
        for id_, sides in ranked.items()
    }


def _check(connection: sqlite3.Connection, new: Sequence[PairRow]) -> None:
    wanted: dict[int, Language] = {}
    for pair in new:
        if not pair.zh or not pair.en:
            raise ValueError(f"{pair} is no pair: it needs a passage of each language.")
        wanted |= dict.fromkeys(pair.zh, "zh")
        for id_ in pair.en:
            if wanted.setdefault(id_, "en") != "en":
                raise ValueError(f"Passage {id_} stands on both sides of the pairs.")
    found = dict(
        connection.execute(
            """SELECT p.id, p.language FROM paragraphs p JOIN documents d ON d.id = p.document_id
            WHERE d.state = 'ready' AND p.id IN (SELECT value FROM json_each(?))""",
            (json.dumps([int(id_) for id_ in wanted]),),
        ).fetchall()
    )
    for id_, language in wanted.items():
        if found.get(id_) != language:
            raise ValueError(
                f"A pair names passage {id_} as {language}, and the store has "
                f"{found.get(id_, 'none')} under that id. Read the passages again and pair anew."
            )


def _members(connection: sqlite3.Connection, pair_ids: Iterable[int]) -> dict[int, list[Passage]]:
    """Passages of each pair, by document and place in it."""
    found = connection.execute(
        """SELECT pair_id, paragraph_id FROM pair_members
        WHERE pair_id IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(pair_ids)),),
    ).fetchall()
    passages = rows.passages(connection, {id_ for _, id_ in found})
    members: dict[int, list[Passage]] = defaultdict(list)
    for pair_id, id_ in found:
        members[pair_id].append(passages[id_])
    for each in members.values():
        each.sort(key=_place)
    return members


def _by_language(members: Iterable[Passage]) -> dict[Language, list[Passage]]:
    sides: dict[Language, list[Passage]] = {"zh": [], "en": []}
    for passage in members:
        sides[passage.paragraph.language].append(passage)
    return sides


def _place(passage: Passage) -> tuple[str, int]:
    return passage.paragraph.document, passage.paragraph.number
