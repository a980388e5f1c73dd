"""One writer at a time: a lock file beside the catalogue that dies with its process."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from vectorstore.errors import StoreLockedError, StoreReadOnlyError, StoreWriteError


class WriterLock:
    """The right to write a store; held by one thread of one process, and reentrant there.

    :param folder: the store's folder.
    :param timeout_seconds: how long to wait for another writer.
    """

    def __init__(self, folder: Path, *, timeout_seconds: float = 30.0) -> None:
        self._folder = folder
        self._timeout_seconds = timeout_seconds
        self._thread_lock = threading.RLock()
        # The operating system drops this lock with its process, so that a kill leaves no writer.
        self._file_lock = FileLock(folder / "writer.lock", thread_local=False)
        self._pid_file = folder / "writer.pid"
        self._depth = 0

    @contextmanager
    def hold(self, *, timeout_seconds: float | None = None) -> Generator[bool, None, None]:
        """Hold the lock for a while; enter and leave in the same thread.

        :param timeout_seconds: how long to wait for another writer, where not as long as usual.
        :yields: whether this is the outermost hold.
        :raises StoreLockedError: if another writer has it for too long.
        :raises StoreReadOnlyError: if the folder cannot be written.
        :raises StoreWriteError: if the disk is full or fails.
        """
        timeout = self._timeout_seconds if timeout_seconds is None else timeout_seconds
        deadline = time.monotonic() + timeout
        if not self._thread_lock.acquire(timeout=timeout):
            raise StoreLockedError(self._locked_message(timeout))
        try:
            if self._depth == 0:
                self._acquire_file(max(0.0, deadline - time.monotonic()), timeout)
            self._depth += 1
            try:
                if self._depth == 1:
                    self._sign()
                yield self._depth == 1
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._release_file()
        finally:
            self._thread_lock.release()

    def _acquire_file(self, left_seconds: float, timeout_seconds: float) -> None:
        try:
            self._file_lock.acquire(timeout=left_seconds)
        except Timeout as exc:
            raise StoreLockedError(self._locked_message(timeout_seconds)) from exc
        except OSError as exc:
            raise StoreReadOnlyError(
                f"{self._folder}: the store can be read but not changed, because its folder "
                f"cannot be written ({exc.strerror or exc}). Give yourself write permission, or "
                "choose another folder with --store."
            ) from exc

    def _sign(self) -> None:
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        try:
            self._pid_file.write_text(f"{os.getpid()} {since}", "ascii")
        except OSError as exc:
            raise StoreWriteError(
                f"{self._pid_file}: the disk refused to write ({exc.strerror or exc}); nothing was "
                "changed. Check that it has free space and works, then run the command again."
            ) from exc

    def _release_file(self) -> None:
        # A disk that fails now has been told of already, and a note that stays behind is taken for
        # one of a kill: it names nobody unless the lock is held, and whoever holds it writes anew.
        with suppress(OSError):
            self._pid_file.unlink(missing_ok=True)
        self._file_lock.release()

    def _locked_message(self, timeout_seconds: float) -> str:
        return (
            f"{self._folder}: the store is being written by {describe_holder(self._folder)}; "
            f"waited {timeout_seconds:g} seconds. Wait for it to finish or stop it, then try again."
        )


def describe_holder(folder: Path) -> str:
    """Say which process is writing a store, and since when; as far as that is known.

    :param folder: the store's.
    :returns: words that fit into a sentence.
    """
    try:
        pid, since = (folder / "writer.pid").read_text("ascii").split(" ")
        started = datetime.fromisoformat(since)
    except (OSError, ValueError):
        return "another process"
    who = f"process {pid}"
    if int(pid) == os.getpid():
        who = f"another thread or object of this process ({pid})"
    # The date only where it is another one: a lock is held for seconds or minutes.
    is_today = started.date() == datetime.now().astimezone().date()
    return (
        f"{who} since {started:%H:%M:%S}" if is_today else f"{who} since {started:%Y-%m-%d %H:%M}"
    )
