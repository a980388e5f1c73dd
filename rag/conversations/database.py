"""The conversations' SQLite file: its tables, transactions, and errors in plain words."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from rag.errors import ConversationError

#: Marks the file as ours ("DZCV"), so that another program's database is never written to.
_APPLICATION_ID = 0x445A4356
#: Of the tables; kept in the file.
SCHEMA_VERSION = 1
_BUSY_SECONDS = 15.0
_BUSY, _READ_ONLY, _IO_ERROR, _FULL, _CANNOT_OPEN = 5, 8, 10, 13, 14

#: Threads of this process take turns here: SQLite lets those that wait try again at random times,
#: by which some wait for seconds where others write without end.
_WRITING = threading.Lock()

_TABLES = (
    """CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        user TEXT NOT NULL,
        title TEXT NOT NULL,
        named INTEGER NOT NULL DEFAULT 0,
        created TEXT NOT NULL,
        updated TEXT NOT NULL,
        revision INTEGER NOT NULL,
        writer TEXT NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX conversations_listed ON conversations (user, updated)",
    """CREATE TABLE exchanges (
        conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        id TEXT NOT NULL,
        body TEXT NOT NULL,
        rating TEXT CHECK (rating IN ('up', 'down')),
        comment TEXT NOT NULL DEFAULT '',
        given TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (conversation, number)
    )""",
    "CREATE INDEX exchanges_named ON exchanges (conversation, id)",
    "CREATE INDEX exchanges_rated ON exchanges (given) WHERE rating IS NOT NULL",
    f"PRAGMA application_id = {_APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)


class Database:
    """A file of conversations, made when something is first written; for any number of threads.

    Each transaction has a connection of its own: they are few, and no thread waits for another's.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @contextmanager
    def read(self) -> Generator[sqlite3.Connection | None, None, None]:
        """Give a connection whose reads are all of one moment; None where nothing is kept yet."""
        if not self._path.exists():
            yield None
            return
        with self._translated(), closing(self._connect()) as connection:
            connection.execute("BEGIN")
            yield connection if self._check(connection) else None

    @contextmanager
    def write(self) -> Generator[sqlite3.Connection, None, None]:
        """Give a connection within a transaction that is committed at the end.

        :yields: the connection.
        :raises ConversationError: if the file cannot be written; it is as it was then.
        """
        with self._translated(), _WRITING:
            self._make_file()
            with closing(self._connect()) as connection:
                # Looked at before anything is set, which would write to a file that is not ours.
                self._check(connection)
                connection.execute("PRAGMA journal_mode = WAL")
                # Where it does not come to the commit, closing the connection rolls back.
                connection.execute("BEGIN IMMEDIATE")
                if not self._check(connection):
                    for statement in _TABLES:
                        connection.execute(statement)
                yield connection
                connection.execute("COMMIT")

    def _make_file(self) -> None:
        """Make the file where there is none, for its owner's eyes alone."""
        with suppress(FileExistsError):
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _check(self, connection: sqlite3.Connection) -> bool:
        """Tell whether the tables are there; an error says that they are not for us."""
        (found,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not tables:
            return False
        if found != _APPLICATION_ID:
            raise ConversationError(
                f"{self._path}: this database was made by another program, so conversations are "
                "not kept in it. Move it elsewhere."
            )
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            raise ConversationError(
                f"{self._path}: the conversations have format {version}, and this version of "
                f"duizhao knows formats up to {SCHEMA_VERSION}. Update duizhao to use them."
            )
        return True

    @contextmanager
    def _translated(self) -> Generator[None, None, None]:
        try:
            yield
        except sqlite3.Error as error:
            raise ConversationError(_explain(error, self._path)) from error
        except OSError as error:
            raise ConversationError(
                f"{self._path}: the file of conversations cannot be made or read "
                f"({error.strerror or error}). Check the permissions of its folder."
            ) from error


def _explain(error: sqlite3.Error, path: Path) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (_READ_ONLY, _CANNOT_OPEN):
        return (
            f"{path}: the file of conversations cannot be opened or written ({error}). "
            "Check the permissions of the file and its folder."
        )
    if code in (_FULL, _IO_ERROR):
        return (
            f"{path}: the disk refused to read or write ({error}); what was kept before is as it "
            "was. Check that it has free space and works."
        )
    if code == _BUSY:
        return (
            f"{path}: another process kept the conversations busy for {_BUSY_SECONDS:g} seconds. "
            "Wait for it to finish, then try again."
        )
    return (
        f"{path}: the file of conversations is damaged ({error}). Nothing is written to it. "
        "Restore it from a backup, or move it away: a new one is made then."
    )
