"""Conversations, kept for each user."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from rag.conversations.database import Database
from rag.conversations.encoding import EncodingError, decode_exchange, encode_exchange
from rag.conversations.values import (
    Conversation,
    ConversationInfo,
    Exchange,
    Feedback,
    RatedExchange,
    make_id,
)
from rag.errors import ConversationError, UnknownConversationError

#: Beside the catalogue in a library's folder.
CONVERSATIONS_FILE = "conversations.sqlite3"
#: Characters of a title and of a comment that are kept.
MAX_TITLE = 200
MAX_COMMENT = 2_000
#: Width of a title made from a question; a Chinese character is two wide.
_TITLE_WIDTH = 72
#: Control characters, and those that turn the direction of the text after them around.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+"
)


class ConversationStore:
    """The conversations of a library's users; safe for any number of threads and processes.

    Every method takes the user, empty where nobody signs in, and knows that user's alone.

    :param path: the SQLite file; made when the first conversation is kept.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    def infos(self, user: str, query: str = "", limit: int | None = None) -> list[ConversationInfo]:
        """List a user's conversations, the one last continued first.

        :param user: whose.
        :param query: only those with this in their title, in any case.
        :param limit: how many at most.
        :returns: conversations without their exchanges.
        :raises ConversationError: if the file cannot be read.
        """
        pattern = "%" + re.sub(r"([\\%_])", r"\\\1", query.strip()) + "%"
        with self._database.read() as connection:
            if connection is None:
                return []
            rows = connection.execute(
                """SELECT id, user, title, created, updated,
                    (SELECT count(*) FROM exchanges WHERE conversation = conversations.id)
                FROM conversations WHERE user = ? AND title LIKE ? ESCAPE '\\'
                ORDER BY updated DESC, id LIMIT ?""",
                (user, pattern, -1 if limit is None else limit),
            )
            return [ConversationInfo(*row) for row in rows]

    def read(self, user: str, id: str) -> Conversation:  # noqa: A002 - its JSON key
        """Read a conversation.

        :param user: whose it must be.
        :param id: its id.
        :returns: the conversation, equal to the one that was kept.
        :raises UnknownConversationError: if there is none of that id, or it is another user's.
        :raises ConversationError: if the file cannot be read.
        """
        with self._database.read() as connection:
            found = _find(connection, user, id)
            if connection is None or found is None:
                raise _unknown(id)
            rows = connection.execute(
                "SELECT number, body FROM exchanges WHERE conversation = ? ORDER BY number", (id,)
            )
            exchanges = tuple(self._decode(id, number, body) for number, body in rows)
        return Conversation(exchanges, id, found.title, found.revision, len(exchanges))

    def save(self, user: str, conversation: Conversation, *, writer: str = "") -> Conversation:
        """Keep what of a conversation is not kept yet; what is still being written is not.

        Where another writer has continued it meanwhile, or it was deleted, nothing of that is
        touched: it is kept as a conversation of its own, under another id.

        :param user: whose it is.
        :param conversation: as it is now.
        :param writer: who writes: a window of a browser. One writer's own changes never collide.
        :returns: the conversation with its id, title and revision.
        :raises ConversationError: if the file cannot be written; nothing is changed then.
        """
        ended = [each for each in conversation.exchanges if each.status != "writing"]
        if len(ended) <= conversation.kept:
            return conversation
        with self._database.write() as connection:
            kept = conversation
            row = _find(connection, user, conversation.id)
            if row is None or (row.writer != writer and row.revision != conversation.revision):
                kept = _begin(connection, user, conversation)
            _write(connection, kept.id, kept.kept, ended)
            if row is not None and kept.id != conversation.id:
                _copy_feedback(connection, conversation.id, kept.id)
            kept = _touch(connection, kept, ended[0].question, writer)
        return replace(kept, kept=len(ended))

    def rename(self, user: str, id: str, title: str) -> str:  # noqa: A002
        """Give a conversation another title; an empty one is its first question again.

        :param user: whose it must be.
        :param id: its id.
        :param title: the new title; white space around it is dropped.
        :returns: the title as it is kept.
        :raises UnknownConversationError: if there is none of that id, or it is another user's.
        :raises ConversationError: if the file cannot be written.
        """
        named = " ".join(_UNPRINTABLE.sub(" ", title).split())[:MAX_TITLE]
        with self._database.write() as connection:
            if _find(connection, user, id) is None:
                raise _unknown(id)
            kept = named or shorten(_first_question(connection, id))
            connection.execute(
                "UPDATE conversations SET title = ?, named = ? WHERE id = ?",
                (kept, bool(named), id),
            )
        return kept

    def delete(self, user: str, id: str) -> bool:  # noqa: A002
        """Delete a conversation for good; tells whether it was there."""
        with self._database.write() as connection:
            done = connection.execute(
                "DELETE FROM conversations WHERE id = ? AND user = ?", (id, user)
            )
        return done.rowcount > 0

    def rate(self, user: str, id: str, exchange: str, feedback: Feedback | None) -> None:  # noqa: A002
        """Keep what a user thought of an answer.

        :param user: whose conversation it must be.
        :param id: the conversation's id.
        :param exchange: the exchange's id.
        :param feedback: None takes it back.
        :raises UnknownConversationError: if there is no such exchange, or it is another user's.
        :raises ConversationError: if the file cannot be written.
        """
        values = (feedback.rating, _trim(feedback.comment), _now()) if feedback else (None, "", "")
        with self._database.write() as connection:
            done = connection.execute(
                """UPDATE exchanges SET rating = ?, comment = ?, given = ?
                WHERE conversation = (SELECT id FROM conversations WHERE id = ? AND user = ?)
                    AND id = ?""",
                (*values, id, user, exchange),
            )
            if not done.rowcount:
                raise _unknown(id)

    def ratings(self, user: str, id: str) -> dict[str, Feedback]:  # noqa: A002
        """Read what a user thought of a conversation's answers, by the exchanges' ids."""
        with self._database.read() as connection:
            if connection is None or _find(connection, user, id) is None:
                return {}
            rows = connection.execute(
                """SELECT id, rating, comment, given FROM exchanges
                WHERE conversation = ? AND rating IS NOT NULL""",
                (id,),
            )
            return {exchange: Feedback(*values) for exchange, *values in rows}

    def rated(self, user: str | None = None, id: str | None = None) -> list[RatedExchange]:  # noqa: A002
        """Give the exchanges that a user thought something of, with the turns before them.

        :param user: whose; None for all users.
        :param id: of which conversation; None for all.
        :returns: in the order in which the conversations were begun.
        :raises ConversationError: if the file cannot be read.
        """
        with self._database.read() as connection:
            if connection is None:
                return []
            rows = connection.execute(
                """SELECT id, user FROM conversations
                WHERE (? IS NULL OR user = ?) AND (? IS NULL OR id = ?)
                    AND EXISTS (SELECT * FROM exchanges
                        WHERE conversation = conversations.id AND rating IS NOT NULL)
                ORDER BY created, id""",
                (user, user, id, id),
            ).fetchall()
        return [rated for id_, owner in rows for rated in self._rated_of(owner, id_)]

    def _rated_of(self, user: str, id_: str) -> Iterator[RatedExchange]:
        conversation, ratings = self.read(user, id_), self.ratings(user, id_)
        for number, exchange in enumerate(conversation.exchanges):
            if exchange.id in ratings:
                history = conversation.before(number).turns()
                yield RatedExchange(id_, exchange, history, ratings[exchange.id])

    def _decode(self, id_: str, number: int, body: str) -> Exchange:
        try:
            return decode_exchange(body)
        except EncodingError as error:
            raise ConversationError(
                f"{self.path}: exchange {number + 1} of the conversation {id_} cannot be read "
                f"({error}). It stays as it is; restore the file from a backup, or update duizhao."
            ) from error


