"""One thread for the small products of a search.

On all cores a product of a few thousand rows waits for the slowest core, and its threads spin
meanwhile: on 2 cores busy with other work the 95th percentile of a search among 100,000 passages
was 303 ms so, and 81 ms on one thread. The only module that imports threadpoolctl.
"""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager

from threadpoolctl import LibController, ThreadpoolController


class OneBlasThread:
    """Keeps numpy's products on the calling thread while anyone is inside."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._libraries: list[LibController] | None = None
        self._before: list[int] = []

    @contextmanager
    def __call__(self) -> Generator[None, None, None]:
        """Enter; any number of threads may at once."""
        with self._lock:
            if self._inside == 0:
                self._limit()
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if self._inside == 0:
                    self._release()

    def _limit(self) -> None:
        """Set the threads by hand: with a limit of threadpoolctl's that takes ten times as long."""
        if self._libraries is None:
            # Looks for the libraries that are loaded, which takes some ms: once.
            found = ThreadpoolController().select(user_api="blas")
            self._libraries = found.lib_controllers
        self._before = [library.get_num_threads() for library in self._libraries]
        for library in self._libraries:
            library.set_num_threads(1)

    def _release(self) -> None:
        for library, threads in zip(self._libraries or (), self._before, strict=True):
            library.set_num_threads(threads)


one_blas_thread = OneBlasThread()
