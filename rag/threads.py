"""One thread for the small products of a search.

On all cores a product of a few thousand rows waits for the slowest core, and its threads spin
meanwhile: on 2 cores busy with other work the 95th percentile of a search among 100,000 passages
was 303 ms so, and 81 ms on one thread. The only module that imports threadpoolctl.
"""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import ExitStack, contextmanager

from threadpoolctl import ThreadpoolController


class OneBlasThread:
    """Keeps numpy's products on the calling thread while anyone is inside."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._limit = ExitStack()
        self._controller: ThreadpoolController | None = None

    @contextmanager
    def __call__(self) -> Generator[None, None, None]:
        """Enter; any number of threads may at once."""
        with self._lock:
            if self._inside == 0:
                # Looks for the libraries that are loaded, which takes some ms: once.
                self._controller = self._controller or ThreadpoolController()
                self._limit.enter_context(self._controller.limit(limits=1, user_api="blas"))
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if self._inside == 0:
                    self._limit.close()


one_blas_thread = OneBlasThread()