def shorten(question: str) -> str:
    """Make a title of a question: its beginning, on one line."""
    text = " ".join(_UNPRINTABLE.sub(" ", question).split())
    width = 0
    for place, character in enumerate(text):
        width += 1 if ord(character) < 0x2E80 else 2
        if width > _TITLE_WIDTH:
            return text[:place].rstrip() + "…"
    return text


class _Row(NamedTuple):
    """What is kept of a conversation beside its exchanges."""

    title: str
    named: bool
    revision: int
    writer: str


def _find(connection: sqlite3.Connection | None, user: str, id_: str) -> _Row | None:
    if connection is None or not id_:
        return None
    row = connection.execute(
        "SELECT title, named, revision, writer FROM conversations WHERE id = ? AND user = ?",
        (id_, user),
    ).fetchone()
    return row and _Row(*row)


def _begin(connection: sqlite3.Connection, user: str, conversation: Conversation) -> Conversation:
    """Make a row for a conversation of which nothing is kept yet."""
    now = _now()
    id_ = make_id()
    connection.execute(
        "INSERT INTO conversations VALUES (?, ?, '', 0, ?, ?, 0, '')", (id_, user, now, now)
    )
    return replace(conversation, id=id_, revision=0, kept=0)


def _write(
    connection: sqlite3.Connection, id_: str, kept: int, exchanges: Sequence[Exchange]
) -> None:
    """Put exchanges in place of all but the first so many."""
    connection.execute("DELETE FROM exchanges WHERE conversation = ? AND number >= ?", (id_, kept))
    connection.executemany(
        "INSERT INTO exchanges (conversation, number, id, body) VALUES (?, ?, ?, ?)",
        [
            (id_, number, exchange.id, encode_exchange(exchange))
            for number, exchange in enumerate(exchanges[kept:], start=kept)
        ],
    )


def _copy_feedback(connection: sqlite3.Connection, from_id: str, to_id: str) -> None:
    connection.execute(
        """UPDATE exchanges SET rating = other.rating, comment = other.comment, given = other.given
        FROM exchanges AS other
        WHERE exchanges.conversation = ? AND other.conversation = ? AND other.id = exchanges.id""",
        (to_id, from_id),
    )


def _touch(
    connection: sqlite3.Connection, conversation: Conversation, question: str, writer: str
) -> Conversation:
    """Note who has continued a conversation and when, and what it is called after its beginning."""
    connection.execute(
        """UPDATE conversations SET updated = ?, revision = revision + 1, writer = ?,
            title = CASE named WHEN 0 THEN ? ELSE title END
        WHERE id = ?""",
        (_now(), writer, shorten(question), conversation.id),
    )
    title, revision = connection.execute(
        "SELECT title, revision FROM conversations WHERE id = ?", (conversation.id,)
    ).fetchone()
    return replace(conversation, title=title, revision=revision)


def _first_question(connection: sqlite3.Connection, id_: str) -> str:
    row = connection.execute(
        "SELECT body FROM exchanges WHERE conversation = ? ORDER BY number LIMIT 1", (id_,)
    ).fetchone()
    return decode_exchange(row[0]).question if row else ""


def _trim(comment: str) -> str:
    # SQLite keeps no halves of characters.
    return comment.encode("utf-8", "replace").decode().strip()[:MAX_COMMENT]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _unknown(id_: str) -> UnknownConversationError:
    return UnknownConversationError(
        f"There is no conversation {id_!r}: it was deleted, or is another user's. "
        "List them with: duizhao conversations list"
    )
