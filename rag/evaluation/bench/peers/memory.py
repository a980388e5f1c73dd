"""A process and all it started -> the memory they held together at most, looked up ten a second."""

from __future__ import annotations

import threading

from rag.evaluation.bench.processes import family_memory

_LOOK_EVERY = 0.1


class MemoryWatch:
    """Looks at a process until it is told to stop; 0 where the system does not tell.

    :param process: its number.
    """

    def __init__(self, process: int) -> None:
        #: MB.
        self.peak = 0.0
        self._process = process
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no longer."""
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(_LOOK_EVERY):
            self.peak = max(self.peak, family_memory(self._process))
