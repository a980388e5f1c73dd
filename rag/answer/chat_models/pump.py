"""Work that waits for a server -> a generator that can be closed while it waits."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Generator
from typing import Generic, TypeVar

Item = TypeVar("Item")

#: How often the reader is woken when nothing comes, so that it can stop.
HEARTBEAT_SECONDS = 0.2


class StoppedError(Exception):
    """Raised inside the work once nobody reads what it makes."""


class TookTooLongError(Exception):
    """The work as a whole passed its time."""


class _End:
    pass


class Pump(Generic[Item]):
    """Runs work in a thread of its own and hands on what it makes.

    :param work: called with a function that takes each item as it is made, and that raises
        ``StoppedError`` once the reader has gone.
    :param cut: ends whatever the work waits for; called from the reader's thread when it closes.
    :param max_seconds: how long the work may take in all.
    """

    def __init__(
        self,
        work: Callable[[Callable[[Item], None]], None],
        *,
        cut: Callable[[], None],
        max_seconds: float,
    ) -> None:
        self._work = work
        self._cut = cut
        self._max_seconds = max_seconds
        self._stopped = threading.Event()
        self._made: queue.SimpleQueue[Item | _End | BaseException] = queue.SimpleQueue()

    def read(self) -> Generator[Item | None]:
        """Yield the items, and None every now and then while there is none; closing it stops all.

        :returns: what the work makes, in order.
        :raises TookTooLongError: where the work passes its time; what it raises itself comes
            through.
        """
        ends_at = time.monotonic() + self._max_seconds
        threading.Thread(target=self._run, name="duizhao-model", daemon=True).start()
        try:
            while True:
                left = ends_at - time.monotonic()
                if left <= 0:
                    raise TookTooLongError
                try:
                    made = self._made.get(timeout=min(HEARTBEAT_SECONDS, left))
                except queue.Empty:
                    yield None
                    continue
                if isinstance(made, _End):
                    return
                if isinstance(made, BaseException):
                    raise made
                yield made
        finally:
            self._stopped.set()
            self._cut()

    def _emit(self, item: Item) -> None:
        if self._stopped.is_set():
            raise StoppedError
        self._made.put(item)

    def _run(self) -> None:
        try:
            self._work(self._emit)
        except BaseException as error:  # noqa: BLE001
            # Whatever it is: in this thread nobody would see it, and the reader would wait for
            # more until the time is up. ``read`` raises it again.
            self._made.put(error)
        else:
            self._made.put(_End())
