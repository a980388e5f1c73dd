"""The number that grows with every change of a library -> read once a search."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager


class Generation:
    """A library's generation, which a thread may hold while it puts one answer together.

    A search asks for it a dozen times, to tell whether what is in memory is still true. Held, it is
    read once, and all of the search is of one state of the library where that is in memory.

    :param read: reads it from the catalogue.
    """

    def __init__(self, read: Callable[[], int]) -> None:
        self._read = read
        self._held = threading.local()

    def __call__(self) -> int:
        """Give the one that this thread holds, else the present one."""
        held: int | None = getattr(self._held, "value", None)
        return self._read() if held is None else held

    @contextmanager
    def hold(self) -> Generator[None, None, None]:
        """Hold the present one; inside another holding, that one."""
        before = getattr(self._held, "value", None)
        self._held.value = self()
        try:
            yield
        finally:
            self._held.value = before
