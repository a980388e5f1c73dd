"""Tasks -> what becomes of them, in the same order, by several processes where that saves time."""

from __future__ import annotations

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
from typing import Generic, Protocol, TypeVar

_ROOT = str(Path(__file__).parents[2])
#: The package is found where this one was, whatever folder the user stands in.
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from rag.ingesting.crew_worker import main; main()"
)
#: Starting processes takes half a second.
WORTH_SECONDS = 1.0
#: Handed out ahead of the task that is waited for: so many bytes, by which the processes have work
#: while a batch is written, and if tasks are larger, so many a process, up to a limit in bytes.
_AHEAD_BYTES, _AHEAD, _MAX_AHEAD_BYTES = 1_000_000, 3, 16_000_000

_Item = TypeVar("_Item")


class Sized(Protocol):
    """A task that can be pickled."""

    @property
    def size(self) -> int:
        """How many bytes it holds, about."""


_Task = TypeVar("_Task", bound=Sized)
_Task_contra = TypeVar("_Task_contra", contravariant=True)
_Outcome = TypeVar("_Outcome")
_Outcome_co = TypeVar("_Outcome_co", covariant=True)


class Job(Protocol[_Task_contra, _Outcome_co]):
    """What is done with each task; it is pickled, and raises nothing that is to be caught."""

    def __call__(self, task: _Task_contra) -> _Outcome_co:
        """Do a task; in any process with the same outcome."""

    def replace_lost(self, task: _Task_contra, code: int) -> _Outcome_co:
        """Give the outcome of a task whose process ended with an exit code; in this process."""


class ProcessCrew(Generic[_Task, _Outcome]):
    """Processes that do one job; none for little work. To be closed.

    :param job: what is done.
    :param size: how many processes there may be.
    :param worth_seconds: processes start when the job has taken this long, and what is left will
        take longer still.
    """

    def __init__(
        self, job: Job[_Task, _Outcome], size: int, *, worth_seconds: float = WORTH_SECONDS
    ) -> None:
        self._job = job
        self._worth_seconds = worth_seconds
        self._size = size
        self._pool: ThreadPoolExecutor | None = None
        self._workers: list[_Worker[_Task, _Outcome]] = []
        self._lock = threading.Lock()
        self._seconds = 0.0
        self._work = 0

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

    def run(self, tasks: Iterable[tuple[_Item, _Task, int]]) -> Iterator[tuple[_Item, _Outcome]]:
        """Do tasks.

        :param tasks: what is handed back with the outcome, what to do, and how much work comes
            after it, in the measure of the tasks' sizes; asked for a few ahead of what is given
            back.
        :yields: what became of each, in the same order whoever is done first.
        """
        waiting: deque[tuple[_Item, int, Future[_Outcome]]] = deque()
        ahead = 0
        for item, task, left in tasks:
            if not self._is_worth_it(left):
                yield item, self._do_here(task)
                continue
            waiting.append((item, task.size, self._submit(task)))
            ahead += task.size
            while self._is_ahead(len(waiting), ahead):
                first, size, future = waiting.popleft()
                ahead -= size
                yield first, future.result()
        while waiting:
            first, _, future = waiting.popleft()
            yield first, future.result()

    def _is_ahead(self, tasks: int, size: int) -> bool:
        """Tell whether enough is handed out."""
        if size <= _AHEAD_BYTES:
            return False
        return tasks > _AHEAD * self._size or size > _MAX_AHEAD_BYTES

    def _is_worth_it(self, left: int) -> bool:
        if self._pool is not None:
            return True
        if self._size < 2 or self._seconds < self._worth_seconds:
            return False
        return self._seconds / max(1, self._work) * left > self._worth_seconds

    def _do_here(self, task: _Task) -> _Outcome:
        started = time.perf_counter()
        try:
            return self._job(task)
        finally:
            self._seconds += time.perf_counter() - started
            self._work += task.size

    def _submit(self, task: _Task) -> Future[_Outcome]:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._size, thread_name_prefix="crew")
        return self._pool.submit(self._ask, task)

    def _ask(self, task: _Task) -> _Outcome:
        """Have a task done by a process that has nothing to do; on a thread of the pool."""
        with self._lock:
            worker = next((each for each in self._workers if each.take()), None)
            if worker is None:
                worker = _Worker(self._job)
                worker.take()
                self._workers.append(worker)
        try:
            return worker.ask(task)
        except (EOFError, OSError, pickle.UnpicklingError):
            code = worker.stop()
            with self._lock:
                self._workers.remove(worker)
            return self._job.replace_lost(task, code)


class _Worker(Generic[_Task, _Outcome]):
    """One process; used by one thread at a time.

    :param job: what it does.
    """

    def __init__(self, job: Job[_Task, _Outcome]) -> None:
        self._is_free = True
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-c", _PROGRAM, _ROOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._job: Job[_Task, _Outcome] | None = job

    def take(self) -> bool:
        """Take it if it is free; under the crew's lock."""
        was_free, self._is_free = self._is_free, False
        return was_free

    def ask(self, task: _Task) -> _Outcome:
        """Have a task done; raises EOFError or OSError where the process has ended."""
        tasks, answers = self._process.stdin, self._process.stdout
        if tasks is None or answers is None:
            raise AssertionError("both pipes are asked for when the process is started")
        if self._job is not None:
            pickle.dump(self._job, tasks)
            self._job = None
        pickle.dump(task, tasks, pickle.HIGHEST_PROTOCOL)
        tasks.flush()
        outcome: _Outcome = pickle.load(answers)  # noqa: S301 - from our own process
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
