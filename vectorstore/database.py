"""The catalogue's SQLite file: connections for many threads, transactions, its format."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vectorstore.errors import (
    NotAStoreError,
    StoreDamagedError,
    StoreLockedError,
    StoreMismatchError,
    StoreReadOnlyError,
    StoreWriteError,
    VectorStoreError,
)
from vectorstore.migrations import FORMAT_VERSION, MIGRATIONS
from vectorstore.sealing import seal_everything

#: Marks the file as ours ("DZKL"), so that another program's database is never written to.
_APPLICATION_ID = 0x445A4B4C
_BUSY_SECONDS = 30.0
#: SQLite's primary result codes that ask for different advice.
_READ_ONLY, _IO_ERROR, _CORRUPT, _FULL, _CANNOT_OPEN, _BUSY = 8, 10, 11, 13, 14, 5
_NOT_A_DATABASE = 26


class Database:
    """Connections to one SQLite file; each is used by one thread at a time.

    :param path: the file; made if it is missing and ``writable``.
    :param writable: False opens the file for reading alone, also in a read-only folder.
    :raises StoreDamagedError: if the file cannot be read.
    :raises NotAStoreError: if it is another program's database.
    """

    def __init__(self, path: Path, *, writable: bool) -> None:
        self._path = path
        self._writable = writable
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        with self._translated():
            connection = self._connect()
            try:
                self._check_ours(connection)
            except BaseException:  # Ctrl-C too: nobody else could close it, nor move the file then
                connection.close()
                raise
        self._idle.append(connection)

    @contextmanager
    def read(self) -> Generator[sqlite3.Connection, None, None]:
        """Give a connection within one read transaction: all it reads is of one moment."""
        with self._translated(), self._borrowed() as connection:
            connection.execute("BEGIN")
            yield connection

    def read_value(self, query: str) -> Any:
        """Read the one value that a query finds; half the time of a transaction."""
        with self._translated(), self._borrowed() as connection:
            return connection.execute(query).fetchone()[0]

    @contextmanager
    def write(self) -> Generator[sqlite3.Connection, None, None]:
        """Give a connection within one write transaction, committed at the end.

        :yields: the connection.
        :raises StoreReadOnlyError: if the file cannot be written.
        :raises StoreWriteError: if the disk is full or fails; nothing has changed then.
        """
        if not self._writable:
            raise StoreReadOnlyError(_read_only_message(self._path))
        with self._translated(), self._borrowed() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    def migrate(self) -> None:
        """Bring the tables to the present format, in one transaction.

        :raises StoreMismatchError: if a newer version of the program made the file.
        :raises StoreReadOnlyError: if it is of an earlier format and cannot be written.
        """
        found = self.format_version
        if found == FORMAT_VERSION:
            return
        if found and not self._writable:
            raise StoreReadOnlyError(
                f"{self._path.parent}: the store has format {found} and is brought to format "
                f"{FORMAT_VERSION} when it is first opened, and its folder cannot be written. Open "
                "it once with write permission, for instance with 'duizhao documents'."
            )
        with self.write() as connection:
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            connection.execute(
                """CREATE TABLE IF NOT EXISTS migrations
                (number INTEGER PRIMARY KEY, applied TEXT NOT NULL)"""
            )
            for number in range(_format_version(connection) + 1, FORMAT_VERSION + 1):
                for statement in MIGRATIONS[number - 1]:
                    connection.execute(statement)
                now = datetime.now(UTC).isoformat(timespec="seconds")
                connection.execute("INSERT INTO migrations VALUES (?, ?)", (number, now))
            # Rather than in a step: seals cover the tables as they are after the last one.
            seal_everything(connection)

    @property
    def format_version(self) -> int:
        """Number of the last migration applied; 0 for an empty file."""
        with self.read() as connection:
            found = _format_version(connection)
        if found > FORMAT_VERSION:
            raise StoreMismatchError(
                f"{self._path.parent}: the store has format {found}, and this version of duizhao "
                f"knows formats up to {FORMAT_VERSION}. Update duizhao to use it."
            )
        return found

    def close(self) -> None:
        """Close every connection; the last one merges the write-ahead log."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def _borrowed(self) -> Generator[sqlite3.Connection, None, None]:
        """Lend a connection; a transaction that is open at the end is rolled back."""
        with self._lock:
            if self._closed:
                raise VectorStoreError(f"{self._path.parent}: the store is closed.")
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._connect()
        try:
            yield connection
        finally:
            # Here, since Ctrl-C may come right after the statement that begins a transaction. Some
            # errors, a full disk among them, have rolled back already.
            if connection.in_transaction:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
            with self._lock:
                # What could not be rolled back would be in the next user's way; closed, it is gone.
                keep = not self._closed and not connection.in_transaction
                if keep:
                    self._idle.append(connection)
            if not keep:
                connection.close()

    def _connect(self) -> sqlite3.Connection:
        if self._writable:
            connection = self._open("mode=rwc")
            connection.execute("PRAGMA journal_mode = WAL")
            # FULL: what a transaction promises must outlast a power cut, because engines drop
            # what it retired right after.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            return connection
        try:
            connection = self._open("mode=ro")
            connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError:
            # A write-ahead database needs a helper file that a read-only folder refuses; where no
            # log waits to be merged, the file alone is the whole truth.
            if self._path.with_name(self._path.name + "-wal").exists():
                raise
            connection = self._open("immutable=1")
        return connection

    def _open(self, query: str) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{self._path.absolute().as_uri()}?{query}",
            uri=True,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )

    def _check_ours(self, connection: sqlite3.Connection) -> None:
        (found,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and found != _APPLICATION_ID:
            raise NotAStoreError(
                f"{self._path}: this database was made by another program. "
                "Choose another folder with --store."
            )

    @contextmanager
    def _translated(self) -> Generator[None, None, None]:
        try:
            yield
        except sqlite3.Error as exc:
            raise to_store_error(exc, self._path) from exc


def _format_version(connection: sqlite3.Connection) -> int:
    known = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE name = 'migrations'"
    ).fetchone()
    if not known[0]:
        return 0
    (found,) = connection.execute("SELECT coalesce(max(number), 0) FROM migrations").fetchone()
    return int(found)


def _read_only_message(path: Path) -> str:
    return (
        f"{path.parent}: the store can be read but not changed, because its folder cannot be "
        "written. Give yourself write permission, or choose another folder with --store."
    )


def to_store_error(exc: sqlite3.Error, path: Path) -> VectorStoreError:
    """Say in our words what SQLite reports.

    :param exc: its error.
    :param path: the file.
    :returns: the error to raise.
    """
    code = getattr(exc, "sqlite_errorcode", 0) & 0xFF
    if code == _READ_ONLY:
        return StoreReadOnlyError(_read_only_message(path))
    if code in (_FULL, _IO_ERROR):
        return StoreWriteError(
            f"{path}: the disk refused to read or write ({exc}); nothing was changed. "
            "Check that it has free space and works, then run the command again."
        )
    if code == _BUSY:
        return StoreLockedError(
            f"{path}: another process kept the catalogue busy for {_BUSY_SECONDS:g} seconds. "
            "Wait for it to finish, then run the command again."
        )
    if code == _CANNOT_OPEN:
        return StoreReadOnlyError(
            f"{path}: the catalogue cannot be opened ({exc}). Check the permissions of its folder."
        )
    return StoreDamagedError(
        f"{path}: the catalogue cannot be read ({exc}). Restore the folder from a backup, or "
        "index the documents again into a new folder: duizhao ingest PATH... --store FOLDER"
    )
