"""What was made last, kept: several questions on one document, or on one term."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

#: Each user reads one or two documents at a time.
_KEPT = 8

_T = TypeVar("_T")


class Recent:
    """The values last made, by key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: OrderedDict[object, Any] = OrderedDict()

    def get(self, key: object, make: Callable[[], _T]) -> _T:
        """Give a value, making it where it is not there yet."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                kept: _T = self._values[key]
                return kept
        made = make()
        with self._lock:
            self._values[key] = made
            while len(self._values) > _KEPT:
                self._values.popitem(last=False)
        return made
