"""Tasks -> prepared documents in the same order, by several processes where that saves time."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from rag.errors import DocumentError
from rag.preparing import Prepared, Task, prepare
from rag.settings import DocumentSettings

_ROOT = str(Path(__file__).parents[1])
#: The package is found where this one was, whatever folder the user stands in.
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from rag.crew_worker import main; main()"
_WORTH_SECONDS = 1.0
#: More only wait for the one process that writes.
_MAX_PROCESSES = 8
#: Files handed out ahead of the one that is waited for: so many a process, and so many bytes.
_AHEAD, _AHEAD_BYTES = 3, 16_000_000

_Item = TypeVar("_Item")
#: What became of a task.
Outcome = Prepared | DocumentError


def count_processes(settings: DocumentSettings) -> int:
    """Tell how many processes may read: as set, or as many as there are cores."""
    if settings.processes:
        return settings.processes
    # What this process may use where the system can tell; a container has less than the machine.
    allowed = getattr(os, "sched_getaffinity", None)
    cores = len(allowed(0)) if allowed else os.cpu_count() or 1
    return min(_MAX_PROCESSES, cores)


class Crew:
    """Processes that read documents; none for little work. To be closed.

    :param settings: the limits that hold, and how many processes there may be.
    :param worth_seconds: processes start when reading has taken this long, and what is left will
        take longer still; starting them takes half a second.
    """

    def __init__(
        self, settings: DocumentSettings, *, worth_seconds: float = _WORTH_SECONDS
    ) -> None:
        self._settings = settings
        self._worth_seconds = worth_seconds
        self._size = count_processes(settings)
        self._pool: ThreadPoolExecutor | None = None
        self._workers: list[_Worker] = []
        self._lock = threading.Lock()
        self._seconds = 0.0
        self._bytes = 0

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes, whatever they are at."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
            with self._lock:
                for worker in self._workers:
                    worker.stop()
            pool.shutdown()

    def prepare(
        self, tasks: Iterable[tuple[_Item, Task, int]]
    ) -> Iterator[tuple[_Item, Prepared | DocumentError]]:
        """Prepare documents.

        :param tasks: what is handed back with the outcome, what to read, and how many bytes are
            still to be read after it; asked for a few ahead of what is given back.
        :yields: what became of each, in the same order whoever is done first.
        """
        waiting: deque[tuple[_Item, int, Future[Outcome]]] = deque()
        ahead = 0
        for item, task, left in tasks:
            if not self._is_worth_it(left):
                yield item, self._prepare_here(task)
                continue
            waiting.append((item, len(task.data), self._submit(task)))
            ahead += len(task.data)
            while len(waiting) > _AHEAD * self._size or ahead > _AHEAD_BYTES:
                first, size, future = waiting.popleft()
                ahead -= size
                yield first, future.result()
        while waiting:
            first, _, future = waiting.popleft()
            yield first, future.result()

    def _is_worth_it(self, left: int) -> bool:
        if self._pool is not None:
            return True
        if self._size < 2 or self._seconds < self._worth_seconds:
            return False
        return self._seconds / max(1, self._bytes) * left > self._worth_seconds

    def _prepare_here(self, task: Task) -> Outcome:
        started = time.perf_counter()
        try:
            return prepare(task, self._settings)
        except DocumentError as error:
            return error
        finally:
            self._seconds += time.perf_counter() - started
            self._bytes += len(task.data)

    def _submit(self, task: Task) -> Future[Outcome]:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._size, thread_name_prefix="reading")
        return self._pool.submit(self._ask, task)

    def _ask(self, task: Task) -> Outcome:
        """Have a task done by a process that has nothing to do; on a thread of the pool."""
        with self._lock:
            worker = next((each for each in self._workers if each.take()), None)
            if worker is None:
                worker = _Worker(self._settings)
                worker.take()
                self._workers.append(worker)
        try:
            return worker.ask(task)
        except (EOFError, OSError, pickle.UnpicklingError):
            code = worker.stop()
            with self._lock:
                self._workers.remove(worker)
            return DocumentError(
                f"{task.path}: the process that read it ended (exit code {code}), for want of "
                "memory perhaps; the other files were read. Split it and ingest it again"
            )


class _Worker:
    """One process; used by one thread at a time.

    :param settings: the limits that hold.
    """

    def __init__(self, settings: DocumentSettings) -> None:
        self._is_free = True
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-c", _PROGRAM, _ROOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._settings: DocumentSettings | None = settings

    def take(self) -> bool:
        """Take it if it is free; under the crew's lock."""
        was_free, self._is_free = self._is_free, False
        return was_free

    def ask(self, task: Task) -> Outcome:
        """Have a task done; raises EOFError or OSError where the process has ended."""
        tasks, answers = self._process.stdin, self._process.stdout
        if tasks is None or answers is None:
            raise AssertionError("both pipes are asked for when the process is started")
        if self._settings is not None:
            pickle.dump(self._settings, tasks)
            self._settings = None
        pickle.dump(task, tasks, pickle.HIGHEST_PROTOCOL)
        tasks.flush()
        outcome: Outcome = pickle.load(answers)  # noqa: S301 - from our own process
        self._is_free = True
        return outcome

    def stop(self) -> int:
        """End the process; returns its exit code."""
        self._process.kill()
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not written is not wanted any more
                    pipe.close()
        return code
